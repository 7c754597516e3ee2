"""The demo's people, for its sign-in page and for `manage.py demo_accounts`."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from partners.demo import DEMO_ADDRESS_ENDING, DEMO_PASSWORD
from partners.models import Membership, Scheme, SchemePartner, User
from partners.roles import RoleCode


@dataclass(frozen=True, slots=True)
class DemoRole:
    """One person in one role, in the words of the sign-in page."""

    person_id: int
    name: str
    email: str
    password: str
    role_code: RoleCode
    role: str
    does: str
    organisation: str
    scheme: str
    wards: str = ""


@dataclass(slots=True)
class DemoPerson:
    """One person to be tried: who, and every role they have."""

    pk: int
    name: str
    roles: list[DemoRole] = field(default_factory=list)

    @property
    def role(self) -> str:
        return " and ".join([self.roles[0].role, *(each.role.lower() for each in self.roles[1:])])


@dataclass(slots=True)
class DemoScheme:
    """A scheme and the people who can be tried in it."""

    name: str
    area: str
    people: list[DemoPerson] = field(default_factory=list)


def demo_people() -> QuerySet[User]:
    """The people one click may sign in as: active, made up, and never staff of Django's own admin."""
    return User.objects.filter(
        is_active=True, is_staff=False, is_superuser=False, email__endswith=DEMO_ADDRESS_ENDING
    ).order_by("pk")


def demo_memberships() -> QuerySet[Membership]:
    """The roles of the demo's people, in the order in which the demo made them."""
    return (
        Membership.objects.filter(user__in=demo_people(), active=True, organisation__active=True)
        .select_related("user", "organisation")
        .prefetch_related(Prefetch("wards", to_attr="named_wards"))
        .order_by("pk")
    )


def demo_roles() -> list[DemoRole]:
    """Every demo person in every role they have. Who serves several schemes stands with the first."""
    schemes = _schemes_of_organisations()
    return [_row(membership, schemes) for membership in demo_memberships()]


def demo_by_scheme() -> list[DemoScheme]:
    """The same people under their schemes: most people first; in each, roles in their usual order."""
    areas = dict(Scheme.objects.values_list("name", "area"))
    people: dict[int, DemoPerson] = {}
    groups: dict[str, DemoScheme] = {}
    for row in demo_roles():
        if row.person_id not in people:
            people[row.person_id] = DemoPerson(row.person_id, row.name)
            group = groups.setdefault(row.scheme, DemoScheme(row.scheme, areas.get(row.scheme, "")))
            group.people.append(people[row.person_id])
        people[row.person_id].roles.append(row)
    order = list(RoleCode)
    for group in groups.values():
        group.people.sort(key=lambda person: (len(person.roles), order.index(person.roles[0].role_code)))
    return sorted(groups.values(), key=lambda group: (-len(group.people), group.name))


def _schemes_of_organisations() -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for pk, name in Scheme.objects.order_by("pk").values_list("lead_organisation_id", "name"):
        found[pk].append(name)
    parts = SchemePartner.objects.order_by("scheme_id").values_list("organisation_id", "scheme__name")
    for pk, name in parts:
        if name not in found[pk]:
            found[pk].append(name)
    return found


def _row(membership: Membership, schemes: dict[int, list[str]]) -> DemoRole:
    role = membership.role_data
    return DemoRole(
        person_id=membership.user_id,
        name=membership.user.name,
        email=membership.user.email,
        password=DEMO_PASSWORD,
        role_code=role.code,
        role=role.label,
        does=role.description,
        organisation=membership.organisation.name,
        scheme=next(iter(schemes.get(membership.organisation_id, [])), "No scheme"),
        wards=", ".join(ward.name for ward in membership.named_wards),  # type: ignore[attr-defined]
    )
