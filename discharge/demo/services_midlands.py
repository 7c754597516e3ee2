"""The demo's services in the Midlands: Mansfield, Nottingham, Kettering. Hours, ages and targets as published."""

from discharge.demo.plans import BuildingPlan, FlatPlan, OrganisationPlan, PersonPlan, SchemePlan, TargetPlan
from partners.roles import RoleCode

NOTTINGHAM_ICB = "NHS Nottingham and Nottinghamshire Integrated Care Board"
MANSFIELD = "Mansfield District Council"
SHERWOOD = "Sherwood Forest Hospitals NHS Foundation Trust"
NOTTS_COUNTY = "Nottinghamshire County Council"

ASSIST = SchemePlan(
    name="ASSIST Mansfield",
    slug="assist-mansfield",
    area="Mansfield, Ashfield and Newark",
    summary="Adapts the home or finds another, for patients of King's Mill who cannot leave hospital or need not "
    "come in.",
    lead=OrganisationPlan(name=MANSFIELD, kind="council"),
    started_days_ago=4_000,
    hours=("8am to 8pm",) * 3,
    open_on_bank_holidays=True,
    phone="01632 960100",
    partners=(
        OrganisationPlan(
            name=SHERWOOD,
            kind="trust",
            ods_code="RK5",
            parts=("referrer",),
            sites={
                "King's Mill Hospital": (
                    ("Ward 14", "ward"),
                    ("Ward 22", "ward"),
                    ("Ward 36", "ward"),
                    ("Ward 52", "ward"),
                    ("Emergency department", "emergency"),
                ),
                "Mansfield Community Hospital": (
                    ("Oakham ward", "rehabilitation"),
                    ("Lindhurst ward", "rehabilitation"),
                ),
                "Newark Hospital": (("Sconce ward", "ward"),),
            },
        ),
        OrganisationPlan(name=NOTTINGHAM_ICB, kind="icb", ods_code="QT1", parts=("commissioner",)),
        OrganisationPlan(
            name=NOTTS_COUNTY,
            kind="council",
            parts=("provider", "referrer"),
            sites={"Adult social care, Mansfield": (("Hospital social work team", "community"),)},
            does=("respite", "lifeline", "equipment"),
        ),
        OrganisationPlan(
            name="Maun Valley Home Repairs",
            kind="contractor",
            parts=("provider",),
            does=("key_safe", "minor_adaptation", "repair", "heating", "deep_clean", "major_adaptation"),
        ),
        OrganisationPlan(
            name="Sherwood Furniture Project",
            kind="charity",
            parts=("provider",),
            does=("furniture", "food_bank", "benefits_advice", "welfare_calls", "home_visit"),
        ),
        OrganisationPlan(
            name="Maun Valley Homes", kind="landlord", parts=("accommodation", "provider"), does=("rehousing",)
        ),
        OrganisationPlan(name="Nottingham Trent University", kind="university", parts=("evaluator",)),
    ),
    buildings=(
        BuildingPlan(
            name="Bluebell Court",
            organisation="Maun Valley Homes",
            address="2 Bluebell Court, Mansfield",
            postcode="NG18 2AF",
            staffed="Warden 9am to 5pm, Monday to Friday",
            flats=(FlatPlan(count=4, wheelchair=True), FlatPlan(count=2, bedrooms=2)),
        ),
    ),
    targets=(TargetPlan(name="first_response", unit="same_operating_day", amount=1),),
    people=(
        PersonPlan(
            name="Grace Okafor",
            email="grace.okafor@kingsmill.example",
            role=RoleCode.WARD_STAFF,
            organisation=SHERWOOD,
            wards=("Ward 14", "Ward 22"),
        ),
        PersonPlan(
            name="Tom Whitehead",
            email="tom.whitehead@kingsmill.example",
            role=RoleCode.WARD_STAFF,
            organisation=SHERWOOD,
            wards=("Emergency department",),
        ),
        PersonPlan(
            name="Helen Marsh",
            email="helen.marsh@kingsmill.example",
            role=RoleCode.DISCHARGE_TEAM,
            organisation=SHERWOOD,
        ),
        PersonPlan(
            name="Daniel Shaw", email="daniel.shaw@assist.example", role=RoleCode.COORDINATOR, organisation=MANSFIELD
        ),
        PersonPlan(
            name="Amina Yusuf", email="amina.yusuf@assist.example", role=RoleCode.COORDINATOR, organisation=MANSFIELD
        ),
        PersonPlan(
            name="Ruth Palmer",
            email="ruth.palmer@assist.example",
            role=RoleCode.TEAM_LEAD,
            organisation=MANSFIELD,
        ),
        PersonPlan(
            name="Joe Brown",
            email="joe.brown@maunrepairs.example",
            role=RoleCode.PROVIDER_WORKER,
            organisation="Maun Valley Home Repairs",
        ),
        PersonPlan(
            name="Sandra Pike",
            email="sandra.pike@furniture.example",
            role=RoleCode.PROVIDER_WORKER,
            organisation="Sherwood Furniture Project",
        ),
        PersonPlan(
            name="Lynn Carter",
            email="lynn.carter@maunhomes.example",
            role=RoleCode.ACCOMMODATION_MANAGER,
            organisation="Maun Valley Homes",
        ),
        PersonPlan(
            name="Priya Nair",
            email="priya.nair@nottsicb.example",
            role=RoleCode.COMMISSIONER,
            organisation=NOTTINGHAM_ICB,
        ),
        PersonPlan(
            name="Martin Ellis", email="martin.ellis@assist.example", role=RoleCode.IG_OFFICER, organisation=MANSFIELD
        ),
        PersonPlan(
            name="Karen Doyle",
            email="karen.doyle@assist.example",
            role=RoleCode.ADMINISTRATOR,
            organisation=MANSFIELD,
        ),
        PersonPlan(
            name="Jo Lindley",
            email="jo.lindley@assist.example",
            role=RoleCode.COORDINATOR,
            organisation=MANSFIELD,
            also=(RoleCode.ADMINISTRATOR, MANSFIELD),
        ),
    ),
    weight=52,
    tells={"adapt": 7, "rehouse": 3, "flat": 2, "support": 2, "avoid": 2},
    town="Mansfield",
    county="Nottinghamshire",
    postcode_areas=("NG18", "NG19", "NG17"),
    dialling_code="01632",
)

NUH = "Nottingham University Hospitals NHS Trust"
NCH = "Nottingham City Homes"

NOTTINGHAM = SchemePlan(
    name="Nottingham City Homes Hospital to Home",
    slug="nottingham-hospital-to-home",
    area="Nottingham",
    summary="Two housing and health coordinators find suitable homes for people whose home keeps them in hospital "
    "or harms them.",
    lead=OrganisationPlan(name=NCH, kind="landlord"),
    started_days_ago=3_600,
    phone="01632 960110",
    partners=(
        OrganisationPlan(
            name=NUH,
            kind="trust",
            ods_code="RX1",
            parts=("referrer",),
            sites={
                "Queen's Medical Centre": (("Ward B47", "ward"), ("Ward C51", "ward")),
                "Nottingham City Hospital": (("Linden Lodge", "rehabilitation"), ("Ward Beeston", "ward")),
            },
        ),
        OrganisationPlan(
            name="Nottingham CityCare Partnership",
            kind="care",
            parts=("referrer",),
            sites={"CityCare": (("Care delivery group 4", "community"), ("Care delivery group 7", "community"))},
        ),
        OrganisationPlan(name=NOTTINGHAM_ICB, kind="icb", ods_code="QT1", parts=("commissioner",)),
        OrganisationPlan(
            name="Trent Bridge Adaptations",
            kind="contractor",
            parts=("provider",),
            does=("minor_adaptation", "key_safe", "repair", "lifeline", "heating", "deep_clean"),
        ),
        OrganisationPlan(
            name="Forest Fields Advice",
            kind="charity",
            parts=("provider",),
            does=("benefits_advice", "furniture", "food_bank", "home_visit", "welfare_calls"),
        ),
    ),
    people=(
        PersonPlan(
            name="Esther Boateng",
            email="esther.boateng@qmc.example",
            role=RoleCode.WARD_STAFF,
            organisation=NUH,
            wards=("Ward B47", "Ward C51"),
        ),
        PersonPlan(
            name="Callum Reid", email="callum.reid@nottinghamhomes.example", role=RoleCode.COORDINATOR, organisation=NCH
        ),
        PersonPlan(
            name="Sofia Rossi", email="sofia.rossi@nottinghamhomes.example", role=RoleCode.TEAM_LEAD, organisation=NCH
        ),
    ),
    weight=12,
    tells={"adapt": 2, "rehouse": 8, "flat": 0, "support": 2, "avoid": 2},
    town="Nottingham",
    county="Nottinghamshire",
    postcode_areas=("NG3", "NG7", "NG8"),
    dialling_code="01632",
)

NORTHANTS = "North Northamptonshire Council"
KGH = "Kettering General Hospital NHS Foundation Trust"

KETTERING = SchemePlan(
    name="Kettering housing options pilot",
    slug="kettering-pilot",
    area="Kettering",
    summary="A six-month pilot: a housing options officer in three hospitals' tracking teams measures how much "
    "delay is housing.",
    lead=OrganisationPlan(name=NORTHANTS, kind="council"),
    started_days_ago=420,
    ended_days_ago=238,
    phone="01632 960120",
    partners=(
        OrganisationPlan(
            name=KGH,
            kind="trust",
            ods_code="RNQ",
            parts=("referrer",),
            sites={"Kettering General Hospital": (("Lamport ward", "ward"), ("Naseby ward", "ward"))},
        ),
        OrganisationPlan(
            name="Northamptonshire Healthcare NHS Foundation Trust",
            kind="trust",
            ods_code="RP1",
            parts=("referrer",),
            sites={"St Mary's Hospital": (("Avocet ward", "ward"), ("Poplar ward", "rehabilitation"))},
        ),
        OrganisationPlan(
            name="NHS Northamptonshire Integrated Care Board", kind="icb", ods_code="QPM", parts=("commissioner",)
        ),
        OrganisationPlan(
            name="Ise Valley Handyperson",
            kind="contractor",
            parts=("provider",),
            does=("minor_adaptation", "key_safe", "repair", "deep_clean", "furniture", "benefits_advice"),
        ),
    ),
    people=(
        PersonPlan(
            name="Nina Kowalska",
            email="nina.kowalska@kettering.example",
            role=RoleCode.WARD_STAFF,
            organisation=KGH,
            wards=("Lamport ward", "Naseby ward"),
        ),
        PersonPlan(
            name="Peter Lamb",
            email="peter.lamb@northnorthants.example",
            role=RoleCode.COORDINATOR,
            organisation=NORTHANTS,
        ),
        PersonPlan(
            name="Fiona Grant",
            email="fiona.grant@northantsicb.example",
            role=RoleCode.COMMISSIONER,
            organisation="NHS Northamptonshire Integrated Care Board",
        ),
    ),
    weight=5,
    tells={"adapt": 4, "rehouse": 5, "flat": 0, "support": 2, "avoid": 0},
    town="Kettering",
    county="Northamptonshire",
    postcode_areas=("NN15", "NN16"),
    dialling_code="01632",
)

SERVICES = (ASSIST, NOTTINGHAM, KETTERING)
