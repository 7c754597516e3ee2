"""Organisations, places, schemes and people."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from itertools import count

import factory
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.contrib.auth.models import Permission as DjangoPermission
from factory.django import DjangoModelFactory

from partners.actions.membership import give_role
from partners.actors import SystemActor
from partners.models import (
    Membership,
    Organisation,
    OrganisationGroupGrant,
    RoleGroup,
    Scheme,
    SchemeGroupGrant,
    Site,
    User,
    Ward,
)
from partners.roles import AT_A_SCHEME, AT_AN_ORGANISATION, ROLES, RoleCode

TESTS = SystemActor("tests")
PASSWORD = "correct horse battery"
_people = count(1)


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """An organisation; the traits are its kinds."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")
    kind = Organisation.Kind.COUNCIL

    class Params:
        trust = factory.Trait(kind=Organisation.Kind.TRUST)
        icb = factory.Trait(kind=Organisation.Kind.ICB)
        contractor = factory.Trait(kind=Organisation.Kind.CONTRACTOR)
        landlord = factory.Trait(kind=Organisation.Kind.LANDLORD)
        charity = factory.Trait(kind=Organisation.Kind.CHARITY)


class SiteFactory(DjangoModelFactory[Site]):
    class Meta:
        model = Site

    organisation = factory.SubFactory(OrganisationFactory, trust=True)
    name = factory.Sequence(lambda n: f"Hospital {n}")


class WardFactory(DjangoModelFactory[Ward]):
    class Meta:
        model = Ward

    site = factory.SubFactory(SiteFactory)
    name = factory.Sequence(lambda n: f"Ward {n}")


class SchemeFactory(DjangoModelFactory[Scheme]):
    """The row alone: for rights at it of people who are there already, add it by the action."""

    class Meta:
        model = Scheme

    name = factory.Sequence(lambda n: f"Scheme {n}")
    slug = factory.Sequence(lambda n: f"scheme-{n}")
    area = "Mansfield"
    lead_organisation = factory.SubFactory(OrganisationFactory)
    starts_on = date(2024, 1, 1)


def person(
    role: RoleCode | None = None,
    organisation: Organisation | None = None,
    *,
    wards: Iterable[Ward] = (),
    name: str = "",
    active: bool = True,
) -> User:
    """A person, with one role at one organisation when both are given. Naming only one of them is ambiguous and
    refused."""
    if (role is None) != (organisation is None):
        raise ValueError("Give a role and an organisation, or neither.")
    number = next(_people)
    user = User.objects.create_user(
        email=f"person.{number}@homeward.example", password=PASSWORD, name=name or f"Person {number}", is_active=active
    )
    if role is not None and organisation is not None:
        give_role(
            user=user, organisation=organisation, role=role, wards=wards, by=TESTS, at=datetime(2026, 1, 1, tzinfo=UTC)
        )
    return user


def people(
    wanted: dict[str, tuple[RoleCode, Organisation, list[Ward]]], *, at: dict[Organisation, list[Scheme]]
) -> dict[str, User]:
    """Several people at once, each with one role, as `person` makes them one by one: most tests begin with nine.

    `at`: the schemes that each of the organisations leads or pays for.
    A tenth of the queries; `tests/unit/partners/test_factories.py` holds the two ways against each other.
    """
    numbers = {name: next(_people) for name in wanted}
    users = {
        name: User(email=f"person.{number}@homeward.example", password=_hash(), name=f"Person {number}")
        for name, number in numbers.items()
    }
    User.objects.bulk_create(users.values())
    roles = {(role, organisation.pk): organisation for role, organisation, _ in wanted.values()}
    groups = {key: Group(name=f"{key[1]}:{key[0].value}") for key in roles}
    Group.objects.bulk_create(groups.values())
    RoleGroup.objects.bulk_create(
        [RoleGroup(organisation=roles[key], role=key[0].value, group=group) for key, group in groups.items()]
    )
    rights = {each.codename: each for each in DjangoPermission.objects.filter(content_type__app_label="partners")}
    OrganisationGroupGrant.objects.bulk_create(
        [
            OrganisationGroupGrant(group=group, permission=rights[permission.value], content_object=roles[key])
            for key, group in groups.items()
            for permission in ROLES[key[0]].permissions & AT_AN_ORGANISATION.keys()
        ]
    )
    SchemeGroupGrant.objects.bulk_create(
        [
            SchemeGroupGrant(group=group, permission=rights[permission.value], content_object=scheme)
            for key, group in groups.items()
            for scheme in at.get(roles[key], ())
            for permission in ROLES[key[0]].permissions & AT_A_SCHEME.keys()
        ]
    )
    memberships = {
        name: Membership(
            user=users[name], organisation=organisation, role=role.value, started_at=datetime(2026, 1, 1, tzinfo=UTC)
        )
        for name, (role, organisation, _) in wanted.items()
    }
    Membership.objects.bulk_create(memberships.values())
    User.groups.through.objects.bulk_create(
        [
            User.groups.through(user=users[name], group=groups[role, organisation.pk])
            for name, (role, organisation, _) in wanted.items()
        ]
    )
    for name, (_, _, wards) in wanted.items():
        if wards:
            memberships[name].wards.set(wards)
    return users


@cache
def _hash() -> str:
    return make_password(PASSWORD)
