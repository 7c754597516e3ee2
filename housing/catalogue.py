"""What is done about a home: kinds of work, who pays, what an assessment looks at, and the reasons that go
with them.

Pure data. The kinds are those the published services use (ASSIST Mansfield, Oldham, Nottingham, Kirklees,
Calderdale, Camden, Norfolk, Sefton). See `referrals.lists` for the shape of an entry and the helpers,
exported here too.
"""

from dataclasses import dataclass

from housing.reasons import (
    APPLICATION_WITHDRAWN_REASONS,
    DUTY_NOT_ACCEPTED_REASONS,
    GRANT_REFUSED_REASONS,
    NO_CLAIM_REASONS,
    OFFER_REFUSED_REASONS,
    OVERSTAY_REASONS,
    REHOUSING_ROUTES,
    VOID_REASONS,
    WORK_REFUSED_REASONS,
)
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

__all__ = [
    "APPLICATION_WITHDRAWN_REASONS",
    "ASSESSMENT_ANSWERS",
    "ASSESSMENT_AREAS",
    "CODE_LENGTH",
    "DUTY_NOT_ACCEPTED_REASONS",
    "FUNDING_SOURCES",
    "GRANT_REFUSED_REASONS",
    "INTERVENTION_KINDS",
    "NO_CLAIM_REASONS",
    "OFFER_REFUSED_REASONS",
    "OVERSTAY_REASONS",
    "PROVIDER_KINDS",
    "REHOUSING_ROUTES",
    "VOID_REASONS",
    "WORK_REFUSED_REASONS",
    "AssessmentArea",
    "Entry",
    "FundingSource",
    "InterventionKind",
    "UnknownCode",
    "choices",
    "codes",
    "find",
    "grouped_choices",
    "hints",
    "label_of",
]

#: The kinds of organisation that usually do the work.
PROVIDER_KINDS = (
    Entry(code="council", label="Council"),
    Entry(code="housing_association", label="Housing association"),
    Entry(code="contractor", label="Contractor"),
    Entry(code="charity", label="Charity or community organisation"),
    Entry(code="nhs", label="NHS"),
    Entry(code="care_provider", label="Care provider"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InterventionKind(Entry):
    """One kind of work.

    `description`: what the person gets, in words for the patient's copy of the plan.
    `blocks_discharge`: whether, unless somebody says otherwise, the person cannot go home before it is done.
    `led_by`: the code in `PROVIDER_KINDS` of who usually does it.
    `urgency`: the code in `referrals.catalogue.URGENCIES` it usually has.
    """

    description: str
    blocks_discharge: bool
    led_by: str
    urgency: str


_ADAPT = "Make the home ready"
_MOVE = "Somewhere else to live"
_SUPPORT = "Practical support"

INTERVENTION_KINDS = (
    InterventionKind(
        code="minor_adaptation",
        label="Minor adaptation",
        hint="Up to £1,000, free of charge: rails, half steps, banisters",
        group=_ADAPT,
        description="Small changes that make the home safe to move about in.",
        blocks_discharge=True,
        led_by="contractor",
        urgency="urgent",
    ),
    InterventionKind(
        code="major_adaptation",
        label="Major adaptation",
        hint="Over £1,000: stairlift, level-access shower, ramp",
        group=_ADAPT,
        description="Building work or fixed equipment that lets the person use their home again. "
        "It takes weeks to months, so somewhere to stay may be needed meanwhile.",
        blocks_discharge=True,
        led_by="council",
        urgency="routine",
    ),
    InterventionKind(
        code="repair",
        label="Repair",
        hint="Leaks, electrics, doors, locks, windows, floors",
        group=_ADAPT,
        description="A repair that makes the home safe and secure.",
        blocks_discharge=True,
        led_by="contractor",
        urgency="urgent",
    ),
    InterventionKind(
        code="key_safe",
        label="Key safe",
        group=_ADAPT,
        description="A locked box by the door, so that carers and ambulance crews can get in.",
        blocks_discharge=True,
        led_by="contractor",
        urgency="emergency",
    ),
    InterventionKind(
        code="lifeline",
        label="Lifeline and telecare",
        hint="Pendant alarm, falls, door or smoke sensors",
        group=_ADAPT,
        description="An alarm that calls for help day and night.",
        blocks_discharge=True,
        led_by="council",
        urgency="urgent",
    ),
    InterventionKind(
        code="deep_clean",
        label="Deep clean and clearance",
        hint="With the person's agreement to what goes and what stays",
        group=_ADAPT,
        description="Cleaning and clearing, so that the home is safe and there is room to move.",
        blocks_discharge=True,
        led_by="contractor",
        urgency="urgent",
    ),
    InterventionKind(
        code="heating",
        label="Heating",
        hint="Boiler, temporary heaters, fuel vouchers, meter credit",
        group=_ADAPT,
        description="A warm home: a working boiler, heaters meanwhile, or help with the bill.",
        blocks_discharge=True,
        led_by="contractor",
        urgency="emergency",
    ),
    InterventionKind(
        code="equipment",
        label="Equipment",
        hint="Bed, commode, hoist, raised seat",
        group=_ADAPT,
        description="Equipment lent for as long as it is needed.",
        blocks_discharge=True,
        led_by="nhs",
        urgency="urgent",
    ),
    InterventionKind(
        code="furniture",
        label="Furniture",
        hint="Bed, bedding, cooker, fridge, or moving the bed downstairs",
        group=_ADAPT,
        description="The furniture and household goods a home needs.",
        blocks_discharge=True,
        led_by="charity",
        urgency="urgent",
    ),
    InterventionKind(
        code="rehousing",
        label="Rehousing",
        hint="From application to tenancy",
        group=_MOVE,
        description="Help to find, get and move to a home that suits.",
        blocks_discharge=True,
        led_by="housing_association",
        urgency="routine",
    ),
    InterventionKind(
        code="temporary_flat",
        label="Temporary flat",
        hint="Up to 6 weeks, while the home is made ready or another is found",
        group=_MOVE,
        description="A furnished flat to stay in for up to 6 weeks.",
        blocks_discharge=True,
        led_by="housing_association",
        urgency="urgent",
    ),
    InterventionKind(
        code="respite",
        label="Respite",
        hint="A bed with care, for the person or for somebody they care for",
        group=_MOVE,
        description="A short stay with care.",
        blocks_discharge=True,
        led_by="care_provider",
        urgency="urgent",
    ),
    InterventionKind(
        code="food_bank",
        label="Food bank",
        hint="Food parcel at home on the day of discharge",
        group=_SUPPORT,
        description="Food in the house to begin with.",
        blocks_discharge=False,
        led_by="charity",
        urgency="urgent",
    ),
    InterventionKind(
        code="benefits_advice",
        label="Benefits and debt advice",
        hint="Claims, arrears, bank account, grants",
        group=_SUPPORT,
        description="Help to get the money the person has a right to and to deal with debts.",
        blocks_discharge=False,
        led_by="charity",
        urgency="routine",
    ),
    InterventionKind(
        code="home_visit",
        label="Home visit",
        hint="On the day of discharge or soon after",
        group=_SUPPORT,
        description="Somebody comes to see that everything works and the person is settled.",
        blocks_discharge=False,
        led_by="charity",
        urgency="routine",
    ),
    InterventionKind(
        code="welfare_calls",
        label="Welfare calls",
        hint="Up to 6 weeks after discharge",
        group=_SUPPORT,
        description="A regular call to ask how the person is.",
        blocks_discharge=False,
        led_by="charity",
        urgency="routine",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingSource(Entry):
    """Who pays. `stakeholder`: nhs, council, housing, person or other, for the report of who carries the
    cost.
    """

    stakeholder: str


FUNDING_SOURCES = (
    FundingSource(code="scheme", label="The scheme's own budget", stakeholder="other"),
    FundingSource(code="integrated_care_board", label="Integrated care board", stakeholder="nhs"),
    FundingSource(code="trust", label="Hospital trust", stakeholder="nhs"),
    FundingSource(code="better_care_fund", label="Better Care Fund", stakeholder="nhs"),
    FundingSource(
        code="personal_health_budget",
        label="One-off personal health budget",
        stakeholder="nhs",
    ),
    FundingSource(
        code="disabled_facilities_grant",
        label="Disabled Facilities Grant",
        hint="Up to £30,000 in England; the council decides within 6 months",
        stakeholder="council",
    ),
    FundingSource(
        code="minor_adaptations",
        label="Council minor adaptations",
        hint="Free up to £1,000 (Care and Support Regulations 2014)",
        stakeholder="council",
    ),
    FundingSource(code="social_care", label="Adult social care", stakeholder="council"),
    FundingSource(code="council_housing", label="Council housing budget", stakeholder="council"),
    FundingSource(code="county_council", label="County council", stakeholder="council"),
    FundingSource(code="landlord", label="Landlord", stakeholder="housing"),
    FundingSource(code="housing_benefit", label="Housing benefit or Universal Credit", stakeholder="other"),
    FundingSource(code="warm_homes", label="Energy or warm homes scheme", stakeholder="other"),
    FundingSource(code="charity", label="Charity or grant", stakeholder="other"),
    FundingSource(code="person", label="The person pays", stakeholder="person"),
    FundingSource(code="not_agreed", label="Not agreed yet", stakeholder="other"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentArea(Entry):
    """One thing looked at in a home. `suggests`: kinds of work that usually put it right."""

    suggests: tuple[str, ...] = ()


#: The face-to-face assessment of whether a home is fit to go back to (Oldham Hospital2Home).
ASSESSMENT_AREAS = (
    AssessmentArea(
        code="access",
        label="Getting in",
        hint="Path, steps, door, lift, keys",
        suggests=("minor_adaptation", "key_safe"),
    ),
    AssessmentArea(
        code="stairs",
        label="Stairs and moving between rooms",
        hint="Rails, width, lighting",
        suggests=("minor_adaptation", "major_adaptation"),
    ),
    AssessmentArea(
        code="bathroom",
        label="Bathroom and toilet",
        hint="Reach, bath or shower, rails",
        suggests=("major_adaptation", "equipment"),
    ),
    AssessmentArea(
        code="bedroom",
        label="Bed and chair",
        hint="Height, room for equipment and a carer",
        suggests=("equipment", "furniture"),
    ),
    AssessmentArea(
        code="kitchen",
        label="Kitchen",
        hint="Cooker, fridge, somewhere to eat",
        suggests=("furniture", "minor_adaptation"),
    ),
    AssessmentArea(code="heating", label="Heating and hot water", suggests=("heating",)),
    AssessmentArea(
        code="utilities",
        label="Gas, electricity and water",
        hint="On, safe, and paid for",
        suggests=("repair", "benefits_advice"),
    ),
    AssessmentArea(
        code="damp",
        label="Damp, mould and repair",
        hint="In a social home a serious hazard has legal time limits (Awaab's Law)",
        suggests=("repair",),
    ),
    AssessmentArea(
        code="cleanliness",
        label="Cleanliness and clutter",
        hint="Room to move, for equipment, and to get out",
        suggests=("deep_clean",),
    ),
    AssessmentArea(
        code="fire",
        label="Fire safety",
        hint="Working smoke alarm, way out, smoking, oxygen",
        suggests=("lifeline", "repair"),
    ),
    AssessmentArea(
        code="security",
        label="Security",
        hint="Locks, windows, feels safe",
        suggests=("repair",),
    ),
    AssessmentArea(
        code="falls",
        label="Falls hazards",
        hint="Rugs, cables, lighting, pets",
        suggests=("minor_adaptation", "lifeline"),
    ),
    AssessmentArea(
        code="help",
        label="Calling for help",
        hint="Telephone, alarm, somebody near",
        suggests=("lifeline", "welfare_calls"),
    ),
    AssessmentArea(
        code="food",
        label="Food and essentials",
        hint="For the first 3 days",
        suggests=("food_bank", "furniture"),
    ),
)

ASSESSMENT_ANSWERS = (
    Entry(code="fit", label="Fit"),
    Entry(code="needs_work", label="Needs work"),
    Entry(code="not_checked", label="Not checked"),
)
