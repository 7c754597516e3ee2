"""A small world with a flat, and a browser for each person."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from housing.actions.bookings import book_stay
from housing.actions.work import plan_work
from housing.models import Building, Intervention, InterventionKind, Stay, Unit
from partners.models import User
from tests import factories as make

#: The day after NOW at midday: the cases of the factories are accepted by then.
AT = make.NOW + timedelta(days=1, hours=3)
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def world(db: None) -> make.World:
    return make.world()


@pytest.fixture
def unit(world: make.World) -> Unit:
    building = Building.objects.create(
        organisation=world.landlord,
        scheme=world.scheme,
        name="Poppy Fields",
        address="1 Poppy Lane, Mansfield",
        postcode="NG18 2AB",
        staffed="9am to 5pm",
    )
    return Unit.objects.create(building=building, name="Flat 2", step_free=True)


@pytest.fixture
def as_person() -> Callable[[User], Client]:
    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return log_in


@pytest.fixture
def job(world: make.World) -> Intervention:
    return a_job(world)


@pytest.fixture
def stay(world: make.World, unit: Unit) -> Stay:
    return a_stay(world, unit)


def a_job(world: make.World, **case: object) -> Intervention:
    """A key safe asked of the world's provider."""
    return plan_work(
        referral=make.referral(world, "accepted", **case),  # type: ignore[arg-type]
        kind=InterventionKind.objects.get(code="key_safe"),
        urgency="urgent",
        funding_source="scheme",
        instructions="Left of the back door",
        provider=world.provider,
        commission=True,
        by=world.coordinator,
        at=AT,
    )


def a_stay(world: make.World, unit: Unit, start: int = 0, nights: int = 7, **case: object) -> Stay:
    """A booking from so many days after today on."""
    first = TODAY + timedelta(days=start)
    return book_stay(
        referral=make.referral(world, "accepted", **case),  # type: ignore[arg-type]
        unit=unit,
        from_on=first,
        until_on=first + timedelta(days=nights),
        by=world.coordinator,
        at=AT,
    )
