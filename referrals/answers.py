"""What a referral says, as the ward form and the spreadsheet import hand it to the actions: checked, typed, no HTML."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientAnswers:
    """Who. `nhs_number` is ten digits or None with a reason code."""

    nhs_number: str | None
    no_nhs_number_reason: str = ""
    family_name: str
    given_name: str
    born_on: date
    no_fixed_abode: bool = False
    address: str = ""
    postcode: str = ""
    phone: str = ""
    interpreter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarerAnswers:
    """Somebody who looks after the patient."""

    name: str
    relationship: str = ""
    phone: str = ""
    lives_with_patient: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingAnswers:
    """The basis on which details go to housing partners: code in the catalogue, and who decided why when it is not
    consent."""

    basis: str
    decision_maker: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralAnswers:
    """A whole referral. Codes are those of `referrals.catalogue`; dates are London dates."""

    patient: PatientAnswers
    scheme_id: int
    ward_id: int | None
    purpose: str
    admitted_on: date | None = None
    expected_discharge_on: date | None = None
    ready_on: date | None = None
    pathway: int | None = None
    needs: tuple[str, ...] = ()
    main_need: str = ""
    what_stands_in_the_way: str = ""
    tenure: str = ""
    household: str = ""
    carer: CarerAnswers | None = None
    access_notes: str = ""
    risks: tuple[str, ...] = ()
    safety_notes: str = ""
    urgency: str
    sharing: SharingAnswers
    # Why there is a second referral although one is open for this patient.
    second_referral_reason: str = field(default="")
