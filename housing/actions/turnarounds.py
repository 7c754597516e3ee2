"""Between two guests: the landlord makes the flat ready to let, and promises by when."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from housing import access
from housing.actions.occupancy import lock_units
from housing.errors import NotAllowed, UnableToActNow
from housing.models import Occupation, Unit
from partners import audit
from partners.models import AuditEvent, User
from referrals.actions.service_clocks import start_service_clock, stop_service_clock
from referrals.london import london_date
from referrals.models import ServiceClock
from referrals.queries.beyond import guest_in

#: Within this time a second press by the same person is a repeated click.
_REPEATED = timedelta(days=1)


def start_turnaround(unit: Unit, *, at: datetime) -> None:
    """The guest has gone at this moment (UTC): the landlord has so long until the flat is ready. The flat is locked."""
    stop_turnaround(unit, at=at)
    unit.turnaround_clock = start_service_clock(
        scheme=unit.building.scheme,
        organisation=unit.building.organisation,
        kind=ServiceClock.Kind.VOID_TURNAROUND,
        label=f"Turnaround of {unit.name}, {unit.building.name}",
        path=reverse("flat", args=[unit.pk]),
        at=at,
    )
    unit.save(update_fields=["turnaround_clock"])


def stop_turnaround(unit: Unit, *, at: datetime) -> None:
    """The flat is ready, let again or out of use at this moment (UTC). The flat is locked."""
    if unit.turnaround_clock is not None:
        stop_service_clock(clock=unit.turnaround_clock, at=at)


def stop_for_void(unit: Unit, *, from_on: date, at: datetime) -> None:
    """Out of use from this day (London) on, the flat has an owner of its own, and no turnaround that would end later
    is awaited. The flat is locked.
    """
    clock = unit.turnaround_clock
    if clock is not None and from_on <= max(london_date(at), london_date(clock.due_at)):
        stop_turnaround(unit, at=at)


@transaction.atomic
def ready_to_let(*, unit: Unit, by: User, at: datetime) -> Unit:
    """The manager says that the flat can be let: from today (London) on its days are free, also those that were kept
    for making it ready.

    The same press again is quiet. Raises NotAllowed; UnableToActNow when somebody is in, or it is not being made ready.
    """
    if not access.can_void(by, unit):
        raise NotAllowed("Only the organisation that runs the flat can say that it is ready.")
    flat, today = lock_units(unit)[0], london_date(at)
    if guest_in(flat.pk) is not None:
        raise UnableToActNow(f"Somebody is in {flat.name}. Record that they have left first.")
    clock, kept = flat.turnaround_clock, _kept_for_turnaround(flat, today)
    if kept is None and (clock is None or clock.stopped_at is not None):
        if _pressed_before(flat, by, at):
            return flat
        raise UnableToActNow(f"{flat.name} is not being made ready. Check what it says now before you go on.")
    if kept is not None:
        _end(kept, today, at)
    stop_turnaround(flat, at=at)
    audit.record(action="flat_ready", by=by, at=at, object_type="unit", object_id=flat.pk)
    return flat


def _kept_for_turnaround(unit: Unit, today: date) -> Occupation | None:
    """The days for making it ready that run today."""
    return (
        Occupation.objects.select_for_update(of=("self",), no_key=True)
        .filter(unit=unit, kind=Occupation.Kind.TURNAROUND, cancelled_at__isnull=True, during__contains=today)
        .first()
    )


def _end(kept: Occupation, today: date, at: datetime) -> None:
    if kept.during.lower < today:
        kept.during = (kept.during.lower, today)
    else:
        kept.cancelled_at = at
    kept.save(update_fields=["during", "cancelled_at"])


def _pressed_before(unit: Unit, by: User, at: datetime) -> bool:
    return AuditEvent.objects.filter(
        action="flat_ready", object_type="unit", object_id=unit.pk, actor_id=by.pk, at__gte=at - _REPEATED
    ).exists()
