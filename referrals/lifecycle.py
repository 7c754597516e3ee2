"""The life of a referral as data: one table that the checks, the buttons, the API, the documentation and the tests
read.

No queries and no clock here. `referrals.actions.transition` executes a row of the table; `referrals.access` asks
who may.
"""

from dataclasses import dataclass
from enum import StrEnum

from partners.roles import Permission


class Status(StrEnum):
    """Where a referral stands. Follow-up is rows in `outcomes`, not a status."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    INFORMATION_REQUESTED = "information_requested"
    ACCEPTED = "accepted"
    DISCHARGED = "discharged"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


STATUS_LABELS: dict[Status, str] = {
    Status.DRAFT: "Draft",
    Status.SUBMITTED: "Waiting for an answer",
    Status.INFORMATION_REQUESTED: "Needs information",
    Status.ACCEPTED: "Accepted",
    Status.DISCHARGED: "Gone home",
    Status.CLOSED: "Closed",
    Status.DECLINED: "Declined",
    Status.WITHDRAWN: "Withdrawn",
}
STATUS_CHOICES: list[tuple[str, str]] = [(status.value, label) for status, label in STATUS_LABELS.items()]

# Somebody owes the patient something in these.
OPEN: frozenset[Status] = frozenset(
    {Status.SUBMITTED, Status.INFORMATION_REQUESTED, Status.ACCEPTED, Status.DISCHARGED}
)
BEFORE_DECISION: frozenset[Status] = frozenset({Status.SUBMITTED, Status.INFORMATION_REQUESTED})
UNDER_WAY: frozenset[Status] = frozenset({Status.ACCEPTED, Status.DISCHARGED})
ENDED: frozenset[Status] = frozenset({Status.CLOSED, Status.DECLINED, Status.WITHDRAWN})


class Part(StrEnum):
    """What an organisation takes part in a case as."""

    REFERRER = "referrer"
    LEAD = "lead"
    PROVIDER = "provider"
    ACCOMMODATION = "accommodation"
    VIEWER = "viewer"


PART_LABELS: dict[Part, str] = {
    Part.REFERRER: "Referred the patient",
    Part.LEAD: "Leads the case",
    Part.PROVIDER: "Does work",
    Part.ACCOMMODATION: "Provides a flat",
    Part.VIEWER: "May look",
}


class Event(StrEnum):
    """What a person does to a case. Past events are stored under these codes."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    ASK = "ask"
    ANSWER = "answer"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    ASSIGN = "assign"
    RECORD_READINESS = "record_readiness"
    RECORD_DELAY = "record_delay"
    SEND_MESSAGE = "send_message"
    RECORD_SHARING = "record_sharing"
    WITHDRAW_SHARING = "withdraw_sharing"
    ADD_VIEWER = "add_viewer"
    END_VIEWER = "end_viewer"
    ADD_FILE = "add_file"
    ASSESS_HOME = "assess_home"
    PLAN_WORK = "plan_work"
    BOOK_FLAT = "book_flat"
    START_REHOUSING = "start_rehousing"
    RECORD_DISCHARGE = "record_discharge"
    RECORD_FOLLOW_UP = "record_follow_up"
    TAKE_UP_BREACH = "take_up_breach"
    PAUSE_CLOCK = "pause_clock"
    RESUME_CLOCK = "resume_clock"
    CLOSE = "close"


@dataclass(frozen=True)
class Transition:
    """One row: this event, from these statuses, leads there (None: stays), for holders of `permission` at an
    organisation
    that takes part as one of `parts`."""

    event: Event
    sources: frozenset[Status]
    target: Status | None
    permission: Permission
    parts: frozenset[Part]
    button: str
    past: str


_LEAD = frozenset({Part.LEAD})
_REFERRER = frozenset({Part.REFERRER})
_EITHER = _LEAD | _REFERRER

TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        Event.SUBMIT,
        frozenset({Status.DRAFT}),
        Status.SUBMITTED,
        Permission.REFERRAL_MAKE,
        _REFERRER,
        "Send referral",
        "Referral sent",
    ),
    Transition(
        Event.ACCEPT,
        BEFORE_DECISION,
        Status.ACCEPTED,
        Permission.CASE_TRIAGE,
        _LEAD,
        "Accept and assign",
        "Referral accepted",
    ),
    Transition(
        Event.ASK,
        frozenset({Status.SUBMITTED}),
        Status.INFORMATION_REQUESTED,
        Permission.CASE_TRIAGE,
        _LEAD,
        "Ask the ward",
        "Information asked for",
    ),
    Transition(
        Event.ANSWER,
        frozenset({Status.INFORMATION_REQUESTED}),
        Status.SUBMITTED,
        Permission.REFERRAL_ANSWER,
        _REFERRER,
        "Answer the question",
        "Question answered",
    ),
    Transition(
        Event.DECLINE,
        BEFORE_DECISION,
        Status.DECLINED,
        Permission.CASE_TRIAGE,
        _LEAD,
        "Decline",
        "Referral declined",
    ),
    Transition(
        Event.WITHDRAW,
        BEFORE_DECISION | {Status.ACCEPTED},
        Status.WITHDRAWN,
        Permission.REFERRAL_WITHDRAW,
        _EITHER,
        "Withdraw referral",
        "Referral withdrawn",
    ),
    Transition(
        Event.RECORD_DISCHARGE,
        frozenset({Status.ACCEPTED}),
        Status.DISCHARGED,
        Permission.DISCHARGE_RECORD,
        _LEAD,
        "Record discharge",
        "Left hospital",
    ),
    Transition(
        Event.CLOSE,
        UNDER_WAY,
        Status.CLOSED,
        Permission.CASE_CLOSE,
        _LEAD,
        "Close with outcome",
        "Case closed",
    ),
    Transition(
        Event.ASSIGN,
        OPEN,
        None,
        Permission.CASE_ASSIGN,
        _LEAD,
        "Give to a coordinator",
        "Given to a coordinator",
    ),
    Transition(
        Event.RECORD_READINESS,
        OPEN - {Status.DISCHARGED},
        None,
        Permission.READINESS_RECORD,
        _EITHER,
        "Ready to leave or not",
        "Readiness recorded",
    ),
    Transition(
        Event.RECORD_DELAY,
        OPEN - {Status.DISCHARGED},
        None,
        Permission.READINESS_RECORD,
        _EITHER,
        "Say what the delay is",
        "Delay recorded",
    ),
    Transition(
        Event.SEND_MESSAGE,
        OPEN,
        None,
        Permission.REFERRAL_ANSWER,
        _EITHER,
        "Write a message",
        "Message written",
    ),
    Transition(
        Event.RECORD_SHARING,
        OPEN,
        None,
        Permission.SHARING_RECORD,
        _EITHER,
        "Record a decision about sharing",
        "Decision about sharing recorded",
    ),
    Transition(
        # Also when the case has ended: a job may still be under way, somebody may still live in a flat.
        Event.WITHDRAW_SHARING,
        OPEN | ENDED,
        None,
        Permission.SHARING_RECORD,
        _EITHER,
        "Withdraw a decision about sharing",
        "Decision about sharing withdrawn",
    ),
    Transition(
        Event.ADD_VIEWER,
        OPEN,
        None,
        Permission.CASE_TRIAGE,
        _LEAD,
        "Let an organisation look",
        "Organisation may look",
    ),
    Transition(
        # Also when the case has ended: until then they go on looking.
        Event.END_VIEWER,
        OPEN | ENDED,
        None,
        Permission.CASE_TRIAGE,
        _LEAD,
        "Stop an organisation looking",
        "Organisation may no longer look",
    ),
    Transition(
        Event.ADD_FILE,
        OPEN,
        None,
        Permission.REFERRAL_ANSWER,
        _EITHER,
        "Add a file",
        "File added",
    ),
    Transition(
        Event.ASSESS_HOME,
        UNDER_WAY,
        None,
        Permission.HOME_ASSESS,
        _LEAD,
        "Assess the home",
        "Home assessed",
    ),
    Transition(
        Event.PLAN_WORK,
        UNDER_WAY,
        None,
        Permission.WORK_PLAN,
        _LEAD,
        "Plan work",
        "Work planned",
    ),
    Transition(
        Event.BOOK_FLAT,
        UNDER_WAY,
        None,
        Permission.STAY_BOOK,
        _LEAD,
        "Book a flat",
        "Flat booked",
    ),
    Transition(
        Event.START_REHOUSING,
        UNDER_WAY,
        None,
        Permission.WORK_PLAN,
        _LEAD,
        "Find a new home",
        "Rehousing started",
    ),
    Transition(
        Event.RECORD_FOLLOW_UP,
        frozenset({Status.DISCHARGED}),
        None,
        Permission.FOLLOW_UP_RECORD,
        _LEAD,
        "Record a follow-up",
        "Follow-up recorded",
    ),
    Transition(
        Event.TAKE_UP_BREACH,
        OPEN,
        None,
        Permission.CASE_TRIAGE,
        _LEAD,
        "I am dealing with this",
        "Overdue and being dealt with",
    ),
    Transition(
        Event.PAUSE_CLOCK,
        OPEN,
        None,
        Permission.CASE_TRIAGE,
        _LEAD,
        "Pause a deadline",
        "Deadline paused",
    ),
    Transition(
        Event.RESUME_CLOCK,
        OPEN,
        None,
        Permission.CASE_TRIAGE,
        _LEAD,
        "Let a deadline run",
        "Deadline runs again",
    ),
)

BY_EVENT: dict[Event, Transition] = {row.event: row for row in TRANSITIONS}


def is_possible(event: Event, status: Status) -> bool:
    """Does the table let this event happen to a referral in this status?"""
    return status in BY_EVENT[event].sources


def possible_events(status: Status) -> list[Event]:
    """What can happen next to a referral in this status, in the table's order."""
    return [row.event for row in TRANSITIONS if status in row.sources]
