"""One flat in the browser: by when it must be ready, and the press that says it is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from housing.actions.moves import record_arrival, record_departure
from housing.models import Unit
from partners.models import User
from tests import factories as make
from tests.integration.housing.conftest import AT, TODAY, a_stay

As = Callable[[User], Client]


def leaves(world: make.World, unit: Unit) -> None:
    stay = record_arrival(stay=a_stay(world, unit), arrived_on=TODAY, by=world.flat_manager, at=AT)
    record_departure(stay=stay, departed_on=TODAY, move_on_to="usual_home", by=world.flat_manager, at=AT)


@pytest.fixture
def left(world: make.World, unit: Unit) -> Unit:
    leaves(world, unit)
    return unit


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.mark.parametrize("role", ["flat_manager", "coordinator"])
def test_flat_says_by_when_it_must_be_ready(world: make.World, left: Unit, as_person: As, role: str) -> None:
    html = page(as_person(getattr(world, role)), "flat", left.pk)
    assert "Ready to let by 5pm on Tuesday 1 December" in html


def test_flat_that_is_not_ready_in_time_says_so(world: make.World, left: Unit, as_person: As) -> None:
    client = as_person(world.flat_manager)
    with time_machine.travel(AT + timedelta(days=10), tick=False):
        client.force_login(world.flat_manager, backend="allauth.account.auth_backends.AuthenticationBackend")
        html = page(client, "flat", left.pk)
    assert "Ready to let: <" in html.replace("\n", "")
    assert "Overdue by" in html


def test_flat_has_the_press_for_its_manager_alone(world: make.World, left: Unit, as_person: As) -> None:
    where = reverse("flat_ready", args=[left.pk])
    assert where in page(as_person(world.flat_manager), "flat", left.pk)
    assert where not in page(as_person(world.coordinator), "flat", left.pk)


def test_flat_nobody_makes_ready_has_no_press(world: make.World, unit: Unit, as_person: As) -> None:
    assert reverse("flat_ready", args=[unit.pk]) not in page(as_person(world.flat_manager), "flat", unit.pk)


def test_flat_names_nobody(world: make.World, unit: Unit, as_person: As) -> None:
    record_arrival(stay=a_stay(world, unit), arrived_on=TODAY, by=world.flat_manager, at=AT)
    html = page(as_person(world.flat_manager), "flat", unit.pk)
    assert "Occupied" in html
    assert "SMITH" not in html.upper()


def test_flat_ready_is_pressed_and_said(world: make.World, left: Unit, as_person: As) -> None:
    response = as_person(world.flat_manager).post(reverse("flat_ready", args=[left.pk]), follow=True)
    html = response.content.decode()
    assert "Flat 2 is ready to let." in html
    assert "Ready to let by" not in html


def test_flat_ready_while_somebody_is_in_says_what_to_do(world: make.World, unit: Unit, as_person: As) -> None:
    record_arrival(stay=a_stay(world, unit), arrived_on=TODAY, by=world.flat_manager, at=AT)
    response = as_person(world.flat_manager).post(reverse("flat_ready", args=[unit.pk]), follow=True)
    assert "Record that they have left first" in response.content.decode()


def test_flat_ready_by_a_coordinator_is_forbidden(world: make.World, left: Unit, as_person: As) -> None:
    assert as_person(world.coordinator).post(reverse("flat_ready", args=[left.pk])).status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_flat_of_others_is_not_found(left: Unit, as_person: As, method: str) -> None:
    name = "flat" if method == "get" else "flat_ready"
    client = as_person(make.world().flat_manager)
    assert getattr(client, method)(reverse(name, args=[left.pk])).status_code == 404


def test_flats_say_by_when_each_must_be_ready(world: make.World, left: Unit, as_person: As) -> None:
    assert "Ready to let by 5pm on Tuesday 1 December" in page(as_person(world.coordinator), "flats")


def test_flats_ask_as_many_queries_for_20_turnarounds_as_for_2(world: make.World, unit: Unit, as_person: As) -> None:
    client = as_person(world.flat_manager)
    flats = [Unit.objects.create(building=unit.building, name=f"Flat {number}") for number in range(10, 30)]
    for flat in flats[:2]:
        leaves(world, flat)
    page(client, "flats")
    with CaptureQueriesContext(connection) as few:
        page(client, "flats")
    for flat in flats[2:]:
        leaves(world, flat)
    with CaptureQueriesContext(connection) as many:
        page(client, "flats")
    assert len(many) == len(few)
