"""A referral that was sent, as its ward sees it right after: when the answer is due, and the whole of it for paper."""

from collections.abc import Mapping
from typing import Any

from partners import words
from partners.forms.fields import phone_as_written
from partners.minimum_data import Reader, shown
from partners.sharing import SharingPurpose
from referrals import nhs_number
from referrals.catalogue import (
    CARER_RELATIONSHIPS,
    CONSENT_BASES,
    HOUSEHOLDS,
    NEEDS,
    NO_NHS_NUMBER_REASONS,
    PATHWAYS,
    PURPOSES,
    RISKS,
    TENURES,
    URGENCIES,
    label_of,
)
from referrals.models import Clock, Message, Referral

NOT_RECORDED = "Not recorded"
Line = tuple[str, str | list[str]]


def answer_clock(referral: Referral) -> Clock | None:
    """The clock of the answer to the ward, the latest if there were several."""
    return referral.clocks.filter(kind=Clock.Kind.ANSWER).order_by("-started_at").first()


def name_typed(answers: Mapping[str, Any]) -> str:
    """SURNAME, First as far as they were typed into a draft; empty when neither was."""
    who = answers.get("who") or {}
    family, given = (" ".join(str(who.get(name) or "").split()) for name in ("family_name", "given_name"))
    return ", ".join(part for part in (family.upper(), given) if part)


def paper_of(referral: Referral, reader: Reader) -> dict[str, list[Line]]:
    """Everything the ward said, in sections of question and answer, as far as this reader may see it. Four queries."""
    patient = referral.patient
    if patient is None:
        return {}
    number = nhs_number.display(patient.nhs_number or "")
    none = label_of(NO_NHS_NUMBER_REASONS, patient.no_nhs_number_reason).lower()
    address = [line for line in patient.address.splitlines() if line.strip()]
    if patient.no_fixed_abode:
        address.insert(0, "No fixed abode")
    needs = sorted(referral.needs.all(), key=lambda need: not need.is_main)
    sharing = referral.sharing_decisions.filter(purpose=SharingPurpose.ARRANGE, withdrawn_at__isnull=True).first()
    sections: dict[str, dict[str, Line]] = {
        "Patient": {
            "nhs_number": ("NHS number", number or f"None: {none}"),
            "patient_name": ("Name", patient.full_name),
            "born_on": ("Date of birth", words.date_long(patient.born_on)),
            "address": ("Home", [*address, *([patient.postcode] if patient.postcode else [])]),
            "phone": ("Phone", phone_as_written(patient.phone) if patient.phone else ""),
            "interpreter": ("Interpreter", patient.interpreter or "Not needed"),
        },
        "Hospital": _hospital(referral),
        "What stands in the way": {
            "needs": ("Needs, the main one first", [label_of(NEEDS, need.code) for need in needs]),
            "what_stands_in_the_way": ("In the ward’s words", referral.what_stands_in_the_way.splitlines()),
        },
        "Home and people": {
            "tenure": ("Tenure", label_of(TENURES, referral.tenure)),
            "household": ("Lives there", label_of(HOUSEHOLDS, referral.household)),
            "carer_name": ("Carer or next of kin", [_carer(carer) for carer in referral.carers.all()]),
            "access_notes": ("How to get in", referral.access_notes.splitlines()),
            "other_risks": ("Risks", [label_of(RISKS, risk.code) for risk in referral.risks.all()] or "None known"),
            "safety_notes": ("To stay safe", referral.safety_notes.splitlines()),
        },
        "Sharing": {
            "sharing_basis": ("Basis", label_of(CONSENT_BASES, sharing.basis) if sharing else ""),
            "sharing_decision_maker": ("Who decided", (sharing.decision_maker if sharing else "") or "The patient"),
        },
    }
    return {
        name: [(key, value if value and value != [""] else NOT_RECORDED) for key, value in told.values()]
        for name, lines in sections.items()
        if (told := shown(reader, lines))
    }


def _hospital(referral: Referral) -> dict[str, Line]:
    lines: dict[str, Line] = {
        "ward": ("Ward", f"{referral.ward.name}, {referral.ward.site.name}" if referral.ward else ""),
        "purpose": ("Help is for", label_of(PURPOSES, referral.purpose)),
        "urgency": ("Urgency", label_of(URGENCIES, referral.urgency)),
    }
    if referral.purpose != "discharge":
        return lines
    pathway = None if referral.pathway is None else str(referral.pathway)
    ready, expected = referral.ready_since, referral.expected_discharge_on
    return {
        **lines,
        "admitted_on": ("Admitted", words.date_long(referral.admitted_on) if referral.admitted_on else ""),
        "readiness": ("Ready to leave", f"Since {words.date_long(ready)}" if ready else "Not yet"),
        "expected_discharge_on": ("Expected to leave", words.date_long(expected) if expected else ""),
        "pathway": ("Pathway", label_of(PATHWAYS, pathway) if pathway else "Not decided yet"),
    }


def _carer(carer: Any) -> str:
    relationship = label_of(CARER_RELATIONSHIPS, carer.relationship).lower()
    phone = phone_as_written(carer.phone) if carer.phone else ""
    return ", ".join(part for part in (carer.name, relationship, phone) if part)


def open_question(referral: Referral) -> Message | None:
    """The coordinator's latest question to the ward."""
    return (
        referral.messages.filter(kind=Message.Kind.QUESTION)
        .select_related("written_by", "organisation")
        .order_by("-written_at", "-pk")
        .first()
    )
