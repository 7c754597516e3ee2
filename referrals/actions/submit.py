"""A ward sends its referral: the draft becomes a case, and the first clock starts."""

from datetime import datetime
from typing import Any

from django.db import transaction

from partners import access as partners
from partners.models import Scheme, User, Ward
from partners.roles import Permission
from partners.sharing import SharingPurpose
from referrals import access
from referrals.actions import clocks, look_ups
from referrals.actions.basis import check_agreement
from referrals.actions.sharing import record_first
from referrals.actions.team import tell
from referrals.actions.transition import AlreadyDone, carry_out, check, lock
from referrals.answers import PatientAnswers, ReferralAnswers
from referrals.catalogue import URGENCIES, label_of
from referrals.errors import NotAllowed, NotMatched, UnableToShare, UnableToSubmit
from referrals.lifecycle import Event
from referrals.london import london_date
from referrals.models import (
    Carer,
    Patient,
    ReadinessPeriod,
    Referral,
    ReferralNeed,
    ReferralRisk,
)
from referrals.paths import case_path
from referrals.queries import beyond
from referrals.sharing import ASKED_ON_THE_WARD, Decision, Missing


def submit_referral(
    *,
    draft: Referral,
    answers: ReferralAnswers,
    by: User,
    at: datetime,
    source: str = "form",
    import_key: str | None = None,
) -> Referral:
    """Send a referral to the service that answers it. Sending it again is quiet for the same person.

    `import_key`: fingerprint of the spreadsheet line it came from; the database refuses a second case with it.

    Raises NotAllowed without the right to refer from this ward; UnableToSubmit when the service does not take referrals
    from here, may not be given the patient's details, or the details contradict what is known (NotMatched, which is
    written down); TooManyMismatches after several of those; UnableToActNow when somebody else sent it first.
    """
    with transaction.atomic():
        if answers.patient.nhs_number and source != "import":
            look_ups.check_may_match(by, at)
        try:
            with transaction.atomic():
                return _submit(draft, answers, by, at, source, import_key)
        except NotMatched as stopped:  # nothing is left of the referral; that it was tried is
            look_ups.write_mismatch(by=by, at=at, referral_id=draft.pk)
            refusal = stopped
    raise refusal


def _submit(
    draft: Referral, answers: ReferralAnswers, by: User, at: datetime, source: str, import_key: str | None
) -> Referral:
    referral = lock(draft)
    try:
        check(referral, Event.SUBMIT, by)
    except AlreadyDone:
        return referral
    if not access.can_make_referral(by, referral.referrer_organisation_id, answers.ward_id):
        raise NotAllowed("You can make referrals only from your own wards.")
    if referral.saved_at != draft.saved_at:
        raise UnableToSubmit("Somebody changed this draft since you opened it. Check the answers again before sending.")
    scheme = _scheme_for(referral, answers, at)
    _check_may_send(referral, scheme, answers, at)
    patient_id, is_new = _register(answers.patient)
    _refuse_unexplained_second(referral, answers, by)
    carry_out(
        referral,
        Event.SUBMIT,
        by=by,
        at=at,
        note=f"Second referral: {answers.second_referral_reason}" if answers.second_referral_reason else "",
        patient_id=patient_id,
        scheme=scheme,
        lead_organisation=scheme.lead_organisation,
        ward=Ward.objects.get(pk=answers.ward_id) if answers.ward_id else None,
        purpose=answers.purpose,
        urgency=answers.urgency,
        admitted_on=answers.admitted_on,
        expected_discharge_on=answers.expected_discharge_on,
        ready_since=answers.ready_on,
        pathway=answers.pathway,
        tenure=answers.tenure,
        household=answers.household,
        what_stands_in_the_way=answers.what_stands_in_the_way,
        access_notes=answers.access_notes,
        safety_notes=answers.safety_notes,
        source=source,
        import_key=import_key,
        submitted_at=at,
        submitted_by=by,
        draft_answers={},
    )
    if not is_new:
        _renew(answers.patient, referral, by, at)
    _write_parts(referral, answers, by, at)
    # Of a restricted case the sender may not know, so nothing stopped them: whoever works on it must know of this one.
    beyond.tell_named_of_second(
        referral,
        event="second_referral_sent",
        note=f"another referral of the same patient was sent: {referral.reference}, "
        f"{referral.referrer_organisation.name} to {scheme.lead_organisation.name}",
        at=at,
    )
    clocks.start_clock(
        referral=referral,
        kind="answer",
        label=f"Answer to the ward ({label_of(URGENCIES, answers.urgency).lower()})",
        target_name=answers.urgency,
        at=at,
    )
    clocks.start_clock(
        referral=referral, kind="first_response", label="First response", target_name="first_response", at=at
    )
    tell(
        referral=referral,
        people=partners.people_with(Permission.CASE_TRIAGE, scheme.lead_organisation_id),
        key=f"referral:{referral.pk}:sent",
        text=f"{referral.reference}: new {label_of(URGENCIES, answers.urgency).lower()} referral to answer",
        path=case_path(referral.reference),
        at=at,
    )
    return referral


def _scheme_for(referral: Referral, answers: ReferralAnswers, at: datetime) -> Scheme:
    today = london_date(at)
    scheme = (
        Scheme.objects.filter(
            pk=answers.scheme_id,
            active=True,
            starts_on__lte=today,
            partners__organisation=referral.referrer_organisation,
            partners__part="referrer",
        )
        .select_related("lead_organisation")
        .first()
    )
    if scheme is None or (scheme.ends_on is not None and scheme.ends_on < today):
        raise UnableToSubmit("This service does not take referrals from your organisation now. Select another service.")
    return scheme


def _check_may_send(referral: Referral, scheme: Scheme, answers: ReferralAnswers, at: datetime) -> None:
    decision = Decision(pk=0, purpose=SharingPurpose.ARRANGE, partner=None, basis=answers.sharing.basis, recorded_at=at)
    giver, receiver = referral.referrer_organisation, scheme.lead_organisation
    try:
        check_agreement(giver=giver, receiver=receiver, decision=decision, at=at)
    except UnableToShare as stopped:
        if Missing.REFUSED in stopped.refusal.missing:
            raise UnableToSubmit(
                "The referral cannot be sent without the patient’s agreement or a recorded decision."
            ) from stopped
        raise UnableToSubmit(
            f"{giver.name} has no agreement in force to share patients’ details with {receiver.name}, so nothing is "
            "sent. Ask your information-governance officer or an administrator to record the agreement, then send it "
            "again. Your draft is kept. If the patient cannot wait, ring the service."
        ) from stopped


def _details(answers: PatientAnswers) -> dict[str, Any]:
    return {
        "no_nhs_number_reason": answers.no_nhs_number_reason,
        "family_name": answers.family_name,
        "given_name": answers.given_name,
        "no_fixed_abode": answers.no_fixed_abode,
        "address": answers.address,
        "postcode": answers.postcode,
        "phone": answers.phone,
        "interpreter": answers.interpreter,
    }


def _register(answers: PatientAnswers) -> tuple[int, bool]:
    """The patient's id, found by NHS number when the date of birth agrees, otherwise new; and whether it is new."""
    patient_id, is_new = beyond.register_patient(
        {"nhs_number": answers.nhs_number, "born_on": answers.born_on, **_details(answers)}
    )
    if patient_id is None:
        raise NotMatched(
            "This NHS number is known with another date of birth. Check both against the wristband or the notes."
        )
    return patient_id, is_new


def _renew(answers: PatientAnswers, referral: Referral, by: User, at: datetime) -> None:
    """Details typed now replace older ones, since an address on an old referral may be the reason for this one.

    What was left empty replaces nothing: somebody else may have needed to know it.
    """
    details = _details(answers)
    patient = Patient.objects.select_for_update(of=("self",), no_key=True).get(referrals=referral)
    typed = {name: value for name, value in details.items() if value}
    if answers.address or answers.no_fixed_abode:
        typed |= {name: details[name] for name in ("no_fixed_abode", "address", "postcode")}
    changed = [name for name, value in typed.items() if getattr(patient, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(patient, name, typed[name])
    patient.save(update_fields=changed)
    # Who works on another open case of this patient must see that the details they rely on are new.
    beyond.tell_other_cases(
        patient_id=patient.pk,
        but=referral.pk,
        event="patient_details_changed",
        note=f"With referral {referral.reference}: check the name, address and telephone number",
        by=by.pk,
        organisation_id=by.working_as.organisation_id if by.working_as else None,
        at=at,
    )


def _refuse_unexplained_second(referral: Referral, answers: ReferralAnswers, by: User) -> None:
    number = answers.patient.nhs_number
    others = [each for each in beyond.open_referrals_of(number, by) if each.pk != referral.pk] if number else []
    if others and not answers.second_referral_reason:
        raise UnableToSubmit(
            "This patient already has an open referral. Use that one, or say why a second one is needed."
        )


def _write_parts(referral: Referral, answers: ReferralAnswers, by: User, at: datetime) -> None:
    ReferralNeed.objects.bulk_create(
        [ReferralNeed(referral=referral, code=code, is_main=code == answers.main_need) for code in answers.needs]
    )
    ReferralRisk.objects.bulk_create([ReferralRisk(referral=referral, code=code) for code in answers.risks])
    if answers.carer is not None:
        Carer.objects.create(
            referral=referral,
            name=answers.carer.name,
            relationship=answers.carer.relationship,
            phone=answers.carer.phone,
            lives_with_patient=answers.carer.lives_with_patient,
        )
    if answers.ready_on is not None:
        ReadinessPeriod.objects.create(referral=referral, ready_on=answers.ready_on, recorded_by=by, recorded_at=at)
    record_first(
        referral=referral,
        purposes=ASKED_ON_THE_WARD,
        basis=answers.sharing.basis,
        decision_maker=answers.sharing.decision_maker,
        note=answers.sharing.note,
        by=by,
        at=at,
    )
