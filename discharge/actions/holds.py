"""Holds: a record that must stay, whatever its age."""

from datetime import datetime

from django.db import IntegrityError, transaction

from discharge import access
from discharge.errors import NotAllowed, UnableToActNow, UnableToAnswer
from discharge.queries.rights import latest_reference
from partners import audit
from partners.models import Organisation, User
from referrals.models import LegalHold, Patient


@transaction.atomic
def place_hold(*, patient: Patient, organisation: Organisation, reason: str, by: User, at: datetime) -> LegalHold:
    """Keep this record until the hold is lifted. The same organisation's second hold is quiet for the same person.

    Raises NotAllowed for people without the right, or for patients with no case of this organisation; UnableToAnswer
    without a reason or for a record that was anonymised already; UnableToActNow when a colleague holds it.
    """
    if not access.can_answer_for(by, patient, organisation.pk):
        raise NotAllowed("You can hold only records of your own organisation.")
    # The same lock as the one under which a person is taken out: one of the two comes first.
    locked = Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
    if locked.anonymised_at is not None:
        raise UnableToAnswer("This record has been anonymised already, so there is nothing to hold.")
    if not reason.strip():
        raise UnableToAnswer("Say why the record must be kept.")
    try:
        with transaction.atomic():
            hold = LegalHold.objects.create(
                patient=locked,
                organisation=organisation,
                reference=latest_reference(locked, organisation),
                reason=reason.strip(),
                placed_by=by,
                placed_at=at,
            )
    except IntegrityError as there:
        present = LegalHold.objects.get(patient=locked, organisation=organisation, lifted_at__isnull=True)
        if present.placed_by_id == by.pk:
            return present
        raise UnableToActNow("Your organisation holds this record already.") from there
    audit.record(
        action="hold_placed",
        by=by,
        at=at,
        object_type="hold",
        object_id=hold.pk,
        detail={"patient": locked.pk, "organisation": organisation.pk},
    )
    return hold


@transaction.atomic
def lift_hold(*, hold: LegalHold, by: User, at: datetime) -> LegalHold:
    """The record need not be kept any more: its age counts again. Lifting it twice is quiet for the same person.

    Raises NotAllowed without the right at the organisation that holds it; UnableToActNow when a colleague lifted it.
    """
    locked = LegalHold.objects.select_for_update(of=("self",), no_key=True).get(pk=hold.pk)
    if not access.can_lift(by, locked):
        raise NotAllowed("Another organisation holds this record.")
    if locked.lifted_at is not None:
        if locked.lifted_by_id == by.pk:
            return locked
        raise UnableToActNow("A colleague has lifted this hold already.")
    locked.lifted_at, locked.lifted_by = at, by
    locked.save(update_fields=["lifted_at", "lifted_by"])
    audit.record(
        action="hold_lifted",
        by=by,
        at=at,
        object_type="hold",
        object_id=locked.pk,
        detail={"patient": locked.patient_id, "organisation": locked.organisation_id},
    )
    return locked
