"""Bank holidays beside the published ones, and published ones that are worked after all. Running promises follow.

An administrator enters a day. Promises that count it are counted anew (`referrals.actions.recomputing`). Whoever enters
it sees no case: they learn how many promises move, and of the first the scheme, the reference and the due times, never
of a restricted case.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from partners import asking, audit
from partners.actions.organisations import check_may_manage
from partners.errors import UnableTo, UnableToActNow
from partners.models import User
from referrals import deadlines
from referrals.actions import recomputing
from referrals.actions.recomputing import Preview, not_restricted
from referrals.calendar import FIRST_KNOWN_YEAR, LAST_KNOWN_YEAR, WorkingCalendar
from referrals.london import date_words, london_date
from referrals.models import OneOffHoliday, Rescheduling


class UnableToChangeHolidays(UnableTo):
    """The day cannot be entered or removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedDay:
    """A day in London: a holiday of that name, or (`worked`) a published bank holiday that is worked after all."""

    on: date
    name: str = ""
    worked: bool = False


def preview_added(*, day: ChangedDay, by: User, at: datetime) -> Preview:
    """What adding this day would move. Raises what `add_holiday` raises, BeyondKnownHolidays when a promise would then
    end in a year whose bank holidays nobody knows.
    """
    check_may_manage(by)
    row = _row(day)
    return _preview(row.on, deadlines.calendar_with([*OneOffHoliday.objects.all(), row]), at)


def preview_removed(*, holiday: OneOffHoliday, by: User, at: datetime) -> Preview:
    """What removing this day would move. Raises what `remove_holiday` raises, and BeyondKnownHolidays."""
    check_may_manage(by)
    _check_ahead(holiday, at)
    return _preview(holiday.on, deadlines.calendar_with(OneOffHoliday.objects.exclude(pk=holiday.pk)), at)


@transaction.atomic
def add_holiday(*, day: ChangedDay, by: User, at: datetime) -> Rescheduling:
    """Enter a day and have the promises that count it counted anew. Entering it again changes nothing for who did it.

    Raises NotAllowed; UnableToChangeHolidays for a day that changes nothing: at a weekend, a holiday already, worked
    already, in a year nobody knows, or entered by a colleague.
    """
    check_may_manage(by)
    own = Rescheduling.objects.filter(on=day.on, worked=day.worked, by=by, cause=Rescheduling.Cause.HOLIDAY_ADDED)
    if OneOffHoliday.objects.filter(on=day.on, worked=day.worked).exists() and (last := own.order_by("pk").last()):
        return last
    row = _row(day)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise UnableToChangeHolidays(_taken(day.on)) from taken
    return _follow(row, Rescheduling.Cause.HOLIDAY_ADDED, by, at)


@transaction.atomic
def remove_holiday(*, holiday: OneOffHoliday, by: User, at: datetime) -> Rescheduling:
    """Take a day back that has not passed. Raises NotAllowed, UnableToChangeHolidays, UnableToActNow if it is gone."""
    check_may_manage(by)
    locked = OneOffHoliday.objects.select_for_update().filter(pk=holiday.pk).first()
    if locked is None:
        raise UnableToActNow("A colleague has removed this day already.")
    _check_ahead(locked, at)
    started = _follow(locked, Rescheduling.Cause.HOLIDAY_REMOVED, by, at)
    locked.delete()
    return started


def _row(day: ChangedDay) -> OneOffHoliday:
    """The row for a day, checked. A worked day has the name of the holiday it was."""
    if not FIRST_KNOWN_YEAR <= day.on.year <= LAST_KNOWN_YEAR:
        raise UnableToChangeHolidays(f"Enter a day from {FIRST_KNOWN_YEAR} to {LAST_KNOWN_YEAR}")
    if day.on.weekday() >= 5:
        raise UnableToChangeHolidays(f"{date_words(day.on)} is not counted as a working day anyway")
    if OneOffHoliday.objects.filter(on=day.on).exists():
        raise UnableToChangeHolidays(_taken(day.on))
    published = WorkingCalendar().holiday_name(day.on)
    if day.worked and published is None:
        raise UnableToChangeHolidays(f"{date_words(day.on)} is no bank holiday, so it is worked already")
    if not day.worked and published is not None:
        raise UnableToChangeHolidays(f"{date_words(day.on)} is a bank holiday already: {published}")
    return OneOffHoliday(on=day.on, name=published or day.name, worked=day.worked)


def _taken(on: date) -> str:
    return f"{date_words(on)} has been entered already"


def _check_ahead(holiday: OneOffHoliday, at: datetime) -> None:
    if holiday.on < london_date(at):
        raise UnableToChangeHolidays(
            f"{date_words(holiday.on)} has passed. Deadlines were counted with it, so it stays in the list."
        )


def _follow(holiday: OneOffHoliday, cause: Rescheduling.Cause, by: User, at: datetime) -> Rescheduling:
    started = Rescheduling.objects.create(
        cause=cause, on=holiday.on, name=holiday.name, worked=holiday.worked, by=by, at=at
    )
    audit.record(
        action=cause.value,
        by=by,
        at=at,
        object_type="one_off_holiday",
        object_id=holiday.pk,
        detail={"on": holiday.on.isoformat(), "worked": holiday.worked, "rescheduling": started.pk},
    )
    recomputing.count_anew(started)
    return started


def _preview(on: date, calendar: WorkingCalendar, at: datetime) -> Preview:
    with asking.beyond_own_cases():
        return recomputing.preview(recomputing.counting_day(on, at), calendar, at=at, may_name=not_restricted)
