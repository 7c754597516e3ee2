"""Days in a flat: half-open ranges, gaps between them, and how they are said. Pure.

A stay runs from its first night to the day the flat is free again, which is not counted; so one stay can end on the day
the next begins. Every date is a day in London.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from partners import words

#: Published limit of reablement flats (Heatherstones Court, Roseberry Mansions; NICE NG74). Flagged, never blocked.
LIMIT_NIGHTS = 42


@dataclass(frozen=True, order=True, slots=True)
class Days:
    """From `start` up to `end`, which is not counted; `end` None: until further notice."""

    start: date
    end: date | None

    def overlaps(self, other: "Days") -> bool:
        """Is there a day in both?"""
        return (self.end is None or other.start < self.end) and (other.end is None or self.start < other.end)


def nights(from_on: date, until_on: date) -> int:
    """How many nights a stay has."""
    return (until_on - from_on).days


def nights_over(from_on: date, until_on: date, limit: int = LIMIT_NIGHTS) -> int:
    """How many nights a stay is beyond the limit; 0 when it is within it."""
    return max(0, nights(from_on, until_on) - limit)


def first_free(taken: Iterable[Days], wanted: Days) -> date | None:
    """The first day on or after `wanted.start` from which as many days in a row are free; None when something is there
    until further notice.

    Raises ValueError when `wanted` has no end.
    """
    if wanted.end is None:
        raise ValueError("What is wanted must end.")
    length = wanted.end - wanted.start
    start = wanted.start
    for days in sorted(taken, key=lambda each: each.start):
        if days.end is not None and days.end <= start:
            continue
        if days.start >= start + length:
            break
        if days.end is None:
            return None
        start = days.end
    return start


def free_gaps(taken: Sequence[Days], window: Days) -> list[Days]:
    """The free runs of days inside a window, in order. Raises ValueError when the window has no end."""
    if window.end is None:
        raise ValueError("A window ends.")
    gaps, start = [], window.start
    for days in sorted(taken, key=lambda each: each.start):
        if days.start > start:
            gaps.append(Days(start, min(days.start, window.end)))
        if days.end is None:
            return [gap for gap in gaps if gap.end is not None and gap.start < gap.end]
        start = max(start, days.end)
        if start >= window.end:
            break
    if start < window.end:
        gaps.append(Days(start, window.end))
    return [gap for gap in gaps if gap.end is not None and gap.start < gap.end]


def day_words(day: date, year: bool = False) -> str:
    """3 December, or 3 December 2026."""
    return f"{day.day} {words.MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def span_words(start: date, last: date) -> str:
    """on 3 December; from 3 to 14 December; from 28 November to 3 December. `last` is counted."""
    if start == last:
        return f"on {day_words(start)}"
    if (start.year, start.month) == (last.year, last.month):
        return f"from {start.day} to {day_words(last)}"
    return f"from {day_words(start)} to {day_words(last)}"


def last_day(days: Days) -> date | None:
    """The last day that is counted, or None until further notice."""
    return None if days.end is None else days.end - timedelta(days=1)
