"""Why a patient who is ready to leave is still in hospital: several reasons at once, one of them the main one."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import DateField, F, Q, Value
from django.db.models.functions import Greatest

from partners import words
from partners.errors import UnableTo
from partners.models import User
from referrals.actions.transition import carry_out, check, lock
from referrals.delay_codes import list_on
from referrals.lifecycle import Event
from referrals.lists import codes, label_of
from referrals.london import london_date
from referrals.models import DelaySpan, Referral


class UnableToRecordDelay(UnableTo):
    """The day or the reasons do not fit what is recorded."""


@transaction.atomic
def record_delay(
    *, referral: Referral, from_on: date, reasons: Collection[str], main: str, by: User, at: datetime
) -> Referral:
    """From this day (London) until recorded anew the patient waits for these reasons, mainly for `main`. What was
    recorded for this day and later is replaced; saying the same again changes nothing.

    `reasons` and `main` are codes of the list in force on that day. Raises UnableToRecordDelay, and what
    `transition.check` raises.
    """
    locked = lock(referral)
    check(locked, Event.RECORD_DELAY, by)
    if locked.ready_since is None:
        raise UnableToRecordDelay("Record first since when the patient is ready to leave hospital.")
    if from_on < locked.ready_since:
        raise UnableToRecordDelay(
            f"Enter a date on or after {words.date_long(locked.ready_since)}, when the patient became ready."
        )
    if from_on > london_date(at):
        raise UnableToRecordDelay("The date must be today or in the past.")
    current = list_on(from_on)
    wanted = set(reasons)
    if current is None or not wanted <= codes(current.reasons):
        raise UnableToRecordDelay("These reasons were not in use on that day. Enter a later date.")
    if main not in wanted:
        raise UnableToRecordDelay("Select as the main reason one of those you ticked.")
    before = locked.delays.filter(_holds_from(from_on)).values_list("from_on", "code", "list_version", "is_primary")
    if set(before) == {(from_on, code, current.version, code == main) for code in wanted}:
        return locked
    end_delays(locked, from_on)
    chosen = sorted((entry.code for entry in current.reasons if entry.code in wanted), key=lambda code: code != main)
    DelaySpan.objects.bulk_create(
        DelaySpan(
            referral=locked,
            from_on=from_on,
            code=code,
            list_version=current.version,
            is_primary=code == main,
            recorded_by=by,
            recorded_at=at,
        )
        for code in chosen
    )
    said = "; ".join(label_of(current.reasons, code) for code in chosen)
    return carry_out(locked, Event.RECORD_DELAY, by=by, at=at, note=f"From {words.date_long(from_on)}: {said}")


def end_delays(referral: Referral, on: date) -> None:
    """No reason holds on this day (London) or later; one that began later holds no day. The caller locked the case."""
    referral.delays.filter(_holds_from(on)).update(until_on=Greatest(F("from_on"), Value(on, output_field=DateField())))


def _holds_from(on: date) -> Q:
    """The spans that hold on this day or later; those that hold no day are left out."""
    return Q(until_on__isnull=True) | (Q(until_on__gt=on) & Q(until_on__gt=F("from_on")))
