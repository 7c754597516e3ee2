"""When a scheme's contract must be renewed: the administrator's page, the scheme's, and the team lead's."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from referrals.actions.contracts import set_contract
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with time_machine.travel(make.NOW, tick=False):
        yield


@pytest.fixture
def world() -> make.World:
    return make.world()


def contract(world: make.World, started_on: date | None) -> None:
    set_contract(scheme=world.scheme, started_on=started_on, by=world.administrator, at=make.NOW)


def test_contract_is_recorded_and_shown_on_the_scheme(client: Client, world: make.World) -> None:
    client.force_login(world.administrator)
    where = reverse("scheme_contract", args=[world.scheme.slug])
    assert client.get(where).status_code == 200
    html = client.post(where, {"started_on": "2026-04-01"}, follow=True).content.decode()
    assert "From 1 April 2026" in html
    assert "Renew it by 5pm on Thursday 1 April 2027" in html


def test_contract_emptied_has_ended(client: Client, world: make.World) -> None:
    contract(world, date(2026, 4, 1))
    client.force_login(world.administrator)
    where = reverse("scheme_contract", args=[world.scheme.slug])
    html = client.post(where, {"started_on": ""}, follow=True).content.decode()
    assert "Renew it by" not in html


def test_contract_that_should_have_been_renewed_is_overdue_on_the_scheme(client: Client, world: make.World) -> None:
    contract(world, date(2025, 4, 1))
    client.force_login(world.administrator)
    assert "Overdue by" in client.get(reverse("scheme", args=[world.scheme.slug])).content.decode()


def test_contract_of_the_lead_is_on_its_team_leads_page(client: Client, world: make.World) -> None:
    contract(world, date(2026, 4, 1))
    other = make.world()
    contract(other, date(2026, 5, 1))
    client.force_login(world.team_lead)
    html = client.get(reverse("team")).content.decode()
    assert f"{world.scheme.name}: by 5pm on Thursday 1 April 2027" in html
    assert other.scheme.name not in html


@pytest.mark.parametrize("role", ["team_lead", "coordinator", "commissioner", "flat_manager", "sister", "ig_officer"])
def test_contract_page_is_for_administrators_alone(client: Client, world: make.World, role: str) -> None:
    client.force_login(getattr(world, role))
    assert client.get(reverse("scheme_contract", args=[world.scheme.slug])).status_code == 403
