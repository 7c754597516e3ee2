"""A person has died. Whoever learns of it first has it recorded on all that is held on them."""

from datetime import datetime

from partners import audit
from partners.models import User
from referrals.models import Referral
from referrals.queries import beyond

EVENT = "person_has_died"
DIED = "died"  # the code by which destinations, reasons and results say so


def record_death(*, referral: Referral, by: User, at: datetime) -> None:
    """Nobody is reminded to ring this person or visit them any more: what was told about it and what waits to be sent
    is taken back, on every case of theirs, and whoever leads another open one is told on its timeline.

    Called inside the transaction of the action that learned of it (leaving hospital, withdrawing, a follow-up, moving
    out, closing), so that all of it stands or falls together. Again changes nothing.
    """
    patient = referral.patient
    if patient is None:
        return
    patient.refresh_from_db(fields=["death_recorded_at"])
    if patient.death_recorded_at is not None:
        return
    beyond.person_has_died(patient_id=patient.pk, at=at)
    audit.record(action=EVENT, by=by, at=at, object_type="patient", object_id=patient.pk, referral_id=referral.pk)
    beyond.tell_other_cases(
        patient_id=patient.pk,
        but=referral.pk,
        event=EVENT,
        note="Recorded on another case. Nobody is to ring or visit.",
        by=by.pk,
        organisation_id=by.working_as.organisation_id if by.working_as else None,
        at=at,
    )
