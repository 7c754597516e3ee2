"""The commissioner's report on its page and as a file."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from partners.actions.schemes import remove_scheme_partner
from partners.models import SchemePartner
from partners.roles import RoleCode
from tests import factories as make
from tests.unit.outcomes.histories import case

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


@time_machine.travel(make.NOW, tick=False)
def test_page_shows_the_year_so_far(client: Client, world: make.World) -> None:
    client.force_login(world.commissioner)
    for _ in range(12):
        case(world, date(2026, 5, 4), ready=date(2026, 5, 4), left=date(2026, 5, 6))
    text = client.get(reverse("report")).content.decode()
    assert f"{world.scheme.name}, April to October 2026" in text
    assert "10 referrals were sent in April to October 2026" in text


@time_machine.travel(make.NOW, tick=False)
def test_page_without_cases_is_shown(client: Client, world: make.World) -> None:
    client.force_login(world.commissioner)
    assert client.get(reverse("report")).status_code == 200


@time_machine.travel(make.NOW, tick=False)
def test_page_names_nobody(client: Client, world: make.World) -> None:
    client.force_login(world.commissioner)
    for _ in range(12):
        named = case(world, date(2026, 5, 4), left=date(2026, 5, 6))
    text = client.get(reverse("report")).content.decode()
    assert "Smith" not in text
    assert named.reference not in text


@time_machine.travel(make.NOW, tick=False)
def test_page_of_a_person_without_schemes_says_so(client: Client) -> None:
    client.force_login(make.person(RoleCode.COMMISSIONER, make.OrganisationFactory(icb=True)))
    assert "There are no figures for you yet" in client.get(reverse("report")).content.decode()


@time_machine.travel(make.NOW, tick=False)
def test_page_of_a_commissioner_whose_part_ended_says_so(client: Client, world: make.World) -> None:
    client.force_login(world.commissioner)
    partner = SchemePartner.objects.get(organisation=world.icb)
    remove_scheme_partner(partner=partner, by=world.administrator, at=make.NOW)
    assert "There are no figures for you yet" in client.get(reverse("report")).content.decode()


@time_machine.travel(make.NOW, tick=False)
def test_file_holds_the_same_figures(client: Client, world: make.World) -> None:
    client.force_login(world.commissioner)
    for _ in range(12):
        case(world, date(2026, 5, 4))
    response = client.get(reverse("report_csv"), {"when": "2026-q1"})
    assert response["Content-Disposition"].endswith('-2026-q1.csv"')
    assert "April to June 2026,Headlines,Headlines,Referrals,Value,10" in response.content.decode()


@time_machine.travel(make.NOW, tick=False)
@pytest.mark.parametrize("query", [{"which": "a-strangers-scheme"}, {"when": "1999-q1"}])
def test_figures_of_others_or_of_no_period_are_not_found(
    client: Client, world: make.World, query: dict[str, str]
) -> None:
    client.force_login(world.commissioner)
    assert client.get(reverse("report"), query).status_code == 404


@time_machine.travel(make.NOW, tick=False)
def test_scheme_of_another_commissioner_is_not_found(client: Client, world: make.World) -> None:
    client.force_login(world.commissioner)
    assert client.get(reverse("report"), {"which": make.world().scheme.slug}).status_code == 404


@pytest.mark.parametrize("address", ["report", "report_csv"])
@pytest.mark.parametrize("name", ["sister", "coordinator", "provider_worker", "administrator"])
def test_other_roles_are_refused(client: Client, world: make.World, address: str, name: str) -> None:
    client.force_login(world.people[name])
    assert client.get(reverse(address)).status_code == 403


@time_machine.travel(make.NOW, tick=False)
def test_team_lead_sees_their_own_scheme(client: Client, world: make.World) -> None:
    client.force_login(world.team_lead)
    assert client.get(reverse("report")).status_code == 200
