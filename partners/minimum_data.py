"""Minimum data by part: which field of a person's record is shown and sent to whom, as one table.

Pages, the API, files and prints are built through `shown` and `may_show`; `docs/permissions.md` is written from the
table, and a test fills every field, walks every page of every reader and tries every cell. Pure: no queries, no Django.

Two rules stand beside the table. Where domestic abuse is flagged, nobody who visits is given the home's telephone
number. A provider or a manager of flats is shown these fields of their own jobs and stays only, while they take part.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Value = TypeVar("Value")


class Reader(StrEnum):
    """As what somebody reads a record. One person can be several of these, on different cases."""

    LEAD = "lead"
    WARD = "ward"
    DISCHARGE_TEAM = "discharge_team"
    VIEWER = "viewer"
    BREAK_GLASS = "break_glass"
    PROVIDER = "provider"
    ACCOMMODATION = "accommodation"
    COMMISSIONER = "commissioner"
    IG_OFFICER = "ig_officer"
    ADMINISTRATOR = "administrator"


READER_LABELS: dict[Reader, str] = {
    Reader.LEAD: "Coordinators of the lead",
    Reader.WARD: "Ward that referred",
    Reader.DISCHARGE_TEAM: "Discharge team",
    Reader.VIEWER: "May look",
    Reader.BREAK_GLASS: "In an emergency",
    Reader.PROVIDER: "Provider",
    Reader.ACCOMMODATION: "Manager of flats",
    Reader.COMMISSIONER: "Commissioner",
    Reader.IG_OFFICER: "Information governance",
    Reader.ADMINISTRATOR: "Administrator",
}


@dataclass(frozen=True)
class Field:
    """One field of the record, in words. `columns`: where it is stored, as app.Model.column."""

    code: str
    words: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Fields that go to the same readers, and the reason for where the line is drawn."""

    title: str
    why: str
    shown_to: frozenset[Reader]
    fields: tuple[Field, ...]


def _patient(code: str, words: str, *columns: str) -> Field:
    return Field(code, words, tuple(f"referrals.Patient.{each}" for each in columns or (code,)))


def _carer(code: str, words: str, column: str) -> Field:
    return Field(code, words, (f"referrals.Carer.{column}",))


def _case(code: str, words: str, *columns: str) -> Field:
    return Field(code, words, tuple(f"referrals.Referral.{each}" for each in columns or (code,)))


def _of(model: str, code: str, words: str, *columns: str) -> Field:
    return Field(code, words, tuple(f"{model}.{each}" for each in columns))


_LEAD = frozenset({Reader.LEAD})
_REFERRING = frozenset({Reader.WARD, Reader.DISCHARGE_TEAM})
_BOTH_SIDES = _LEAD | _REFERRING | {Reader.BREAK_GLASS}
#: Everybody who may open the case itself.
CASE_READERS = _BOTH_SIDES | {Reader.VIEWER}
_GROUNDS = ("evidence", "counterfactual", "would_have_left_on")
_STEPS = ("applied_on", "registered_on", "offered_on", "viewed_on", "tenancy_on")
_PROGRESS = ("status", "urgency", "planned_at", "commissioned_at", "finished_at")
_DAYS = ("from_on", "until_on", "arrived_on", "departed_on")
_PARTY = ("part", "from_at", "to_at", "submitted_at", "by_contract_from")
_DELAY = ("code", "list_version", "is_primary", "from_on", "until_on", "recorded_at")
_FOLLOW_UP = ("kind", "due_on", "done_at", "cancelled_at", "result")
_OPENING = ("reference", "reason", "opened_at", "ends_at", "reviewed_at", "outcome", "review_note")
_ASKED = ("council", "kind", "stage", "stage_on", "started_at")
_WORK = "housing.Intervention"
_HOME = "housing.HomeAssessment"
_SHARING = "referrals.SharingDecision"
_STAY = "housing.Stay"
_FILE = "referrals.CaseFile"
_PHOTO = ("title", "content_type", "uploaded_at", "scan")
_CHECKS = ("scanned_at", "removed_at", "removed_why")

TABLE: tuple[Group, ...] = (
    Group(
        "Whom to ask for",
        "Somebody at the door, and whoever gives out the key of a flat, must know who the person is and how to reach "
        "them.",
        CASE_READERS | {Reader.PROVIDER, Reader.ACCOMMODATION},
        (
            _patient(
                "patient_name", "Name, and that the person has died", "family_name", "given_name", "death_recorded_at"
            ),
            _patient("phone", "Telephone number"),
        ),
    ),
    Group(
        "What keeps a visitor safe",
        "Whoever meets the person must know what could hurt either of them. Flags that say nothing to a visitor stay "
        "with the case.",
        CASE_READERS | {Reader.PROVIDER, Reader.ACCOMMODATION},
        (
            Field("visit_risks", "Risk flags that concern visitors", ("referrals.ReferralRisk.code",)),
            _case("safety_notes", "Safety notes"),
        ),
    ),
    Group(
        "Where the home is",
        "A provider works there. A manager of flats gives the person another place, and needs neither the address "
        "they leave nor its key.",
        CASE_READERS | {Reader.PROVIDER},
        (
            _patient("address", "Address", "address", "no_fixed_abode"),
            _patient("postcode", "Postcode"),
            _case("access_notes", "How to get in"),
        ),
    ),
    Group(
        "Who the person is to the NHS",
        "These find the right record among many. A provider and a manager of flats know the person by name and place.",
        CASE_READERS,
        (
            _patient("nhs_number", "NHS number", "nhs_number", "no_nhs_number_reason"),
            _patient("born_on", "Date of birth and age"),
            _patient("interpreter", "Interpreter"),
        ),
    ),
    Group(
        "Why they are in hospital and what they need",
        "Health and circumstances, told to the ward in confidence. Who does a job or lets a flat is told what to do, "
        "not why.",
        CASE_READERS,
        (
            _case("purpose", "Purpose of the referral"),
            _case("ward", "Ward"),
            _case("admitted_on", "Day of admission"),
            _case("expected_discharge_on", "Day expected to leave"),
            Field(
                "readiness",
                "When they were ready to leave",
                (
                    "referrals.Referral.ready_since",
                    *(f"referrals.ReadinessPeriod.{each}" for each in ("ready_on", "ended_on", "recorded_at")),
                ),
            ),
            _of("referrals.DelaySpan", "delays", "What the delay is", *_DELAY),
            _case("pathway", "Pathway"),
            Field("needs", "Needs", ("referrals.ReferralNeed.code",)),
            _case("what_stands_in_the_way", "What stands in the way"),
            Field("other_risks", "Every other flag"),
            _case("tenure", "Tenure"),
            _case("household", "Who lives there"),
            _case("left_hospital", "Day of leaving and where to", "discharged_on", "destination"),
        ),
    ),
    Group(
        "How the case stands",
        "What is promised, done and next, for those who wait for it. Whoever checks the record of looks finds a case "
        "by its reference alone.",
        CASE_READERS,
        (
            _case("status", "Status", "status", "submitted_at", "decided_at", "ended_at"),
            _case("urgency", "Urgency"),
            Field(
                "deadlines",
                "Deadlines and why they stand still",
                (
                    "referrals.Referral.next_due_at",
                    *(
                        f"referrals.Clock.{each}"
                        for each in ("label", "started_at", "due_at", "stopped_at", "breached_at")
                    ),
                    *(f"referrals.ClockPause.{each}" for each in ("reason", "from_at", "to_at")),
                ),
            ),
            _case("assignee", "Coordinator"),
            _of("referrals.ReferralEvent", "timeline", "What happened", "note", "at", "event"),
            _case("ending_reason", "Why it was declined or withdrawn", "reason_code"),
            _of("referrals.ReferralParty", "other_partners", "Other organisations that take part", *_PARTY),
            _of(_HOME, "home_verdict", "Whether the home is fit", "verdict", "assessed_on", "how"),
            _of("outcomes.FollowUp", "follow_up_result", "How a follow-up went", *_FOLLOW_UP),
            _of("outcomes.Outcome", "outcome", "What came of the case", "code", "recorded_at"),
        ),
    ),
    Group(
        "The case’s reference",
        "It names nobody. Whoever checks the record of looks needs it to say which record was looked at, and whoever "
        "changes a bank holiday to say whose deadline moves, from when to when; not of restricted cases.",
        CASE_READERS | {Reader.IG_OFFICER, Reader.ADMINISTRATOR},
        (_case("reference", "Reference"),),
    ),
    Group(
        "Who looks after them",
        "Other people’s details, given for this case: for the two sides that ring them, and in an emergency.",
        _BOTH_SIDES,
        (
            _carer("carer_name", "Carer’s name", "name"),
            _carer("carer_relationship", "Carer’s relationship", "relationship"),
            _carer("carer_phone", "Carer’s telephone number", "phone"),
        ),
    ),
    Group(
        "Between the ward and the coordinators",
        "A conversation of the two sides, who write freely because nobody else reads it.",
        _BOTH_SIDES,
        (
            _of("referrals.Message", "messages", "Messages", "body", "kind", "written_at", "nudged_on"),
            _of(_SHARING, "sharing_basis", "Basis for sharing", "basis", "purpose", "recorded_at", "withdrawn_at"),
            _of(_SHARING, "sharing_decision_maker", "Who decided to share", "decision_maker"),
            _of(_SHARING, "sharing_note", "Why it was decided", "note", "withdrawn_why"),
        ),
    ),
    Group(
        "Photos and reports",
        "The two sides work from them. A report is written by and for those who care for the person; a photo may show "
        "how somebody lives, so that one who may only look is not shown it.",
        _BOTH_SIDES,
        (_of(_FILE, "files", "Photos and reports on the case", "kind", *_PHOTO, *_CHECKS),),
    ),
    Group(
        "Photos that providers are shown",
        "Whoever works in the home sees what awaits them there: the photos the lead picks out, and the provider’s own.",
        _BOTH_SIDES | {Reader.PROVIDER},
        (_of(_FILE, "photos", "Photos of the home", *_PHOTO),),
    ),
    Group(
        "The lead’s own notes",
        "The coordinators’ working notes and what the person told them later about their life: for those who decide.",
        _LEAD,
        (
            Field("lead_notes", "Notes for the lead alone"),
            _of(
                _HOME,
                "home_assessment",
                "Assessment of the home",
                "summary",
                "findings",
                "recorded_at",
            ),
            _of("housing.Rehousing", "new_address", "New address", "new_address"),
            _of("housing.CouncilStage", "council_note", "Note on what a council said", "note"),
            _of("outcomes.FollowUp", "follow_up_note", "What a follow-up found", "note"),
            _of("outcomes.Outcome", "outcome_note", "Closing note", "note"),
            _of("outcomes.Outcome", "outcome_evidence", "Grounds for days saved", *_GROUNDS),
        ),
    ),
    Group(
        "The search for a new home, and what councils are asked",
        "The ward waits for them and reads with whom and how they end; the new address and notes are the lead’s own.",
        CASE_READERS,
        (
            _of("housing.Rehousing", "new_landlord", "Landlord of the new home", "landlord", "route", *_STEPS),
            _of("housing.Rehousing", "search_ended", "Why the search ended", "ended_reason", "ended_on"),
            _of("housing.CouncilApplication", "council", "What a council was asked, and its stages", *_ASKED),
            _of("housing.CouncilStage", "council_reason", "Why a council said no", "stage", "on", "reason", "at"),
        ),
    ),
    Group(
        "The work",
        "A provider is told what to do at its own jobs; the ward sees what is being done and by whom.",
        CASE_READERS | {Reader.PROVIDER},
        (
            _of(_WORK, "work_kind", "Kind of work and how it stands", *_PROGRESS),
            _of(_WORK, "work_instructions", "What the provider is asked to do", "instructions"),
        ),
    ),
    Group(
        "What a provider reports",
        "Between the provider and those who asked for the work. It can hold what was seen in the home.",
        _LEAD | {Reader.PROVIDER},
        (
            _of(_WORK, "work_note", "Provider’s note on the work", "finish_note"),
            _of(_WORK, "work_cost", "What the work cost", "actual_cost"),
        ),
    ),
    Group(
        "Who pays",
        "What the lead expects to pay is no business of those who ask for a price, and none of the ward’s.",
        _LEAD,
        (
            _of(_WORK, "work_funding", "Who pays for the work", "funding_source"),
            _of(_WORK, "work_estimate", "Estimated cost", "estimated_cost"),
        ),
    ),
    Group(
        "Which flat and when",
        "The manager prepares it; the ward needs to know where the person goes.",
        CASE_READERS | {Reader.ACCOMMODATION},
        (
            _of(_STAY, "stay", "Flat and days of the stay", "status", *_DAYS),
            _of(_STAY, "booked_by", "Who booked the flat", "booked_at"),
        ),
    ),
    Group(
        "How somebody lives in a flat",
        "Written and read by those who support the guest there.",
        _LEAD | {Reader.ACCOMMODATION},
        (
            _of(_STAY, "support_plan", "Support plan", "support_plan"),
            _of(f"{_STAY}Review", "stay_reviews", "Team reviews", "held_on", "decided", "recorded_at"),
            _of(_STAY, "benefit_claim", "Housing benefit claim", "claim_sent_on", "no_claim_reason"),
        ),
    ),
    Group(
        "How a stay ends",
        "Told to the ward, which may have to answer for it.",
        CASE_READERS | {Reader.ACCOMMODATION},
        (
            _of(_STAY, "stay_end", "Why a stay is long, cancelled, and where to", "overstay_reason", "move_on_to"),
            _of(_STAY, "stay_cancelled", "Why a booking was cancelled", "cancelled_reason"),
        ),
    ),
    Group(
        "A referral that was not sent",
        "It is the ward’s alone until somebody sends it.",
        _REFERRING,
        (_case("draft", "What was typed into a draft", "draft_answers", "made_at", "saved_at"),),
    ),
    Group(
        "Who looked at the record",
        "For the check by information governance, who may print it for the person.",
        frozenset({Reader.IG_OFFICER}),
        (_of("referrals.BreakGlass", "looks", "Who looked, when and at which page", *_OPENING),),
    ),
    Group(
        "Who may see a restricted case",
        "For those who restrict a case and are named on it; nobody else learns that it is there.",
        _LEAD | {Reader.DISCHARGE_TEAM},
        (
            Field(
                "restriction",
                "Why a case is restricted, and to whom",
                (
                    "referrals.Referral.restricted_reason",
                    "referrals.NamedPerson.named_at",
                    "referrals.NamedPerson.ended_at",
                ),
            ),
        ),
    ),
    Group(
        "Figures",
        "Counted over many people, small numbers hidden: they lead to nobody.",
        frozenset({Reader.COMMISSIONER}) | _LEAD,
        (Field("figures", "Figures of the service"),),
    ),
)

FIELDS: dict[str, Field] = {field.code: field for group in TABLE for field in group.fields}
_SHOWN_TO: dict[str, frozenset[Reader]] = {field.code: group.shown_to for group in TABLE for field in group.fields}


def may_show(reader: Reader, field: str) -> bool:
    """May this reader be shown this field? Raises KeyError for a field that is not in the table."""
    return reader in _SHOWN_TO[field]


def may_show_any(reader: Reader, fields: Iterable[str]) -> bool:
    """May this reader be shown at least one of these fields? Raises KeyError for one that is not in the table."""
    return any([may_show(reader, field) for field in fields])


def shown(reader: Reader, values: Mapping[str, Value]) -> dict[str, Value]:
    """What this reader may be shown of these values, by field. Raises KeyError for a field that is not in the table."""
    return {field: value for field, value in values.items() if may_show(reader, field)}


def fields_for(reader: Reader) -> frozenset[str]:
    """Every field this reader may be shown."""
    return frozenset(field for field, readers in _SHOWN_TO.items() if reader in readers)
