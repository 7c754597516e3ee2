"""The pages of who is there, what is sent to somebody, and what could not be sent."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.models import Absence, DutyShift, OutboxMessage, User
from partners.queries.messages import choices_of
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with time_machine.travel(make.NOW, tick=False):
        yield


@pytest.fixture
def world() -> make.World:
    return make.world()


def get(client: Client, person: User, name: str) -> HttpResponse:
    client.force_login(person)
    return client.get(reverse(name))  # type: ignore[return-value]


def absence_answers(person: User, **changes: str) -> dict[str, str]:
    return {
        "person": str(person.pk), "cover": "",
        "from_on_day": "24", "from_on_month": "11", "from_on_year": "2026",
        "until_on_day": "27", "until_on_month": "11", "until_on_year": "2026",
    } | changes  # fmt: skip


def test_absence_is_recorded_on_its_page(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)
    client.post(reverse("add_absence"), absence_answers(world.coordinator, cover=str(world.team_lead.pk)))
    absence = Absence.objects.get()
    assert (absence.person, absence.cover, absence.until_on) == (
        world.coordinator, world.team_lead, date(2026, 11, 27),
    )  # fmt: skip


def test_absence_in_the_wrong_order_says_so_by_the_last_day(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)
    answer = client.post(reverse("add_absence"), absence_answers(world.coordinator, until_on_day="20"))
    assert "The last day must be the first day or after it" in answer.content.decode()


def test_coordinator_is_offered_only_themselves(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)
    client.post(reverse("add_absence"), absence_answers(world.team_lead))
    assert not Absence.objects.exists()


def test_team_lead_records_a_colleagues_absence(client: Client, world: make.World) -> None:
    client.force_login(world.team_lead)
    client.post(reverse("add_absence"), absence_answers(world.coordinator))
    assert Absence.objects.get().person == world.coordinator


def test_shift_over_night_ends_on_the_next_day(client: Client, world: make.World) -> None:
    client.force_login(world.team_lead)
    client.post(
        reverse("add_shift"),
        {
            "organisation": str(world.council.pk), "person": str(world.coordinator.pk), "on_day": "23",
            "on_month": "11", "on_year": "2026", "begins": "5pm", "ends": "9am",
        },
    )  # fmt: skip
    shift = DutyShift.objects.get()
    assert (shift.from_at, shift.to_at) == (
        datetime(2026, 11, 23, 17, tzinfo=UTC), datetime(2026, 11, 24, 9, tzinfo=UTC),
    )  # fmt: skip


def test_shift_is_planned_by_team_leads_alone(client: Client, world: make.World) -> None:
    assert get(client, world.coordinator, "add_shift").status_code == 403


@pytest.mark.parametrize("role", ["sister", "provider_worker", "commissioner", "ig_officer", "administrator"])
def test_who_is_there_is_for_those_who_decide_about_cases(client: Client, world: make.World, role: str) -> None:
    assert get(client, getattr(world, role), "who_is_there").status_code == 403


def test_who_is_there_shows_another_teams_absence_to_nobody_here(client: Client, world: make.World) -> None:
    stranger = make.world().coordinator
    away(stranger)
    assert stranger.name not in get(client, world.team_lead, "who_is_there").content.decode()


def test_absence_of_another_team_is_not_found_to_remove(client: Client, world: make.World) -> None:
    absence = away(make.world().coordinator)
    client.force_login(world.team_lead)
    assert client.post(reverse("remove_absence", args=[absence.pk])).status_code == 404


def away(person: User, days: int = 2) -> Absence:
    first = make.NOW.date() + timedelta(days=days)
    return Absence.objects.create(
        person=person, from_on=first, until_on=first, recorded_by=person, recorded_at=make.NOW
    )


def queries_of_the_page(client: Client, world: make.World) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        get(client, world.team_lead, "who_is_there")
    return len(asked)


def test_who_is_there_asks_as_often_for_two_as_for_fifty(client: Client, world: make.World) -> None:
    for days in range(2):
        away(world.coordinator, days)
    get(client, world.team_lead, "who_is_there")
    few = queries_of_the_page(client, world)
    for days in range(2, 50):
        away(world.coordinator, days)
    assert queries_of_the_page(client, world) == few


def test_choices_are_saved_on_their_page(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)
    answers = dict.fromkeys(choices_of(world.coordinator), "digest") | {"mobile": "07700 900 123"}
    client.post(reverse("choose_messages"), answers)
    assert set(choices_of(world.coordinator).values()) == {"digest"}
    assert User.objects.get(pk=world.coordinator.pk).mobile == "+447700900123"


def test_choices_with_a_number_that_is_none_keep_what_was_typed(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)
    answers = dict.fromkeys(choices_of(world.coordinator), "digest") | {"mobile": "12"}
    page = client.post(reverse("choose_messages"), answers).content.decode()
    assert "Enter a phone number" in page
    assert 'value="12"' in page


def given_up(person: User) -> OutboxMessage:
    return OutboxMessage.objects.create(
        recipient=person, channel="email", key="notice:1:email", created_at=make.NOW, failed_at=make.NOW,
        error="refused 550", tries=1,
    )  # fmt: skip


def test_message_not_sent_is_listed_for_the_administrator(client: Client, world: make.World) -> None:
    given_up(world.coordinator)
    assert world.coordinator.email in get(client, world.administrator, "not_sent").content.decode()


@pytest.mark.parametrize("role", ["coordinator", "team_lead", "ig_officer", "commissioner", "sister"])
def test_messages_not_sent_are_for_who_manages_people(client: Client, world: make.World, role: str) -> None:
    assert get(client, getattr(world, role), "not_sent").status_code == 403


def test_message_not_sent_is_sent_again_by_a_press(client: Client, world: make.World) -> None:
    message = given_up(world.coordinator)
    client.force_login(world.administrator)
    client.post(reverse("try_message_again", args=[message.pk]))
    message.refresh_from_db()
    assert message.next_try_at == make.NOW
