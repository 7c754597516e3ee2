"""Starts, pauses, resumes and stops the clocks of a case, and says that somebody deals with one that passed.

Each but the last is called inside the transaction of the action that causes it. What a coordinator pauses by hand is in
`referrals.actions.pauses`; what has come due is announced by `referrals.actions.alerts`.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from partners.models import Organisation, Scheme, User
from partners.opening import office_week
from referrals import clock as arithmetic
from referrals import deadlines
from referrals.actions.transition import carry_out, check, lock
from referrals.lifecycle import Event
from referrals.models import Clock, ClockPause, Referral


@dataclass(frozen=True)
class Partner:
    """Who can meet a promise beside the lead: what they call it and where they do it, as they do not see the case."""

    organisation: Organisation
    label: str
    path: str


def start_clock(
    *,
    referral: Referral,
    kind: str,
    label: str,
    target_name: str,
    at: datetime,
    scheme: Scheme | None = None,
    advisory: bool = False,
    partner: Partner | None = None,
) -> Clock | None:
    """Start a promise at this moment, with the target its scheme has for it today. Due times are UTC.

    None, and nothing is started, when the service does not promise this.
    """
    target = deadlines.target_for(scheme or referral.scheme, target_name, at)
    if target is None:
        return None
    calendar = deadlines.working_calendar()
    times = arithmetic.alert_times(at, target, calendar)
    whose = scheme or referral.scheme
    clock = Clock.objects.create(
        referral=referral,
        kind=kind,
        label=label,
        scheme=whose,
        target_name=target_name,
        unit=target.unit.value,
        amount=target.amount,
        cut_off=target.cut_off,
        hours=whose.hours if whose else office_week(),
        open_on_bank_holidays=bool(whose and whose.open_on_bank_holidays),
        started_at=at,
        half_at=times[50],
        most_at=times[80],
        due_at=times[100],
        planned_due_at=deadlines.planned(at, target, calendar),
        next_alert_at=arithmetic.next_alert(times, 0),
        advisory=advisory,
        organisation=partner.organisation if partner else None,
        partner_label=partner.label if partner else "",
        partner_path=partner.path if partner else "",
    )
    refresh_next_due(referral)
    return clock


def pause_clock(*, clock: Clock, reason: str, by: User, at: datetime) -> None:
    """Let a promise stand still for a listed reason. A clock that stands still or is stopped stays as it is.

    One that is late already stays late: its due time stands, and it is still announced, once. Whoever pauses it is
    dealing with it.
    """
    if clock.stopped_at is not None or clock.pauses.filter(to_at__isnull=True).exists():
        return
    _stamp_if_late(clock, at)
    ClockPause.objects.create(clock=clock, reason=reason, from_at=at, paused_by=by)
    if clock.breached_at is None:
        _reckon(clock)
    else:
        _act(clock, by, at)
    clock.save(update_fields=[*_TIMES, "breached_at", "acted_at", "acted_by"])
    refresh_next_due(clock.referral)


def resume_clock(*, clock: Clock, by: User, at: datetime, reason: str = "") -> None:
    """Let a promise run again: the pause's overlap with the clock's own kind of time is added to its due time.

    With a `reason`, only if that is why it stands still.
    """
    standing = clock.pauses.filter(to_at__isnull=True)
    if not (standing.filter(reason=reason) if reason else standing).update(to_at=at, resumed_by=by):
        return
    if clock.breached_at is None:
        _reckon(clock)
        clock.save(update_fields=_TIMES)
    refresh_next_due(clock.referral)


def stop_clock(*, clock: Clock, at: datetime) -> None:
    """The promise is kept, late or in time. Whether it was late is frozen here; stopping twice changes nothing."""
    if clock.stopped_at is not None:
        return
    if clock.pauses.filter(to_at__isnull=True).update(to_at=at) and clock.breached_at is None:
        _reckon(clock)
    _stamp_if_late(clock, at)
    clock.stopped_at, clock.next_alert_at = at, None
    clock.save(update_fields=[*_TIMES, "breached_at", "stopped_at"])
    refresh_next_due(clock.referral)


@transaction.atomic
def take_up_breach(*, clock: Clock, by: User, at: datetime) -> Clock:
    """Somebody says that they are dealing with a promise that passed unmet: the daily reminders end, it stays late.

    Quiet for a clock that stopped meanwhile, is not late, or that somebody deals with already. Raises what
    `transition.check` raises.
    """
    referral = lock(clock.referral)
    check(referral, Event.TAKE_UP_BREACH, by)
    fresh = Clock.objects.select_for_update(of=("self",), no_key=True).get(pk=clock.pk)
    _stamp_if_late(fresh, at)
    if fresh.stopped_at is not None or fresh.breached_at is None or fresh.acted_at is not None:
        return fresh
    _act(fresh, by, at)
    fresh.save(update_fields=["breached_at", "acted_at", "acted_by", "next_alert_at"])
    carry_out(referral, Event.TAKE_UP_BREACH, by=by, at=at, note=fresh.label, detail={"clock": fresh.pk})
    return fresh


def stop_first_response(*, referral: Referral, at: datetime) -> None:
    """Somebody at the service has been in touch about this referral, or decided about it."""
    clock = running(referral, Clock.Kind.FIRST_RESPONSE)
    if clock is not None:
        stop_clock(clock=clock, at=at)


def stop_all(*, referral: Referral, at: datetime) -> None:
    """Every promise on this case ends: it was closed, declined or withdrawn."""
    for clock in referral.clocks.filter(stopped_at__isnull=True).order_by("pk"):
        stop_clock(clock=clock, at=at)


def refresh_next_due(referral: Referral) -> None:
    """Read again the earliest running deadline of the case, by which lists sort; a trigger on the clocks keeps it."""
    referral.refresh_from_db(fields=["next_due_at"])


_TIMES = ["half_at", "most_at", "due_at", "next_alert_at"]


def _reckon(clock: Clock) -> None:
    """Work out anew when a clock that is not late is due, from its start and its pauses."""
    times = deadlines.times_of(clock, deadlines.working_calendar())
    clock.half_at, clock.most_at, clock.due_at = times[50], times[80], times[100]
    clock.next_alert_at = arithmetic.next_alert(times, clock.announced)


def _act(clock: Clock, by: User, at: datetime) -> None:
    if clock.acted_at is None:
        clock.acted_at, clock.acted_by = at, by
    if clock.announced == arithmetic.ALERT_THRESHOLDS[-1]:
        clock.next_alert_at = None


def _stamp_if_late(clock: Clock, at: datetime) -> None:
    if clock.breached_at is None and arithmetic.is_late(clock.due_at, at):
        clock.breached_at = clock.due_at


def running(referral: Referral, kind: str) -> Clock | None:
    """The running clock of this kind, or None."""
    return referral.clocks.filter(kind=kind, stopped_at__isnull=True).order_by("-started_at").first()
