"""A coordinator books a flat for a patient, changes the dates, cancels; the flat's manager confirms."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from housing import access
from housing.actions.occupancy import lock_units, release, take
from housing.actions.shared import log, same_person_did, tell_coordinator
from housing.catalogue import OVERSTAY_REASONS, codes, label_of
from housing.errors import NotAllowed, UnableToActNow, UnableToBook
from housing.models import Stay, Unit
from housing.stays import LIMIT_NIGHTS, day_words, nights, nights_over
from partners import access as partners
from partners.actors import Actor
from partners.models import User
from partners.roles import Permission
from partners.words import age_on, count
from referrals.actions import clocks
from referrals.actions.parties import add_party, end_party
from referrals.actions.team import tell
from referrals.actions.transition import carry_out, check, lock
from referrals.lifecycle import Event, Part
from referrals.models import Referral

_Status = Stay.Status
CURRENT = (_Status.PROVISIONAL, _Status.CONFIRMED, _Status.ARRIVED)


@transaction.atomic
def book_stay(
    *,
    referral: Referral,
    unit: Unit,
    from_on: date,
    until_on: date,
    by: User,
    at: datetime,
    overstay_reason: str = "",
) -> Stay:
    """Hold a flat for a patient from the first night to the day it is free again (London days, `until_on` not counted).

    More than 42 nights need a code of `OVERSTAY_REASONS`; they are flagged, not refused.
    Raises UnableToBook, naming what is there, when any of the days or of the turnaround after them is taken, when the
    patient has a flat already or is too young for the building; UnableToShare without an agreement or a decision; what
    `check` raises. The same booking by the same person again is a repeated click.
    """
    locked = lock(referral)
    check(locked, Event.BOOK_FLAT, by)
    flat = lock_units(unit)[0]
    current = locked.stays.filter(status__in=CURRENT).select_related("unit").first()
    if current is not None:
        if (current.unit_id, current.from_on, current.until_on) == (flat.pk, from_on, until_on) and (
            current.booked_by_id == by.pk
        ):
            return current
        raise UnableToBook(
            f"This patient has a flat already: {current.unit.name} from {day_words(current.from_on)}. "
            "Change or cancel that booking first."
        )
    _check_dates(from_on, until_on, overstay_reason)
    _check_suits(locked, flat, from_on)
    add_party(referral=locked, organisation=flat.building.organisation, part=Part.ACCOMMODATION, at=at)
    stay = Stay(
        referral=locked,
        unit=flat,
        from_on=from_on,
        until_on=until_on,
        booked_by=by,
        booked_at=at,
        overstay_reason=overstay_reason if nights_over(from_on, until_on) else "",
    )
    stay.save()
    take(flat, stay, from_on=from_on, until_on=until_on, at=at)
    carry_out(
        locked,
        Event.BOOK_FLAT,
        by=by,
        at=at,
        note=f"{flat.building.name}, {flat.name}: {_dates(from_on, until_on)}",
        detail={"stay": stay.pk, "unit": flat.pk, "from": str(from_on), "until": str(until_on)},
    )
    _tell_manager(stay, "booked, confirm it", "booked", at, but=by)
    return stay


@transaction.atomic
def confirm_stay(*, stay: Stay, by: User, at: datetime) -> Stay:
    """The flat's manager agrees to the booking.

    Raises NotAllowed; UnableToActNow when it is no longer provisional, or on hold because sharing was withdrawn.
    """
    referral, current = lock_stay(stay)
    if not access.runs_flat(by, current):
        raise NotAllowed("Only the organisation that runs the flat can confirm a booking.")
    if current.status != _Status.PROVISIONAL:
        same_person_did("flat_confirmed", about=current, by=by, referral=referral)
        return current
    check_not_on_hold(referral, current)
    current.status = _Status.CONFIRMED
    current.save(update_fields=["status"])
    log(referral, "flat_confirmed", about=current, by=by, at=at, note=current.unit.name)
    tell_coordinator(referral, f"{current.unit.name} is confirmed", f"stay:{current.pk}:confirmed", at, but=by)
    return current


@transaction.atomic
def extend_stay(*, stay: Stay, until_on: date, by: User, at: datetime, overstay_reason: str = "") -> Stay:
    """Change the day the flat is free again, earlier or later. Beyond 42 nights it needs a reason; whoever gives it
    agrees.

    Raises NotAllowed; UnableToActNow when the stay is over; UnableToBook when the days are taken.
    """
    referral, current = lock_stay(stay)
    if not _knew(by, current):
        raise NotAllowed("You do not have the right to change this booking.")
    if current.status not in CURRENT:
        same_person_did("stay_changed", about=current, by=by, referral=referral)
        return current
    if current.until_on == until_on and current.overstay_reason == overstay_reason:
        return current
    _check_dates(current.from_on, until_on, overstay_reason)
    unit = lock_units(current.unit)[0]
    take(unit, current, from_on=current.from_on, until_on=until_on, at=at)
    current.until_on = until_on
    current.overstay_reason = overstay_reason if nights_over(current.from_on, until_on) else ""
    current.save(update_fields=["until_on", "overstay_reason"])
    over = nights_over(current.from_on, until_on)
    why = (
        f". {count(over, 'night')} over the limit: {label_of(OVERSTAY_REASONS, overstay_reason).lower()}"
        if over
        else ""
    )
    log(
        referral,
        "stay_changed",
        about=current,
        by=by,
        at=at,
        note=f"{current.unit.name}: {_dates(current.from_on, until_on)}{why}",
        detail={"until": str(until_on), "nights_over": over, "reason": current.overstay_reason},
    )
    _tell_manager(current, "dates changed", f"until:{until_on}", at, but=by)
    return current


@transaction.atomic
def cancel_stay(*, stay: Stay, reason: str, by: User, at: datetime) -> Stay:
    """The patient will not move in. Somebody who has moved in cannot be cancelled: record that they moved out.

    Raises NotAllowed; UnableToBook without a reason; UnableToActNow when the guest is in or gone.
    """
    referral, current = lock_stay(stay)
    if not _knew(by, current):
        raise NotAllowed("You do not have the right to cancel this booking.")
    if current.status not in (_Status.PROVISIONAL, _Status.CONFIRMED):
        same_person_did("flat_cancelled", about=current, by=by, referral=referral)
        return current
    if not reason.strip():
        raise UnableToBook("Enter why the booking is cancelled.")
    drop(referral, current, reason=reason.strip(), by=by, at=at)
    tell_coordinator(referral, f"{current.unit.name} is cancelled", f"stay:{current.pk}:cancelled", at, but=by)
    return current


def drop(referral: Referral, stay: Stay, *, reason: str, by: Actor, at: datetime) -> None:
    """Cancel one booking inside the caller's transaction, the case locked: its days are free at once."""
    stay.status, stay.cancelled_reason = _Status.CANCELLED, reason[:200]
    stay.save(update_fields=["status", "cancelled_reason"])
    release(stay, at=at)
    stop_clocks(stay, at=at)
    log(referral, "flat_cancelled", about=stay, by=by, at=at, note=f"{stay.unit.name}: {reason}")
    _tell_manager(stay, "cancelled, keep nobody's place", "cancelled", at, but=by)
    end_part(referral, stay, at=at)


def lock_stay(stay: Stay) -> tuple[Referral, Stay]:
    """The case first, then the stay: every action locks in this order."""
    referral = lock(stay.referral)
    current = (
        Stay.objects.select_for_update(of=("self",), no_key=True)
        .select_related(
            "referral",
            "unit__building__organisation",
            "unit__building__scheme",
            "support_plan_clock__referral",
            "limit_clock__referral",
            "review_clock__referral",
            "claim_clock__referral",
        )
        .get(pk=stay.pk)
    )
    return referral, current


def check_not_on_hold(referral: Referral, stay: Stay) -> None:
    """Raises UnableToActNow when the flat's organisation may not see the person any more."""
    if access.stopped_stays(referral).filter(pk=stay.pk).exists():
        raise UnableToActNow(
            "This booking is on hold, because the person’s details may no longer be shared with you. "
            "Ring the coordinator before anybody moves in."
        )


def stop_clocks(stay: Stay, *, at: datetime) -> None:
    """The promises of a stay end with it at this moment (UTC), or when they started if that was later: both of its days
    may be written down late.
    """
    for clock in (stay.support_plan_clock, stay.limit_clock, stay.review_clock, stay.claim_clock):
        if clock is not None:
            clocks.stop_clock(clock=clock, at=max(at, clock.started_at))


def end_part(referral: Referral, stay: Stay, *, at: datetime) -> None:
    """The organisation of the flat takes part no longer, unless another stay of this case is in one of its flats."""
    owner = stay.unit.building.organisation
    if not referral.stays.filter(unit__building__organisation=owner, status__in=CURRENT).exists():
        end_party(referral=referral, organisation=owner, part=Part.ACCOMMODATION, at=at)


def _knew(by: User, stay: Stay) -> bool:
    """May change the booking, or might have while it lasted: they are told who ended it."""
    return access.runs_flat(by, stay) or access.leads(by, Permission.STAY_BOOK, stay.referral)


def _check_dates(from_on: date, until_on: date, overstay_reason: str) -> None:
    if until_on <= from_on:
        raise UnableToBook("The day of leaving must be after the first night.")
    over = nights_over(from_on, until_on)
    if over and overstay_reason not in codes(OVERSTAY_REASONS):
        raise UnableToBook(
            f"{nights(from_on, until_on)} nights are {over} more than the {LIMIT_NIGHTS} a stay usually has. "
            "Select why it needs to be longer."
        )


def _check_suits(referral: Referral, unit: Unit, from_on: date) -> None:
    building = unit.building
    if building.scheme.lead_organisation_id != referral.lead_organisation_id or not unit.active:
        raise UnableToBook(f"{building.name}, {unit.name} is not a flat of your schemes. Select another.")
    if building.minimum_age is not None and referral.patient is not None:
        age = age_on(referral.patient.born_on, from_on)
        if age < building.minimum_age:
            raise UnableToBook(
                f"{building.name} is for people aged {building.minimum_age} or over, and this patient is {age}."
            )


def _dates(from_on: date, until_on: date) -> str:
    return f"{day_words(from_on)} to {day_words(until_on)}"


def _tell_manager(stay: Stay, what: str, key: str, at: datetime, *, but: Actor) -> None:
    people = partners.people_with(Permission.STAY_MANAGE, stay.unit.building.organisation_id)
    tell(
        referral=stay.referral,
        people=[each for each in people if each != but],
        key=f"stay:{stay.pk}:{key}",
        text=f"{stay.unit.building.name}, {stay.unit.name} from {day_words(stay.from_on)}: {what}",
        path=reverse("stay", args=[stay.pk]),
        at=at,
    )
