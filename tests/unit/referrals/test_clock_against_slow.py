"""The real arithmetic against a slow one written apart from it: every kind of time, with pauses and odd holidays."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from referrals.calendar import WorkingCalendar
from referrals.clock import (
    ALERT_THRESHOLDS,
    OFFICE_HOURS,
    ROUND_THE_CLOCK,
    OperatingHours,
    Pause,
    Target,
    Unit,
    alert_times,
    due_at,
    time_allowed,
    time_used,
)
from tests.unit.referrals.slow_clock import STEP, SlowClock

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
# Every quarter of an hour of 2026 and 2027, and the first half of 2028 with its 29 February.
starts = st.integers(0, 900 * 24 * 4).map(lambda quarters: FIRST + quarters * STEP)
# Where it goes wrong if it does: around closing times, holidays, changes of the clocks, the ends of months.
edges = st.sampled_from(
    [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (
        "2026-03-28T12:00", "2026-03-29T00:45", "2026-03-29T01:00", "2026-04-02T16:00", "2026-04-03T09:00",
        "2026-10-24T12:00", "2026-10-25T00:00", "2026-10-25T00:45", "2026-10-25T01:00", "2026-11-20T17:00",
        "2026-11-20T17:15", "2026-12-24T13:00", "2026-12-24T17:00", "2026-12-31T17:00", "2027-12-24T23:45",
        "2028-02-28T17:00", "2028-02-29T09:00", "2028-02-29T17:15", "2026-08-31T11:00", "2026-05-22T16:00",
    )]
)  # fmt: skip
moments = st.one_of(starts, edges)
lengths = st.one_of(st.integers(1, 40), st.integers(1, 12 * 24 * 4)).map(lambda quarters: quarters * STEP)
hours = st.sampled_from(
    [
        OFFICE_HOURS,
        ROUND_THE_CLOCK,
        OperatingHours.weekdays(time(8, 30), time(18)),
        OperatingHours.every_day((time(8), time(13)), (time(16, 45), time(21, 45))),
        # Several windows a day, another on Saturday, none on Wednesday and Sunday; until midnight on Friday.
        OperatingHours(
            (
                ((time(9), time(12, 30)), (time(13, 15), time(17))),
                ((time(9), time(17)),),
                (),
                ((time(0), time(2)), (time(9), time(17))),
                ((time(9), time(12)), (time(20), time(0))),
                ((time(10), time(12)),),
                (),
            )
        ),
    ]
)
working_hours = st.sampled_from([(time(9), time(17)), (time(8, 30), time(18)), (time(1), time(2))])
targets = st.one_of(
    st.builds(lambda amount: Target(Unit.ELAPSED_HOURS, amount), st.integers(1, 100)),
    st.builds(
        lambda days, cut_off, open_between: Target(
            Unit.WORKING_DAYS, days, cut_off=cut_off, day_opens=open_between[0], day_closes=open_between[1]
        ),
        st.integers(1, 8),
        st.sampled_from([time(0), time(13), time(17), time(18, 30), time(23, 45)]),
        working_hours,
    ),
    st.builds(lambda open_hours: Target(Unit.SAME_OPERATING_DAY, 1, hours=open_hours), hours),
    st.builds(lambda amount: Target(Unit.CALENDAR_DAYS, amount), st.integers(1, 50)),
    st.builds(lambda amount: Target(Unit.MONTHS, amount), st.integers(1, 14)),
)


@st.composite
def clocks(draw: st.DrawFn) -> tuple[SlowClock, WorkingCalendar]:
    """A clock with up to three pauses, the last of them perhaps open, and up to three changed days around it."""
    start = draw(moments)
    pauses: list[Pause] = []
    for _ in range(draw(st.integers(0, 3))):
        begun = start + draw(st.integers(-96, 12 * 96)) * STEP
        pauses.append((begun, begun + draw(lengths)))
    if draw(st.integers(0, 3)) == 0:
        pauses.append((start + draw(lengths), None))
    days = st.integers(0, 14).map(lambda number: start.date() + timedelta(days=number))
    extra = draw(st.frozensets(days, max_size=2))
    worked = draw(st.frozensets(st.one_of(days, st.sampled_from([date(2026, 4, 3), date(2026, 12, 25)])), max_size=2))
    calendar = WorkingCalendar(extra, cancelled=worked)
    return SlowClock(start, draw(targets), pauses, extra, worked), calendar


@given(clocks())
def test_due_time_equals_the_slow_one(drawn: tuple[SlowClock, WorkingCalendar]) -> None:
    slow, calendar = drawn
    assert due_at(slow.start, slow.target, calendar, slow.pauses).due_at == slow.reached(100)


@given(clocks())
def test_alert_times_equal_the_slow_ones(drawn: tuple[SlowClock, WorkingCalendar]) -> None:
    slow, calendar = drawn
    assert alert_times(slow.start, slow.target, calendar, slow.pauses) == {
        share: slow.reached(share) for share in ALERT_THRESHOLDS
    }


@given(clocks(), st.integers(-96, 14 * 96))
def test_time_used_equals_the_slow_one(drawn: tuple[SlowClock, WorkingCalendar], quarters: int) -> None:
    slow, calendar = drawn
    until = slow.start + quarters * STEP
    assert time_used(slow.start, until, slow.target, calendar, slow.pauses) == slow.used(until)


@given(clocks())
def test_time_allowed_equals_the_slow_one(drawn: tuple[SlowClock, WorkingCalendar]) -> None:
    slow, calendar = drawn
    if slow.target.unit not in (Unit.CALENDAR_DAYS, Unit.MONTHS):
        assert time_allowed(slow.start, slow.target, calendar) == slow.allowed()
