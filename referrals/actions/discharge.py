"""The patient leaves hospital, and in the end the case closes."""

from datetime import date, datetime

from django.db import transaction

from partners.errors import UnableTo
from partners.models import User
from referrals.actions import clocks
from referrals.actions.death import DIED, record_death
from referrals.actions.delays import end_delays
from referrals.actions.team import tell
from referrals.actions.transition import AlreadyDone, carry_out, check, lock
from referrals.catalogue import DESTINATIONS, label_of
from referrals.lifecycle import Event
from referrals.london import london_date
from referrals.models import Referral
from referrals.paths import case_path


class UnableToDischarge(UnableTo):
    """The date of leaving does not fit."""


@transaction.atomic
def record_discharge(
    *, referral: Referral, discharged_on: date, destination: str, note: str, by: User, at: datetime
) -> Referral:
    """The person left hospital on this day (London) for this destination; for an admission avoided, the day help
    was in place.

    Raises UnableToDischarge for a date in the future or before the admission, and what `transition.check` raises.
    """
    locked = lock(referral)
    try:
        check(locked, Event.RECORD_DISCHARGE, by)
    except AlreadyDone:
        if (locked.discharged_on, locked.destination) == (discharged_on, destination):
            return locked
        raise UnableToDischarge(
            "You recorded that this patient left hospital before, with another date or destination. "
            "Check the case before you go on."
        ) from None
    if discharged_on > london_date(at):
        raise UnableToDischarge("The date must be today or in the past. Record the discharge when it has happened.")
    if locked.admitted_on is not None and discharged_on < locked.admitted_on:
        raise UnableToDischarge("The patient cannot leave before the day of admission.")
    locked.readiness.filter(ended_on__isnull=True, ready_on__lte=discharged_on).update(ended_on=discharged_on)
    end_delays(locked, discharged_on)
    text = label_of(DESTINATIONS, destination) + (f". {note}" if note else "")
    carry_out(
        locked,
        Event.RECORD_DISCHARGE,
        by=by,
        at=at,
        note=text,
        discharged_on=discharged_on,
        destination=destination,
        detail={"destination": destination},
    )
    if destination == DIED:
        record_death(referral=locked, by=by, at=at)
    people = [each for each in {locked.submitted_by, locked.made_by} if each is not None and each != by]
    tell(
        referral=locked,
        people=people,
        key=f"referral:{locked.pk}:discharged",
        text=f"{locked.reference}: has left hospital",
        path=case_path(locked.reference),
        at=at,
    )
    return locked


@transaction.atomic
def close_case(*, referral: Referral, note: str, by: User, at: datetime) -> Referral:
    """End the case. `outcomes.actions.close` calls this with the outcome in the same transaction.

    `note` is read by the ward: what came of its referral.
    """
    locked = lock(referral)
    try:
        check(locked, Event.CLOSE, by)
    except AlreadyDone:
        return locked
    carry_out(locked, Event.CLOSE, by=by, at=at, note=note, ended_at=at)
    clocks.stop_all(referral=locked, at=at)
    return locked
