"""How long things may take in one scheme, changed by its team lead from a day on. Running promises follow.

Which target a promise has is settled by the day it began. A change therefore reaches the promises that began on its
first day or later and still run; they are counted anew (`referrals.actions.recomputing`). What has passed or stopped
stays. A service that no longer promises something starts no new promise of it, and lets those that run run on.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from partners import asking, audit
from partners.errors import NotAllowed, UnableTo
from partners.models import Scheme, User
from referrals import access, deadlines
from referrals.actions import recomputing
from referrals.actions.recomputing import Preview
from referrals.london import date_words, london_date
from referrals.models import Referral, Rescheduling, SlaTarget
from referrals.targets import CLOCKS, MOST, Target, Unit

#: How far back, and ahead, a change may begin.
REACH = timedelta(days=366)


class UnableToChangeTarget(UnableTo):
    """How long it may take cannot be as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedTarget:
    """How long `name` may take from this London day on; `off`: the service does not promise it, and keeps the figure
    it had.
    """

    name: str
    valid_from: date
    unit: Unit = Unit.WORKING_DAYS
    amount: int = 1
    cut_off: time = time(17)
    off: bool = False

    @property
    def in_words(self) -> str:
        """The change alone: '2 working days', 'not promised'."""
        return "not promised" if self.off else Target(self.unit, self.amount).in_words


def preview_changed(*, scheme: Scheme, change: ChangedTarget, by: User, at: datetime) -> Preview:
    """What this change would move. Raises what `change_target` raises, and BeyondKnownHolidays when a promise would
    then end in a year whose bank holidays nobody knows.
    """
    _check(scheme, change, by, at)
    row = SlaTarget(scheme=scheme, name=change.name, valid_from=change.valid_from, **_figures(scheme, change))
    # Of every case, so that the number is true; those that are restricted to others are counted and not listed.
    with asking.beyond_own_cases():
        return recomputing.preview(
            recomputing.counting_by(row, at),
            deadlines.working_calendar(),
            at=at,
            may_name=lambda cases: _seen_by(by, cases),
            target_for=deadlines.targets_by_start(scheme.pk, change.name, row),
        )


@transaction.atomic
def change_target(*, scheme: Scheme, change: ChangedTarget, by: User, at: datetime) -> Rescheduling:
    """Write how long something may take from a day on, and have the promises that run counted anew. A second change
    from the same day takes the place of the first. Pressing again changes nothing for who did it.

    Raises NotAllowed; UnableToChangeTarget for what makes no sense for this promise, must be promised, begins too far
    away, or is so already because a colleague changed it.
    """
    _check(scheme, change, by, at)
    locked = Scheme.objects.select_for_update(of=("self",), no_key=True).get(pk=scheme.pk)
    figures = _figures(locked, change)
    row = SlaTarget.objects.filter(scheme=locked, name=change.name, valid_from=change.valid_from).first()
    before = None if row is None else {name: getattr(row, name) for name in figures}
    if row is not None and before == figures:
        last = row.reschedulings.filter(by=by).order_by("pk").last()
        if last is not None and row.changed_by_id == by.pk:
            return last
        raise UnableToChangeTarget(
            f"{CLOCKS[change.name].label} is {change.in_words} from {date_words(change.valid_from)} already"
        )
    row = row or SlaTarget(scheme=locked, name=change.name, valid_from=change.valid_from)
    for name, value in figures.items():
        setattr(row, name, value)
    row.changed_by, row.changed_at = by, at
    row.save()
    started = Rescheduling.objects.create(
        cause=Rescheduling.Cause.TARGET_CHANGED,
        on=change.valid_from,
        name=f"{CLOCKS[change.name].label}: {change.in_words}",
        worked=False,
        target=row,
        by=by,
        at=at,
    )
    audit.record(
        action="target_changed",
        by=by,
        at=at,
        object_type="sla_target",
        object_id=row.pk,
        detail={
            "scheme": locked.pk,
            "name": change.name,
            "valid_from": change.valid_from.isoformat(),
            "before": None if before is None else _plain(before),
            "after": _plain(figures),
            "rescheduling": started.pk,
        },
    )
    recomputing.count_anew(started)
    return started


def _check(scheme: Scheme, change: ChangedTarget, by: User, at: datetime) -> None:
    if not access.can_change_targets(by, scheme):
        raise NotAllowed("Only the team leads of the service change how long things may take.")
    clock, today = CLOCKS[change.name], london_date(at)
    if change.off and not clock.may_be_off:
        raise UnableToChangeTarget(f"{clock.label}: a service always promises this")
    if not change.off and change.unit not in clock.units:
        raise UnableToChangeTarget(f"{clock.label} cannot be counted in this kind of time")
    if not change.off and not 1 <= change.amount <= MOST[change.unit]:
        raise UnableToChangeTarget(f"Enter a number from 1 to {MOST[change.unit]}")
    if not today - REACH <= change.valid_from <= today + REACH:
        raise UnableToChangeTarget("The first day must be within a year of today")


def _figures(scheme: Scheme, change: ChangedTarget) -> dict[str, Any]:
    """The columns that a change writes. What is switched off keeps the figure that holds on that day."""
    if not change.off:
        return {"unit": change.unit.value, "amount": change.amount, "cut_off": change.cut_off, "off": False}
    rows = SlaTarget.objects.filter(Q(scheme=scheme) | Q(scheme__isnull=True), name=change.name)
    held = deadlines.row_in_force(rows, change.valid_from) or CLOCKS[change.name].target
    return {"unit": str(held.unit), "amount": held.amount, "cut_off": held.cut_off, "off": True}


def _plain(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, time) else value for name, value in figures.items()}


def _seen_by(user: User, cases: list[Referral]) -> set[int]:
    return set(access.visible_to(user).filter(pk__in={case.pk for case in cases}).values_list("pk", flat=True))
