"""Organisations, places, schemes and people."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count

import factory
from factory.django import DjangoModelFactory

from partners.actions.membership import give_role
from partners.actors import SystemActor
from partners.models import Organisation, Scheme, Site, User, Ward
from partners.roles import RoleCode

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
