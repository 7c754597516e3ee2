"""Which pages a role finds in the header, and which is its home."""

from dataclasses import dataclass

from partners import access
from partners.models import User
from partners.roles import Permission


@dataclass(frozen=True)
class NavPage:
    """One place in the header: its words, the name of its address, and the right that shows it."""

    text: str
    url_name: str
    permission: Permission


# In the order of the header; a person's home is the first they may see.
PAGES: tuple[NavPage, ...] = (
    NavPage("Worklist", "worklist", Permission.CASE_TRIAGE),
    NavPage("Caseload", "caseload", Permission.CASE_TRIAGE),
    NavPage("Who is there", "who_is_there", Permission.CASE_TRIAGE),
    NavPage("Our referrals", "our_referrals", Permission.REFERRAL_MAKE),
    NavPage("Make a referral", "referral_start", Permission.REFERRAL_MAKE),
    NavPage("Jobs", "jobs", Permission.WORK_VIEW),
    NavPage("Flats", "flats", Permission.STAY_VIEW),
    NavPage("Flats", "flats", Permission.STAY_BOOK),
    NavPage("Emergency", "open_in_emergency", Permission.BREAK_GLASS),
    NavPage("Figures", "report", Permission.REPORT_VIEW),
    NavPage("Team", "team", Permission.TEAM_LEAVERS),
    NavPage("Who looked", "read_log", Permission.AUDIT_VIEW),
    NavPage("Emergency openings", "emergency_openings", Permission.AUDIT_VIEW),
    NavPage("Restricted cases", "decided_by_nobody", Permission.RIGHTS_MANAGE),
    NavPage("Requests", "rights_requests", Permission.RIGHTS_MANAGE),
    NavPage("Holds", "rights_holds", Permission.RIGHTS_MANAGE),
    NavPage("Old records", "rights_deletions", Permission.RIGHTS_MANAGE),
    NavPage("People", "people", Permission.PEOPLE_MANAGE),
    NavPage("Not sent", "not_sent", Permission.PEOPLE_MANAGE),
    NavPage("Organisations", "organisations", Permission.PARTNERS_MANAGE),
    NavPage("Schemes", "schemes", Permission.PARTNERS_MANAGE),
    NavPage("Flats and buildings", "buildings", Permission.PARTNERS_MANAGE),
    NavPage("Bank holidays", "holidays", Permission.PARTNERS_MANAGE),
    NavPage("Agreements", "agreements", Permission.SHARING_MANAGE),
)


def pages_for(user: User) -> list[NavPage]:
    """The pages in this person's header, for the role they work in."""
    seen: set[str] = set()
    pages = []
    for page in PAGES:
        if page.url_name not in seen and access.has_permission(user, page.permission):
            seen.add(page.url_name)
            pages.append(page)
    return pages
