"""When a service is open, as data: for each weekday, Monday first, the hours in which somebody answers.

Stored as JSON: seven days, each a list of pairs such as ["08:00", "13:00"], London time; an empty day is closed.
Closing at "00:00" is the end of the day.
"""

import re
from collections.abc import Sequence
from datetime import time

from partners.words import WEEKDAYS, clock_words

Day = list[list[str]]
Week = list[Day]

#: How a time may be typed, once spaces are out and letters small.
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(am|pm)?")
_NAMED = {"midday": "12:00", "noon": "12:00", "midnight": "00:00"}
_BETWEEN_HOURS, _BETWEEN_TIMES = re.compile(r",|;|\band\b"), re.compile(r"\bto\b|\buntil\b|-|–")
EXAMPLE = "Enter hours like 9am to 5pm, or 8am to 1pm, 4.45pm to 9.45pm"
IN_ORDER = "Each closing time must be after its opening time, and before the next opening time"


def office_week() -> Week:
    """Monday to Friday, 9am to 5pm."""
    return [[["09:00", "17:00"]] for _ in range(5)] + [[], []]


def read_day(text: str) -> Day:
    """The hours of one day as somebody typed them: "8am to 1pm, 4.45pm to 9.45pm"; empty or "closed" is closed.

    Raises ValueError, whose words are for whoever typed.
    """
    text = text.strip().lower()
    if text in ("", "closed"):
        return []
    found = [_read_pair(part) for part in _BETWEEN_HOURS.split(text) if part.strip()]
    check_day(found)
    return found


def check_day(day: Day) -> None:
    """Raise ValueError unless the times of the day follow one another."""
    edges = [_minutes(edge, end=place == 1) for pair in day for place, edge in enumerate(pair)]
    if edges != sorted(set(edges)):
        raise ValueError(IN_ORDER)


def check_week(week: Week) -> None:
    """Raise ValueError unless it is a week with hours on one day at least, each day's in order."""
    if len(week) != 7 or not any(week):
        raise ValueError("Enter the hours of at least one day")
    for day in week:
        check_day(day)


def day_in_words(day: Day) -> str:
    """8am to 1pm, 4.45pm to 9.45pm; empty for a closed day, as it is typed."""
    return ", ".join(f"{_words(opens)} to {_words(closes)}" for opens, closes in day)


def week_in_words(week: Week) -> list[str]:
    """A line for each run of days with the same hours: "Monday to Friday: 9am to 5pm", "Sunday: closed"."""
    runs: list[list[int]] = []
    for number, day in enumerate(week):
        if runs and week[runs[-1][0]] == day:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [f"{_days(run)}: {day_in_words(week[run[0]]) or 'closed'}" for run in runs]


def last_closing(day: Day) -> time | None:
    """When it closes for the day, London time; None when it is closed, and when it closes at midnight."""
    closes = time.fromisoformat(day[-1][1]) if day else time(0)
    return None if closes == time(0) else closes


def _days(run: Sequence[int]) -> str:
    first, last = WEEKDAYS[run[0]], WEEKDAYS[run[-1]]
    if len(run) == 7:
        return "Every day"
    return first if len(run) == 1 else f"{first} {'and' if len(run) == 2 else 'to'} {last}"


def _read_pair(text: str) -> list[str]:
    times = _BETWEEN_TIMES.split(text)
    if len(times) != 2:
        raise ValueError(EXAMPLE)
    return [_read_time(each) for each in times]


def _read_time(text: str) -> str:
    bare = re.sub(r"\s", "", text)
    bare = _NAMED.get(bare, bare)
    found = _TIME.fullmatch(bare)
    if found is None:
        raise ValueError(EXAMPLE)
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        raise ValueError(EXAMPLE)
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour == 24 and minute == 0:
        hour = 0
    if hour > 23 or minute > 59:
        raise ValueError(EXAMPLE)
    return f"{hour:02}:{minute:02}"


def _minutes(text: str, *, end: bool) -> int:
    clock = time.fromisoformat(text)
    minutes = clock.hour * 60 + clock.minute
    return 24 * 60 if end and minutes == 0 else minutes


def _words(text: str) -> str:
    return clock_words(time.fromisoformat(text))
