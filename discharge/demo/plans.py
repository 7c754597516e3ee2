"""The shapes in which the demo's services and people are written down. Pure data."""

from dataclasses import dataclass, field

from partners.roles import RoleCode


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPlan:
    """An organisation and its part in the scheme: referrer, provider, accommodation, commissioner, evaluator; or
    none."""

    name: str
    kind: str
    parts: tuple[str, ...] = ()
    ods_code: str = ""
    # Site → its wards as (name, kind).
    sites: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    # Codes of the kinds of work this organisation is asked for in the demo.
    does: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatPlan:
    """Some flats of one building that are alike."""

    count: int
    bedrooms: int = 1
    step_free: bool = True
    wheelchair: bool = False
    shared: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildingPlan:
    """A building with temporary flats, belonging to one of the scheme's organisations."""

    name: str
    organisation: str
    address: str
    postcode: str
    staffed: str = ""
    minimum_age: int | None = None
    turnaround_days: int = 2
    flats: tuple[FlatPlan, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetPlan:
    """A scheme's own target: `name` is the clock's, `unit` and `amount` as in `referrals.targets`."""

    name: str
    unit: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPlan:
    """A sign-in: the first role, and what the person does in one sentence."""

    name: str
    email: str
    role: RoleCode
    organisation: str
    # Names of wards, for ward staff.
    wards: tuple[str, ...] = ()
    # A second role the person also has: (role, organisation).
    also: tuple[RoleCode, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemePlan:
    """One published service as the demo shows it."""

    name: str
    slug: str
    area: str
    summary: str
    lead: OrganisationPlan
    # How many years and days ago it began; a pilot also ended.
    started_days_ago: int
    ended_days_ago: int | None = None
    # As an administrator types them: of Monday to Friday, Saturday, Sunday.
    hours: tuple[str, str, str] = ("9am to 5pm", "", "")
    open_on_bank_holidays: bool = False
    phone: str = ""
    partners: tuple[OrganisationPlan, ...] = ()
    buildings: tuple[BuildingPlan, ...] = ()
    targets: tuple[TargetPlan, ...] = ()
    people: tuple[PersonPlan, ...] = ()
    # Share of all the demo's cases, in parts of 100.
    weight: int = 8
    # Kinds of story that are told more often here: adapt, rehouse, flat, support, avoid.
    tells: dict[str, int] = field(
        default_factory=lambda: {"adapt": 5, "rehouse": 2, "flat": 1, "support": 3, "avoid": 1}
    )
    # The streets and postcodes of the area, for made-up addresses.
    town: str = ""
    county: str = ""
    postcode_areas: tuple[str, ...] = ()
    dialling_code: str = ""
