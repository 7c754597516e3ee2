"""Who looked at which case, for the information-governance officer: references and staff names, no patient's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.db.models import Q, QuerySet

from partners import access as partners
from partners.models import Membership, Organisation, ReadLog, User
from partners.roles import ROLES, Permission, RoleCode
from referrals.london import london_instant
from referrals.models import Referral

PER_PAGE = 50
PAGE_WORDS: Mapping[str, str] = {"case": "Case", "sent": "What happens next"}


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a case. `at` is UTC."""

    pk: int
    at: datetime
    name: str
    role: str
    organisation: str
    reference: str
    page: str


@dataclass(frozen=True, slots=True)
class LookPage:
    """Up to 50 looks, newest first, and where the older ones begin: the `before` of the next page, empty at the end."""

    looks: list[Look]
    before: str


def visible_to(user: User) -> QuerySet[ReadLog]:
    """The looks at cases that an organisation where this person checks the record leads or referred."""
    checked = partners.organisations_where(user, Permission.AUDIT_VIEW)
    cases = Referral.objects.filter(Q(lead_organisation__in=checked) | Q(referrer_organisation__in=checked))
    return ReadLog.objects.filter(referral_id__in=cases.values("pk"))


def read_log(
    user: User, *, reference: str = "", person: str = "", on: date | None = None, before: str = ""
) -> LookPage:
    """The newest 50 looks, or those older than `before` (as a page before gave it). Five queries whatever the number.

    `reference`: one case; `person`: part of the name of who looked; `on`: a London day.
    """
    looks = visible_to(user).order_by("-at", "-pk")
    if reference:
        looks = looks.filter(referral_id__in=Referral.objects.filter(reference__iexact=reference.strip()).values("pk"))
    if person:
        looks = looks.filter(user_id__in=User.objects.filter(name__icontains=person.strip()).values("pk"))
    if on is not None:
        looks = looks.filter(
            at__gte=london_instant(on, time(0)), at__lt=london_instant(on + timedelta(days=1), time(0))
        )
    edge = _edge(before)
    if edge is not None:
        at, pk = edge
        looks = looks.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
    rows = list(islice(looks[: PER_PAGE + 1].iterator(), PER_PAGE + 1))
    shown = _with_names(rows[:PER_PAGE])
    last = rows[PER_PAGE - 1] if len(rows) > PER_PAGE else None
    return LookPage(shown, f"{last.at.isoformat()}_{last.pk}" if last else "")


def _edge(before: str) -> tuple[datetime, int] | None:
    at, _, pk = before.rpartition("_")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, int(pk)) if moment.utcoffset() is not None else None
    except ValueError:
        return None


def _with_names(rows: list[ReadLog]) -> list[Look]:
    """The rows hold ids only, so that nothing can erase them; the names are looked up as they are today."""
    people = dict(User.objects.filter(pk__in={row.user_id for row in rows}).values_list("pk", "name"))
    roles = dict(Membership.objects.filter(pk__in={row.membership_id for row in rows}).values_list("pk", "role"))
    organisations = dict(
        Organisation.objects.filter(pk__in={row.organisation_id for row in rows}).values_list("pk", "name")
    )
    references = dict(Referral.objects.filter(pk__in={row.referral_id for row in rows}).values_list("pk", "reference"))
    return [
        Look(
            pk=row.pk,
            at=row.at,
            name=people.get(row.user_id, f"Person {row.user_id}"),
            role=ROLES[RoleCode(roles[row.membership_id])].label if row.membership_id in roles else "No role",
            organisation=organisations.get(row.organisation_id or 0, "No organisation"),
            reference=references.get(row.referral_id, f"Case {row.referral_id}"),
            page=PAGE_WORDS.get(row.page, row.page.replace("_", " ").capitalize()),
        )
        for row in rows
    ]
