"""Bank holidays as an administrator sees them, and what became of a change."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from referrals.calendar import LAST_KNOWN_YEAR, WorkingCalendar
from referrals.london import london_date
from referrals.models import OneOffHoliday, Rescheduling


@dataclass(frozen=True, slots=True)
class Day:
    """A day in London that is a bank holiday, or was to be one. `pk`: of its row, when it was entered here."""

    on: date
    name: str
    worked: bool = False
    pk: int | None = None
    removable: bool = False


def days(at: datetime) -> list[Day]:
    """Every bank holiday from today to the end of the known years, and every day entered here, in order. One query."""
    today = london_date(at)
    entered = {
        row.on: Day(row.on, row.name, row.worked, row.pk, row.on >= today) for row in OneOffHoliday.objects.all()
    }
    published = WorkingCalendar().holidays_between(today, date(LAST_KNOWN_YEAR, 12, 31))
    found = {holiday.date: Day(holiday.date, holiday.name) for holiday in published} | entered
    return [found[on] for on in sorted(found)]


def entered_day(pk: int) -> OneOffHoliday:
    """One day entered here. Raises OneOffHoliday.DoesNotExist."""
    return OneOffHoliday.objects.get(pk=pk)


def changes(limit: int = 10) -> list[Rescheduling]:
    """The latest changes of days, newest first, with who made them."""
    return list(Rescheduling.objects.filter(target=None).select_related("by").order_by("-pk")[:limit])


def change(pk: int) -> Rescheduling:
    """One change of a day, with who made it. Raises Rescheduling.DoesNotExist."""
    return Rescheduling.objects.select_related("by").get(pk=pk, target=None)


def first_moves(row: Rescheduling) -> list[dict[str, Any]]:
    """The first promises that moved, by scheme and due time: scheme, reference, due_before and due_after (UTC)."""
    return [
        {
            **each,
            "due_before": _moment(each["due_before"]),
            "due_after": _moment(each["due_after"]),
        }
        for each in sorted(row.first_moves, key=lambda each: (each["scheme"], each["due_after"] or ""))
    ]


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
