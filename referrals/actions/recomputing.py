"""Promises counted anew after a change of what they are counted by, a day or a target: seen beforehand, and done by a
task, case by case, also after a kill. Those that have passed stay as they are.

Whoever makes the change need not see the cases: they learn how many promises move, and of the first the scheme, the
reference and the due times, of a restricted case only if they may see it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import Q, QuerySet

from partners import audit
from partners.actors import SystemActor
from referrals import deadlines
from referrals.actions import rescheduling
from referrals.actions.rescheduling import Move
from referrals.actions.service_clocks import recount_service_clocks
from referrals.calendar import WorkingCalendar
from referrals.london import london_instant
from referrals.models import Clock, OneOffHoliday, Referral, Rescheduling, SlaTarget
from referrals.targets import Target, Unit

#: How many moves are listed, before and after.
LISTED = 50
#: How many promises a preview counts anew before it says "at least".
COUNTED = 2000
RESCHEDULING = SystemActor("rescheduling")


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


def counting_day(on: date, at: datetime) -> QuerySet[Clock]:
    """The open promises that may count this day: begun before it is over, and not due before it begins."""
    begins, over = london_instant(on, time(0)), london_instant(on + timedelta(days=1), time(0))
    counts_days = Q(unit=Unit.WORKING_DAYS) | Q(unit=Unit.SAME_OPERATING_DAY, open_on_bank_holidays=False)
    return rescheduling.open_clocks(at).filter(counts_days, started_at__lt=over).exclude(due_at__lt=begins)


def counting_by(row: SlaTarget, at: datetime) -> QuerySet[Clock]:
    """The open promises that this row may be the target of: begun in its scheme on the day it begins or later."""
    return rescheduling.open_clocks(at).filter(
        scheme=row.scheme_id, target_name=row.name, started_at__gte=london_instant(row.valid_from, time(0))
    )


def preview(
    clocks: QuerySet[Clock],
    calendar: WorkingCalendar,
    *,
    at: datetime,
    may_name: Callable[[list[Referral]], set[int]],
    target_for: Callable[[Clock], Target] | None = None,
) -> Preview:
    """What counting these promises anew would move, the first due first. Writes nothing; raises BeyondKnownHolidays.

    `may_name`: gives the ids of those of these cases that whoever looks may see the reference of.
    """
    asked = clocks.select_related("referral__scheme", "scheme").prefetch_related("pauses")
    held = list(asked.order_by("due_at", "pk")[: COUNTED + 1])
    found = rescheduling.moves(held[:COUNTED], calendar, at=at, target_for=target_for)
    seen = [each for each in found if each.is_seen]
    late = sum(each.due_at is not None and each.due_at < at for each in seen)
    named = may_name([each.clock.referral for each in seen])
    listed = [_listed(each) for each in seen if each.clock.referral_id in named][:LISTED]
    return Preview(len(seen), late, len(held) > COUNTED, sorted(listed, key=lambda each: each.scheme))


def not_restricted(cases: Iterable[Referral]) -> set[int]:
    """The ids of those of these cases that are not restricted to named people."""
    return {case.pk for case in cases if not case.restricted}


def count_anew(row: Rescheduling) -> None:
    """Have the task sent that counts the promises of this row anew, once the caller's transaction is certain."""
    # A message that is lost costs a minute: the sweep sends it again.
    transaction.on_commit(
        lambda: current_app.send_task("referrals.tasks.recompute_deadlines", args=[row.pk], retry=False), robust=True
    )


def recompute(*, rescheduling_id: int, at: datetime) -> int:
    """Count the promises anew that a change touches, as the system. Returns how many moved.

    Each batch is a transaction, so it may be killed and run again at any point, and side by side. Raises
    BeyondKnownHolidays, and OperationalError while somebody still reckons with what was before: the sweep tries again.
    """
    unfinished_one = Rescheduling.objects.filter(pk=rescheduling_id, finished_at__isnull=True)
    begun = unfinished_one.select_related("target").first()
    if begun is not None and begun.last_case == 0:
        changed = OneOffHoliday if begun.target is None else SlaTarget
        rescheduling.wait_for_readers(changed._meta.db_table)
        unfinished_one.filter(total=None).update(total=_touched(begun, at).count())
        recount_service_clocks(changed=begun.target, at=at)
    moved = 0
    while True:
        with transaction.atomic():
            row = unfinished_one.select_related("target").select_for_update(of=("self",), no_key=True).first()
            if row is None:
                return moved
            moved += _next_batch(row, at)


def unfinished() -> list[int]:
    """Changes whose promises are not all counted anew, whose task may have been lost."""
    return list(Rescheduling.objects.filter(finished_at__isnull=True).order_by("pk").values_list("pk", flat=True))


def _touched(row: Rescheduling, at: datetime) -> QuerySet[Clock]:
    return counting_day(row.on, at) if row.target is None else counting_by(row.target, at)


def _next_batch(row: Rescheduling, at: datetime) -> int:
    batch = rescheduling.move_batch(
        _touched(row, at),
        deadlines.working_calendar(),
        at=at,
        after=row.last_case,
        target_for=None if row.target is None else deadlines.targets_by_start(row.target.scheme_id, row.target.name),
    )
    if batch.last is None:
        row.finished_at = max(at, row.at)  # clocks of two machines differ a little
        row.save(update_fields=["finished_at"])
        return 0
    seen = [each for each in batch.moves if each.is_seen]
    listed = [_listed(each) for each in seen if not each.clock.referral.restricted]
    row.last_case = batch.last
    row.looked_at += batch.looked_at
    row.moved += len(seen)
    row.first_moves = [*row.first_moves, *map(_stored, listed)][:LISTED]
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


def _listed(move: Move) -> Listed:
    case = move.clock.referral
    return Listed(case.scheme.name if case.scheme else "", case.reference, move.clock.due_at, move.due_at)


def _stored(each: Listed) -> dict[str, Any]:
    return {
        "scheme": each.scheme,
        "reference": each.reference,
        "due_before": _iso(each.due_before),
        "due_after": _iso(each.due_after),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
