"""What a private link shows, to whom, and for how long."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from partners.actions import links
from partners.actions.membership import set_active
from partners.errors import NotAllowed
from partners.models import PrivateLink, User
from referrals.actions import restriction
from referrals.models import Referral
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with time_machine.travel(make.NOW, tick=False):
        yield


@pytest.fixture
def world() -> make.World:
    return make.world()


def held(world: make.World, by: User | None = None) -> Referral:
    """A case with a running promise that somebody has."""
    case = make.referral(world)
    Referral.objects.filter(pk=case.pk).update(assignee=by or world.coordinator)
    return case


def calendar_key(user: User) -> str:
    return links.make_link(kind="calendar", by=user, at=make.NOW)


def board_key(world: make.World, by: User | None = None) -> str:
    return links.make_link(kind="board", organisation=world.council, by=by or world.team_lead, at=make.NOW)


def feed(client: Client, key: str) -> bytes:
    answer = client.get(reverse("calendar_feed"), {"key": key})
    assert answer.status_code == 200
    return answer.content


def board(client: Client, key: str) -> str:
    answer = client.get(reverse("board"), {"key": key})
    assert answer.status_code == 200
    return answer.content.decode()


def test_calendar_holds_the_deadlines_of_ones_own_cases(client: Client, world: make.World) -> None:
    case = held(world)
    events = Calendar.from_ical(feed(client, calendar_key(world.coordinator))).walk("VEVENT")
    assert [str(event["SUMMARY"]).split(":")[0] for event in events] == [case.reference]


def test_calendar_says_when_it_is_due(client: Client, world: make.World) -> None:
    case = held(world)
    [event] = Calendar.from_ical(feed(client, calendar_key(world.coordinator))).walk("VEVENT")
    case.refresh_from_db()
    assert event.decoded("DTSTART") == case.next_due_at


def test_calendar_leaves_out_a_colleagues_cases(client: Client, world: make.World) -> None:
    held(world, world.team_lead)
    assert b"VEVENT" not in feed(client, calendar_key(world.coordinator))


def test_calendar_names_no_patient(client: Client, world: make.World) -> None:
    case = held(world)
    patient = case.patient
    assert patient is not None
    content = feed(client, calendar_key(world.coordinator)).decode()
    assert not [word for word in (patient.family_name, patient.nhs_number or "", patient.postcode) if word in content]


def test_calendar_of_an_unknown_key_is_not_found(client: Client, world: make.World) -> None:
    assert client.get(reverse("calendar_feed"), {"key": "guess"}).status_code == 404


def test_calendar_without_a_key_is_not_found(client: Client) -> None:
    assert client.get(reverse("calendar_feed")).status_code == 404


def test_calendar_of_an_ended_link_is_not_found(client: Client, world: make.World) -> None:
    key = calendar_key(world.coordinator)
    links.end_link(kind="calendar", by=world.coordinator, at=make.NOW)
    assert client.get(reverse("calendar_feed"), {"key": key}).status_code == 404


def test_calendar_link_made_anew_ends_the_old_one(client: Client, world: make.World) -> None:
    old = calendar_key(world.coordinator)
    calendar_key(world.coordinator)
    assert client.get(reverse("calendar_feed"), {"key": old}).status_code == 404


def test_calendar_of_somebody_who_has_left_is_not_found(client: Client, world: make.World) -> None:
    key = calendar_key(world.coordinator)
    set_active(user=world.coordinator, active=False, by=world.administrator, at=make.NOW)
    assert client.get(reverse("calendar_feed"), {"key": key}).status_code == 404


def test_calendar_key_opens_no_board(client: Client, world: make.World) -> None:
    assert client.get(reverse("board"), {"key": calendar_key(world.coordinator)}).status_code == 404


def test_board_shows_what_is_due_at_the_organisation(client: Client, world: make.World) -> None:
    assert make.referral(world).reference in board(client, board_key(world))


def test_board_shows_nothing_of_another_organisation(client: Client, world: make.World) -> None:
    stranger = make.referral(make.world())
    assert stranger.reference not in board(client, board_key(world))


def test_board_counts_what_is_overdue(client: Client, world: make.World) -> None:
    make.referral(world, urgency="emergency", at=make.NOW - timedelta(days=2))
    assert "1 overdue" in board(client, board_key(world))


def test_board_names_no_patient(client: Client, world: make.World) -> None:
    patient = make.referral(world).patient
    assert patient is not None
    shown = board(client, board_key(world))
    assert not [word for word in (patient.family_name, patient.nhs_number or "", patient.postcode) if word in shown]


def test_board_leaves_out_a_restricted_case(client: Client, world: make.World) -> None:
    case = make.referral(world)
    restriction.restrict_case(referral=case, reason="staff", people=[world.team_lead], by=world.team_lead, at=make.NOW)
    assert case.reference not in board(client, board_key(world))


def test_board_asks_as_often_for_two_cases_as_for_fifty(client: Client, world: make.World) -> None:
    key = board_key(world)
    for _ in range(2):
        make.referral(world)
    board(client, key)
    with CaptureQueriesContext(connection) as few:
        board(client, key)
    for _ in range(48):
        make.referral(world)
    with CaptureQueriesContext(connection) as many:
        board(client, key)
    assert len(few) == len(many)


@pytest.mark.parametrize("role", ["sister", "provider_worker", "flat_manager", "commissioner", "administrator"])
def test_board_is_put_up_by_who_sees_the_cases_alone(world: make.World, role: str) -> None:
    with pytest.raises(NotAllowed):
        board_key(world, getattr(world, role))


def test_link_page_shows_the_address_once(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)
    first = client.post(reverse("calendar_link"), {"do": "make"}).content.decode()
    assert "calendar.ics?key=" in first
    assert "calendar.ics?key=" not in client.get(reverse("calendar_link")).content.decode()


def test_link_page_keeps_no_key(client: Client, world: make.World) -> None:
    key = calendar_key(world.coordinator)
    assert key not in {link.key_hash for link in PrivateLink.objects.all()}


def test_link_page_ends_a_link(client: Client, world: make.World) -> None:
    key = calendar_key(world.coordinator)
    client.force_login(world.coordinator)
    client.post(reverse("calendar_link"), {"do": "end"})
    assert Client().get(reverse("calendar_feed"), {"key": key}).status_code == 404


def test_database_refuses_a_board_of_no_organisation(world: make.World) -> None:
    with pytest.raises(IntegrityError, match="link_board_has_organisation"), transaction.atomic():
        PrivateLink.objects.create(kind="board", user=world.team_lead, key_hash="x", made_at=make.NOW)


def test_database_refuses_two_current_calendars(world: make.World) -> None:
    PrivateLink.objects.create(kind="calendar", user=world.team_lead, key_hash="x", made_at=make.NOW)
    with pytest.raises(IntegrityError, match="link_current_once"), transaction.atomic():
        PrivateLink.objects.create(kind="calendar", user=world.team_lead, key_hash="y", made_at=make.NOW)
