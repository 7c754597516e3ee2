"""What stands in the way of going home, as a list a ward ticks: several needs, one of them the main one.
Pure data.
"""

from dataclasses import dataclass

from referrals.lists import Entry

#: The categories the report counts. The first five are those published by Oldham Hospital2Home.
NEED_CATEGORIES = (
    Entry(code="later_life", label="Getting about and later life"),
    Entry(code="property_condition", label="Condition of the property"),
    Entry(code="mental_health", label="Mental health"),
    Entry(code="drugs_alcohol", label="Drugs and alcohol"),
    Entry(code="rehousing", label="Needs another home"),
    Entry(code="money", label="Money, food and bills"),
    Entry(code="support", label="Support and carers"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need(Entry):
    """One thing that stands in the way of going home.

    `category`: under which code of `NEED_CATEGORIES` the report counts it.
    `usual_kinds`: codes of the kinds of work that usually answer it, suggested first when a plan is made.
    `duty_to_refer`: the person may be homeless or threatened with it, so the duty to refer is offered
    (Housing Act 1996, section 213B, in force since 1 October 2018).
    """

    category: str
    usual_kinds: tuple[str, ...] = ()
    duty_to_refer: bool = False


_GETTING_AROUND = "Getting in and around the home"
_CONDITION = "The state of the home"
_NOWHERE = "No home to go back to"
_MONEY = "Money, food and bills"
_SUPPORT = "People and support"

NEEDS = (
    Need(
        code="stairs",
        label="Cannot manage the stairs or steps",
        hint="Inside the home or at the door",
        group=_GETTING_AROUND,
        category="later_life",
        usual_kinds=("minor_adaptation", "major_adaptation", "temporary_flat"),
    ),
    Need(
        code="bathroom",
        label="Bathroom or toilet out of reach",
        hint="Upstairs, or cannot use the bath or shower",
        group=_GETTING_AROUND,
        category="later_life",
        usual_kinds=("major_adaptation", "equipment", "temporary_flat"),
    ),
    Need(
        code="minor_adaptation",
        label="Small changes to the home",
        hint="Grab rails, a half step, a banister: up to £1,000",
        group=_GETTING_AROUND,
        category="later_life",
        usual_kinds=("minor_adaptation",),
    ),
    Need(
        code="major_adaptation",
        label="Large changes to the home",
        hint="Stairlift, level-access shower, ramp, wider doors",
        group=_GETTING_AROUND,
        category="later_life",
        usual_kinds=("major_adaptation", "temporary_flat"),
    ),
    Need(
        code="equipment",
        label="Equipment",
        hint="Hospital bed, commode, hoist, raised seat",
        group=_GETTING_AROUND,
        category="later_life",
        usual_kinds=("equipment",),
    ),
    Need(
        code="bed_downstairs",
        label="Bed to be moved downstairs",
        group=_GETTING_AROUND,
        category="later_life",
        usual_kinds=("furniture", "minor_adaptation"),
    ),
    Need(
        code="key_safe",
        label="Carers cannot get in",
        hint="Key safe, or keys lost",
        group=_GETTING_AROUND,
        category="later_life",
        usual_kinds=("key_safe",),
    ),
    Need(
        code="home_unsuitable",
        label="The home no longer suits the person",
        hint="Cannot be adapted, or too big or too far",
        group=_GETTING_AROUND,
        category="rehousing",
        usual_kinds=("rehousing", "temporary_flat"),
    ),
    Need(
        code="heating",
        label="Cold home",
        hint="No heating or hot water, or cannot afford it",
        group=_CONDITION,
        category="property_condition",
        usual_kinds=("heating", "repair"),
    ),
    Need(
        code="disrepair",
        label="Damp, mould or disrepair",
        hint="Leaks, unsafe electrics, broken doors, windows or floors",
        group=_CONDITION,
        category="property_condition",
        usual_kinds=("repair",),
    ),
    Need(
        code="clutter",
        label="Cluttered or hoarded",
        hint="No room to move, for equipment, or to get out in a fire",
        group=_CONDITION,
        category="property_condition",
        usual_kinds=("deep_clean",),
    ),
    Need(
        code="dirty",
        label="Dirty or infested",
        group=_CONDITION,
        category="property_condition",
        usual_kinds=("deep_clean",),
    ),
    Need(
        code="utilities",
        label="No gas, electricity or water",
        group=_CONDITION,
        category="property_condition",
        usual_kinds=("heating", "benefits_advice"),
    ),
    Need(
        code="security",
        label="Not secure",
        hint="Door forced, locks broken, or afraid at home",
        group=_CONDITION,
        category="property_condition",
        usual_kinds=("repair",),
    ),
    Need(
        code="furniture",
        label="No furniture or essentials",
        hint="Bed, bedding, cooker, fridge, clothes",
        group=_CONDITION,
        category="property_condition",
        usual_kinds=("furniture",),
    ),
    Need(
        code="no_fixed_abode",
        label="No fixed abode",
        hint="Rough sleeping, sofa surfing, hostel",
        group=_NOWHERE,
        category="rehousing",
        usual_kinds=("rehousing", "temporary_flat"),
        duty_to_refer=True,
    ),
    Need(
        code="eviction",
        label="Losing the home",
        hint="Notice, eviction, repossession, rent arrears",
        group=_NOWHERE,
        category="rehousing",
        usual_kinds=("benefits_advice", "rehousing"),
        duty_to_refer=True,
    ),
    Need(
        code="asked_to_leave",
        label="Asked to leave by family, partner or friends",
        group=_NOWHERE,
        category="rehousing",
        usual_kinds=("rehousing", "temporary_flat"),
        duty_to_refer=True,
    ),
    Need(
        code="domestic_abuse",
        label="Not safe at home because of abuse",
        hint="Follow your safeguarding procedure as well. Do not contact the home.",
        group=_NOWHERE,
        category="rehousing",
        usual_kinds=("temporary_flat", "rehousing"),
        duty_to_refer=True,
    ),
    Need(
        code="leaving_institution",
        label="Left prison, care or the armed forces without a home",
        group=_NOWHERE,
        category="rehousing",
        usual_kinds=("rehousing", "temporary_flat"),
        duty_to_refer=True,
    ),
    Need(
        code="no_public_funds",
        label="No recourse to public funds",
        hint="Immigration status limits benefits and council housing",
        group=_NOWHERE,
        category="rehousing",
        usual_kinds=("benefits_advice", "temporary_flat"),
    ),
    Need(
        code="benefits_debt",
        label="Benefits, debt or no bank account",
        group=_MONEY,
        category="money",
        usual_kinds=("benefits_advice",),
    ),
    Need(
        code="food",
        label="No food at home",
        group=_MONEY,
        category="money",
        usual_kinds=("food_bank", "welfare_calls"),
    ),
    Need(
        code="carer_breakdown",
        label="The carer cannot go on, or is ill too",
        group=_SUPPORT,
        category="support",
        usual_kinds=("respite", "home_visit"),
    ),
    Need(
        code="cares_for_someone",
        label="Cares for somebody who cannot be left",
        group=_SUPPORT,
        category="support",
        usual_kinds=("respite",),
    ),
    Need(
        code="alone_confidence",
        label="Alone, or has lost confidence",
        hint="Afraid of falling, nobody to look in",
        group=_SUPPORT,
        category="support",
        usual_kinds=("lifeline", "welfare_calls", "home_visit"),
    ),
    Need(
        code="mental_health",
        label="Mental health makes it hard to live at home",
        group=_SUPPORT,
        category="mental_health",
        usual_kinds=("home_visit", "rehousing"),
    ),
    Need(
        code="drugs_alcohol",
        label="Drugs or alcohol make it hard to live at home",
        group=_SUPPORT,
        category="drugs_alcohol",
        usual_kinds=("home_visit", "rehousing"),
    ),
    Need(
        code="pets",
        label="A pet needs care",
        group=_SUPPORT,
        category="support",
    ),
    Need(code="other", label="Something else", group="Something else", category="support"),
)
