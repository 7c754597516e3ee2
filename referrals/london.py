"""From stored UTC to the time on the wall in London, and back.

Everything stored is UTC; everything people say is London time. The two differ by an hour from the last
Sunday in March to the last Sunday in October (Summer Time Act 1972, as amended by the Summer Time Order
2002). The functions here are the only place where the one becomes the other for a rule. Pure: nothing reads
the time.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class NotALondonTime(ValueError):
    """A time without an offset that does not name exactly one moment in London. `message` is for the
    person.
    """

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def to_utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises `ValueError` for a time without an offset: nobody knows when that is."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment} has no offset from UTC.")
    return moment.astimezone(UTC)


def to_london(moment: datetime) -> datetime:
    """The same moment on the clock in London. Raises `ValueError` for a time without an offset."""
    return to_utc(moment).astimezone(LONDON)


def london_date(moment: datetime) -> date:
    """The date in London at this moment. Raises `ValueError` for a time without an offset."""
    return to_london(moment).date()


def london_instant(day: date, clock: time) -> datetime:
    """The UTC moment when London's clocks show this time on this day; the first of the two when they show it
    twice.
    """
    return datetime.combine(day, clock, tzinfo=LONDON).astimezone(UTC)


def utc_from_typed(typed: datetime) -> datetime:
    """The UTC moment a person meant: with an offset as it says, without one as London time.

    Raises `NotALondonTime` for the hour that does not exist when the clocks go forward, and for the hour
    that comes twice when they go back.
    """
    if typed.utcoffset() is not None:
        return to_utc(typed)
    first = typed.replace(tzinfo=LONDON, fold=0)
    second = typed.replace(tzinfo=LONDON, fold=1)
    if first.utcoffset() == second.utcoffset():
        return to_utc(first)
    when = f"{time_words(typed.time())} on {date_words(typed.date())}"
    if first.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != typed:
        raise NotALondonTime(f"{when} did not exist in London: the clocks went forward an hour at 1am.")
    raise NotALondonTime(
        f"{when} came twice in London: the clocks went back an hour at 2am. "
        "Add +01:00 for the first time or +00:00 for the second."
    )


def time_words(clock: time) -> str:
    """A time as the NHS.UK service manual writes it: 5.30pm, 5pm, midday, midnight. Seconds are left out."""
    if (clock.hour, clock.minute) == (0, 0):
        return "midnight"
    if (clock.hour, clock.minute) == (12, 0):
        return "midday"
    minutes = f".{clock.minute:02}" if clock.minute else ""
    return f"{clock.hour % 12 or 12}{minutes}{'am' if clock.hour < 12 else 'pm'}"


def date_words(day: date) -> str:
    """A date with its weekday: Saturday 21 November 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"
