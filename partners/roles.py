"""Rights and roles as data: what each right allows, where it is held, and which rights each role carries.

A role is held at an organisation. Its rights are of two kinds: most are held at that organisation and count for its
part in a case; a few are held at schemes, at those in which the organisation has a part that gives them. Codes are
stored; never rename one without a migration.
"""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """One right, NOUN_VERB. The value is the code stored in the database."""

    REFERRAL_MAKE = "referral_make"
    REFERRAL_VIEW_WARD = "referral_view_ward"
    REFERRAL_VIEW = "referral_view"
    REFERRAL_ANSWER = "referral_answer"
    REFERRAL_WITHDRAW = "referral_withdraw"
    READINESS_RECORD = "readiness_record"
    CASE_TRIAGE = "case_triage"
    CASE_ASSIGN = "case_assign"
    HOME_ASSESS = "home_assess"
    WORK_PLAN = "work_plan"
    WORK_VIEW = "work_view"
    WORK_DO = "work_do"
    STAY_BOOK = "stay_book"
    STAY_VIEW = "stay_view"
    STAY_MANAGE = "stay_manage"
    DISCHARGE_RECORD = "discharge_record"
    FOLLOW_UP_RECORD = "follow_up_record"
    CASE_CLOSE = "case_close"
    PATIENT_CORRECT = "patient_correct"
    HISTORY_VIEW = "history_view"
    REPORT_VIEW = "report_view"
    TEAM_LEAVERS = "team_leavers"
    PEOPLE_MANAGE = "people_manage"
    PARTNERS_MANAGE = "partners_manage"
    AUDIT_VIEW = "audit_view"
    SHARING_RECORD = "sharing_record"
    SHARING_MANAGE = "sharing_manage"
    CASE_RESTRICT = "case_restrict"
    BREAK_GLASS = "break_glass"
    RIGHTS_MANAGE = "rights_manage"
    TARGETS_CHANGE = "targets_change"


class SchemePart(StrEnum):
    """What an organisation is to a scheme, as far as that can give its people rights there. The value is the stored
    part (`SchemePartner.Part`); the lead is named on the scheme."""

    LEAD = "lead"
    COMMISSIONER = "commissioner"


SCHEME_PART_LABELS: dict[SchemePart, str] = {
    SchemePart.LEAD: "Leads the scheme",
    SchemePart.COMMISSIONER: "Pays for it",
}


@dataclass(frozen=True)
class SchemeRight:
    """A right held at a scheme: what it allows, and which parts of an organisation in it give the right to those of its
    people whose role has it."""

    meaning: str
    parts: frozenset[SchemePart]


AT_AN_ORGANISATION: dict[Permission, str] = {
    Permission.REFERRAL_MAKE: "Make a referral, save a draft and finish a colleague's",
    Permission.REFERRAL_VIEW_WARD: "See the referrals of their own wards",
    Permission.REFERRAL_VIEW: "See every case their organisation takes part in",
    Permission.REFERRAL_ANSWER: "Write messages on a case and answer questions about it",
    Permission.REFERRAL_WITHDRAW: "Withdraw a referral",
    Permission.READINESS_RECORD: "Record when a patient became ready to leave hospital, or unwell again",
    Permission.CASE_TRIAGE: "Accept, decline or ask for information about a referral",
    Permission.CASE_ASSIGN: "Give a case to a coordinator",
    Permission.HOME_ASSESS: "Record whether a home is fit to go back to",
    Permission.WORK_PLAN: "Plan, commission and cancel work on a case",
    Permission.WORK_VIEW: "See the jobs given to their organisation",
    Permission.WORK_DO: "Accept a job and say that it is done or cannot be",
    Permission.STAY_BOOK: "Book a temporary flat for a patient",
    Permission.STAY_VIEW: "See who is booked into their organisation's flats",
    Permission.STAY_MANAGE: "Record arrivals and departures, and take a flat out of use",
    Permission.DISCHARGE_RECORD: "Record that a patient left hospital",
    Permission.FOLLOW_UP_RECORD: "Record a call or visit after the person went home",
    Permission.CASE_CLOSE: "Close a case with its outcome",
    Permission.PATIENT_CORRECT: "Put a patient’s name, date of birth, NHS number, address or telephone number right",
    Permission.HISTORY_VIEW: "See what was changed on a case, by whom, and what it said before",
    Permission.TEAM_LEAVERS: "Record that a coordinator of their team has left, and give their cases to a colleague",
    Permission.PEOPLE_MANAGE: "Add people, change their roles and deactivate them",
    Permission.PARTNERS_MANAGE: "Change organisations, sites, wards and schemes",
    Permission.AUDIT_VIEW: "See who looked at which record",
    Permission.SHARING_RECORD: "Record what a patient decided about sharing their details, and withdraw it",
    Permission.SHARING_MANAGE: "Keep the agreements by which organisations share records",
    Permission.CASE_RESTRICT: "Restrict a case to named people, and end that",
    Permission.BREAK_GLASS: "Open a case outside their organisation's part in an emergency, with a reason",
    Permission.RIGHTS_MANAGE: "Answer a person's request for what is held on them; hold records and delete old ones",
}
AT_A_SCHEME: dict[Permission, SchemeRight] = {
    Permission.REPORT_VIEW: SchemeRight(
        "See figures about the service, without names", frozenset({SchemePart.LEAD, SchemePart.COMMISSIONER})
    ),
    Permission.TARGETS_CHANGE: SchemeRight(
        "Change how long things may take in the service", frozenset({SchemePart.LEAD})
    ),
}
PERMISSION_MEANING: dict[Permission, str] = AT_AN_ORGANISATION | {
    permission: right.meaning for permission, right in AT_A_SCHEME.items()
}


class RoleCode(StrEnum):
    """The roles a membership can have. The value is the code stored in the database."""

    WARD_STAFF = "ward_staff"
    DISCHARGE_TEAM = "discharge_team"
    COORDINATOR = "coordinator"
    TEAM_LEAD = "team_lead"
    PROVIDER_WORKER = "provider_worker"
    ACCOMMODATION_MANAGER = "accommodation_manager"
    COMMISSIONER = "commissioner"
    IG_OFFICER = "ig_officer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Role:
    """A role: its name on screen, what it is for, and its rights, of both kinds."""

    code: RoleCode
    label: str
    description: str
    permissions: frozenset[Permission]


_P = Permission
_WARD = frozenset(
    {
        _P.REFERRAL_MAKE,
        _P.REFERRAL_VIEW_WARD,
        _P.REFERRAL_ANSWER,
        _P.REFERRAL_WITHDRAW,
        _P.READINESS_RECORD,
        _P.SHARING_RECORD,
        _P.PATIENT_CORRECT,
    }
)
_COORDINATOR = frozenset(
    {
        _P.REFERRAL_VIEW,
        _P.REFERRAL_ANSWER,
        _P.REFERRAL_WITHDRAW,
        _P.READINESS_RECORD,
        _P.SHARING_RECORD,
        _P.CASE_TRIAGE,
        _P.CASE_ASSIGN,
        _P.HOME_ASSESS,
        _P.WORK_PLAN,
        _P.STAY_BOOK,
        _P.DISCHARGE_RECORD,
        _P.FOLLOW_UP_RECORD,
        _P.CASE_CLOSE,
        _P.PATIENT_CORRECT,
        _P.HISTORY_VIEW,
    }
)

ROLES: dict[RoleCode, Role] = {
    role.code: role
    for role in [
        Role(
            RoleCode.WARD_STAFF,
            "Ward staff",
            "Refer patients from their own wards and follow what happens",
            _WARD,
        ),
        Role(
            RoleCode.DISCHARGE_TEAM,
            "Discharge team",
            "Refer patients from any ward of the trust and see all the trust's referrals",
            (_WARD - {_P.REFERRAL_VIEW_WARD}) | {_P.REFERRAL_VIEW, _P.HISTORY_VIEW, _P.CASE_RESTRICT, _P.BREAK_GLASS},
        ),
        Role(
            RoleCode.COORDINATOR,
            "Housing coordinator",
            "Take cases on, get the home ready and see the person settled",
            _COORDINATOR,
        ),
        Role(
            RoleCode.TEAM_LEAD,
            "Team lead",
            "A coordinator who also watches the whole team's deadlines and figures",
            _COORDINATOR | {_P.REPORT_VIEW, _P.TEAM_LEAVERS, _P.TARGETS_CHANGE, _P.CASE_RESTRICT, _P.BREAK_GLASS},
        ),
        Role(
            RoleCode.PROVIDER_WORKER,
            "Provider worker",
            "Do the jobs given to their organisation: key safes, repairs, clearance, support",
            frozenset({_P.WORK_VIEW, _P.WORK_DO}),
        ),
        Role(
            RoleCode.ACCOMMODATION_MANAGER,
            "Accommodation manager",
            "Run the temporary flats: who arrives, who leaves, what is out of use",
            frozenset({_P.STAY_VIEW, _P.STAY_MANAGE}),
        ),
        Role(
            RoleCode.COMMISSIONER,
            "Commissioner",
            "See what the service did and saved, never who",
            frozenset({_P.REPORT_VIEW}),
        ),
        Role(
            RoleCode.IG_OFFICER,
            "Information-governance officer",
            "Check who looked at which record and why, keep the agreements by which organisations share, "
            "answer people's requests for their record, end old ones",
            frozenset({_P.AUDIT_VIEW, _P.SHARING_MANAGE, _P.RIGHTS_MANAGE}),
        ),
        Role(
            RoleCode.ADMINISTRATOR,
            "Administrator",
            "Manage people, organisations, wards and schemes, not cases",
            frozenset({_P.PEOPLE_MANAGE, _P.PARTNERS_MANAGE, _P.SHARING_MANAGE}),
        ),
    ]
}
ROLE_CHOICES: list[tuple[str, str]] = [(role.code.value, role.label) for role in ROLES.values()]
# These rights let somebody see a named patient; whoever holds one is asked for a second factor in production.
PERMISSIONS_THAT_SHOW_PATIENTS: frozenset[Permission] = frozenset(
    {_P.REFERRAL_VIEW_WARD, _P.REFERRAL_VIEW, _P.WORK_VIEW, _P.STAY_VIEW}
)
# These rights change something on a case; the database refuses a change to everybody without one of them.
CHANGE_CASES: frozenset[Permission] = (_WARD | _COORDINATOR) - {_P.REFERRAL_VIEW_WARD, _P.REFERRAL_VIEW}
