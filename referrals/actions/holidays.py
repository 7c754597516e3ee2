"""Bank holidays beside the published ones, and published ones that are worked after all. Running promises follow.

An administrator enters a day. Promises that count it are counted anew by a task, case by case, also after a kill; those
that have passed stay as they are. Whoever enters it sees no case: they learn how many promises move, and of the first
the scheme, the reference and the due times, never of a restricted case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from partners import asking, audit
from partners.actions.organisations import check_may_manage
from partners.actors import SystemActor
from partners.errors import UnableTo, UnableToActNow
from partners.models import User
from referrals import deadlines
from referrals.actions import rescheduling
from referrals.actions.rescheduling import Move
from referrals.calendar import FIRST_KNOWN_YEAR, LAST_KNOWN_YEAR, WorkingCalendar
from referrals.london import date_words, london_date, london_instant
from referrals.models import Clock, OneOffHoliday, Rescheduling
from referrals.targets import Unit

#: How many moves are listed, before and after.
LISTED = 50
#: How many promises a preview counts anew before it says "at least".
COUNTED = 2000
RESCHEDULING = SystemActor("rescheduling")


class UnableToChangeHolidays(UnableTo):
    """The day cannot be entered or removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedDay:
    """A day in London: a holiday of that name, or (`worked`) a published bank holiday that is worked after all."""

    on: date
    name: str = ""
    worked: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A promise that moves: its scheme's name, its case's reference, when it was due and will be, UTC."""

    scheme: str
    reference: str
    due_before: datetime | None
    due_after: datetime | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do now. `at_least`: more than were counted. `late_at_once`: they would be overdue then."""

    moves: int
    late_at_once: int
    at_least: bool
    listed: list[Listed]


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


def recompute(*, rescheduling_id: int, at: datetime) -> int:
    """Count the promises anew that a changed day touches, as the system. Returns how many moved.

    Each batch is a transaction, so it may be killed and run again at any point, and side by side. Raises
    BeyondKnownHolidays, and OperationalError while somebody still reckons with the days as they were: the sweep tries
    again.
    """
    unfinished_one = Rescheduling.objects.filter(pk=rescheduling_id, finished_at__isnull=True)
    begun = unfinished_one.first()
    if begun is not None and begun.last_case == 0:
        rescheduling.wait_for_readers("referrals_oneoffholiday")
        unfinished_one.filter(total=None).update(total=_counting(begun.on, at).count())
    moved = 0
    while True:
        with transaction.atomic():
            row = unfinished_one.select_for_update(of=("self",), no_key=True).first()
            if row is None:
                return moved
            moved += _next_batch(row, at)


def unfinished() -> list[int]:
    """Changes whose promises are not all counted anew, whose task may have been lost."""
    return list(Rescheduling.objects.filter(finished_at__isnull=True).order_by("pk").values_list("pk", flat=True))


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
    # Once the rows are certain. A message that is lost costs a minute: the sweep sends it again.
    transaction.on_commit(
        lambda: current_app.send_task("referrals.tasks.recompute_deadlines", args=[started.pk], retry=False),
        robust=True,
    )
    return started


def _counting(on: date, at: datetime) -> QuerySet[Clock]:
    """The open promises that may count this day: begun before it is over, and not due before it begins."""
    begins, over = london_instant(on, time(0)), london_instant(on + timedelta(days=1), time(0))
    counts_days = Q(unit=Unit.WORKING_DAYS) | Q(unit=Unit.SAME_OPERATING_DAY, open_every_day=False)
    return rescheduling.open_clocks(at).filter(counts_days, started_at__lt=over).exclude(due_at__lt=begins)


def _preview(on: date, calendar: WorkingCalendar, at: datetime) -> Preview:
    with asking.beyond_own_cases():
        clocks = _counting(on, at).select_related("referral__scheme").prefetch_related("pauses")
        held = list(clocks.order_by("due_at", "pk")[: COUNTED + 1])
        found = rescheduling.moves(held[:COUNTED], calendar, at=at)
    seen = [each for each in found if each.is_seen]
    late = sum(each.due_at is not None and each.due_at < at for each in seen)
    listed = sorted(_listed(seen)[:LISTED], key=lambda each: each.scheme)
    return Preview(len(seen), late, len(held) > COUNTED, listed)


def _listed(found: Iterable[Move]) -> list[Listed]:
    return [
        Listed(
            move.clock.referral.scheme.name if move.clock.referral.scheme else "",
            move.clock.referral.reference,
            move.clock.due_at,
            move.due_at,
        )
        for move in found
        if not move.clock.referral.restricted
    ]


def _next_batch(row: Rescheduling, at: datetime) -> int:
    batch = rescheduling.move_batch(_counting(row.on, at), deadlines.working_calendar(), at=at, after=row.last_case)
    if batch.last is None:
        row.finished_at = max(at, row.at)  # clocks of two machines differ a little
        row.save(update_fields=["finished_at"])
        return 0
    seen = [each for each in batch.moves if each.is_seen]
    row.last_case = batch.last
    row.looked_at += batch.looked_at
    row.moved += len(seen)
    row.first_moves = [*row.first_moves, *map(_stored, _listed(seen))][:LISTED]
    row.save(update_fields=["last_case", "looked_at", "moved", "first_moves"])
    audit.record_each(
        action="deadline_moved",
        by=RESCHEDULING,
        at=at,
        object_type="clock",
        objects=[
            (
                move.clock.pk,
                move.clock.referral_id,
                {"rescheduling": row.pk, "from": _iso(move.clock.due_at), "to": _iso(move.due_at)},
            )
            for move in seen
        ],
    )
    return len(seen)


def _stored(each: Listed) -> dict[str, Any]:
    return {
        "scheme": each.scheme,
        "reference": each.reference,
        "due_before": _iso(each.due_before),
        "due_after": _iso(each.due_after),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
