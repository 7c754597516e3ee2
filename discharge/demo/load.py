"""Finds a built service again: what the case histories need to hand, from the rows and the plan."""

from dataclasses import dataclass, field

from django.utils.text import slugify

from discharge.demo.plans import SchemePlan
from housing.models import Unit
from partners.models import Organisation, Scheme, User, Ward
from partners.roles import RoleCode


@dataclass
class Service:
    """One scheme with its people and places, each object once, so that what it remembers is kept."""

    plan: SchemePlan
    scheme: Scheme
    wards: list[Ward] = field(default_factory=list)
    # Per ward id, who refers from it; somebody with the whole trust stands in where a ward has nobody of its own.
    referrers: dict[int, list[User]] = field(default_factory=dict)
    coordinators: list[User] = field(default_factory=list)
    # Kind of work → the organisation that does it and the worker who answers for it.
    providers: dict[str, tuple[Organisation, User]] = field(default_factory=dict)
    # By organisation id.
    flat_managers: dict[int, User] = field(default_factory=dict)
    units: list[Unit] = field(default_factory=list)


def stand_in_email(organisation: str, role: RoleCode) -> str:
    """The address of a colleague who has no sign-in: in a domain that can never exist (RFC 2606)."""
    return f"{role.value.replace('_', '.')}.{slugify(organisation)[:40]}@homeward.invalid"


def stand_ins_of(plan: SchemePlan) -> list[tuple[str, RoleCode]]:
    """The parts in this service's histories that none of its sign-ins plays."""
    wanted = []
    for partner in plan.partners:
        signed = {ward for person in plan.people if person.organisation == partner.name for ward in person.wards}
        names = {name for wards in partner.sites.values() for name, _ in wards}
        if "referrer" in partner.parts and names - signed:
            wanted.append((partner.name, RoleCode.DISCHARGE_TEAM))
        if partner.does and not _has(plan, partner.name, RoleCode.PROVIDER_WORKER):
            wanted.append((partner.name, RoleCode.PROVIDER_WORKER))
        if "accommodation" in partner.parts and not _has(plan, partner.name, RoleCode.ACCOMMODATION_MANAGER):
            wanted.append((partner.name, RoleCode.ACCOMMODATION_MANAGER))
    return wanted


def load_service(plan: SchemePlan) -> Service:
    """The built service of this plan. Raises Scheme.DoesNotExist when it has not been built."""
    scheme = Scheme.objects.select_related("lead_organisation").get(slug=plan.slug)
    organisations = {
        each.name: each for each in Organisation.objects.filter(name__in=[partner.name for partner in plan.partners])
    }
    emails = [person.email for person in plan.people] + [stand_in_email(*each) for each in stand_ins_of(plan)]
    people = {user.email: user for user in User.objects.filter(email__in=emails)}
    service = Service(plan, scheme)
    service.coordinators = [
        people[person.email]
        for role in (RoleCode.COORDINATOR, RoleCode.TEAM_LEAD)
        for person in plan.people
        if person.role == role
    ]

    def player(organisation: str, role: RoleCode) -> User:
        for person in plan.people:
            if person.role == role and person.organisation == organisation:
                return people[person.email]
        return people[stand_in_email(organisation, role)]

    for partner in plan.partners:
        organisation = organisations[partner.name]
        if "referrer" in partner.parts:
            wards = Ward.objects.filter(site__organisation=organisation).select_related("site__organisation")
            for ward in wards.order_by("pk"):
                service.wards.append(ward)
                named = [
                    people[person.email]
                    for person in plan.people
                    if person.organisation == partner.name and ward.name in person.wards
                ]
                service.referrers[ward.pk] = named or [player(partner.name, RoleCode.DISCHARGE_TEAM)]
        for kind in partner.does:
            service.providers.setdefault(kind, (organisation, player(partner.name, RoleCode.PROVIDER_WORKER)))
        if "accommodation" in partner.parts:
            service.flat_managers[organisation.pk] = player(partner.name, RoleCode.ACCOMMODATION_MANAGER)
    service.units = list(Unit.objects.filter(building__scheme=scheme).select_related("building").order_by("pk"))
    return service


def _has(plan: SchemePlan, organisation: str, role: RoleCode) -> bool:
    return any(person.role == role and person.organisation == organisation for person in plan.people)
