"""Emergency openings, as their reviewers see them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from partners.looks import page_words
from partners.models import Membership, ReadLog, User
from partners.roles import ROLES, RoleCode
from referrals import access
from referrals.deadlines import working_calendar
from referrals.london import london_date
from referrals.models import BreakGlass

#: How long an opening lasts.
LASTS = timedelta(minutes=60)
REVIEW_WORKING_DAYS = 3
# The last day on which a review is in time is the third working day (London) after the opening.
# A reviewer's page shows the openings of a year at the most; each is reviewed within days.
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """One page looked at during an opening. `at` is UTC."""

    at: datetime
    page: str


@dataclass(frozen=True, slots=True)
class Opening:
    """One emergency opening as its reviewers see it: nothing of the patient. Times are UTC."""

    pk: int
    reference: str
    name: str
    role: str
    organisation: str
    reason: str
    opened_at: datetime
    ends_at: datetime
    review_due: date
    overdue: bool
    outcome: str
    reviewed_by: str
    reviewed_at: datetime | None
    review_note: str
    seen: list[Seen]


def openings(user: User, at: datetime) -> list[Opening]:
    """The openings this person reviews: those waiting first, the oldest on top, then the newest reviewed. Five queries
    however many there are.
    """
    mine = access.openings_visible_to(user).select_related("user", "organisation", "membership", "reviewed_by")
    waiting = list(mine.filter(reviewed_at__isnull=True).order_by("opened_at", "pk")[:MOST_LISTED])
    reviewed = list(mine.filter(reviewed_at__isnull=False).order_by("-opened_at", "-pk")[: MOST_LISTED // 4])
    return _shown([*waiting, *reviewed], at)


def opening_for(user: User, pk: int, at: datetime) -> tuple[BreakGlass, Opening]:
    """One opening this person reviews. Raises BreakGlass.DoesNotExist."""
    row = (
        access.openings_visible_to(user).select_related("user", "organisation", "membership", "reviewed_by").get(pk=pk)
    )
    return row, _shown([row], at)[0]


def number_to_review(user: User) -> int:
    """How many openings wait for this person's review."""
    return _waiting(user).count()


def _waiting(user: User) -> QuerySet[BreakGlass]:
    return access.openings_visible_to(user).filter(reviewed_at__isnull=True)


def _shown(rows: list[BreakGlass], at: datetime) -> list[Opening]:
    seen = _seen_in(rows)
    calendar = working_calendar()
    today = london_date(at)
    found = []
    for row in rows:
        due = calendar.add_working_days(london_date(row.opened_at), REVIEW_WORKING_DAYS)
        found.append(
            Opening(
                pk=row.pk,
                reference=row.reference,
                name=row.user.name,
                role=_role(row.membership),
                organisation=row.organisation.name,
                reason=row.reason,
                opened_at=row.opened_at,
                ends_at=row.ends_at,
                review_due=due,
                overdue=row.reviewed_at is None and today > due,
                outcome=str(row.get_outcome_display()) if row.outcome else "",
                reviewed_by=row.reviewed_by.name if row.reviewed_by else "",
                reviewed_at=row.reviewed_at,
                review_note=row.review_note,
                seen=seen[row.pk],
            )
        )
    return found


def _seen_in(rows: list[BreakGlass]) -> dict[int, list[Seen]]:
    found: dict[int, list[Seen]] = defaultdict(list)
    looks = ReadLog.objects.filter(break_glass_id__in=[row.pk for row in rows], break_glass_id__isnull=False)
    for opening, at, page in looks.order_by("at", "pk").values_list("break_glass_id", "at", "page"):
        if opening is not None:
            found[opening].append(Seen(at, page_words(page)))
    return found


def _role(membership: Membership) -> str:
    return ROLES[RoleCode(membership.role)].label
