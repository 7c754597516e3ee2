"""The worklist: what is due and what the ward wrote, for whom, in which group."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.models import User
from referrals.actions import messages, triage
from referrals.actions.clocks import start_clock
from referrals.models import Clock
from tests import factories as make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=6)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def world() -> make.World:
    return make.world()


def page(client: Client, person: object, **query: str) -> str:
    """The worklist of this person."""
    client.force_login(person)  # type: ignore[arg-type]
    response = client.get(reverse("worklist"), query)
    assert response.status_code == 200
    return response.content.decode()


def test_worklist_nothing_due_says_so(client: Client, world: make.World) -> None:
    assert "Nothing needs you now" in page(client, world.coordinator)


def test_worklist_emergency_past_24_hours_is_overdue(client: Client, world: make.World) -> None:
    make.referral(world, urgency="emergency", at=make.NOW - timedelta(days=2))
    assert "Overdue, and nobody is dealing with it (1)" in page(client, world.coordinator)


def test_worklist_emergency_of_today_is_new(client: Client, world: make.World) -> None:
    make.referral(world, urgency="emergency")
    assert "New referrals to answer (1)" in page(client, world.coordinator)


def test_worklist_due_within_today_has_its_own_group(client: Client, world: make.World) -> None:
    make.referral(world, urgency="emergency", at=make.NOW - timedelta(hours=16))
    assert "Due today (1)" in page(client, world.coordinator)


def test_worklist_unanswered_referral_due_in_two_weeks_is_new(client: Client, world: make.World) -> None:
    case = make.referral(world, urgency="routine")
    assert case.reference in page(client, world.coordinator)


def test_worklist_answer_of_the_ward_waits_to_be_read(client: Client, world: make.World) -> None:
    case = make.referral(world, "information_requested")
    triage.answer_question(referral=case, answer="Number 3.", by=world.sister, at=make.NOW + timedelta(hours=2))
    assert "Read the ward’s answer" in page(client, world.coordinator)


def test_worklist_message_answered_by_the_lead_is_gone(client: Client, world: make.World) -> None:
    case = make.referral(world)
    messages.send_message(referral=case, body="Any news?", by=world.sister, at=make.NOW + timedelta(hours=1))
    messages.send_message(referral=case, body="Tomorrow.", by=world.coordinator, at=make.NOW + timedelta(hours=2))
    assert "The ward wrote" not in page(client, world.coordinator)


def test_worklist_case_of_a_colleague_is_not_mine(client: Client, world: make.World) -> None:
    case = make.referral(world, "accepted", assignee=world.team_lead)
    messages.send_message(referral=case, body="Any news?", by=world.sister, at=make.NOW + timedelta(hours=2))
    assert case.reference not in page(client, world.coordinator, whose="mine")


def test_worklist_team_lead_sees_the_whole_teams(client: Client, world: make.World) -> None:
    case = make.referral(world, "accepted", assignee=world.coordinator)
    messages.send_message(referral=case, body="Any news?", by=world.sister, at=make.NOW + timedelta(hours=2))
    assert case.reference in page(client, world.team_lead)


def test_worklist_says_how_many_wait_for_a_ward(client: Client, world: make.World) -> None:
    make.referral(world, "information_requested")
    assert "1 case waits for the ward’s answer" in page(client, world.coordinator)


@pytest.mark.parametrize("role", ["sister", "provider_worker", "commissioner", "administrator"])
def test_worklist_other_roles_are_refused(client: Client, world: make.World, role: str) -> None:
    client.force_login(world.people[role])
    assert client.get(reverse("worklist")).status_code == 403


def test_worklist_costs_the_same_at_2_and_at_20_cases(client: Client, world: make.World) -> None:
    page(client, world.coordinator)
    numbers = []
    for more in (2, 18):
        for _ in range(more):
            make.referral(world, urgency="emergency")
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("worklist"))
        numbers.append(len(caught))
    assert numbers[0] == numbers[1]


def test_header_deadline_of_mine_that_passed_shows_on_other_pages(client: Client, world: make.World) -> None:
    case = make.referral(world, urgency="emergency", at=make.NOW - timedelta(days=2))
    triage.assign_case(referral=case, assignee=world.coordinator, by=world.coordinator, at=make.NOW)
    client.force_login(world.coordinator)
    assert "1 deadline on your cases passed" in client.get(reverse("caseload")).content.decode()


def test_header_deadline_of_a_colleague_that_passed_does_not_show(client: Client, world: make.World) -> None:
    case = make.referral(world, urgency="emergency", at=make.NOW - timedelta(days=2))
    triage.assign_case(referral=case, assignee=world.team_lead, by=world.coordinator, at=make.NOW)
    client.force_login(world.coordinator)
    assert "on your cases passed" not in client.get(reverse("caseload")).content.decode()


@pytest.fixture
def overdue(world: make.World) -> Clock:
    """An emergency of two days ago that nobody has answered."""
    return Clock.objects.get(referral=make.referral(world, urgency="emergency", at=make.NOW - timedelta(days=2)))


def take_up(client: Client, clock: Clock, person: User) -> HttpResponse:
    client.force_login(person)
    return client.post(reverse("take_up_breach", args=[clock.referral.reference, clock.pk]))


def test_worklist_of_a_team_lead_has_a_colleagues_breach_on_top(client: Client, world: make.World) -> None:
    late = make.NOW - timedelta(days=2)
    case = make.referral(world, "accepted", urgency="emergency", at=late)
    start_clock(referral=case, kind="work", label="Key safe", target_name="emergency", at=late)
    found = page(client, world.team_lead)
    assert found.index("Overdue, and nobody is dealing with it (1)") < found.index(case.reference)


def test_breach_taken_up_says_who_is_dealing_with_it(client: Client, world: make.World, overdue: Clock) -> None:
    take_up(client, overdue, world.coordinator)
    assert f"{world.coordinator.name} is dealing with it" in page(client, world.team_lead)


def test_breach_taken_up_is_no_longer_unattended(client: Client, world: make.World, overdue: Clock) -> None:
    take_up(client, overdue, world.coordinator)
    assert "nobody is dealing with it" not in page(client, world.team_lead)


def test_breach_taken_up_goes_back_to_the_worklist(client: Client, world: make.World, overdue: Clock) -> None:
    assert take_up(client, overdue, world.coordinator).headers["Location"] == reverse("worklist")


@pytest.mark.parametrize("role", ["coordinator", "team_lead"])
def test_breach_is_taken_up_by_who_decides(client: Client, world: make.World, overdue: Clock, role: str) -> None:
    take_up(client, overdue, getattr(world, role))
    overdue.refresh_from_db()
    assert overdue.acted_by == getattr(world, role)


@pytest.mark.parametrize(
    "role",
    ["sister", "discharge_team", "provider_worker", "flat_manager", "commissioner", "ig_officer", "administrator"],
)
def test_breach_is_not_taken_up_by_anybody_else(client: Client, world: make.World, overdue: Clock, role: str) -> None:
    assert take_up(client, overdue, getattr(world, role)).status_code in (403, 404)
    overdue.refresh_from_db()
    assert overdue.acted_by is None


def test_breach_of_another_case_is_not_found(client: Client, world: make.World, overdue: Clock) -> None:
    other = make.referral(world)
    client.force_login(world.coordinator)
    answer = client.post(reverse("take_up_breach", args=[other.reference, overdue.pk]))
    assert answer.status_code == 404
