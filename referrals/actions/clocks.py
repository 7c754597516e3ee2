"""Starts, pauses, resumes and stops the clocks of a case, and stamps those that ran out.

Each is called inside the transaction of the action that causes it, except the sweep, which has its own.
"""

from datetime import datetime

from django.db import transaction

from partners import audit
from partners.actors import SWEEP
from partners.models import Scheme, User
from referrals import clock as arithmetic
from referrals import deadlines
from referrals.actions.team import tell, who_acts
from referrals.london import london_date
from referrals.models import Clock, ClockPause, Referral
from referrals.paths import case_path

SWEEP_BATCH = 500


def start_clock(
    *,
    referral: Referral,
    kind: str,
    label: str,
    target_name: str,
    at: datetime,
    scheme: Scheme | None = None,
    advisory: bool = False,
) -> Clock:
    """Start a promise at this moment, with the target its scheme has for it today. Due times are UTC."""
    target = deadlines.target_for(scheme or referral.scheme, target_name, at)
    due = arithmetic.due_at(at, target, deadlines.working_calendar()).due_at
    whose = scheme or referral.scheme
    clock = Clock.objects.create(
        referral=referral,
        kind=kind,
        label=label,
        target_name=target_name,
        unit=target.unit.value,
        amount=target.amount,
        cut_off=target.cut_off,
        opens_at=whose.opens_at if whose else "09:00",
        closes_at=whose.closes_at if whose else "17:00",
        open_every_day=bool(whose and whose.open_every_day),
        started_at=at,
        due_at=due,
        next_alert_at=due,
        advisory=advisory,
    )
    refresh_next_due(referral)
    return clock


def pause_clock(*, clock: Clock, reason: str, by: User, at: datetime) -> None:
    """Let a promise stand still for a listed reason. A clock that stands still or is stopped stays as it is.

    One that is late already stays late: its due time stands, and the sweep still announces it.
    """
    if clock.stopped_at is not None or clock.pauses.filter(to_at__isnull=True).exists():
        return
    _stamp_if_late(clock, at)
    ClockPause.objects.create(clock=clock, reason=reason, from_at=at, paused_by=by)
    if clock.breached_at is None:
        clock.due_at, clock.next_alert_at = None, None
    clock.save(update_fields=["due_at", "next_alert_at", "breached_at"])
    refresh_next_due(clock.referral)


def resume_clock(*, clock: Clock, at: datetime) -> None:
    """Let a promise run again: the pause's overlap with the clock's own kind of time is added to its due time."""
    if not clock.pauses.filter(to_at__isnull=True).update(to_at=at):
        return
    due = deadlines.due_of(clock, deadlines.working_calendar())
    clock.due_at = due
    clock.next_alert_at = None if clock.stopped_at or clock.breached_at else due
    clock.save(update_fields=["due_at", "next_alert_at"])
    refresh_next_due(clock.referral)


def stop_clock(*, clock: Clock, at: datetime) -> None:
    """The promise is kept, late or in time. Whether it was late is frozen here; stopping twice changes nothing."""
    if clock.stopped_at is not None:
        return
    clock.pauses.filter(to_at__isnull=True).update(to_at=at)
    if clock.due_at is None:
        clock.due_at = deadlines.due_of(clock, deadlines.working_calendar())
    _stamp_if_late(clock, at)
    clock.stopped_at, clock.next_alert_at = at, None
    clock.save(update_fields=["due_at", "breached_at", "stopped_at", "next_alert_at"])
    refresh_next_due(clock.referral)


def stop_all(*, referral: Referral, at: datetime) -> None:
    """Every promise on this case ends: it was closed, declined or withdrawn."""
    for clock in referral.clocks.filter(stopped_at__isnull=True).order_by("pk"):
        stop_clock(clock=clock, at=at)


def refresh_next_due(referral: Referral) -> None:
    """Read again the earliest running deadline of the case, by which lists sort; a trigger on the clocks keeps it."""
    referral.refresh_from_db(fields=["next_due_at"])


def stamp_breaches(*, at: datetime) -> int:
    """Stamp every promise that ran out unmet and tell the person who can act. Returns how many.

    Batches with SKIP LOCKED: any number of workers can sweep at once, and a row somebody is using waits for the
    next sweep.
    """
    total = 0
    while True:
        with transaction.atomic():
            due = list(
                Clock.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
                .filter(stopped_at__isnull=True, next_alert_at__isnull=False, next_alert_at__lte=at)
                .select_related("referral")
                .order_by("next_alert_at", "pk")[:SWEEP_BATCH]
            )
            for clock in due:
                _stamp_if_late(clock, at)
                clock.next_alert_at = None
                _announce_breach(clock, at)
            Clock.objects.bulk_update(due, ["breached_at", "next_alert_at"])
        total += len(due)
        if len(due) < SWEEP_BATCH:
            return total


def _stamp_if_late(clock: Clock, at: datetime) -> None:
    if clock.breached_at is None and arithmetic.is_late(clock.due_at, at):
        clock.breached_at = clock.due_at


def _announce_breach(clock: Clock, at: datetime) -> None:
    referral = clock.referral
    tell(
        referral=referral,
        people=who_acts(referral),
        key=f"clock:{clock.pk}:due",
        text=f"{referral.reference}: {clock.label} is overdue",
        path=case_path(referral.reference),
        at=at,
    )
    audit.record(
        action="clock_breached",
        by=SWEEP,
        at=at,
        object_type="clock",
        object_id=clock.pk,
        referral_id=referral.pk,
        detail={"due_on": str(london_date(clock.due_at)) if clock.due_at else ""},
    )


def running(referral: Referral, kind: str) -> Clock | None:
    """The running clock of this kind, or None."""
    return referral.clocks.filter(kind=kind, stopped_at__isnull=True).order_by("-started_at").first()
