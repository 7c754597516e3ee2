"""Cases in any status, made by the same actions a person's click calls."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from partners.models import Organisation, User
from partners.sharing import SharingPurpose
from referrals.actions import delays, discharge, drafts, parties, submit, triage
from referrals.answers import PatientAnswers, ReferralAnswers, SharingAnswers
from referrals.lifecycle import Part
from referrals.models import Referral, ReferralParty, SharingDecision
from referrals.nhs_number import make_test_number
from tests.factories.worlds import NOW, World, agreement

_patients = count(1)
_PATIENT_FIELDS = set(PatientAnswers.__dataclass_fields__)


def answers(world: World, **overrides: Any) -> ReferralAnswers:
    """A complete, ordinary referral: a woman of 82 whose bathroom is upstairs. `overrides` may name the patient's
    fields too."""
    number = next(_patients)
    patient = PatientAnswers(
        nhs_number=make_test_number(number),
        family_name=f"Smith{number}",
        given_name="Ada",
        born_on=date(1944, 3, 12),
        address="1 Station Road, Mansfield",
        postcode="NG18 1AA",
        phone="+441632960001",
    )
    patient = replace(patient, **{name: overrides.pop(name) for name in list(overrides) if name in _PATIENT_FIELDS})
    complete = ReferralAnswers(
        patient=patient,
        scheme_id=world.scheme.pk,
        ward_id=world.ward.pk,
        purpose="discharge",
        admitted_on=date(2026, 11, 10),
        expected_discharge_on=date(2026, 11, 26),
        ready_on=date(2026, 11, 20),
        pathway=1,
        needs=("bathroom", "key_safe"),
        main_need="bathroom",
        what_stands_in_the_way="The bathroom is upstairs and she cannot climb the stairs.",
        tenure="council",
        household="alone",
        access_notes="Key with the neighbour at number 3.",
        safety_notes="Loose carpet in the hall.",
        risks=("falls",),
        urgency="urgent",
        sharing=SharingAnswers(basis="consent"),
    )
    return replace(complete, **overrides)


def draft(world: World, *, by: User | None = None, at: datetime = NOW) -> Referral:
    """A referral begun on the ward and not sent."""
    return drafts.start_draft(organisation=world.trust, ward=world.ward, by=by or world.sister, at=at)


def referral(
    world: World,
    status: str = "submitted",
    *,
    at: datetime = NOW,
    by: User | None = None,
    assignee: User | None = None,
    **overrides: Any,
) -> Referral:
    """A case that has come as far as `status`, each step an hour after the one before, from `at` on.

    `by` refers it (the ward sister unless said), `assignee` has it (the coordinator unless said).
    """
    if status == "draft":
        return draft(world, by=by, at=at)
    coordinator = assignee or world.coordinator
    hour = timedelta(hours=1)
    case = submit.submit_referral(
        draft=draft(world, by=by, at=at), answers=answers(world, **overrides), by=by or world.sister, at=at
    )
    if status == "submitted":
        pass
    elif status == "information_requested":
        case = triage.ask_for_information(referral=case, question="Who has the key?", by=coordinator, at=at + hour)
    elif status == "declined":
        case = triage.decline_referral(
            referral=case, reason="outside_area", note="Bolsover covers it.", by=coordinator, at=at + hour
        )
    elif status == "withdrawn":
        case = triage.withdraw_referral(referral=case, reason="solved", note="", by=by or world.sister, at=at + hour)
    elif status in {"accepted", "discharged", "closed"}:
        case = triage.accept_referral(referral=case, assignee=coordinator, by=coordinator, at=at + hour)
        if status != "accepted":
            case = discharge.record_discharge(
                referral=case,
                discharged_on=(at + 2 * hour).date(),
                destination="usual_home",
                note="",
                by=coordinator,
                at=at + 2 * hour,
            )
        if status == "closed":
            case = discharge.close_case(referral=case, note="Settled", by=coordinator, at=at + 3 * hour)
    else:
        raise ValueError(f"No case can be made in status {status}.")
    return Referral.objects.select_related(
        "patient", "scheme", "ward__site", "lead_organisation", "referrer_organisation", "assignee", "submitted_by"
    ).get(pk=case.pk)


def decided(
    case: Referral,
    purpose: SharingPurpose,
    partner: Organisation | None = None,
    *,
    basis: str = "consent",
    at: datetime = NOW,
) -> SharingDecision:
    """A decision about sharing as the one who made the case would have recorded it, whatever its status."""
    return SharingDecision.objects.create(
        referral=case, purpose=purpose, partner=partner, basis=basis, recorded_by=case.made_by, recorded_at=at
    )


def viewer(case: Referral, organisation: Organisation, *, at: datetime = NOW) -> ReferralParty:
    """Let an organisation look at a case, with the agreement and the decision that this needs."""
    agreement(case.lead_organisation or case.referrer_organisation, organisation, SharingPurpose.REVIEW).save()
    decided(case, SharingPurpose.REVIEW, organisation, at=at)
    return parties.add_party(referral=case, organisation=organisation, part=Part.VIEWER, at=at)


def delay(case: Referral, *reasons: str, from_on: date, by: User | None = None, at: datetime | None = None) -> Referral:
    """What a patient who is ready waits for, the main reason first; recorded by the one who made the case."""
    at = at or NOW + timedelta(hours=2)
    return delays.record_delay(
        referral=case, from_on=from_on, reasons=reasons, main=reasons[0], by=by or case.made_by, at=at
    )
