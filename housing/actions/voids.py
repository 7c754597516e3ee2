"""The flat's manager takes a flat out of use and puts it back."""

from datetime import date, datetime

from django.db import transaction

from housing import access
from housing.actions.occupancy import check_free, insert, lock_units
from housing.actions.turnarounds import stop_for_void
from housing.catalogue import VOID_REASONS, codes
from housing.errors import NotAllowed, UnableToBook
from housing.models import Occupation, Unit
from housing.stays import Days
from partners import audit
from partners.models import User


@transaction.atomic
def add_void(
    *, unit: Unit, from_on: date, until_on: date | None, reason: str, owner: str, by: User, at: datetime
) -> Occupation:
    """Take a flat out of use from this day up to, not including, another; None: until further notice.

    `reason`: code of `VOID_REASONS`; `owner`: who puts it right, in words. The same again is a repeated click.
    Raises NotAllowed; UnableToBook when somebody has the flat on these days, or words are missing.
    """
    if not access.can_void(by, unit):
        raise NotAllowed("Only the organisation that runs the flat can take it out of use.")
    if reason not in codes(VOID_REASONS):
        raise UnableToBook("Select why the flat is out of use.")
    if not owner.strip():
        raise UnableToBook("Enter who puts it right.")
    if until_on is not None and until_on <= from_on:
        raise UnableToBook("The day the flat can be used again must be after the first day.")
    flat = lock_units(unit)[0]
    same = Occupation.objects.filter(
        unit=flat, kind=Occupation.Kind.VOID, during=(from_on, until_on), reason=reason, cancelled_at__isnull=True
    ).first()
    if same is not None:
        return same
    check_free(flat, Days(from_on, until_on), at=at)
    void = Occupation(
        unit=flat, kind=Occupation.Kind.VOID, during=(from_on, until_on), reason=reason, owner=owner.strip()
    )
    insert(flat, [void])
    stop_for_void(flat, from_on=from_on, at=at)
    audit.record(
        action="void_added",
        by=by,
        at=at,
        object_type="occupation",
        object_id=void.pk,
        detail={"unit": flat.pk, "from": str(from_on), "until": str(until_on or ""), "reason": reason},
    )
    return void


@transaction.atomic
def end_void(*, void: Occupation, ended_on: date, by: User, at: datetime) -> Occupation:
    """The flat can be used again from this day (London). A void that had not begun is taken back whole.

    Quiet when it ended on this day already. Raises NotAllowed; UnableToBook when the day is after the planned end.
    """
    if not access.can_void(by, void.unit):
        raise NotAllowed("Only the organisation that runs the flat can put it back in use.")
    lock_units(void.unit)
    current = Occupation.objects.select_for_update(of=("self",), no_key=True).get(pk=void.pk)
    start, end = current.during.lower, current.during.upper
    if current.kind != Occupation.Kind.VOID:
        raise UnableToBook("Only a flat that is out of use can be put back in use.")
    if current.cancelled_at is not None or end == ended_on:
        return current
    if end is not None and ended_on > end:
        raise UnableToBook("The flat is in use again before this day. To keep it out of use longer, add more days.")
    if ended_on <= start:
        current.cancelled_at = at
    else:
        current.during = (start, ended_on)
    current.save(update_fields=["during", "cancelled_at"])
    audit.record(
        action="void_ended",
        by=by,
        at=at,
        object_type="occupation",
        object_id=current.pk,
        detail={"unit": current.unit_id, "on": str(ended_on)},
    )
    return current
