"""Pausing a deadline on the pages of a case, and the pauses as the two sides read them."""

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
from referrals.actions import pauses, triage
from referrals.actions.clocks import start_clock
from referrals.models import Clock, Referral
from tests import factories as make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = make.NOW + 6 * HOUR


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    """Every page is used a few hours after the case came."""
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "accepted")


@pytest.fixture
def work(case: Referral) -> Clock:
    return start_clock(referral=case, kind="work", label="Key safe", target_name="emergency", at=make.NOW)


def see(client: Client, case: Referral, person: User) -> str:
    client.force_login(person)
    return " ".join(client.get(reverse("case", args=[case.reference])).content.decode().split())


def send(client: Client, page: str, clock: Clock, person: User, **answers: str) -> HttpResponse:
    client.force_login(person)
    return client.post(reverse(page, args=[clock.referral.reference, clock.pk]), answers)  # type: ignore[return-value]


def link(page: str, clock: Clock) -> str:
    return reverse(page, args=[clock.referral.reference, clock.pk])


def stands_still(clock: Clock) -> bool:
    return clock.pauses.filter(to_at__isnull=True).exists()


def paused(world: make.World, clock: Clock, at: timedelta = HOUR) -> None:
    pauses.pause_by_hand(clock=clock, reason="landlord", by=world.coordinator, at=make.NOW + at)


@pytest.mark.parametrize("role", ["coordinator", "team_lead"])
def test_pause_page_pauses_for_who_decides(client: Client, world: make.World, work: Clock, role: str) -> None:
    send(client, "pause_clock", work, getattr(world, role), reason="landlord")
    assert stands_still(work)


def test_pause_goes_back_to_the_case_which_says_so(client: Client, world: make.World, work: Clock) -> None:
    answer = send(client, "pause_clock", work, world.coordinator, reason="landlord")
    assert answer.headers["Location"] == reverse("case", args=[work.referral.reference])
    assert "stands still until you let it run" in see(client, work.referral, world.coordinator)


@pytest.mark.parametrize("page", ["pause_clock", "resume_clock"])
@pytest.mark.parametrize("role", ["sister", "discharge_team", "provider_worker", "commissioner", "administrator"])
def test_pauses_are_changed_by_nobody_else(
    client: Client, world: make.World, work: Clock, role: str, page: str
) -> None:
    if page == "resume_clock":
        paused(world, work)
    assert send(client, page, work, getattr(world, role), reason="landlord").status_code in (403, 404)
    assert stands_still(work) is (page == "resume_clock")


def test_pause_without_a_reason_says_so_by_the_field(client: Client, world: make.World, work: Clock) -> None:
    answer = send(client, "pause_clock", work, world.coordinator)
    assert answer.content.decode().count("Select why the deadline stands still") >= 2


def test_pause_page_of_the_answer_offers_no_waiting_for_the_ward(client: Client, world: make.World) -> None:
    answer = Clock.objects.get(referral=make.referral(world))
    client.force_login(world.coordinator)
    assert 'value="information"' not in client.get(link("pause_clock", answer)).content.decode()


@pytest.mark.parametrize("page", ["pause_clock", "resume_clock"])
def test_deadline_of_another_case_is_not_found(client: Client, world: make.World, work: Clock, page: str) -> None:
    other = make.referral(world)
    client.force_login(world.coordinator)
    answer = client.post(reverse(page, args=[other.reference, work.pk]), {"reason": "landlord"})
    assert answer.status_code == 404


def test_resume_lets_it_run(client: Client, world: make.World, work: Clock) -> None:
    paused(world, work)
    send(client, "resume_clock", work, world.coordinator)
    assert not stands_still(work)


def test_resume_while_the_ward_is_asked_says_why_not(client: Client, world: make.World) -> None:
    answer = Clock.objects.get(referral=make.referral(world, "information_requested"))
    send(client, "resume_clock", answer, world.coordinator)
    assert "runs again when they have answered" in see(client, answer.referral, world.coordinator)
    assert stands_still(answer)


def test_case_offers_the_coordinator_to_pause_what_runs(client: Client, world: make.World, work: Clock) -> None:
    assert link("pause_clock", work) in see(client, work.referral, world.coordinator)


def test_case_offers_the_coordinator_to_let_run_what_is_paused(client: Client, world: make.World, work: Clock) -> None:
    paused(world, work)
    page = see(client, work.referral, world.coordinator)
    assert (link("resume_clock", work) in page, link("pause_clock", work) in page) == (True, False)


def test_case_that_waits_for_the_ward_says_what_lets_the_answer_run(client: Client, world: make.World) -> None:
    answer = Clock.objects.get(referral=make.referral(world, "information_requested"))
    page = see(client, answer.referral, world.coordinator)
    assert ("Runs again when the ward has answered" in page, link("resume_clock", answer) in page) == (True, False)


def test_case_without_pauses_shows_no_table_of_them(client: Client, world: make.World, work: Clock) -> None:
    assert "Why it stood still" not in see(client, work.referral, world.coordinator)


@pytest.mark.parametrize("role", ["coordinator", "sister", "discharge_team"])
def test_case_shows_both_sides_why_who_and_how_long(client: Client, world: make.World, work: Clock, role: str) -> None:
    paused(world, work)
    pauses.resume_by_hand(clock=work, by=world.team_lead, at=make.NOW + 4 * HOUR)
    page = see(client, work.referral, getattr(world, role))
    table = page[page.index("Why it stood still") :]
    for words in ("landlord&#x27;s permission", world.coordinator.name, world.team_lead.name, "3 hours"):
        assert words in table


def test_case_shows_a_pause_that_goes_on_as_such(client: Client, world: make.World, work: Clock) -> None:
    paused(world, work)
    assert "5 hours so far" in see(client, work.referral, world.sister)


def test_ward_is_offered_neither_button(client: Client, world: make.World, case: Referral, work: Clock) -> None:
    paused(world, work)
    start_clock(referral=case, kind="work", label="Ramp", target_name="emergency", at=make.NOW)
    page = see(client, case, world.sister)
    assert ("/pause/" in page, "/resume/" in page) == (False, False)


def test_our_referrals_shows_the_ward_that_the_answer_is_paused_and_why(client: Client, world: make.World) -> None:
    case = make.referral(world)
    pauses.pause_by_hand(
        clock=Clock.objects.get(referral=case), reason="unwell", by=world.coordinator, at=make.NOW + HOUR
    )
    client.force_login(world.sister)
    assert "too unwell to be asked" in client.get(reverse("our_referrals")).content.decode()


def test_our_referrals_shows_the_ward_that_work_is_paused_and_why(
    client: Client, world: make.World, work: Clock
) -> None:
    paused(world, work)
    client.force_login(world.sister)
    page = client.get(reverse("our_referrals")).content.decode()
    assert "Key safe, paused: waiting for the landlord&#x27;s permission" in page


def test_our_referrals_costs_the_same_at_2_and_at_20_pauses(client: Client, world: make.World) -> None:
    client.force_login(world.sister)
    numbers = []
    for more in (2, 18):
        for _ in range(more):
            paused(world, Clock.objects.get(referral=make.referral(world)))
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("our_referrals"))
        numbers.append(len(caught))
    assert numbers[0] == numbers[1]


def test_case_costs_the_same_at_2_and_at_50_pauses(client: Client, world: make.World, work: Clock) -> None:
    see(client, work.referral, world.coordinator)
    numbers, begun = [], 0
    for until in (2, 50):
        for number in range(begun, until):
            paused(world, work, number * timedelta(minutes=4))
            at = make.NOW + timedelta(minutes=number * 4 + 2)
            pauses.resume_by_hand(clock=work, by=world.coordinator, at=at)
        begun = until
        with CaptureQueriesContext(connection) as caught:
            see(client, work.referral, world.coordinator)
        numbers.append(len(caught))
    assert numbers[0] == numbers[1]


def test_question_after_a_pause_by_hand_leaves_one_pause(world: make.World) -> None:
    case = make.referral(world)
    clock = Clock.objects.get(referral=case)
    paused(world, clock)
    triage.ask_for_information(referral=case, question="Key?", by=world.coordinator, at=LATER)
    assert clock.pauses.count() == 1
