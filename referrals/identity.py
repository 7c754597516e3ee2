"""Who a page is about: the dark line on top of every page on a case."""

import hashlib
import json
from dataclasses import fields
from datetime import datetime
from typing import Any

from partners.minimum_data import Reader, shown
from partners.words import date_long
from referrals.answers import PatientAnswers
from referrals.catalogue import NO_NHS_NUMBER_REASONS, label_of
from referrals.london import london_date
from referrals.models import Patient, Referral
from referrals.queries.case import risks_of


def identity(referral: Referral, at: datetime, reader: Reader = Reader.LEAD) -> dict[str, Any]:
    """The options of the `identity_bar` part: name, born, NHS number, ward, flags. One query. `at` gives the age.

    What this reader may not be shown is left out; pages on which something is done to a case are the two sides' own.
    """
    patient = referral.patient
    if patient is None:
        return {"name": "No name yet", "reference": referral.reference}
    if patient.anonymised_at is not None:
        return {"name": f"Anonymised on {date_long(patient.anonymised_at)}", "reference": referral.reference}
    where = f"{referral.ward.name}, {referral.ward.site.name}" if referral.ward else "Not in hospital"
    told: dict[str, dict[str, Any]] = {
        "patient_name": {"name": patient.full_name},
        "born_on": {"born": patient.born_on, "today": london_date(at)},
        "nhs_number": {
            "nhs_number": patient.nhs_number,
            "no_nhs_number": label_of(NO_NHS_NUMBER_REASONS, patient.no_nhs_number_reason or "not_known"),
        },
        "reference": {"reference": referral.reference},
        "ward": {"facts": [{"label": "From", "value": where}]},
        "other_risks": {"flags": [risk.label for risk in risks_of(referral)]},
    }
    found: dict[str, Any] = {"name": "No name shown"}
    for options in shown(reader, told).values():
        found.update(options)
    if patient.death_recorded_at is not None:  # whoever sees who it is must not ring or ring the bell
        found["flags"] = ["Has died", *found.get("flags", [])]
    return found


def details_of(patient: Patient) -> PatientAnswers:
    """What is held about who the patient is, as a form takes it."""
    return PatientAnswers(**{field.name: getattr(patient, field.name) for field in fields(PatientAnswers)})


def fingerprint_of(patient: Patient) -> str:
    """The same for the same details: a page keeps it to find out whether somebody changed them meanwhile."""
    held = [str(getattr(patient, field.name)) for field in fields(PatientAnswers)]
    return hashlib.sha256(json.dumps(held).encode()).hexdigest()
