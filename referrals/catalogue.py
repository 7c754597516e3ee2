"""What a referral is made of, as lists: needs, urgencies, pathways, reasons, risks, bases for sharing.

Pure data. The wording is for ward staff and patients; the comments and docstrings say where a list comes
from. See
`referrals.lists` for the shape of an entry and the helpers, which are exported here too.
"""

from dataclasses import dataclass

from referrals.lists import (
    CODE_LENGTH,
    Entry,
    UnknownCode,
    choices,
    codes,
    find,
    grouped_choices,
    hints,
    label_of,
)
from referrals.needs import NEED_CATEGORIES, NEEDS, Need
from referrals.reasons import (
    CONSENT_BASES,
    CORRECTION_REASONS,
    DECLINE_REASONS,
    DELAY_PARTIES,
    DESTINATIONS,
    OUTCOME_RESULTS,
    OUTCOMES,
    PAUSE_REASONS,
    RESTRICT_REASONS,
    RISKS,
    WARD_S_ANSWER,
    WITHDRAW_REASONS,
    ConsentBasis,
    Destination,
    Outcome,
    PauseReason,
    Risk,
)

__all__ = [
    "CARER_RELATIONSHIPS",
    "CODE_LENGTH",
    "CONSENT_BASES",
    "CORRECTION_REASONS",
    "DECLINE_REASONS",
    "DELAY_PARTIES",
    "DESTINATIONS",
    "HOUSEHOLDS",
    "NEEDS",
    "NEED_CATEGORIES",
    "NO_NHS_NUMBER_REASONS",
    "OUTCOMES",
    "OUTCOME_RESULTS",
    "PATHWAYS",
    "PAUSE_REASONS",
    "PURPOSES",
    "RESTRICT_REASONS",
    "RISKS",
    "SETTINGS",
    "TENURES",
    "URGENCIES",
    "WARD_S_ANSWER",
    "WITHDRAW_REASONS",
    "ConsentBasis",
    "Destination",
    "Entry",
    "Need",
    "Outcome",
    "PauseReason",
    "Risk",
    "Tenure",
    "UnknownCode",
    "Urgency",
    "choices",
    "codes",
    "find",
    "grouped_choices",
    "hints",
    "label_of",
]

# ── How urgent ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgency(Entry):
    """How soon an answer is due. `target` is the name of its clock; `promise` is what the ward may rely
    on.
    """

    target: str
    promise: str


#: Emergency and urgent are Oldham Hospital2Home's standards; routine is ours.
URGENCIES = (
    Urgency(
        code="emergency",
        label="Emergency",
        hint="Can leave hospital today or tomorrow, or would be admitted only because of the home",
        target="emergency",
        promise="An answer within 24 hours, nights, weekends and bank holidays included",
    ),
    Urgency(
        code="urgent",
        label="Urgent",
        hint="Ready, or will be within a week",
        target="urgent",
        promise="An answer within 3 working days",
    ),
    Urgency(
        code="routine",
        label="Routine",
        hint="Not ready within a week, but the home will stand in the way",
        target="routine",
        promise="An answer within 10 working days",
    ),
)

# ── Who and where ───────────────────────────────────────────────────────────────────────────────────────

PURPOSES = (
    Entry(code="discharge", label="To go home from hospital"),
    Entry(
        code="admission_avoidance",
        label="Not to be admitted",
        hint="There is no medical reason to be in hospital, only the home",
    ),
)

SETTINGS = (
    Entry(code="ward", label="Hospital ward"),
    Entry(code="emergency_department", label="Emergency department"),
    Entry(code="urgent_treatment_centre", label="Urgent treatment centre"),
    Entry(code="community_hospital", label="Community hospital"),
    Entry(code="mental_health_unit", label="Mental health unit"),
    Entry(code="care_home", label="Care home or step-down bed"),
    Entry(code="community_team", label="Community team, GP or social worker"),
)

#: Wording of the hospital discharge and community support guidance (Department of Health and Social Care, 26
#: January 2024). Chosen by people, never worked out from the accommodation: the same hotel may be pathway 1,
#: a hostel 2.
PATHWAYS = (
    Entry(
        code="0",
        label="Pathway 0",
        hint="Home or usual place of residence, with no new or additional health or social care needs",
    ),
    Entry(
        code="1",
        label="Pathway 1",
        hint="Home or usual place of residence, with new or additional health or social care needs",
    ),
    Entry(
        code="2",
        label="Pathway 2",
        hint="A community bed-based setting with dedicated recovery support",
    ),
    Entry(
        code="3",
        label="Pathway 3",
        hint="A new residential or nursing home, for people likely to need long-term care there",
    ),
)

NO_NHS_NUMBER_REASONS = (
    Entry(code="not_known", label="Not known yet"),
    Entry(code="not_traced", label="Looked for and not found"),
    Entry(code="not_registered", label="Never registered with the NHS in England"),
    Entry(code="overseas", label="Visitor from overseas"),
    Entry(code="other_country", label="From Scotland, Northern Ireland or the armed forces"),
    Entry(code="withheld", label="The person does not want it used"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure(Entry):
    """How somebody holds their home. `landlord`: somebody else must agree to work on it."""

    landlord: bool = False


TENURES = (
    Tenure(code="owner", label="Owns the home", hint="With or without a mortgage, or shared ownership"),
    Tenure(code="council", label="Rents from the council", landlord=True),
    Tenure(code="housing_association", label="Rents from a housing association", landlord=True),
    Tenure(code="private_rented", label="Rents from a private landlord", landlord=True),
    Tenure(code="supported", label="Supported, sheltered or extra care housing", landlord=True),
    Tenure(code="with_others", label="Lives with family or friends", landlord=True),
    Tenure(code="temporary", label="Temporary accommodation or hostel", landlord=True),
    Tenure(code="care_home", label="Care home", landlord=True),
    Tenure(code="mobile_home", label="Caravan, mobile home or boat"),
    Tenure(code="no_home", label="No fixed abode"),
    Tenure(code="not_known", label="Not known"),
)

HOUSEHOLDS = (
    Entry(code="alone", label="Lives alone"),
    Entry(code="partner", label="With a partner"),
    Entry(code="family", label="With family"),
    Entry(code="children", label="With children under 18"),
    Entry(code="cared_for", label="With somebody they care for"),
    Entry(code="shared", label="Shares with people who are not family"),
    Entry(code="no_household", label="No fixed abode"),
    Entry(code="not_known", label="Not known"),
)

CARER_RELATIONSHIPS = (
    Entry(code="partner", label="Husband, wife or partner"),
    Entry(code="child", label="Son or daughter"),
    Entry(code="parent", label="Parent"),
    Entry(code="relative", label="Other relative"),
    Entry(code="friend", label="Friend or neighbour"),
    Entry(code="professional", label="Paid carer or support worker"),
)
