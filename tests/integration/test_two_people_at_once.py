"""Two people act on one case at the same moment: real threads, real row locks. One wins, the other is told plainly."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier, Event
from time import sleep
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from partners.access import schemes_where
from partners.actions.membership import give_role
from partners.actions.schemes import add_scheme_partner
from partners.errors import UnableTo, UnableToActNow
from partners.models import Notification, Scheme, User
from partners.roles import Permission, RoleCode
from referrals.actions import recomputing, rescheduling, service_alerts, triage
from referrals.actions.leaving import person_leaves
from referrals.actions.restriction import restrict_case
from referrals.actions.service_clocks import start_service_clock
from referrals.actions.submit import submit_referral
from referrals.models import Clock, OneOffHoliday, Referral, ReferralEvent, Rescheduling, ServiceClock
from referrals.queries.restriction import decided_by_nobody
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> make.World:
    return make.world()


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts in threads of their own that start together; returns each one's result or the refusal it raised."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return act()
        except UnableTo as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def accept_and_decline(world: make.World) -> tuple[Referral, list[Any]]:
    case = make.referral(world)
    results = at_once(
        lambda: triage.accept_referral(referral=case, assignee=world.coordinator, by=world.coordinator, at=make.NOW),
        lambda: triage.decline_referral(referral=case, reason="not_ready", note="", by=world.team_lead, at=make.NOW),
    )
    return Referral.objects.get(pk=case.pk), results


def test_accept_and_decline_at_once_one_wins(world: make.World) -> None:
    _, results = accept_and_decline(world)
    assert sum(isinstance(each, UnableToActNow) for each in results) == 1


def test_accept_and_decline_at_once_loser_is_told_who_won(world: make.World) -> None:
    case, results = accept_and_decline(world)
    (refusal,) = [each for each in results if isinstance(each, UnableToActNow)]
    winner = world.coordinator if case.status == "accepted" else world.team_lead
    assert refusal.message.startswith(f"{winner.name} changed this referral")


def test_accept_and_decline_at_once_leaves_one_decision(world: make.World) -> None:
    case, _ = accept_and_decline(world)
    assert ReferralEvent.objects.filter(referral=case, event__in=["accept", "decline"]).count() == 1


def test_same_person_clicking_accept_twice_at_once_accepts_once(world: make.World) -> None:
    case = make.referral(world)

    def click() -> Referral:
        return triage.accept_referral(referral=case, assignee=world.coordinator, by=world.coordinator, at=make.NOW)

    results = at_once(click, click, click)
    assert [each.status for each in results] == ["accepted"] * 3


def test_same_person_clicking_accept_twice_at_once_writes_one_event(world: make.World) -> None:
    case = make.referral(world)

    def click() -> Referral:
        return triage.accept_referral(referral=case, assignee=world.coordinator, by=world.coordinator, at=make.NOW)

    at_once(click, click, click)
    assert ReferralEvent.objects.filter(referral=case, event="accept").count() == 1


def test_two_wards_sending_one_draft_at_once_start_one_clock(world: make.World) -> None:
    draft, answers = make.draft(world), make.answers(world)
    at_once(
        lambda: submit_referral(draft=draft, answers=answers, by=world.sister, at=make.NOW),
        lambda: submit_referral(draft=draft, answers=answers, by=world.discharge_team, at=make.NOW),
    )
    assert Clock.objects.filter(referral=draft).count() == 1


def test_ward_withdrawing_while_the_coordinator_accepts_leaves_a_possible_case(world: make.World) -> None:
    """Either order is fine: withdrawn after it was accepted, or refused because it was withdrawn first."""
    case = make.referral(world)
    at_once(
        lambda: triage.accept_referral(referral=case, assignee=world.coordinator, by=world.coordinator, at=make.NOW),
        lambda: triage.withdraw_referral(referral=case, reason="solved", note="", by=world.sister, at=make.NOW),
    )
    assert Referral.objects.get(pk=case.pk).status == "withdrawn"


def test_case_given_to_somebody_who_leaves_at_once_is_never_left_with_them(world: make.World) -> None:
    """Either order is fine: the case goes on to the colleague, or giving it was refused."""
    case, waiting = make.referral(world, "accepted"), make.referral(world)
    at_once(
        lambda: triage.accept_referral(referral=waiting, assignee=world.coordinator, by=world.team_lead, at=make.NOW),
        lambda: person_leaves(
            user=world.coordinator,
            colleagues={world.council.pk: world.team_lead},
            by=world.administrator,
            at=make.NOW,
        ),
    )
    holders = set(Referral.objects.filter(pk__in=[case.pk, waiting.pk]).values_list("assignee", flat=True))
    assert holders <= {world.team_lead.pk, None}


def test_two_who_hand_their_cases_to_each_other_at_once_do_not_both_leave(world: make.World) -> None:
    cases = [make.referral(world, "accepted"), make.referral(world, "accepted", assignee=world.team_lead)]

    def leaves(user: User, to: User) -> Callable[[], Any]:
        return lambda: person_leaves(user=user, colleagues={world.council.pk: to}, by=world.administrator, at=make.NOW)

    results = at_once(leaves(world.coordinator, world.team_lead), leaves(world.team_lead, world.coordinator))
    assert sum(isinstance(each, UnableTo) for each in results) == 1
    (left,) = User.objects.filter(pk__in=[world.coordinator.pk, world.team_lead.pk], is_active=True)
    assert set(Referral.objects.filter(pk__in=[each.pk for each in cases]).values_list("assignee", flat=True)) == {
        left.pk
    }


def while_uncommitted(first: Callable[[], Any], second: Callable[[], Any]) -> None:
    """Do the first act; before it is committed, begin the second, which ends or waits for the first's locks."""

    def run() -> None:
        try:
            second()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic(), connection.cursor() as cursor:
            first()
            other = threads.submit(run)
            waits = False
            while not (waits or other.done()):
                cursor.execute("select exists (select from pg_locks where not granted and pid <> pg_backend_pid())")
                (waits,) = cursor.fetchone()
        other.result()


@pytest.mark.parametrize("role_first", [True, False])
def test_role_given_while_the_part_of_its_organisation_begins_has_its_right_at_the_scheme(
    world: make.World, role_first: bool
) -> None:
    payer, person = make.OrganisationFactory(icb=True), make.person()
    acts = [
        lambda: give_role(
            user=person, organisation=payer, role=RoleCode.COMMISSIONER, by=world.administrator, at=make.NOW
        ),
        lambda: add_scheme_partner(
            scheme=world.scheme, organisation=payer, part="commissioner", by=world.administrator, at=make.NOW
        ),
    ]
    while_uncommitted(*(acts if role_first else reversed(acts)))
    assert schemes_where(User.objects.get(pk=person.pk), Permission.REPORT_VIEW) == {world.scheme.pk}


def test_two_who_decide_about_a_restricted_case_and_leave_at_once_do_not_both_leave_it(world: make.World) -> None:
    """Each alone may go, because the other stays: who comes second has to name somebody."""
    case = make.referral(world)
    restrict_case(referral=case, reason="staff", people=[world.coordinator], by=world.team_lead, at=make.NOW)
    results = at_once(
        *(
            lambda leaver=leaver: person_leaves(user=leaver, colleagues={}, by=world.administrator, at=make.NOW)
            for leaver in (world.coordinator, world.team_lead)
        )
    )
    assert sorted(isinstance(each, UnableTo) for each in results) == [False, True]
    assert not decided_by_nobody().exists()


def test_case_restricted_to_somebody_who_leaves_at_once_is_never_theirs_alone(world: make.World) -> None:
    """Either order is fine: naming them was refused, or their leaving was."""
    case = make.referral(world)
    at_once(
        lambda: restrict_case(
            referral=case, reason="staff", people=[world.coordinator], by=world.discharge_team, at=make.NOW
        ),
        lambda: person_leaves(user=world.coordinator, colleagues={}, by=world.administrator, at=make.NOW),
    )
    assert not decided_by_nobody().exists()


def test_holiday_entered_while_a_referral_is_being_sent_moves_its_deadline_too(world: make.World) -> None:
    """Its deadline was reckoned without the day, in a transaction that ends after the day is there."""
    draft, read, entered = make.draft(world), Event(), Event()

    def send() -> None:
        with transaction.atomic():
            submit_referral(draft=draft, answers=make.answers(world), by=world.sister, at=make.NOW)
            read.set()
            entered.wait(20)
            sleep_until_somebody_waits_for_readers()

    def enter() -> int:
        read.wait(20)
        row = enter_holiday(world, date(2026, 11, 25))
        entered.set()
        return recomputing.recompute(rescheduling_id=row.pk, at=make.NOW)

    assert at_once(send, enter) == [None, 1]


def test_two_sweeps_at_once_announce_each_promise_of_a_service_once(world: make.World) -> None:
    scheme = Scheme.objects.get(pk=world.scheme.pk)
    for number in range(40):
        start_service_clock(
            scheme=scheme,
            organisation=world.landlord,
            kind=ServiceClock.Kind.VOID_TURNAROUND,
            label=f"Turnaround of Flat {number}",
            path=f"/flats/{number}/",
            at=make.NOW,
        )
    late = make.NOW + timedelta(days=30)
    sweeps = [lambda: service_alerts.announce_due(at=late, batch=5)] * 2
    assert sum(at_once(*sweeps)) == 40
    assert Notification.objects.filter(key__startswith="service:").count() == 40


def test_two_days_entered_and_counted_at_once_both_move_what_they_touch(world: make.World) -> None:
    """Each waits for whoever reads the days, and so for the other: neither may hold what the other waits for."""
    cases = [make.referral(world) for _ in range(3)]
    rows = [enter_holiday(world, date(2026, 11, day)) for day in (24, 25)]
    at_once(*(lambda row=row: recomputing.recompute(rescheduling_id=row.pk, at=make.NOW) for row in rows * 2))
    assert not Rescheduling.objects.filter(finished_at__isnull=True).exists()
    due = Clock.objects.filter(referral__in=cases).values_list("due_at", flat=True)
    assert {each.date() for each in due if each} == {date(2026, 11, 30)}


def test_readers_that_do_not_end_make_the_task_give_up(world: make.World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rescheduling, "LOOKS", 2)
    row = enter_holiday(world, date(2026, 11, 25))
    reads, over = Event(), Event()

    def read() -> None:
        with transaction.atomic():
            OneOffHoliday.objects.count()
            reads.set()
            over.wait(20)

    def recompute() -> str:
        reads.wait(20)
        try:
            recomputing.recompute(rescheduling_id=row.pk, at=make.NOW)
        except OperationalError as busy:
            return str(busy)
        finally:
            over.set()
        return "did not wait"

    assert "is still read" in at_once(read, recompute)[1]
    assert recomputing.unfinished() == [row.pk]


def test_whoever_begins_to_read_after_the_change_is_not_waited_for(world: make.World) -> None:
    first, second = Event(), Event()

    def read(mine: Event, other: Event) -> None:
        """Each ends only once the other has begun, so that somebody reads at every moment."""
        with transaction.atomic():
            OneOffHoliday.objects.count()
            mine.set()
            other.wait(20)
            if mine is second:
                waited.wait(20)

    def wait() -> None:
        first.wait(20)
        rescheduling.wait_for_readers("referrals_oneoffholiday")
        waited.set()

    def read_later() -> None:
        first.wait(20)
        sleep_until_somebody_waits_for_readers()
        read(second, first)

    waited = Event()
    at_once(lambda: read(first, second), wait, read_later)
    assert waited.is_set()


def enter_holiday(world: make.World, on: date) -> Rescheduling:
    """As `add_holiday` writes it, without its message: a journey's worker, which lives in another time, may hear it."""
    with transaction.atomic():
        OneOffHoliday.objects.create(on=on, name="Fair")
        return Rescheduling.objects.create(
            cause="holiday_added", on=on, name="Fair", worked=False, by=world.administrator, at=make.NOW
        )


def sleep_until_somebody_waits_for_readers() -> None:
    """Whoever waits asks again and again whether those who read are done."""
    for _ in range(400):
        with connection.cursor() as cursor:
            cursor.execute(
                "select exists (select from pg_stat_activity where pid <> pg_backend_pid()"
                " and query like 'select distinct virtualtransaction from pg_locks where virtualtransaction = any%%')"
            )
            if cursor.fetchone()[0]:
                return
        sleep(0.01)
