"""When a patient is ready to leave hospital, and when no longer.

NHS England's discharge-ready date guidance (from 1 April 2023): a patient can meet the criteria to reside again;
the start
of the final period counts, so periods are kept as rows.
"""

from datetime import date, datetime

from django.db import transaction

from partners.errors import UnableTo
from partners.models import User
from referrals.actions.delays import end_delays
from referrals.actions.transition import carry_out, check, lock
from referrals.lifecycle import Event
from referrals.models import ReadinessPeriod, Referral


class UnableToRecordReadiness(UnableTo):
    """The dates do not fit what is recorded."""


@transaction.atomic
def record_ready(*, referral: Referral, ready_on: date, by: User, at: datetime) -> Referral:
    """The patient is ready to leave since this day (London). Recording another day corrects the current period."""
    locked = lock(referral)
    check(locked, Event.RECORD_READINESS, by)
    if locked.ready_since == ready_on:
        return locked
    if locked.admitted_on is not None and ready_on < locked.admitted_on:
        raise UnableToRecordReadiness("The patient cannot be ready to leave before the day of admission.")
    last = locked.readiness.filter(ended_on__isnull=False).order_by("-ended_on").first()
    if last is not None and last.ended_on is not None and ready_on < last.ended_on:
        raise UnableToRecordReadiness("The patient was not ready on this day, as recorded earlier. Enter a later date.")
    changed = locked.readiness.filter(ended_on__isnull=True).update(ready_on=ready_on, recorded_by=by, recorded_at=at)
    if not changed:
        ReadinessPeriod.objects.create(referral=locked, ready_on=ready_on, recorded_by=by, recorded_at=at)
    return carry_out(
        locked,
        Event.RECORD_READINESS,
        by=by,
        at=at,
        note=f"Ready to leave since {_words(ready_on)}",
        ready_since=ready_on,
    )


@transaction.atomic
def record_not_ready(*, referral: Referral, ended_on: date, by: User, at: datetime) -> Referral:
    """The patient needs the hospital again since this day (London). Quiet when they were not ready anyway."""
    locked = lock(referral)
    check(locked, Event.RECORD_READINESS, by)
    period = locked.readiness.filter(ended_on__isnull=True).first()
    if period is None:
        return locked
    if ended_on < period.ready_on:
        raise UnableToRecordReadiness(
            f"Enter a date on or after {_words(period.ready_on)}, when the patient became ready."
        )
    period.ended_on = ended_on
    period.save(update_fields=["ended_on"])
    end_delays(locked, ended_on)
    return carry_out(
        locked,
        Event.RECORD_READINESS,
        by=by,
        at=at,
        note=f"Not ready to leave since {_words(ended_on)}",
        ready_since=None,
    )


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
