"""When something is due: pure arithmetic on moments, never on "now".

Moments come in and go out in UTC; days, cut-offs and closing times are London's. Nothing here reads the
time, a setting or the database, so a deadline can be worked out again years later and explained on the
telephone.

How each kind of time counts
    Elapsed hours: real hours, every day of the year. When the clocks go forward, 24 hours end an hour later
        on the wall.
    Working days: day 0 is the day of receipt, or the next working day when it came in on a day that is not
        one or after the cut-off (on the stroke of 5pm still counts today). Due when the last day closes.
    Same operating day: by the close of the service's hours that day. What comes in when they have closed for
        the day, on the stroke included, is due by the close of the next day they open: nobody is there.
    Calendar days and months: day 0 is the day of receipt, weekends count, and it is due at the close of the
        last day (5pm), while somebody is there to do it, rather than at midnight. A month ends on the same
        date, or on the last day of a shorter month (31 August and 6 months: 28 February).

What a pause does
    A pause takes its overlap with the clock's own kind of time out of the count: real time for elapsed
    hours, the hours of working days for working days, open hours for the same operating day. Pausing from
    Friday 5pm to Monday 9am therefore gives nothing to a clock that counts working days. Calendar days and
    months are counted whole: a day is lost when the clock stood still as the day closed. While a pause is
    open nobody knows when the clock will end, so the due time is None, unless it had already come. Pauses
    may overlap or touch; splitting one in two changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from referrals.calendar import BeyondKnownHolidays, Holiday, WorkingCalendar
from referrals.london import date_words, london_date, london_instant, time_words, to_london, to_utc
from referrals.targets import (
    CLOCKS,
    DEFAULT_TARGETS,
    OFFICE_HOURS,
    ROUND_THE_CLOCK,
    ClockKind,
    OperatingHours,
    Target,
    Unit,
    Window,
)

__all__ = [
    "ALERT_THRESHOLDS",
    "CLOCKS",
    "DEFAULT_TARGETS",
    "OFFICE_HOURS",
    "ROUND_THE_CLOCK",
    "BeyondKnownHolidays",
    "ClockKind",
    "Deadline",
    "OperatingHours",
    "Pause",
    "Target",
    "Unit",
    "alert_times",
    "due_at",
    "explain",
    "is_late",
    "next_alert",
    "time_allowed",
    "time_used",
]

#: From when to when a clock stood still, the end not included; None while it still does.
Pause = tuple[datetime, datetime | None]

#: Shares of the time allowed, in per cent, at which somebody is told. 100 is the due time itself.
ALERT_THRESHOLDS = (50, 80, 100)

_FOREVER = datetime.max.replace(tzinfo=UTC)
_ONE_DAY = timedelta(days=1)
_NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a clock ends and how that was counted.

    `due_at`: UTC; None while an open pause leaves it unknown.
    `day_zero`: the London date from which days are counted.
    `holidays_counted`: bank holidays between receipt and the due day that were passed over because of the
    rule.
    """

    due_at: datetime | None
    day_zero: date
    holidays_counted: tuple[Holiday, ...] = ()


def due_at(started_at: datetime, target: Target, calendar: WorkingCalendar, pauses: Sequence[Pause] = ()) -> Deadline:
    """When a clock that started at this moment is due, by the rules at the top of this module.

    Raises `ValueError` for a moment without an offset or a pause that ends before it starts;
    `BeyondKnownHolidays` when the days counted run past the last year whose bank holidays are known.
    """
    start = to_utc(started_at)
    standing = _merged(pauses, start)
    day_zero, planned = _planned(start, target, calendar)
    if _counts_whole_days(target):
        due = _close_of_day(_days_allowed(day_zero, target), day_zero, target, standing)
    else:
        allowed = _measure(start, planned, target, calendar, [])
        due = _moment_when_used(allowed, start, target, calendar, standing)
    last_day = london_date(planned if due is None else due)
    return Deadline(due, day_zero, _holidays_passed_over(london_date(start), last_day, target, calendar))


def time_allowed(started_at: datetime, target: Target, calendar: WorkingCalendar) -> timedelta:
    """How much of its own kind of time a clock has from its start: hours of work, open hours, real time, or
    whole days.

    Raises as `due_at`.
    """
    start = to_utc(started_at)
    day_zero, planned = _planned(start, target, calendar)
    if _counts_whole_days(target):
        return timedelta(days=_days_allowed(day_zero, target))
    return _measure(start, planned, target, calendar, [])


def time_used(
    started_at: datetime,
    until: datetime,
    target: Target,
    calendar: WorkingCalendar,
    pauses: Sequence[Pause] = (),
) -> timedelta:
    """How much of its own kind of time a clock has used by then, pauses taken out. Comparable with
    `time_allowed`.

    May exceed the time allowed; zero when `until` is before the start. Raises as `due_at`.
    """
    start, end = to_utc(started_at), to_utc(until)
    standing = _merged(pauses, start)
    if not _counts_whole_days(target):
        return _measure(start, end, target, calendar, standing)
    day_zero = london_date(start)
    closings = (
        london_instant(day_zero + timedelta(days=number), target.day_closes)
        for number in range(1, (london_date(end) - day_zero).days + 1)
    )
    return sum((_ONE_DAY for closing in closings if closing <= end and not _paused(closing, standing)), _NOTHING)


def alert_times(
    started_at: datetime, target: Target, calendar: WorkingCalendar, pauses: Sequence[Pause] = ()
) -> dict[int, datetime | None]:
    """When each share of the time allowed is used up: {50: …, 80: …, 100: the due time}, in UTC.

    None for a share that an open pause leaves unknown. Days are counted whole and rounded up, so half of 7
    days is the close of day 4. Raises as `due_at`.
    """
    start = to_utc(started_at)
    standing = _merged(pauses, start)
    day_zero, planned = _planned(start, target, calendar)
    if _counts_whole_days(target):
        days = _days_allowed(day_zero, target)
        return {share: _close_of_day(-(-days * share // 100), day_zero, target, standing) for share in ALERT_THRESHOLDS}
    allowed = _measure(start, planned, target, calendar, [])
    return {
        share: _moment_when_used(allowed * share / 100, start, target, calendar, standing) for share in ALERT_THRESHOLDS
    }


def next_alert(times: Mapping[int, datetime | None], announced: int) -> datetime | None:
    """The next moment at which somebody is told: of the first share not announced yet; None once all are.

    None too while a pause leaves the due time unknown: what stands still is announced when it runs again, as until
    then nobody can say when it will be due.

    `times` as `alert_times` gives them, `announced` the last share told of, 0 for none.
    """
    if times[100] is None:
        return None
    return next((times[share] for share in ALERT_THRESHOLDS if share > announced), None)


def is_late(due: datetime | None, at: datetime) -> bool:
    """True when `at` is after the due time. On the stroke is in time; a clock without a due time is never
    late.
    """
    return due is not None and to_utc(at) > to_utc(due)


def explain(name: str, target: Target, received_at: datetime, calendar: WorkingCalendar) -> dict[str, Any]:
    """A deadline without pauses and how it was counted, ready for JSON: what support staff read out to a
    caller.

    Keys: `target` (its name), `received_at` (London, with offset), `day_zero`, `due_at` with `utc` and
    `london`,
    `holidays` (each with `date` and `name`), `rule` in words. Raises as `due_at`.
    """
    start = to_utc(received_at)
    day_zero, due = _planned(start, target, calendar)
    passed_over = _holidays_passed_over(london_date(start), london_date(due), target, calendar)
    return {
        "target": name,
        "received_at": to_london(received_at).isoformat(),
        "day_zero": day_zero.isoformat(),
        "due_at": {
            "utc": due.isoformat(),
            "london": to_london(due).isoformat(),
        },
        "holidays": [{"date": holiday.date.isoformat(), "name": holiday.name} for holiday in passed_over],
        "rule": _rule_in_words(target, received_at, day_zero, due),
    }


def _rule_in_words(target: Target, received_at: datetime, day_zero: date, due: datetime) -> str:
    received, last = to_london(received_at), to_london(due)
    ending = f"Due at {time_words(last.time())} on {date_words(last.date())}."
    if target.unit is Unit.ELAPSED_HOURS:
        return (
            f"{target.in_words} of real time, counting nights, weekends and bank holidays. "
            f"When the clocks change the time on the wall moves by an hour, the length does not. {ending}"
        )
    if target.unit is Unit.SAME_OPERATING_DAY:
        return f"By the close of the service's hours the day it came in, or the next day it is open. {ending}"
    if target.unit is not Unit.WORKING_DAYS:
        return f"{target.in_words} after {date_words(day_zero)}, counting weekends and bank holidays. {ending}"
    why = "the day it came in"
    if day_zero != received.date():
        why = "the next working day, because it did not come in on a working day by the cut-off, "
        why += time_words(target.cut_off)
    return (
        f"{target.in_words}, not counting weekends and bank holidays. Day 0 is {date_words(day_zero)}, {why}. {ending}"
    )


# The planned end: the due time if nothing pauses the clock.


def _planned(start: datetime, target: Target, calendar: WorkingCalendar) -> tuple[date, datetime]:
    """Day 0 and the due time without pauses."""
    local = to_london(start)
    if target.unit is Unit.ELAPSED_HOURS:
        return local.date(), start + timedelta(hours=target.amount)
    if target.unit is Unit.WORKING_DAYS:
        day_zero = calendar.working_day_on_or_after(local.date())
        if day_zero == local.date() and local.time() > target.cut_off:
            day_zero = calendar.next_working_day(day_zero)
        last = calendar.add_working_days(day_zero, target.amount)
        return day_zero, london_instant(last, target.day_closes)
    if target.unit is Unit.SAME_OPERATING_DAY:
        for number in count():
            day = local.date() + timedelta(days=number)
            windows = target.hours.windows_on(day, calendar)
            if windows and windows[-1][1] > start:
                return day, windows[-1][1]
    days = timedelta(days=_days_allowed(local.date(), target))
    return local.date(), london_instant(local.date() + days, target.day_closes)


def _counts_whole_days(target: Target) -> bool:
    return target.unit in (Unit.CALENDAR_DAYS, Unit.MONTHS)


def _days_allowed(day_zero: date, target: Target) -> int:
    if target.unit is Unit.MONTHS:
        return (add_months(day_zero, target.amount) - day_zero).days
    return target.amount


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last day when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (first_of_next - _ONE_DAY).day))


def _holidays_passed_over(received: date, last: date, target: Target, calendar: WorkingCalendar) -> tuple[Holiday, ...]:
    if target.unit is Unit.WORKING_DAYS:
        return calendar.holidays_between(received, last)
    if target.unit is Unit.SAME_OPERATING_DAY and not target.hours.open_on_bank_holidays:
        return tuple(
            holiday
            for holiday in calendar.holidays_between(received, last)
            if target.hours.week[holiday.date.weekday()]
        )
    return ()


# Pauses.


def _merged(pauses: Iterable[Pause], start: datetime) -> list[Window]:
    """Pauses from the start on, in order, overlapping and touching ones joined; an open one never ends."""
    whole: list[Window] = []
    spans = [(to_utc(begun), _FOREVER if ended is None else to_utc(ended)) for begun, ended in pauses]
    for begun, ended in sorted(spans):
        if ended < begun:
            raise ValueError("A pause ends after it starts.")
        begun = max(begun, start)
        if ended <= begun:
            continue
        if whole and begun <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], ended))
        else:
            whole.append((begun, ended))
    return whole


def _paused(moment: datetime, standing: list[Window]) -> bool:
    return any(begun <= moment < ended for begun, ended in standing)


def _close_of_day(number: int, day_zero: date, target: Target, standing: list[Window]) -> datetime | None:
    """The close of the `number`-th day after day 0 that did not close during a pause."""
    day = day_zero
    while number:
        day += _ONE_DAY
        closing = london_instant(day, target.day_closes)
        if standing and standing[-1][1] == _FOREVER and standing[-1][0] <= closing:
            return None
        number -= not _paused(closing, standing)
    return london_instant(day, target.day_closes)


# Counting time: the stretches during which a clock runs.


def _windows(start: datetime, target: Target, calendar: WorkingCalendar) -> Iterator[Window]:
    """From the start on, the stretches that count for this kind of time, in order."""
    if target.unit is Unit.ELAPSED_HOURS:
        yield start, _FOREVER
        return
    for number in count():
        day = london_date(start) + timedelta(days=number)
        windows: tuple[Window, ...] = ()
        if target.unit is Unit.SAME_OPERATING_DAY:
            windows = target.hours.windows_on(day, calendar)
        elif calendar.is_working_day(day):
            windows = ((london_instant(day, target.day_opens), london_instant(day, target.day_closes)),)
        for opens, closes in windows:
            if closes > start:
                yield max(opens, start), closes


def _running(window: Window, standing: list[Window]) -> Iterator[Window]:
    """The parts of a stretch in which the clock is not paused."""
    begin, end = window
    for begun, ended in standing:
        if begun >= end:
            break
        if begun > begin:
            yield begin, begun
        begin = max(begin, ended)
    if begin < end:
        yield begin, end


def _measure(
    start: datetime, end: datetime, target: Target, calendar: WorkingCalendar, standing: list[Window]
) -> timedelta:
    """How much counting time lies between two moments, pauses taken out."""
    used = _NOTHING
    for opens, closes in _windows(start, target, calendar):
        if opens >= end:
            break
        used += sum((to - since for since, to in _running((opens, min(closes, end)), standing)), _NOTHING)
        if closes >= end:
            break
    return used


def _moment_when_used(
    allowed: timedelta, start: datetime, target: Target, calendar: WorkingCalendar, standing: list[Window]
) -> datetime | None:
    """The first moment at which so much counting time has passed; None when an open pause comes before it."""
    for window in _windows(start, target, calendar):
        if standing and standing[-1][1] == _FOREVER and standing[-1][0] <= window[0]:
            return None
        for since, to in _running(window, standing):
            if to - since >= allowed:
                return since + allowed
            allowed -= to - since
    return None
