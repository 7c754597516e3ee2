"""Starts and stops the promises of a service that hang on no case: a flat ready to let again, a contract renewed.

The first two are called inside the transaction of the action that causes it. What has come due is announced by
`referrals.actions.service_alerts`.
"""

from datetime import datetime

from django.db import transaction

from partners.models import Organisation, Scheme
from referrals import clock as arithmetic
from referrals import deadlines
from referrals.calendar import WorkingCalendar
from referrals.models import ServiceClock, SlaTarget
from referrals.targets import Target, Unit


def start_service_clock(
    *, scheme: Scheme, organisation: Organisation, kind: ServiceClock.Kind, label: str, path: str, at: datetime
) -> ServiceClock | None:
    """Start a promise at this moment (UTC), with the target the scheme has for it today. The kind is the target's name.

    `organisation`: whose people must act, and are told. None, and nothing is started, when the service does not
    promise this. Raises BeyondKnownHolidays.
    """
    target = deadlines.target_for(scheme, kind.value, at)
    if target is None:
        return None
    times = _times(at, target, deadlines.working_calendar())
    return ServiceClock.objects.create(
        scheme=scheme,
        organisation=organisation,
        kind=kind,
        label=label[:200],
        path=path,
        target_name=kind.value,
        unit=target.unit.value,
        amount=target.amount,
        cut_off=target.cut_off,
        started_at=at,
        half_at=times[50],
        most_at=times[80],
        due_at=times[100],
        next_alert_at=arithmetic.next_alert(times, 0),
    )


def stop_service_clock(*, clock: ServiceClock, at: datetime) -> None:
    """The promise is kept or falls away at this moment (UTC), or as it starts if that is later. Whether it was late is
    frozen here; stopping twice changes nothing.
    """
    fresh = ServiceClock.objects.select_for_update(of=("self",), no_key=True).get(pk=clock.pk)
    if fresh.stopped_at is None:
        fresh.stopped_at, fresh.next_alert_at = max(at, fresh.started_at), None
        if fresh.breached_at is None and arithmetic.is_late(fresh.due_at, fresh.stopped_at):
            fresh.breached_at = fresh.due_at
        fresh.save(update_fields=["stopped_at", "next_alert_at", "breached_at"])
    clock.stopped_at, clock.breached_at, clock.next_alert_at = fresh.stopped_at, fresh.breached_at, None


@transaction.atomic
def recount_service_clocks(*, at: datetime, changed: SlaTarget | None = None) -> int:
    """Work out anew when promises are due: those in working days after a bank holiday was entered or removed, those
    of its name in its scheme after a target was `changed`. What has passed by this moment (UTC) stays. Returns how
    many moved; again it finds none. Raises BeyondKnownHolidays.
    """
    calendar, moved = deadlines.working_calendar(), 0
    running = ServiceClock.objects.filter(stopped_at__isnull=True, due_at__gte=at)
    if changed is None:
        running = running.filter(unit=Unit.WORKING_DAYS.value)
    else:
        running = running.filter(scheme=changed.scheme_id, target_name=changed.name)
    for clock in running.select_for_update(of=("self",), no_key=True).select_related("scheme").order_by("pk"):
        target = Target(Unit(clock.unit), clock.amount, cut_off=clock.cut_off)
        if changed is not None:  # a handful in one scheme: a contract, and flats between two guests
            target = deadlines.target_for(clock.scheme, clock.target_name, clock.started_at) or target
        times = _times(clock.started_at, target, calendar)
        if (times[50], times[80], times[100]) != (clock.half_at, clock.most_at, clock.due_at):
            clock.unit, clock.amount, clock.cut_off = target.unit.value, target.amount, target.cut_off
            clock.half_at, clock.most_at, clock.due_at = times[50], times[80], times[100]
            clock.next_alert_at = arithmetic.next_alert(times, clock.announced)
            clock.save(update_fields=["unit", "amount", "cut_off", "half_at", "most_at", "due_at", "next_alert_at"])
            moved += 1
    return moved


def _times(at: datetime, target: Target, calendar: WorkingCalendar) -> dict[int, datetime]:
    """When half, four fifths and all of the time are gone. It never stands still, so that each moment is known."""
    moments = arithmetic.alert_times(at, target, calendar)
    return {share: moment for share, moment in moments.items() if moment is not None}
