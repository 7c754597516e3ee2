"""How much somebody holds who leaves: numbers only, for people who may see none of it."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from partners import access as partners
from partners import asking
from partners.models import Membership, Organisation, User
from partners.roles import Permission
from referrals import access
from referrals.lifecycle import Status
from referrals.models import Referral
from referrals.queries.case import Coordinator, open_cases_of
from referrals.queries.restriction import decided_by_nobody_else


@dataclass(frozen=True)
class Held:
    """The open cases one organisation leads through this person alone, and who of their colleagues could take them."""

    organisation: Organisation
    cases: int
    colleagues: list[Coordinator]


@dataclass(frozen=True)
class TeamMember:
    """Somebody who leads cases, how many, and whether the reader may record that they left."""

    pk: int
    name: str
    role: str
    cases: int
    may_leave: bool


def organisations_held(user: User) -> dict[int, int]:
    """How many open cases have nobody without this person, by the organisation that leads them: those they have, and
    the restricted ones that nobody else who is named decides about.
    """
    found: Counter[int] = Counter()
    for cases in (
        Referral.objects.filter(is_open=True, assignee=user),
        decided_by_nobody_else(user).exclude(assignee=user),
    ):
        for row in cases.order_by().values("lead_organisation").annotate(number=Count("pk")):
            found[row["lead_organisation"]] += row["number"]
    return dict(found)


def held_by(user: User, *, only: int | None = None) -> list[Held]:
    """What has to go to somebody else, by organisation name; `only` at one organisation."""
    with asking.as_figures():
        held = {pk: number for pk, number in organisations_held(user).items() if only in (None, pk)}
    found = []
    for organisation in Organisation.objects.filter(pk__in=held).order_by("name"):
        people = list(partners.people_with(Permission.CASE_TRIAGE, organisation.pk).exclude(pk=user.pk))
        with asking.as_figures():
            has = open_cases_of(people)
        colleagues = [Coordinator(each.pk, each.name, has.get(each.pk, 0)) for each in people]
        found.append(
            Held(organisation, held[organisation.pk], sorted(colleagues, key=lambda each: (each.open_cases, each.name)))
        )
    return found


def held_in(membership: Membership) -> list[Held]:
    """What has to go to somebody else when this role ends: nothing while another role there lets them keep it."""
    others = [
        each
        for each in membership.user.memberships.filter(active=True, organisation=membership.organisation_id)
        if each.pk != membership.pk and Permission.CASE_TRIAGE in each.role_data.permissions
    ]
    return [] if others else held_by(membership.user, only=membership.organisation_id)


def drafts_of(user: User) -> int:
    """How many referrals this person began and nobody sent; their ward can finish them."""
    with asking.as_figures():
        return Referral.objects.filter(made_by=user, status=Status.DRAFT).count()


def leaver_for(by: User, pk: int) -> User:
    """Somebody active whose leaving this person may record. Raises User.DoesNotExist."""
    user = User.objects.filter(is_active=True).get(pk=pk)
    if not access.can_record_leaving(by, user):
        raise User.DoesNotExist
    return user


def role_for(by: User, person: int, pk: int) -> Membership:
    """A current role of this person that `by` may end. Raises Membership.DoesNotExist."""
    membership = Membership.objects.select_related("user", "organisation").get(pk=pk, user=person, active=True)
    if not access.can_end_role(by, membership):
        raise Membership.DoesNotExist
    return membership


def team_of(user: User) -> list[TeamMember]:
    """The people who lead cases where this person may record leavers, by name. A fixed number of queries."""
    where = partners.organisations_where(user, Permission.TEAM_LEAVERS)
    roles = access.TEAM_ROLES
    rows = list(
        Membership.objects.filter(
            organisation__in=where, active=True, user__is_active=True, role__in=[role.value for role in roles]
        )
        .select_related("user")
        .order_by("user__name", "user__pk", "role")
    )
    with asking.as_figures():
        has = open_cases_of([row.user for row in rows], user)
    outside = set(
        Membership.objects.filter(user__in=[row.user_id for row in rows], active=True)
        .exclude(organisation__in=where, role__in=[role.value for role in roles])
        .values_list("user", flat=True)
    )
    people: dict[int, TeamMember] = {}
    for row in rows:
        may = row.user_id != user.pk and row.user_id not in outside
        people.setdefault(
            row.user_id,
            TeamMember(row.user_id, row.user.name, row.role_data.label, has.get(row.user_id, 0), may),
        )
    return list(people.values())
