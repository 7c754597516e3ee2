"""The demo's services in the North: Calderdale, Oldham, Kirklees, Sefton. Hours, flats and targets as published."""

from discharge.demo.plans import BuildingPlan, FlatPlan, OrganisationPlan, PersonPlan, SchemePlan, TargetPlan
from partners.roles import RoleCode

WEST_YORKSHIRE_ICB = "NHS West Yorkshire Integrated Care Board"
CALDERDALE = "Calderdale Council"
CHFT = "Calderdale and Huddersfield NHS Foundation Trust"

HEATHERSTONES = SchemePlan(
    name="Heatherstones Court",
    slug="heatherstones-court",
    area="Calderdale",
    summary="Twelve apartments with reablement for up to six weeks, for people leaving hospital or their home for a "
    "time.",
    lead=OrganisationPlan(name=CALDERDALE, kind="council"),
    started_days_ago=3_500,
    hours=("8am to 1pm, 4.45pm to 9.45pm",) * 3,
    open_on_bank_holidays=True,
    phone="01632 960200",
    partners=(
        OrganisationPlan(
            name=CHFT,
            kind="trust",
            ods_code="RWY",
            parts=("referrer",),
            sites={
                "Calderdale Royal Hospital": (("Ward 5", "ward"), ("Ward 7", "ward"), ("Ward 8", "rehabilitation")),
                "Gateway to Care": (("Community social work", "community"),),
            },
        ),
        OrganisationPlan(
            name="Together Housing", kind="landlord", parts=("accommodation", "provider"), does=("rehousing",)
        ),
        OrganisationPlan(
            name="Calder Care and Repair",
            kind="contractor",
            parts=("provider",),
            does=("minor_adaptation", "major_adaptation", "key_safe", "lifeline", "repair", "equipment", "deep_clean"),
        ),
        OrganisationPlan(name=WEST_YORKSHIRE_ICB, kind="icb", ods_code="QWO", parts=("commissioner",)),
    ),
    buildings=(
        BuildingPlan(
            name="Heatherstones Court",
            organisation="Together Housing",
            address="Heatherstones Court, Halifax",
            postcode="HX1 3UG",
            staffed="8am to 1pm and 4.45pm to 9.45pm, every day",
            flats=(
                FlatPlan(count=5, wheelchair=True),
                FlatPlan(count=4),
                FlatPlan(
                    count=3, shared=True, note="Own bedroom and bathroom with a lock; kitchen and living room shared"
                ),
            ),
        ),
    ),
    people=(
        PersonPlan(
            name="Moira Sutcliffe",
            email="moira.sutcliffe@calderdaleroyal.example",
            role=RoleCode.WARD_STAFF,
            organisation=CHFT,
            wards=("Ward 5", "Ward 7", "Ward 8"),
        ),
        PersonPlan(
            name="Hassan Iqbal",
            email="hassan.iqbal@gateway.example",
            role=RoleCode.COORDINATOR,
            organisation=CALDERDALE,
        ),
        PersonPlan(
            name="Janet Firth",
            email="janet.firth@togetherhousing.example",
            role=RoleCode.ACCOMMODATION_MANAGER,
            organisation="Together Housing",
        ),
        PersonPlan(
            name="Stephen Ackroyd",
            email="stephen.ackroyd@wyicb.example",
            role=RoleCode.COMMISSIONER,
            organisation=WEST_YORKSHIRE_ICB,
        ),
    ),
    weight=9,
    tells={"adapt": 1, "rehouse": 1, "flat": 8, "support": 0, "avoid": 2},
    town="Halifax",
    county="West Yorkshire",
    postcode_areas=("HX1", "HX2", "HX3"),
    dialling_code="01632",
)

FCHO = "First Choice Homes Oldham"
NCA = "Northern Care Alliance NHS Foundation Trust"

OLDHAM = SchemePlan(
    name="Oldham Hospital2Home",
    slug="oldham-hospital2home",
    area="Oldham",
    summary="One person in the discharge team for every housing question: work at home done in 24 hours or 3 "
    "working days.",
    lead=OrganisationPlan(name=FCHO, kind="landlord"),
    started_days_ago=1_900,
    phone="01632 960210",
    partners=(
        OrganisationPlan(
            name=NCA,
            kind="trust",
            ods_code="RM3",
            parts=("referrer",),
            sites={
                "The Royal Oldham Hospital": (("Ward F7", "ward"), ("Ward F9", "ward"), ("Ward T5", "ward")),
                "Step-down beds": (("Butler Green House", "care_home"), ("Medlock Court", "care_home")),
            },
        ),
        OrganisationPlan(
            name="NHS Greater Manchester Integrated Care Board", kind="icb", ods_code="QOP", parts=("commissioner",)
        ),
        OrganisationPlan(
            name="FCHO Property Care",
            kind="contractor",
            parts=("provider",),
            does=("repair", "key_safe", "minor_adaptation", "heating", "deep_clean", "lifeline"),
        ),
        OrganisationPlan(
            name="Warm Homes Oldham",
            kind="charity",
            parts=("provider",),
            does=("benefits_advice", "furniture", "food_bank", "home_visit", "welfare_calls"),
        ),
    ),
    targets=(
        TargetPlan(name="emergency", unit="elapsed_hours", amount=24),
        TargetPlan(name="urgent", unit="working_days", amount=3),
    ),
    people=(
        PersonPlan(
            name="Bernadette Quinn",
            email="bernadette.quinn@royaloldham.example",
            role=RoleCode.WARD_STAFF,
            organisation=NCA,
            wards=("Ward F7", "Ward F9", "Ward T5"),
        ),
        PersonPlan(name="Zoe Hardman", email="zoe.hardman@fcho.example", role=RoleCode.COORDINATOR, organisation=FCHO),
        PersonPlan(
            name="Liam Ogden",
            email="liam.ogden@propertycare.example",
            role=RoleCode.PROVIDER_WORKER,
            organisation="FCHO Property Care",
        ),
        PersonPlan(
            name="Anita Desai",
            email="anita.desai@gmicb.example",
            role=RoleCode.COMMISSIONER,
            organisation="NHS Greater Manchester Integrated Care Board",
        ),
    ),
    weight=12,
    tells={"adapt": 6, "rehouse": 2, "flat": 0, "support": 3, "avoid": 0},
    town="Oldham",
    county="Greater Manchester",
    postcode_areas=("OL1", "OL4", "OL8"),
    dialling_code="0161",
)

KIRKLEES_COUNCIL = "Kirklees Council"
MID_YORKSHIRE = "Mid Yorkshire Teaching NHS Trust"

KIRKLEES = SchemePlan(
    name="Kirklees Home from Home",
    slug="kirklees-home-from-home",
    area="Kirklees",
    summary="Seven accessible flats to live in, with family if need be, until the work at home is done or a new "
    "home is found.",
    lead=OrganisationPlan(name=KIRKLEES_COUNCIL, kind="council"),
    started_days_ago=3_200,
    phone="01632 960220",
    partners=(
        OrganisationPlan(
            name=MID_YORKSHIRE,
            kind="trust",
            ods_code="RXF",
            parts=("referrer",),
            sites={
                "Dewsbury and District Hospital": (("Ward 2", "ward"), ("Ward 6", "ward")),
                "Pinderfields Hospital": (("Ward A2", "rehabilitation"),),
            },
        ),
        OrganisationPlan(
            name="Kirklees Neighbourhood Housing",
            kind="landlord",
            parts=("accommodation", "provider"),
            does=("rehousing", "repair"),
        ),
        OrganisationPlan(
            name="Colne Valley Adaptations",
            kind="contractor",
            parts=("provider",),
            does=("minor_adaptation", "major_adaptation", "key_safe", "lifeline", "equipment", "deep_clean"),
        ),
        OrganisationPlan(name=WEST_YORKSHIRE_ICB, kind="icb", ods_code="QWO", parts=("commissioner",)),
    ),
    buildings=(
        BuildingPlan(
            name="Meadow Green extra care",
            organisation="Kirklees Neighbourhood Housing",
            address="Meadow Green, Dewsbury",
            postcode="WF13 1AB",
            staffed="Care on site day and night",
            turnaround_days=3,
            flats=(FlatPlan(count=2, bedrooms=2, wheelchair=True), FlatPlan(count=2, wheelchair=True)),
        ),
        BuildingPlan(
            name="Sands Lane retirement flats",
            organisation="Kirklees Neighbourhood Housing",
            address="Sands Lane, Huddersfield",
            postcode="HD1 6TW",
            staffed="No staff in the building; home care visits",
            turnaround_days=3,
            flats=(FlatPlan(count=3, bedrooms=2, note="Family can stay too; under 60s welcome"),),
        ),
    ),
    targets=(TargetPlan(name="benefit_claim", unit="working_days", amount=5),),
    people=(
        PersonPlan(
            name="Shazia Mahmood",
            email="shazia.mahmood@dewsbury.example",
            role=RoleCode.WARD_STAFF,
            organisation=MID_YORKSHIRE,
            wards=("Ward 2", "Ward 6"),
        ),
        PersonPlan(
            name="Gareth Pugh",
            email="gareth.pugh@kirklees.example",
            role=RoleCode.COORDINATOR,
            organisation=KIRKLEES_COUNCIL,
        ),
        PersonPlan(
            name="Denise Haigh",
            email="denise.haigh@knh.example",
            role=RoleCode.ACCOMMODATION_MANAGER,
            organisation="Kirklees Neighbourhood Housing",
        ),
    ),
    weight=8,
    tells={"adapt": 2, "rehouse": 3, "flat": 7, "support": 0, "avoid": 0},
    town="Dewsbury",
    county="West Yorkshire",
    postcode_areas=("WF12", "WF13", "HD1"),
    dialling_code="0113",
)

SEFTON_CVS = "Sefton Council for Voluntary Service"
MERSEY = "Mersey and West Lancashire Teaching Hospitals NHS Trust"

SEFTON = SchemePlan(
    name="Sefton CVS Hospital Discharge",
    slug="sefton-cvs",
    area="Sefton",
    summary="Free practical support for up to six weeks after discharge, answered on the day, with the outcome told "
    "to the ward.",
    lead=OrganisationPlan(name=SEFTON_CVS, kind="charity"),
    started_days_ago=1_700,
    hours=("8.30am to 6pm", "", ""),
    phone="01632 960230",
    partners=(
        OrganisationPlan(
            name=MERSEY,
            kind="trust",
            ods_code="RBN",
            parts=("referrer",),
            sites={
                "Southport and Formby District General Hospital": (
                    ("Ward 9B", "ward"),
                    ("Ward 11A", "ward"),
                    ("Accident and emergency", "emergency"),
                ),
            },
        ),
        OrganisationPlan(
            name="NHS Cheshire and Merseyside Integrated Care Board",
            kind="icb",
            ods_code="QYG",
            parts=("commissioner",),
        ),
        OrganisationPlan(
            name="Sefton Carers Centre",
            kind="charity",
            parts=("provider",),
            does=("home_visit", "welfare_calls", "respite", "benefits_advice", "lifeline"),
        ),
        OrganisationPlan(
            name="Bootle Community Pantry",
            kind="charity",
            parts=("provider",),
            does=("food_bank", "furniture", "key_safe", "deep_clean"),
        ),
    ),
    targets=(
        TargetPlan(name="emergency", unit="same_operating_day", amount=1),
        TargetPlan(name="urgent", unit="same_operating_day", amount=1),
        TargetPlan(name="routine", unit="same_operating_day", amount=1),
    ),
    people=(
        PersonPlan(
            name="Maeve Brennan",
            email="maeve.brennan@southport.example",
            role=RoleCode.WARD_STAFF,
            organisation=MERSEY,
            wards=("Ward 9B", "Ward 11A", "Accident and emergency"),
        ),
        PersonPlan(
            name="Chris Rimmer",
            email="chris.rimmer@seftoncvs.example",
            role=RoleCode.COORDINATOR,
            organisation=SEFTON_CVS,
        ),
        PersonPlan(
            name="Paula Threlfall",
            email="paula.threlfall@carerscentre.example",
            role=RoleCode.PROVIDER_WORKER,
            organisation="Sefton Carers Centre",
        ),
        PersonPlan(
            name="Owen Griffiths",
            email="owen.griffiths@cmicb.example",
            role=RoleCode.COMMISSIONER,
            organisation="NHS Cheshire and Merseyside Integrated Care Board",
        ),
    ),
    weight=7,
    tells={"adapt": 1, "rehouse": 0, "flat": 0, "support": 8, "avoid": 3},
    town="Southport",
    county="Merseyside",
    postcode_areas=("PR8", "PR9", "L20"),
    dialling_code="0151",
)

SERVICES = (HEATHERSTONES, OLDHAM, KIRKLEES, SEFTON)
