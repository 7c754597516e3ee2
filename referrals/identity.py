"""Who a page is about: the dark line on top of every page on a case."""

from datetime import datetime
from typing import Any

from referrals.catalogue import NO_NHS_NUMBER_REASONS, label_of
from referrals.london import london_date
from referrals.models import Referral
from referrals.queries.case import risks_of


def identity(referral: Referral, at: datetime) -> dict[str, Any]:
    """The options of the `identity_bar` part: name, born, NHS number, ward, flags. One query. `at` gives the age."""
    patient = referral.patient
    if patient is None:
        return {"name": "No name yet", "reference": referral.reference}
    where = f"{referral.ward.name}, {referral.ward.site.name}" if referral.ward else "Not in hospital"
    return {
        "name": patient.full_name,
        "born": patient.born_on,
        "today": london_date(at),
        "nhs_number": patient.nhs_number,
        "no_nhs_number": label_of(NO_NHS_NUMBER_REASONS, patient.no_nhs_number_reason or "not_known"),
        "reference": referral.reference,
        "facts": [{"label": "From", "value": where}],
        "flags": [risk.label for risk in risks_of(referral)],
    }
