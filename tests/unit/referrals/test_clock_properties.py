"""What must hold of every clock, whatever its target, start and pauses.

`make mutate` breaks the arithmetic in more than 900 ways. What no test can notice, because it changes no answer:

- `clock.add_months`: the year of the month after. Only its day before is used, and only February's depends on the year.
- `clock._merged`, `_windows`, `_running`, `_measure`: `<` for `<=` and the like where a stretch of no length is
  counted, or two that touch are not joined.
- `clock._close_of_day`, `_moment_when_used`: `<` for `<=` of an open pause: the next day or stretch finds it.
- `clock.time_used`: a day more to look at closes after the end, and is not counted.
- `targets._minutes`: 61 minutes an hour, or a midnight of 25 hours, keep the order of times, and only that is asked.
- `london.utc_from_typed`: the machine's own zone on the way from one zone to another.
- `readiness.days_by_party`: without a ready date there are no days either, so both are asked for nothing.
"""

from datetime import UTC, datetime, time, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from referrals.calendar import WorkingCalendar
from referrals.clock import (
    ALERT_THRESHOLDS,
    OFFICE_HOURS,
    OperatingHours,
    Pause,
    Target,
    Unit,
    alert_times,
    due_at,
    is_late,
    next_alert,
    time_allowed,
    time_used,
)
from referrals.london import london_date, to_london

CALENDAR = WorkingCalendar()
MINUTE = timedelta(minutes=1)

# Every minute from autumn 2025 to summer 2027: four clock changes, two Christmases, two Easters.
moments = st.integers(0, 600 * 24 * 60).map(lambda minutes: datetime(2025, 10, 1, tzinfo=UTC) + minutes * MINUTE)
lengths = st.integers(0, 10 * 24 * 60).map(lambda minutes: minutes * MINUTE)
hours = st.sampled_from([OFFICE_HOURS, OperatingHours.every_day((time(8), time(13)), (time(16, 45), time(21, 45)))])
cut_offs = st.sampled_from([time(13), time(17), time(18, 30)])
working = st.builds(lambda days, cut_off: Target(Unit.WORKING_DAYS, days, cut_off=cut_off), st.integers(1, 8), cut_offs)
targets = st.one_of(
    st.builds(lambda amount: Target(Unit.ELAPSED_HOURS, amount), st.integers(1, 100)),
    working,
    st.builds(lambda open_hours: Target(Unit.SAME_OPERATING_DAY, 1, hours=open_hours), hours),
    st.builds(lambda amount: Target(Unit.CALENDAR_DAYS, amount), st.integers(1, 50)),
    st.builds(lambda amount: Target(Unit.MONTHS, amount), st.integers(1, 3)),
)


@st.composite
def pauses_after(draw: st.DrawFn, start: datetime) -> list[Pause]:
    """Up to three closed pauses around the start and after it; they may overlap or touch."""
    found: list[Pause] = []
    for _ in range(draw(st.integers(0, 3))):
        begun = start + draw(st.integers(-24 * 60, 12 * 24 * 60)) * MINUTE
        found.append((begun, begun + draw(lengths)))
    return found


@given(moments, targets)
def test_due_is_after_the_start(start: datetime, target: Target) -> None:
    found = due_at(start, target, CALENDAR).due_at
    assert found is not None
    assert found > start


@given(moments, lengths, targets)
def test_received_later_is_never_due_earlier(start: datetime, later: timedelta, target: Target) -> None:
    first, second = due_at(start, target, CALENDAR).due_at, due_at(start + later, target, CALENDAR).due_at
    assert first is not None
    assert second is not None
    assert first <= second


@given(moments, targets, st.data())
def test_more_time_allowed_is_never_due_earlier(start: datetime, target: Target, data: st.DataObject) -> None:
    assume(target.unit is not Unit.SAME_OPERATING_DAY)
    longer = Target(target.unit, target.amount + 1, cut_off=target.cut_off)
    pauses = data.draw(pauses_after(start))
    first, second = due_at(start, target, CALENDAR, pauses).due_at, due_at(start, longer, CALENDAR, pauses).due_at
    assert first is not None
    assert second is not None
    assert first < second


@given(moments, targets, st.data())
def test_pausing_never_brings_the_due_time_forward(start: datetime, target: Target, data: st.DataObject) -> None:
    pauses = data.draw(pauses_after(start))
    with_all = due_at(start, target, CALENDAR, pauses).due_at
    without_last = due_at(start, target, CALENDAR, pauses[:-1]).due_at
    assert with_all is not None
    assert without_last is not None
    assert without_last <= with_all


@given(moments, targets, st.data())
def test_splitting_a_pause_in_two_changes_nothing(start: datetime, target: Target, data: st.DataObject) -> None:
    begun = start + data.draw(lengths)
    middle = begun + data.draw(lengths)
    ended = middle + data.draw(lengths)
    whole = due_at(start, target, CALENDAR, [(begun, ended)])
    assert due_at(start, target, CALENDAR, [(middle, ended), (begun, middle)]) == whole


@given(moments, targets, st.data())
def test_splitting_an_open_pause_in_two_changes_nothing(start: datetime, target: Target, data: st.DataObject) -> None:
    begun = start + data.draw(lengths)
    middle = begun + data.draw(lengths)
    whole = alert_times(start, target, CALENDAR, [(begun, None)])
    assert alert_times(start, target, CALENDAR, [(middle, None), (begun, middle)]) == whole


@given(moments, targets, st.data())
def test_a_pause_inside_another_changes_nothing(start: datetime, target: Target, data: st.DataObject) -> None:
    begun = start + data.draw(lengths)
    inner, inner_end = begun + data.draw(lengths), data.draw(lengths)
    pause = (begun, inner + inner_end + data.draw(lengths))
    alone = alert_times(start, target, CALENDAR, [pause])
    assert alert_times(start, target, CALENDAR, [pause, (inner, inner + inner_end)]) == alone


@given(moments, targets, st.data())
def test_pauses_count_the_same_in_any_order(start: datetime, target: Target, data: st.DataObject) -> None:
    pauses = data.draw(pauses_after(start))
    shuffled = data.draw(st.permutations(pauses))
    assert alert_times(start, target, CALENDAR, shuffled) == alert_times(start, target, CALENDAR, pauses)


@given(moments, targets, st.data())
def test_giving_a_pause_twice_changes_nothing(start: datetime, target: Target, data: st.DataObject) -> None:
    pauses = data.draw(pauses_after(start))
    assert due_at(start, target, CALENDAR, pauses + pauses) == due_at(start, target, CALENDAR, pauses)


@given(moments, working, st.data())
def test_working_days_are_never_due_outside_working_hours(start: datetime, target: Target, data: st.DataObject) -> None:
    found = due_at(start, target, CALENDAR, data.draw(pauses_after(start))).due_at
    assert found is not None
    assert CALENDAR.is_working_day(london_date(found))
    assert target.day_opens <= to_london(found).time() <= target.day_closes


@given(moments, working)
def test_working_days_without_pause_are_due_at_closing_time(start: datetime, target: Target) -> None:
    found = due_at(start, target, CALENDAR).due_at
    assert found is not None
    assert to_london(found).time() == target.day_closes


@given(moments, working)
def test_working_days_counted_back_from_the_due_day_are_the_target(start: datetime, target: Target) -> None:
    deadline = due_at(start, target, CALENDAR)
    assert deadline.due_at is not None
    assert CALENDAR.working_days_between(deadline.day_zero, london_date(deadline.due_at)) == target.amount


@given(moments, targets, st.data())
def test_at_the_due_time_exactly_the_time_allowed_is_used(start: datetime, target: Target, data: st.DataObject) -> None:
    pauses = data.draw(pauses_after(start))
    found = due_at(start, target, CALENDAR, pauses).due_at
    assert found is not None
    assert time_used(start, found, target, CALENDAR, pauses) == time_allowed(start, target, CALENDAR)


@given(moments, targets, st.data())
def test_the_due_time_is_never_inside_a_pause(start: datetime, target: Target, data: st.DataObject) -> None:
    pauses = data.draw(pauses_after(start))
    found = due_at(start, target, CALENDAR, pauses).due_at
    assert found is not None
    assert not any(begun < found < ended for begun, ended in pauses if ended)


@given(moments, lengths, targets, st.data())
def test_time_used_never_shrinks(start: datetime, later: timedelta, target: Target, data: st.DataObject) -> None:
    pauses = data.draw(pauses_after(start))
    until = start + data.draw(lengths)
    first = time_used(start, until, target, CALENDAR, pauses)
    assert timedelta(0) <= first <= time_used(start, until + later, target, CALENDAR, pauses)


@given(moments, targets, st.data())
def test_half_comes_before_most_and_most_before_the_due_time(
    start: datetime, target: Target, data: st.DataObject
) -> None:
    pauses = data.draw(pauses_after(start))
    times = alert_times(start, target, CALENDAR, pauses)
    half, most, due = times[50], times[80], times[100]
    assert half is not None
    assert most is not None
    assert due is not None
    assert start < half <= most <= due
    assert due == due_at(start, target, CALENDAR, pauses).due_at


@given(moments, targets, st.data())
def test_what_an_open_pause_leaves_unknown_is_unknown_from_there_on(
    start: datetime, target: Target, data: st.DataObject
) -> None:
    pauses = data.draw(pauses_after(start))
    closed = alert_times(start, target, CALENDAR, pauses)
    begun = start + data.draw(lengths)
    times = alert_times(start, target, CALENDAR, [*pauses, (begun, None)])
    assert times == {share: when if when and when <= begun else None for share, when in closed.items()}


@given(moments, targets, st.data())
def test_next_alert_walks_through_every_share_once_and_ends(
    start: datetime, target: Target, data: st.DataObject
) -> None:
    times = alert_times(start, target, CALENDAR, data.draw(pauses_after(start)))
    assert [next_alert(times, announced) for announced in (0, *ALERT_THRESHOLDS)] == [*times.values(), None]


@given(moments, targets, st.data())
def test_on_the_stroke_is_in_time_and_a_moment_later_is_late(
    start: datetime, target: Target, data: st.DataObject
) -> None:
    found = due_at(start, target, CALENDAR, data.draw(pauses_after(start))).due_at
    assert found is not None
    assert not is_late(found, found)
    assert is_late(found, found + timedelta(microseconds=1))


@settings(max_examples=50)
@given(moments, targets, st.data())
def test_an_open_pause_gives_no_due_time_or_the_one_without_it(
    start: datetime, target: Target, data: st.DataObject
) -> None:
    pauses = data.draw(pauses_after(start))
    begun = start + data.draw(lengths)
    before = due_at(start, target, CALENDAR, pauses).due_at
    after = due_at(start, target, CALENDAR, [*pauses, (begun, None)]).due_at
    assert before is not None
    assert after == (before if before <= begun else None)
