"""Dates, times, spans and numbers in the words of the NHS.UK service manual. Pure: the time now is passed in.

Times are Europe/London whatever zone they come in; a date is a day and has no zone.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS = [
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
]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def in_london(at: datetime) -> datetime:
    """The same moment as clocks in London show it; a time without a zone is taken as UTC."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(LONDON)


def from_london(day: date, at: time) -> datetime:
    """The moment (UTC) at which London's clocks show this time on this day; the first where they show it twice."""
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)


def day_of(value: date | datetime) -> date:
    """The day in London on which a moment falls; a date is itself."""
    return in_london(value).date() if isinstance(value, datetime) else value


def date_long(value: date | datetime) -> str:
    """21 November 2026"""
    day = day_of(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_with_weekday(value: date | datetime) -> str:
    """Saturday 21 November 2026"""
    return f"{WEEKDAYS[day_of(value).weekday()]} {date_long(value)}"


def date_short(value: date | datetime) -> str:
    """21 Nov, for dense tables whose year is plain from the page"""
    day = day_of(value)
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def time_nhs(value: datetime) -> str:
    """5.30pm, 9am, midday, midnight"""
    return clock_words(in_london(value).time())


def clock_words(at: time) -> str:
    """A time of day in the same words."""
    if (at.hour, at.minute) in ((0, 0), (12, 0)):
        return "midday" if at.hour else "midnight"
    minutes = f".{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def datetime_long(value: datetime) -> str:
    """21 November 2026, 5.30pm"""
    return f"{date_long(value)}, {time_nhs(value)}"


def datetime_short(value: datetime) -> str:
    """21 Nov, 5.30pm"""
    return f"{date_short(value)}, {time_nhs(value)}"


def count(number: int, one: str, many: str = "") -> str:
    """1 day, 2 days, 1,000 days"""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def days_words(number: int) -> str:
    """today for 0, 1 day, 12 days"""
    return "today" if number == 0 else count(number, "day")


def span(seconds: float) -> str:
    """A length of time to the size that matters: 40 minutes, 1 hour 25 minutes, 6 hours, 2 days."""
    minutes = int(abs(seconds) // 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 60:
        return count(minutes, "minute")
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return count(hours, "hour") + (f" {count(rest, 'minute')}" if rest and hours < 2 else "")
    return count(hours // 24, "day")


def age_on(born: date, day: date) -> int:
    """Whole years from birth to `day`; someone born on 29 February has a birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def due_words(due: datetime, now: datetime) -> str:
    """Wednesday 25 November, 4pm (in 3 hours) before it is due, Overdue by 2 hours after."""
    left = (due - now).total_seconds()
    if left < 0:
        return f"Overdue by {span(left)}"
    day = day_of(due)
    year = "" if day.year == day_of(now).year else f" {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}{year}, {time_nhs(due)} (in {span(left)})"


def due_short(due: datetime, now: datetime) -> str:
    """For a table: today, 4pm · tomorrow, 9am · 25 Nov, 4pm · overdue by 2 hours"""
    left = (due - now).total_seconds()
    if left < 0:
        return f"Overdue by {span(left)}"
    apart = (day_of(due) - day_of(now)).days
    if apart in (0, 1):
        return f"{'Today' if apart == 0 else 'Tomorrow'}, {time_nhs(due)}"
    return datetime_short(due)


def nhs_number_groups(value: str) -> str:
    """999 123 4567"""
    digits = "".join(character for character in str(value) if character.isdigit())
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if len(digits) == 10 else str(value)


def money(pounds: object) -> str:
    """£1,250 for whole pounds, £1,250.50 otherwise"""
    from decimal import Decimal

    amount = Decimal(str(pounds))
    sign = "−" if amount < 0 else ""
    amount = abs(amount)
    return f"{sign}£{amount:,.0f}" if amount == amount.to_integral_value() else f"{sign}£{amount:,.2f}"
