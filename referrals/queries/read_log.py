"""Who looked at which case, for the information-governance officer: references and staff names, no patient's.

The log answers for itself: it keeps who led and who referred the case at the moment of the look, so a search asks no
case. Each page of it is put together from index scans that stop at 51 rows, one for each organisation and side: a plain
"lead is mine or referrer is mine" would read and sort everything that matches before it shows the newest fifty.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from partners import access as partners
from partners.looks import Why, page_words, why_words
from partners.models import Membership, Organisation, ReadLog, User
from partners.roles import ROLES, Permission, RoleCode
from referrals import access
from referrals.london import london_instant

PER_PAGE = 50
# More people than this who share a name are not searched: the officer enters more of it.
MOST_PEOPLE = 10
MOST_PRINTED = 5000


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a case. `at` is UTC. An emergency's number and reason are there for whoever reviews it."""

    pk: int
    at: datetime
    name: str
    role: str
    organisation: str
    reference: str
    page: str
    why: str
    emergency: bool
    opening: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LookPage:
    """Up to 50 looks, newest first, and where the older ones begin: the `before` of the next page, empty at the end.

    `too_many`: more people have this name than are searched at once, so there are no looks.
    """

    looks: list[Look]
    before: str
    too_many: bool = False


def visible_to(user: User) -> QuerySet[ReadLog]:
    """The looks at cases that an organisation where this person checks the record led or referred at that moment."""
    checked = partners.organisations_where(user, Permission.AUDIT_VIEW)
    return ReadLog.objects.filter(Q(lead_organisation_id__in=checked) | Q(referrer_organisation_id__in=checked))


def read_log(
    user: User,
    *,
    reference: str = "",
    person: str = "",
    organisation: int | None = None,
    since: date | None = None,
    until: date | None = None,
    page: str = "",
    emergency: bool = False,
    before: str = "",
) -> LookPage:
    """The newest 50 looks, or those older than `before` (as a page before gave it). Five queries whatever the number,
    and one or two more where a case was opened in an emergency.

    `reference`: one case; `person`: part of the name of who looked; `organisation`: where they work; `since`, `until`:
    London days, both included; `page`: its code; `emergency`: only cases opened in an emergency.
    """
    people: list[int | None] = [None]
    if person:
        found = User.objects.filter(name__icontains=person.strip()).order_by("pk").values_list("pk", flat=True)
        people = list(found[: MOST_PEOPLE + 1])
        if len(people) > MOST_PEOPLE:
            return LookPage([], "", too_many=True)
    rule = _narrowed(reference, organisation, since, until, page, emergency, before)
    rows = newest(user, rule, people)
    shown = _with_names(rows[:PER_PAGE], _reasons(user, rows[:PER_PAGE]))
    last = rows[PER_PAGE - 1] if len(rows) > PER_PAGE else None
    return LookPage(shown, f"{last.at.isoformat()}_{last.pk}" if last else "")


def newest(user: User, rule: Q, people: list[int | None]) -> list[ReadLog]:
    """The newest 51 of this person's looks under `rule`, by these people (None: anybody). One query."""
    branches = list(_branches(user, rule, people))
    if not branches:
        return []
    first, *rest = branches
    return list(first.union(*rest, all=True).order_by("-at", "-pk")[: PER_PAGE + 1] if rest else first)


def _branches(user: User, rule: Q, people: list[int | None]) -> Iterator[QuerySet[ReadLog]]:
    checked = sorted(partners.organisations_where(user, Permission.AUDIT_VIEW))
    for organisation in checked:
        sides = (
            ReadLog.objects.filter(lead_organisation_id=organisation),
            ReadLog.objects.filter(referrer_organisation_id=organisation).exclude(lead_organisation_id__in=checked),
        )
        for side in sides:
            for person in people:
                looks = side.filter(rule) if person is None else side.filter(rule, user_id=person)
                yield looks.order_by("-at", "-pk")[: PER_PAGE + 1]


def _narrowed(
    reference: str,
    organisation: int | None,
    since: date | None,
    until: date | None,
    page: str,
    emergency: bool,
    before: str,
) -> Q:
    rule = Q()
    if reference:
        rule &= Q(reference=reference.strip().upper())
    if organisation is not None:
        rule &= Q(organisation_id=organisation)
    if since is not None:
        rule &= Q(at__gte=london_instant(since, time(0)))
    if until is not None:
        rule &= Q(at__lt=london_instant(until + timedelta(days=1), time(0)))
    if page:
        rule &= Q(page=page)
    if emergency:
        rule &= Q(break_glass_id__isnull=False)
    edge = _edge(before)
    if edge is not None:
        at, pk = edge
        # The first half alone bounds the index scan; the second keeps looks of that very moment apart.
        rule &= Q(at__lte=at) & (Q(at__lt=at) | Q(pk__lt=pk))
    return rule


@dataclass(frozen=True, slots=True)
class Printed:
    """Everybody who looked at one patient's record, newest first. `left_out`: there are more than are printed."""

    reference: str
    referral_id: int
    looks: list[Look]
    left_out: bool


def looks_at_record(user: User, reference: str) -> Printed | None:
    """Every look this officer may see at the record of the patient of this case, on this case and the patient's others.

    None when no look at such a case is theirs to see. Six queries.
    """
    mine = visible_to(user)
    case = mine.filter(reference=reference).order_by("-patient_id").values_list("referral_id", "patient_id")
    found = case.filter(patient_id__isnull=False).first() or case.first()
    if found is None:
        return None
    referral_id, patient_id = found
    whole = Q(reference=reference) if patient_id is None else Q(reference=reference) | Q(patient_id=patient_id)
    rows = list(mine.filter(whole).order_by("-at", "-pk")[: MOST_PRINTED + 1])
    return Printed(reference, referral_id, _with_names(rows[:MOST_PRINTED], {}), len(rows) > MOST_PRINTED)


def organisations_named() -> list[tuple[int, str]]:
    """Every organisation somebody may have looked from, by name."""
    return list(Organisation.objects.order_by("name").values_list("pk", "name"))


def _edge(before: str) -> tuple[datetime, int] | None:
    at, _, pk = before.rpartition("_")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, int(pk)) if moment.utcoffset() is not None else None
    except ValueError:
        return None


def _reasons(user: User, rows: list[ReadLog]) -> dict[int, str]:
    """Why each case was opened in an emergency, as far as this person reviews it. No query where none was."""
    openings = {row.break_glass_id for row in rows if row.break_glass_id is not None}
    if not openings:
        return {}
    return dict(access.openings_visible_to(user).filter(pk__in=openings).values_list("pk", "reason"))


def _with_names(rows: list[ReadLog], reasons: Mapping[int, str]) -> list[Look]:
    """The rows hold ids only, so that nothing can erase them; the names are looked up as they are today."""
    people = dict(User.objects.filter(pk__in={row.user_id for row in rows}).values_list("pk", "name"))
    roles = dict(Membership.objects.filter(pk__in={row.membership_id for row in rows}).values_list("pk", "role"))
    organisations = dict(
        Organisation.objects.filter(pk__in={row.organisation_id for row in rows}).values_list("pk", "name")
    )
    return [
        Look(
            pk=row.pk,
            at=row.at,
            name=people.get(row.user_id, f"Person {row.user_id}"),
            role=ROLES[RoleCode(roles[row.membership_id])].label if row.membership_id in roles else "No role",
            organisation=organisations.get(row.organisation_id or 0, "No organisation"),
            reference=row.reference or f"Case {row.referral_id}",
            page=page_words(row.page),
            why=why_words(row.why),
            emergency=row.why == Why.BREAK_GLASS,
            opening=row.break_glass_id if row.break_glass_id in reasons else None,
            reason=reasons.get(row.break_glass_id or 0, ""),
        )
        for row in rows
    ]
