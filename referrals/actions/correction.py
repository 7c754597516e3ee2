"""A person's details are put right (UK GDPR article 16), on all their cases at once; the past keeps what they were.

One row is one person, whoever sends them: who works on another open case of theirs reads of the correction there.
"""

from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction
from psycopg2.errors import UniqueViolation

from partners import audit, history
from partners.errors import NotAllowed, UnableTo, UnableToActNow
from partners.models import User
from referrals import access
from referrals.actions import look_ups
from referrals.actions.transition import lock, write_event
from referrals.answers import PatientAnswers
from referrals.catalogue import CORRECTION_REASONS, codes, label_of
from referrals.history import PATIENT
from referrals.identity import fingerprint_of
from referrals.models import Patient, Referral
from referrals.queries import beyond

EVENT = "patient_details_corrected"


class UnableToCorrect(UnableTo):
    """The details cannot be as they were typed."""


class ChangedMeanwhile(UnableToActNow):
    """Somebody else changed the details after this page was opened."""


class NumberTaken(UnableToCorrect):
    """The NHS number stands on another person's record."""

    def __init__(self) -> None:
        super().__init__(
            "Another person’s record has this NHS number. Check it against the wristband or the notes. If both records "
            "are about the same person, ask your information-governance officer: Homeward does not join records."
        )


def correct_patient(
    *, referral: Referral, opened: str, details: PatientAnswers, reason: str, by: User, at: datetime
) -> Patient:
    """Write the details as they are right now. The same details again are quiet.

    `opened`: the `fingerprint_of` the details that the form was opened with. `reason`: a code of `CORRECTION_REASONS`.

    Raises NotAllowed without the right; ChangedMeanwhile when somebody changed them since; NumberTaken, which is
    written down; TooManyMismatches after several of those; UnableToCorrect for a reason that is none.
    """
    with transaction.atomic():
        number = details.nhs_number
        if number and Patient.objects.filter(referrals=referral).exclude(nhs_number=number).exists():
            look_ups.check_may_match(by, at)
        try:
            with transaction.atomic():
                return _correct(referral, opened, details, reason, by, at)
        except IntegrityError as problem:
            # The unique index sees every record, also those this person may not.
            if not isinstance(problem.__cause__, UniqueViolation):
                raise
            look_ups.write_mismatch(by=by, at=at, referral_id=referral.pk)
            refusal = NumberTaken()
            refusal.__cause__ = problem
    raise refusal


def _correct(referral: Referral, opened: str, details: PatientAnswers, reason: str, by: User, at: datetime) -> Patient:
    locked = lock(referral)
    if locked.patient_id is None or not access.can_correct_patient(by, locked):
        raise NotAllowed("You do not have the right to correct this patient’s details.")
    if reason not in codes(CORRECTION_REASONS):
        raise UnableToCorrect("Select why the details are corrected.")
    patient = Patient.objects.select_for_update(of=("self",), no_key=True).get(pk=locked.patient_id)
    changed = {name: value for name, value in asdict(details).items() if getattr(patient, name) != value}
    if not changed:
        return patient
    if fingerprint_of(patient) != opened:
        raise ChangedMeanwhile(
            "Somebody changed these details after you opened this page. "
            "Compare what is held now with what you typed, then save again."
        )
    history.add(reason=reason)
    for name, value in changed.items():
        setattr(patient, name, value)
    patient.save(update_fields=[*changed])
    _tell_cases(locked, patient, [*changed], reason, by, at)
    audit.record(
        action=EVENT,
        by=by,
        at=at,
        object_type="patient",
        object_id=patient.pk,
        referral_id=locked.pk,
        detail={"fields": sorted(changed), "reason": reason},
    )
    return patient


def _tell_cases(referral: Referral, patient: Patient, columns: list[str], reason: str, by: User, at: datetime) -> None:
    """A line on this case, and on every other open one of the person: which details, never what they say."""
    labels = [PATIENT.fields[column].label for column in columns]
    what = ", ".join([labels[0], *(_lowered(label) for label in labels[1:])])
    write_event(referral, EVENT, by=by, at=at, note=f"{what}. Reason: {label_of(CORRECTION_REASONS, reason).lower()}")
    beyond.tell_other_cases(
        patient_id=patient.pk,
        but=referral.pk,
        event=EVENT,
        note=f"{what}. Check what you rely on.",
        by=by.pk,
        organisation_id=by.working_as.organisation_id if by.working_as else None,
        at=at,
    )


def _lowered(label: str) -> str:
    return label if label[:2].isupper() else label[0].lower() + label[1:]
