"""The demo's services in the East and London: Norfolk and Suffolk, Norfolk, Camden. Flats, ages and targets as
published."""

from discharge.demo.plans import BuildingPlan, FlatPlan, OrganisationPlan, PersonPlan, SchemePlan, TargetPlan
from partners.roles import RoleCode

NORFOLK_ICB = "NHS Norfolk and Waveney Integrated Care Board"
NSFT = "Norfolk and Suffolk NHS Foundation Trust"
HOME = "Home Group"

HOME_GROUP = SchemePlan(
    name="Home Group Norfolk and Suffolk",
    slug="home-group-norfolk-suffolk",
    area="Norfolk and Suffolk",
    summary="Discharge coordinators on mental health wards, from admission on: benefits, repairs, viewings, a home "
    "after hospital.",
    lead=OrganisationPlan(name=HOME, kind="landlord"),
    started_days_ago=4_800,
    phone="01632 960300",
    partners=(
        OrganisationPlan(
            name=NSFT,
            kind="trust",
            ods_code="RMY",
            parts=("referrer",),
            sites={
                "Hellesdon Hospital": (("Thurne ward", "ward"), ("Waveney ward", "ward")),
                "Woodlands, Ipswich": (("Avocet unit", "ward"),),
            },
        ),
        OrganisationPlan(name=NORFOLK_ICB, kind="icb", ods_code="QMM", parts=("commissioner",)),
        OrganisationPlan(
            name="Wensum Handyperson Service",
            kind="contractor",
            parts=("provider",),
            does=("repair", "key_safe", "minor_adaptation", "deep_clean", "heating"),
        ),
        OrganisationPlan(
            name="Norwich Welfare Advice",
            kind="charity",
            parts=("provider",),
            does=("benefits_advice", "furniture", "food_bank", "home_visit", "welfare_calls"),
        ),
    ),
    people=(
        PersonPlan(
            name="Rachel Bunn",
            email="rachel.bunn@hellesdon.example",
            role=RoleCode.WARD_STAFF,
            organisation=NSFT,
            wards=("Thurne ward", "Waveney ward"),
        ),
        PersonPlan(
            name="Kwame Mensah", email="kwame.mensah@homegroup.example", role=RoleCode.COORDINATOR, organisation=HOME
        ),
        PersonPlan(
            name="Judith Payne",
            email="judith.payne@nwicb.example",
            role=RoleCode.COMMISSIONER,
            organisation=NORFOLK_ICB,
        ),
    ),
    weight=6,
    tells={"adapt": 1, "rehouse": 5, "flat": 0, "support": 5, "avoid": 0},
    town="Norwich",
    county="Norfolk",
    postcode_areas=("NR2", "NR6", "NR7"),
    dialling_code="01632",
)

NORSECARE = "NorseCare"
NNUH = "Norfolk and Norwich University Hospitals NHS Foundation Trust"

HOME_STAY = SchemePlan(
    name="NorseCare Home Stay",
    slug="norsecare-home-stay",
    area="Norfolk",
    summary="Prevents admissions for social reasons: support at home or a short stay when a carer cannot go on.",
    lead=OrganisationPlan(name=NORSECARE, kind="care"),
    started_days_ago=1_300,
    hours=("8am to 8pm",) * 3,
    open_on_bank_holidays=True,
    phone="01632 960310",
    partners=(
        OrganisationPlan(
            name=NNUH,
            kind="trust",
            ods_code="RM1",
            parts=("referrer",),
            sites={
                "Norfolk and Norwich University Hospital": (
                    ("Emergency department, front door", "emergency"),
                    ("Older people's emergency department", "emergency"),
                    ("Elsing ward", "ward"),
                ),
            },
        ),
        OrganisationPlan(name="Norfolk County Council", kind="council", parts=("commissioner",)),
        OrganisationPlan(
            name="Broadland Carers",
            kind="charity",
            parts=("provider",),
            does=("respite", "home_visit", "welfare_calls", "food_bank", "lifeline", "key_safe"),
        ),
        OrganisationPlan(name="Norse Housing with Care", kind="landlord", parts=("accommodation",)),
    ),
    buildings=(
        BuildingPlan(
            name="Mayflower Court short stay",
            organisation="Norse Housing with Care",
            address="Mayflower Court, Norwich",
            postcode="NR5 9AA",
            staffed="Care on site day and night",
            flats=(FlatPlan(count=4, wheelchair=True),),
        ),
    ),
    people=(
        PersonPlan(
            name="Oliver Tuddenham",
            email="oliver.tuddenham@nnuh.example",
            role=RoleCode.WARD_STAFF,
            organisation=NNUH,
            wards=("Emergency department, front door", "Older people's emergency department"),
        ),
        PersonPlan(
            name="Beth Larter", email="beth.larter@norsecare.example", role=RoleCode.COORDINATOR, organisation=NORSECARE
        ),
        PersonPlan(
            name="Alan Futter",
            email="alan.futter@norfolk.example",
            role=RoleCode.COMMISSIONER,
            organisation="Norfolk County Council",
        ),
    ),
    weight=5,
    tells={"adapt": 0, "rehouse": 0, "flat": 2, "support": 1, "avoid": 8},
    town="Norwich",
    county="Norfolk",
    postcode_areas=("NR1", "NR4", "NR5"),
    dialling_code="01632",
)

CAMDEN = "London Borough of Camden"
UCLH = "University College London Hospitals NHS Foundation Trust"

ROSEBERRY = SchemePlan(
    name="Roseberry Mansions",
    slug="roseberry-mansions",
    area="Camden",
    summary="Ten reablement flats in an extra care scheme for people over 55, with a support plan within 48 hours.",
    lead=OrganisationPlan(name=CAMDEN, kind="council"),
    started_days_ago=3_900,
    phone="020 7946 0400",
    partners=(
        OrganisationPlan(
            name=UCLH,
            kind="trust",
            ods_code="RRV",
            parts=("referrer",),
            sites={
                "University College Hospital": (("Ward T7", "ward"), ("Ward T10", "ward")),
                "Adult social work, Camden": (("Hospital social work", "community"),),
            },
        ),
        OrganisationPlan(
            name="One Housing", kind="landlord", parts=("accommodation", "provider"), does=("rehousing", "home_visit")
        ),
        OrganisationPlan(
            name="Kentish Town Handyworks",
            kind="contractor",
            parts=("provider",),
            does=("minor_adaptation", "key_safe", "lifeline", "equipment", "repair", "deep_clean", "major_adaptation"),
        ),
        OrganisationPlan(
            name="NHS North Central London Integrated Care Board", kind="icb", ods_code="QMJ", parts=("commissioner",)
        ),
    ),
    buildings=(
        BuildingPlan(
            name="Roseberry Mansions",
            organisation="One Housing",
            address="Roseberry Mansions, London",
            postcode="N1C 4BE",
            staffed="Care on site day and night",
            minimum_age=55,
            flats=(FlatPlan(count=6, wheelchair=True), FlatPlan(count=4)),
        ),
    ),
    targets=(TargetPlan(name="support_plan", unit="elapsed_hours", amount=48),),
    people=(
        PersonPlan(
            name="Isabel Ferreira",
            email="isabel.ferreira@uclh.example",
            role=RoleCode.WARD_STAFF,
            organisation=UCLH,
            wards=("Ward T7", "Ward T10"),
        ),
        PersonPlan(
            name="Marcus Bell", email="marcus.bell@camden.example", role=RoleCode.COORDINATOR, organisation=CAMDEN
        ),
        PersonPlan(
            name="Winston Clarke",
            email="winston.clarke@onehousing.example",
            role=RoleCode.ACCOMMODATION_MANAGER,
            organisation="One Housing",
        ),
        PersonPlan(
            name="Harriet Cole",
            email="harriet.cole@nclicb.example",
            role=RoleCode.COMMISSIONER,
            organisation="NHS North Central London Integrated Care Board",
        ),
    ),
    weight=8,
    tells={"adapt": 1, "rehouse": 1, "flat": 8, "support": 0, "avoid": 0},
    town="London",
    county="Greater London",
    postcode_areas=("NW1", "NW5", "WC1H"),
    dialling_code="020",
)

SERVICES = (HOME_GROUP, HOME_STAY, ROSEBERRY)
