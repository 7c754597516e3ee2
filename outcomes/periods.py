"""The periods a report can be about: whole months of NHS years, so that a figure read twice is the same figure.

A year runs from 1 April to 31 March, its quarters from April, July, October and January. What is still going on is
counted up to the end of the last whole month. Comparisons are with the same months a year before. All days are
London's; `start` is counted, `end` is not. Pure: today is passed in.
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
QUARTERS_OFFERED = 9


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months from `start` to `end`, the first day after it. `label` names them for a list to choose from."""

    code: str
    label: str
    start: date
    end: date

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month."""
        return months_between(self.start, self.end)

    @property
    def last_day(self) -> date:
        """The last day that is counted."""
        return date.fromordinal(self.end.toordinal() - 1)

    @property
    def in_words(self) -> str:
        """April to October 2026, December 2025 to March 2026, or October 2026."""
        first, last = self.start, self.last_day
        if (first.year, first.month) == (last.year, last.month):
            return month_words(first)
        if first.year == last.year:
            return f"{MONTH_NAMES[first.month - 1]} to {month_words(last)}"
        return f"{month_words(first)} to {month_words(last)}"

    @property
    def year_before(self) -> "Period":
        """The same months a year earlier."""
        start, end = add_months(self.start, -12), add_months(self.end, -12)
        return Period(f"{self.code}-before", f"{self.label}, a year before", start, end)

    def atoms(self, until: date) -> tuple[tuple[date, date], ...]:
        """The parts of the NHS year up to `until` that anybody could take from one another: its quarters, cut where
        this period starts and ends."""
        whole_end = min(add_months(self.year_start, 12), max(until, self.end))
        cuts = {self.year_start, whole_end, self.start, self.end}
        cuts |= {add_months(self.year_start, 3 * number) for number in range(5)}
        ordered = sorted(cut for cut in cuts if self.year_start <= cut <= whole_end)
        return tuple(pairwise(ordered))

    @property
    def year_start(self) -> date:
        """1 April of the NHS year the period starts in."""
        return year_of(self.start)


@dataclass(frozen=True, slots=True)
class Span:
    """A month or a quarter of a report, or what is over of it: from `start` to `end`, the first day after it."""

    start: date
    end: date

    @property
    def in_words(self) -> str:
        """October 2026, or July to September 2026."""
        return Period("", "", self.start, self.end).in_words

    @property
    def short(self) -> str:
        """Oct 26 for a month, Q2 26/27 for a quarter."""
        if self.is_month:
            return month_short(self.start)
        year = year_of(self.start).year % 100
        return f"Q{quarter_number(self.start)} {year:02}/{(year + 1) % 100:02}"

    @property
    def is_month(self) -> bool:
        """One month."""
        return add_months(self.start, 1) == self.end

    @property
    def is_whole_quarter(self) -> bool:
        """A quarter that is over."""
        return quarter_of(self.start) == self.start and add_months(self.start, 3) == self.end


def months_of(start: date, end: date) -> tuple[Span, ...]:
    """The months from `start` to `end`."""
    return tuple(Span(month, add_months(month, 1)) for month in months_between(start, end))


def quarters_of(start: date, end: date) -> tuple[Span, ...]:
    """The quarters from `start` to `end`; the last one may not be over yet."""
    firsts = sorted({quarter_of(month) for month in months_between(start, end)})
    return tuple(Span(max(first, start), min(add_months(first, 3), end)) for first in firsts)


def quarter_number(day: date) -> int:
    """1 for April to June, up to 4 for January to March."""
    return (day.month - 4) % 12 // 3 + 1


def month_words(day: date) -> str:
    """October 2026"""
    return f"{MONTH_NAMES[day.month - 1]} {day.year}"


def month_short(day: date) -> str:
    """Oct 26"""
    return f"{MONTH_NAMES[day.month - 1][:3]} {day.year % 100:02}"


def add_months(day: date, number: int) -> date:
    """The first day of the month so many months after that of `day`."""
    months = day.year * 12 + day.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)


def months_between(start: date, end: date) -> tuple[date, ...]:
    """The first days of the months from the one of `start` up to `end`, which is not counted."""
    found = []
    month = start.replace(day=1)
    while month < end:
        found.append(month)
        month = add_months(month, 1)
    return tuple(found)


def year_of(day: date) -> date:
    """1 April of the NHS year this day is in."""
    return date(day.year if day.month >= 4 else day.year - 1, 4, 1)


def quarter_of(day: date) -> date:
    """The first day of the NHS quarter this day is in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def year_words(start: date) -> str:
    """2026/27"""
    return f"{start.year}/{(start.year + 1) % 100:02}"


def periods_on(today: date) -> tuple[Period, ...]:
    """What can be chosen on this day, the usual choice first: this NHS year so far, quarters, then the year before.

    In April, before its first month is whole, the usual choice is the year that has just ended.
    """
    this_month = today.replace(day=1)
    year = year_of(today)
    whole_year = Period(
        f"year-{year.year - 1}",
        f"{year_words(date(year.year - 1, 4, 1))}, whole year",
        date(year.year - 1, 4, 1),
        year,
    )
    quarters = [_quarter(add_months(quarter_of(today), -3 * back), this_month) for back in range(QUARTERS_OFFERED)]
    offered = [quarter for quarter in quarters if quarter is not None]
    if this_month == year:
        return (whole_year, *offered)
    so_far = Period("year-to-date", "", year, this_month)
    so_far = Period("year-to-date", f"{year_words(year)} so far: {so_far.in_words}", year, this_month)
    return (so_far, *offered, whole_year)


def period_on(today: date, code: str) -> Period:
    """The period with this code, as it stands on this day. Raises LookupError."""
    for period in periods_on(today):
        if period.code == code:
            return period
    raise LookupError(code)


def _quarter(start: date, this_month: date) -> Period | None:
    """The quarter from this day, up to the last whole month; None while it has none."""
    end = min(add_months(start, 3), this_month)
    if start >= end:
        return None
    number = quarter_number(start)
    bare = Period("", "", start, end)
    so_far = " so far" if end < add_months(start, 3) else ""
    label = f"Quarter {number} of {year_words(year_of(start))}{so_far}: {bare.in_words}"
    return Period(f"{year_of(start).year}-q{number}", label, start, end)
