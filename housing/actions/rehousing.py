"""Another home is found: application, register, offer, viewing, tenancy."""

from datetime import date, datetime

from django.db import transaction

from housing import access
from housing.actions.shared import log, same_person_did
from housing.catalogue import REHOUSING_ROUTES, codes
from housing.errors import NotAllowed, UnableToActNow, UnableToRehouse
from housing.models import Rehousing
from housing.stays import day_words
from partners.models import User
from referrals.actions.transition import carry_out, check, lock
from referrals.lifecycle import Event
from referrals.london import london_date
from referrals.models import Referral

#: The step a person records → its column and its words, in their order.
STEPS: dict[str, tuple[str, str]] = {
    "registered": ("registered_on", "On the housing register"),
    "offered": ("offered_on", "A home was offered"),
    "viewed": ("viewed_on", "The home was viewed"),
    "signed": ("tenancy_on", "The tenancy was signed"),
}


@transaction.atomic
def start_rehousing(
    *, referral: Referral, landlord: str, route: str, applied_on: date, by: User, at: datetime
) -> Rehousing:
    """Begin to look for another home. `landlord`: to whom the application went; `route`: code of `REHOUSING_ROUTES`.

    Raises UnableToRehouse for a day in the future; UnableToActNow when a search is under way; what `check` raises.
    """
    locked = lock(referral)
    check(locked, Event.START_REHOUSING, by)
    current = locked.rehousings.filter(ended_on__isnull=True, tenancy_on__isnull=True).first()
    if current is not None:
        if (current.landlord, current.applied_on, current.started_by_id) == (landlord.strip(), applied_on, by.pk):
            return current
        raise UnableToActNow(
            f"A new home is already being looked for with {current.landlord}, since {day_words(current.applied_on)}."
        )
    if applied_on > london_date(at):
        raise UnableToRehouse("The day of the application must be today or in the past.")
    if not landlord.strip():
        raise UnableToRehouse("Enter the council or landlord that was asked for a home.")
    if route not in codes(REHOUSING_ROUTES):
        raise UnableToRehouse("Select how the home is looked for.")
    rehousing = Rehousing.objects.create(
        referral=locked, landlord=landlord.strip(), route=route, applied_on=applied_on, started_by=by
    )
    carry_out(
        locked,
        Event.START_REHOUSING,
        by=by,
        at=at,
        note=rehousing.landlord,
        detail={"rehousing": rehousing.pk, "route": route},
    )
    return rehousing


@transaction.atomic
def record_step(
    *, rehousing: Rehousing, step: str, on: date, by: User, at: datetime, new_address: str = ""
) -> Rehousing:
    """Record a step (a key of `STEPS`) and its day (London). Steps can be skipped, never run backwards; recording one
    again corrects its day. Signing needs the new address and ends the search.

    Raises NotAllowed; UnableToRehouse when the days are not in order; UnableToActNow when the search is over.
    """
    referral, current = _lock(rehousing)
    _check_may(by, current)
    if step not in STEPS:
        raise UnableToRehouse("Select what has happened.")
    column, words = STEPS[step]
    if current.ended_on is not None or current.tenancy_on is not None:
        if getattr(current, column) == on and same_person_did(
            "new_home_next_step", about=current, by=by, referral=referral
        ):
            return current
        raise UnableToActNow("This search for a home is over. Start a new one if another home is needed.")
    if getattr(current, column) == on:
        return current
    _check_order(current, step, on, at)
    if step == "signed":
        if not new_address.strip():
            raise UnableToRehouse("Enter the address of the new home.")
        current.new_address = new_address.strip()
    setattr(current, column, on)
    current.save(update_fields=[column, "new_address"])
    log(
        referral,
        "new_home_next_step",
        about=current,
        by=by,
        at=at,
        note=f"{words} on {day_words(on)}",
        detail={"step": step, "on": str(on)},
    )
    return current


@transaction.atomic
def end_rehousing(*, rehousing: Rehousing, reason: str, ended_on: date, by: User, at: datetime) -> Rehousing:
    """End the search without a home. `reason` in words, at most 200 characters.

    Raises NotAllowed; UnableToRehouse without a reason or for a day in the future; UnableToActNow when it is over.
    """
    referral, current = _lock(rehousing)
    _check_may(by, current)
    if current.ended_on is not None or current.tenancy_on is not None:
        same_person_did("rehousing_ended", about=current, by=by, referral=referral)
        return current
    if not reason.strip():
        raise UnableToRehouse("Enter why the search ended.")
    if ended_on > london_date(at) or ended_on < current.applied_on:
        raise UnableToRehouse(f"The search must end between {day_words(current.applied_on)}, when it began, and today.")
    current.ended_on, current.ended_reason = ended_on, reason.strip()
    current.save(update_fields=["ended_on", "ended_reason"])
    log(referral, "rehousing_ended", about=current, by=by, at=at, note=current.ended_reason)
    return current


def _lock(rehousing: Rehousing) -> tuple[Referral, Rehousing]:
    referral = lock(rehousing.referral)
    current = (
        Rehousing.objects.select_for_update(of=("self",), no_key=True).select_related("referral").get(pk=rehousing.pk)
    )
    return referral, current


def _check_may(by: User, rehousing: Rehousing) -> None:
    if not access.can_rehouse(by, rehousing):
        raise NotAllowed("Only coordinators of the organisation that leads the case can do this.")


def _check_order(rehousing: Rehousing, step: str, on: date, at: datetime) -> None:
    """Not before an earlier step, not after a later one, not in the future."""
    if on > london_date(at):
        raise UnableToRehouse("The day must be today or in the past. Record a step when it has happened.")
    order = ["applied_on", *(column for column, _ in STEPS.values())]
    place = order.index(STEPS[step][0])
    before = [day for day in (getattr(rehousing, column) for column in order[:place]) if day is not None]
    after = [day for day in (getattr(rehousing, column) for column in order[place + 1 :]) if day is not None]
    if before and on < max(before):
        raise UnableToRehouse(f"This cannot be before {day_words(max(before))}, when the step before it happened.")
    if after and on > min(after):
        raise UnableToRehouse(f"This cannot be after {day_words(min(after))}, when the next step happened.")
