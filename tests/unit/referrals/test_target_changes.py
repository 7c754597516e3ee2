"""How long things may take in a scheme, changed by its team lead, and the promises that move with it.

Monday 23 November 2026, 9am: an urgent referral is due on Thursday at 5pm; with 2 working days, on Wednesday at 5pm.
"""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outcomes.models import FollowUp
from partners.errors import NotAllowed
from partners.models import AuditEvent, Scheme
from partners.roles import RoleCode
from referrals.actions import clocks, recomputing, restriction, targets
from referrals.actions.targets import ChangedTarget, UnableToChangeTarget
from referrals.calendar import BeyondKnownHolidays
from referrals.models import Clock, Referral, Rescheduling, SlaTarget, SlaTargetPast
from referrals.targets import Unit
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = make.NOW.date()
TWO_DAYS = ChangedTarget(name="urgent", unit=Unit.WORKING_DAYS, amount=2, valid_from=TODAY)
NO_CALL = ChangedTarget(name="call_48h", valid_from=TODAY, off=True)
LATER = make.NOW + timedelta(hours=1)
WEDNESDAY = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
THURSDAY = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)


@pytest.fixture
def world() -> make.World:
    return make.world()


def change(world: make.World, wanted: ChangedTarget = TWO_DAYS, **more: Any) -> Rescheduling:
    return targets.change_target(
        **{"scheme": world.scheme, "change": wanted, "by": world.team_lead, "at": LATER, **more}
    )


def changed_and_recomputed(world: make.World, wanted: ChangedTarget = TWO_DAYS, at: datetime = LATER) -> Rescheduling:
    row = change(world, wanted, at=at)
    recomputing.recompute(rescheduling_id=row.pk, at=at)
    return Rescheduling.objects.get(pk=row.pk)


def preview(world: make.World, wanted: ChangedTarget = TWO_DAYS, at: datetime = LATER) -> recomputing.Preview:
    return targets.preview_changed(scheme=world.scheme, change=wanted, by=world.team_lead, at=at)


def due_of(case: Referral) -> datetime | None:
    return Clock.objects.get(referral=case).due_at


def since(days: int, amount: int = 2) -> ChangedTarget:
    """So many days from today on: so many working days."""
    return ChangedTarget(name="urgent", unit=Unit.WORKING_DAYS, amount=amount, valid_from=TODAY + timedelta(days=days))


# Saving.


def test_change_target_writes_its_row(world: make.World) -> None:
    change(world)
    row = SlaTarget.objects.get(scheme=world.scheme, name="urgent")
    assert (row.unit, row.amount, row.cut_off, row.valid_from, row.off) == (
        "working_days",
        2,
        time(17),
        TODAY,
        False,
    )
    assert (row.changed_by, row.changed_at) == (world.team_lead, LATER)


def test_change_target_from_the_same_day_takes_the_place_of_the_first(world: make.World) -> None:
    change(world)
    change(world, since(0, amount=4))
    assert SlaTarget.objects.get(scheme=world.scheme, name="urgent").amount == 4


def test_change_target_keeps_what_it_was_in_its_past(world: make.World) -> None:
    change(world)
    change(world, since(0, amount=4))
    past = SlaTargetPast.objects.filter(name="urgent").order_by("pgh_id").values_list("amount", flat=True)
    assert list(past) == [2, 4]


def test_change_target_leaves_an_audit_row(world: make.World) -> None:
    change(world)
    row = change(world, since(0, amount=4))
    event = AuditEvent.objects.filter(action="target_changed").latest("pk")
    assert event.actor_id == world.team_lead.pk
    assert event.detail == {
        "scheme": world.scheme.pk,
        "name": "urgent",
        "valid_from": "2026-11-23",
        "before": {"unit": "working_days", "amount": 2, "cut_off": "17:00:00", "off": False},
        "after": {"unit": "working_days", "amount": 4, "cut_off": "17:00:00", "off": False},
        "rescheduling": row.pk,
    }


def test_change_target_sends_its_task_once_it_is_committed(
    world: make.World, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        change(world)
    assert len(callbacks) == 1


def test_change_target_again_by_the_same_person_changes_nothing(world: make.World) -> None:
    assert change(world) == change(world)
    assert AuditEvent.objects.filter(action="target_changed").count() == 1


def test_change_target_that_a_colleague_made_says_that_it_is_so_already(world: make.World) -> None:
    change(world)
    colleague = make.person(RoleCode.TEAM_LEAD, world.council)
    with pytest.raises(UnableToChangeTarget, match="Urgent is 2 working days from Monday 23 November 2026 already"):
        change(world, by=colleague)


def test_change_target_refused_by_the_audit_record_leaves_nothing(
    world: make.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "alter table partners_auditevent add constraint no_more check (action <> 'target_changed') not valid"
        )
    with pytest.raises(Exception, match="no_more"):
        change(world)
    assert not SlaTarget.objects.filter(name="urgent").exists()
    assert not Rescheduling.objects.exists()


@pytest.mark.parametrize(
    "who", ["sister", "coordinator", "commissioner", "ig_officer", "administrator", "flat_manager", "provider_worker"]
)
def test_change_target_by_another_role_is_refused(world: make.World, who: str) -> None:
    with pytest.raises(NotAllowed):
        change(world, by=getattr(world, who))


def test_change_target_of_another_service_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        change(world, scheme=make.world().scheme)


def test_preview_by_another_role_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        targets.preview_changed(scheme=world.scheme, change=TWO_DAYS, by=world.coordinator, at=LATER)


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (ChangedTarget(name="urgent", valid_from=TODAY, off=True), "Urgent: a service always promises this"),
        (ChangedTarget(name="urgent", valid_from=TODAY, unit=Unit.MONTHS), "cannot be counted in this kind of time"),
        (ChangedTarget(name="survey", valid_from=TODAY, unit=Unit.ELAPSED_HOURS), "cannot be counted in this kind"),
        (ChangedTarget(name="urgent", valid_from=TODAY, amount=0), "Enter a number from 1 to 260"),
        (ChangedTarget(name="urgent", valid_from=TODAY, amount=261), "Enter a number from 1 to 260"),
        (since(-367), "within a year of today"),
        (since(367), "within a year of today"),
    ],
)
def test_change_target_that_makes_no_sense_is_refused(world: make.World, wanted: ChangedTarget, why: str) -> None:
    with pytest.raises(UnableToChangeTarget, match=why):
        change(world, wanted)


@pytest.mark.parametrize("days", [-366, 366])
def test_change_target_at_the_edge_of_a_year_is_written(world: make.World, days: int) -> None:
    change(world, since(days))
    assert SlaTarget.objects.filter(name="urgent").exists()


def test_switching_off_keeps_the_figure_it_had(world: make.World) -> None:
    change(world, NO_CALL)
    row = SlaTarget.objects.get(name="call_48h")
    assert (row.off, row.unit, row.amount) == (True, "elapsed_hours", 48)


# Before saving.


def test_preview_lists_what_would_move(world: make.World) -> None:
    case = make.referral(world)
    assert preview(world).listed == [recomputing.Listed(world.scheme.name, case.reference, THURSDAY, WEDNESDAY)]


def test_preview_writes_nothing(world: make.World) -> None:
    case = make.referral(world)
    preview(world)
    assert (due_of(case), SlaTarget.objects.filter(name="urgent").exists()) == (THURSDAY, False)


def test_preview_leaves_other_services_out(world: make.World) -> None:
    make.referral(make.world())
    assert preview(world).moves == 0


def test_preview_leaves_other_promises_out(world: make.World) -> None:
    make.referral(world, urgency="emergency")
    assert preview(world).moves == 0


def test_preview_leaves_out_what_began_before_the_first_day(world: make.World) -> None:
    make.referral(world)
    assert preview(world, since(1)).moves == 0


def test_preview_says_what_would_be_overdue_at_once(world: make.World) -> None:
    make.referral(world)
    found = preview(world, at=WEDNESDAY + timedelta(hours=1))
    assert (found.moves, found.late_at_once) == (1, 1)


def test_preview_leaves_out_what_has_passed(world: make.World) -> None:
    make.referral(world)
    assert preview(world, since(0, amount=9), at=THURSDAY + timedelta(minutes=1)).moves == 0


def test_preview_counts_a_restricted_case_and_does_not_list_it_for_somebody_not_named(world: make.World) -> None:
    restricted(world, world.coordinator)
    found = preview(world)
    assert (found.moves, found.listed) == (1, [])


def test_preview_lists_a_restricted_case_for_somebody_named(world: make.World) -> None:
    case = restricted(world, world.team_lead)
    assert [each.reference for each in preview(world).listed] == [case.reference]


def restricted(world: make.World, named: Any) -> Referral:
    """A case restricted to this person, with one urgent job running."""
    case = make.referral(world, "accepted", assignee=named)
    clocks.start_clock(referral=case, kind="work", label="Key safe", target_name="urgent", at=make.NOW)
    restriction.restrict_case(referral=case, reason="staff", people=[named], by=world.discharge_team, at=make.NOW)
    return case


def test_preview_of_more_than_are_counted_says_at_least(world: make.World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recomputing, "COUNTED", 1)
    make.referral(world)
    make.referral(world)
    found = preview(world)
    assert (found.moves, found.at_least) == (1, True)


def test_preview_past_the_known_holidays_fails_loudly(world: make.World) -> None:
    make.referral(world)
    at = datetime(2028, 6, 1, 9, 0, tzinfo=UTC)
    Clock.objects.update(started_at=at, due_at=at + timedelta(days=2), planned_due_at=at + timedelta(days=2))
    late = ChangedTarget(name="urgent", unit=Unit.WORKING_DAYS, amount=260, valid_from=at.date())
    with pytest.raises(BeyondKnownHolidays):
        preview(world, late, at=at)


@pytest.mark.parametrize("cases", [2, 50])
def test_preview_asks_as_often_for_many_cases(world: make.World, cases: int) -> None:
    for _ in range(cases):
        make.referral(world)
    with CaptureQueriesContext(connection) as asked:
        assert preview(world).moves == cases
    assert len([query for query in asked if query["sql"].startswith("SELECT")]) <= 7


# Counting anew.


def test_recompute_moves_the_due_time(world: make.World) -> None:
    case = make.referral(world)
    changed_and_recomputed(world)
    assert due_of(case) == WEDNESDAY


def test_recompute_writes_the_target_on_the_clock(world: make.World) -> None:
    case = make.referral(world)
    changed_and_recomputed(world)
    clock = Clock.objects.get(referral=case)
    assert (clock.unit, clock.amount) == ("working_days", 2)


def test_recompute_leaves_the_hours_that_the_promise_began_with(world: make.World) -> None:
    case = make.referral(world)
    Scheme.objects.update(hours=[[["08:00", "20:00"]]] * 7, open_on_bank_holidays=True)
    changed_and_recomputed(world, ChangedTarget(name="urgent", unit=Unit.SAME_OPERATING_DAY, valid_from=TODAY))
    assert due_of(case) == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def test_recompute_takes_the_target_of_the_day_the_promise_began(world: make.World) -> None:
    """A change from last week on does not reach what began after a later change."""
    case = make.referral(world)
    changed_and_recomputed(world)
    changed_and_recomputed(world, since(-7, amount=9))
    assert due_of(case) == WEDNESDAY


def test_recompute_reaches_what_began_between_two_changes(world: make.World) -> None:
    case = make.referral(world)
    changed_and_recomputed(world, since(2, amount=9))
    changed_and_recomputed(world, since(-7))
    assert due_of(case) == WEDNESDAY


def test_recompute_of_a_change_ahead_moves_nothing(world: make.World) -> None:
    make.referral(world)
    assert changed_and_recomputed(world, since(1)).moved == 0


def test_promise_that_begins_on_the_first_day_of_a_change_has_it(world: make.World) -> None:
    changed_and_recomputed(world, since(1))
    case = make.referral(world, at=make.NOW + timedelta(days=1))
    assert due_of(case) == THURSDAY


def test_recompute_leaves_a_breach_as_it_is(world: make.World) -> None:
    case = make.referral(world)
    changed_and_recomputed(world, since(0, amount=9), at=THURSDAY + timedelta(minutes=1))
    assert due_of(case) == THURSDAY


def test_recompute_leaves_a_stopped_promise_as_it_is(world: make.World) -> None:
    case = make.referral(world)
    clocks.stop_clock(clock=Clock.objects.get(referral=case), at=LATER)
    changed_and_recomputed(world)
    assert due_of(case) == THURSDAY


def test_recompute_of_a_promise_on_hold_counts_when_it_runs_again(world: make.World) -> None:
    case = make.referral(world)
    clock = Clock.objects.get(referral=case)
    clocks.pause_clock(clock=clock, reason="information", by=world.coordinator, at=make.NOW)
    changed_and_recomputed(world)
    clocks.resume_clock(clock=Clock.objects.get(pk=clock.pk), by=world.coordinator, at=LATER)
    assert due_of(case) == datetime(2026, 11, 26, 10, 0, tzinfo=UTC)


def test_recompute_after_switching_off_lets_what_runs_run_on(world: make.World) -> None:
    clock = call(world)
    changed_and_recomputed(world, NO_CALL)
    assert Clock.objects.get(pk=clock.pk).due_at == clock.due_at


def test_switched_off_promise_does_not_start_any_more(world: make.World) -> None:
    changed_and_recomputed(world, NO_CALL)
    case = make.referral(world, "accepted")
    assert clocks.start_clock(referral=case, kind="follow_up", label="", target_name="call_48h", at=LATER) is None


def call(world: make.World) -> Clock:
    """A call that is due two days after today."""
    case = make.referral(world, "discharged")
    return Clock.objects.get(referral=case, target_name="call_48h")


def test_follow_up_is_due_on_the_day_its_clock_moves_to(world: make.World) -> None:
    clock = call(world)
    started = clock.started_at.date()
    changed_and_recomputed(
        world, ChangedTarget(name="call_48h", unit=Unit.CALENDAR_DAYS, amount=5, valid_from=started - timedelta(days=1))
    )
    follow_up = FollowUp.objects.get(clock=clock)
    assert follow_up.due_on == started + timedelta(days=5)


def test_follow_up_that_was_dropped_keeps_its_day(world: make.World) -> None:
    clock = call(world)
    FollowUp.objects.filter(clock=clock).update(cancelled_at=LATER)
    before = FollowUp.objects.get(clock=clock).due_on
    Clock.objects.filter(pk=clock.pk).update(due_at=LATER + timedelta(days=20))
    assert FollowUp.objects.get(clock=clock).due_on == before


def test_recompute_says_how_many_moved_and_which(world: make.World) -> None:
    case = make.referral(world)
    row = changed_and_recomputed(world)
    assert (row.total, row.looked_at, row.moved, row.finished_at) == (1, 1, 1, LATER)
    assert [each["reference"] for each in row.first_moves] == [case.reference]


def test_recompute_stores_no_reference_of_a_restricted_case(world: make.World) -> None:
    restricted(world, world.team_lead)
    row = changed_and_recomputed(world)
    assert (row.moved, row.first_moves) == (1, [])


def test_recompute_twice_moves_once(world: make.World) -> None:
    make.referral(world)
    row = changed_and_recomputed(world)
    assert recomputing.recompute(rescheduling_id=row.pk, at=LATER) == 0
    assert AuditEvent.objects.filter(action="deadline_moved").count() == 1
