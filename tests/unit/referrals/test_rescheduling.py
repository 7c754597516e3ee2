"""Running promises counted anew: which move, what stays, what is written.

Monday 23 November 2026, 9am: an urgent referral is due on Thursday at 5pm. Wednesday becomes a holiday: Friday, 5pm.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from referrals.actions import clocks, rescheduling
from referrals.calendar import BeyondKnownHolidays, WorkingCalendar
from referrals.models import Clock, Referral
from referrals.targets import Target, Unit
from tests import factories as make

pytestmark = pytest.mark.django_db
WEDDING = WorkingCalendar({date(2026, 11, 25): "Royal wedding"})
SOON = make.NOW + timedelta(hours=1)
THURSDAY = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)


@pytest.fixture
def world() -> make.World:
    return make.world()


def clock_of(case: Referral) -> Clock:
    return Clock.objects.get(referral=case)


def moved(*, at: datetime = SOON, calendar: WorkingCalendar = WEDDING) -> list[rescheduling.Move]:
    return rescheduling.moves(Clock.objects.order_by("pk"), calendar, at=at)


def to_one_day(clock: Clock) -> Target:
    return Target(Unit.WORKING_DAYS, 1)


def test_moves_with_a_new_holiday_give_the_new_due_time(world: make.World) -> None:
    make.referral(world)
    assert [(each.clock.due_at, each.due_at) for each in moved()] == [(THURSDAY, FRIDAY)]


def test_moves_of_a_clock_that_stands_still_move_when_it_was_planned_to_be_due(world: make.World) -> None:
    make.referral(world, "information_requested")
    with transaction.atomic():
        rescheduling.apply_moves(moved())
    kept = Clock.objects.get()
    assert (kept.due_at, kept.planned_due_at) == (None, FRIDAY)


def test_moves_of_a_clock_leave_a_planned_time_that_has_passed(world: make.World) -> None:
    make.referral(world, "information_requested")
    after = THURSDAY + timedelta(hours=1)
    assert {each.planned_due_at for each in moved(at=after)} <= {THURSDAY}


def test_moves_write_nothing(world: make.World) -> None:
    case = make.referral(world)
    moved()
    assert clock_of(case).due_at == THURSDAY


def test_moves_with_a_holiday_after_the_due_day_are_none(world: make.World) -> None:
    make.referral(world)
    assert moved(calendar=WorkingCalendar([date(2026, 11, 27)])) == []


def test_moves_of_a_clock_in_elapsed_hours_are_none(world: make.World) -> None:
    make.referral(world, urgency="emergency")
    assert moved() == []


def test_moves_of_a_stopped_clock_are_none(world: make.World) -> None:
    clocks.stop_clock(clock=clock_of(make.referral(world)), at=SOON)
    assert moved() == []


def test_moves_of_a_stamped_breach_are_none(world: make.World) -> None:
    make.referral(world)
    Clock.objects.update(breached_at=THURSDAY)
    assert moved() == []


def test_moves_of_a_clock_that_passed_unstamped_are_none(world: make.World) -> None:
    make.referral(world)
    assert moved(at=THURSDAY + timedelta(seconds=1)) == []


def test_moves_on_the_stroke_of_the_due_time_are_still_made(world: make.World) -> None:
    make.referral(world)
    assert len(moved(at=THURSDAY)) == 1


def test_moves_of_a_clock_that_stands_still_keep_it_without_a_due_time(world: make.World) -> None:
    case = make.referral(world)
    wednesday = make.NOW + timedelta(days=2)  # half of its time was gone as Tuesday closed
    clocks.pause_clock(clock=clock_of(case), reason="information", by=world.coordinator, at=wednesday)
    [move] = moved(at=wednesday, calendar=WorkingCalendar([date(2026, 11, 23)]))
    assert (move.due_at, move.is_seen) == (None, False)


def test_apply_moves_to_a_clock_that_stands_still_leaves_it_quiet(world: make.World) -> None:
    """Half of its time is gone at a known moment, and still nobody is told before it runs again."""
    noon = make.NOW + timedelta(days=3, hours=3)
    clocks.pause_clock(clock=clock_of(make.referral(world)), reason="information", by=world.coordinator, at=noon)
    [move] = moved(at=noon, calendar=WorkingCalendar([date(2026, 11, 24)]))
    rescheduling.apply_moves([move])
    assert (move.half_at is None, clock_of(move.clock.referral).next_alert_at) == (False, None)


def test_moves_count_the_pauses(world: make.World) -> None:
    case = make.referral(world)
    clocks.pause_clock(clock=clock_of(case), reason="information", by=world.coordinator, at=make.NOW)
    clocks.resume_clock(clock=clock_of(case), by=world.coordinator, at=SOON)
    [move] = moved()
    assert move.due_at == datetime(2026, 11, 30, 10, 0, tzinfo=UTC)


def test_moves_past_the_known_holidays_fail_loudly(world: make.World) -> None:
    make.referral(world)
    with pytest.raises(BeyondKnownHolidays):
        moved(calendar=WorkingCalendar(last_known_year=2025))


def test_moves_with_another_target_give_it_with_its_due_time(world: make.World) -> None:
    make.referral(world)
    [move] = rescheduling.moves(Clock.objects.all(), WorkingCalendar(), at=SOON, target_for=to_one_day)
    assert (move.target.amount, move.due_at) == (1, datetime(2026, 11, 24, 17, 0, tzinfo=UTC))


def test_apply_moves_writes_every_time_of_the_clock(world: make.World) -> None:
    case = make.referral(world)
    [move] = moved()
    rescheduling.apply_moves([move])
    clock = clock_of(case)
    assert (clock.half_at, clock.most_at, clock.due_at, clock.next_alert_at) == (
        move.half_at,
        move.most_at,
        FRIDAY,
        move.half_at,
    )


def test_apply_moves_after_the_first_alert_waits_for_the_second(world: make.World) -> None:
    case = make.referral(world)
    Clock.objects.update(announced=50)
    [move] = moved()
    rescheduling.apply_moves([move])
    assert clock_of(case).next_alert_at == move.most_at


def test_apply_moves_writes_the_target(world: make.World) -> None:
    case = make.referral(world)
    rescheduling.apply_moves(rescheduling.moves(Clock.objects.all(), WorkingCalendar(), at=SOON, target_for=to_one_day))
    clock = clock_of(case)
    assert (clock.unit, clock.amount) == ("working_days", 1)


def test_apply_moves_shows_the_new_deadline_on_the_case(world: make.World) -> None:
    case = make.referral(world)
    rescheduling.apply_moves(moved())
    assert Referral.objects.get(pk=case.pk).next_due_at == FRIDAY


def test_apply_no_moves_asks_the_database_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        rescheduling.apply_moves([])
    assert len(asked) == 0


def test_move_batch_goes_on_after_the_last_case(world: make.World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rescheduling, "BATCH", 1)
    first, second = make.referral(world), make.referral(world)
    one = rescheduling.move_batch(Clock.objects.all(), WEDDING, at=SOON)
    two = rescheduling.move_batch(Clock.objects.all(), WEDDING, at=SOON, after=one.last or 0)
    three = rescheduling.move_batch(Clock.objects.all(), WEDDING, at=SOON, after=two.last or 0)
    assert (one.last, two.last, three.last) == (first.pk, second.pk, None)


def test_move_batch_again_moves_nothing(world: make.World) -> None:
    make.referral(world)
    rescheduling.move_batch(Clock.objects.all(), WEDDING, at=SOON)
    again = rescheduling.move_batch(Clock.objects.all(), WEDDING, at=SOON)
    assert (again.looked_at, again.moves) == (1, [])


def test_move_batch_leaves_clocks_out_that_were_not_asked_for(world: make.World) -> None:
    case = make.referral(world)
    rescheduling.move_batch(Clock.objects.filter(kind="work"), WEDDING, at=SOON)
    assert clock_of(case).due_at == THURSDAY


@pytest.mark.parametrize("cases", [2, 50])
def test_move_batch_asks_as_often_for_many_cases(world: make.World, cases: int) -> None:
    for _ in range(cases):
        make.referral(world)
    with CaptureQueriesContext(connection) as asked:
        batch = rescheduling.move_batch(Clock.objects.all(), WEDDING, at=SOON)
    assert (len(batch.moves), len(asked)) == (cases, 5)
