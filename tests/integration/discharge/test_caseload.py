"""The caseload: who sees it, what stands in it, and that it costs the same however long it is."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from referrals.models import Referral
from tests import factories as make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=6)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    """Every page is asked for a few hours after the cases came."""
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def world() -> make.World:
    return make.world()


def page(client: Client, **query: str) -> str:
    """The caseload as this client sees it."""
    response = client.get(reverse("caseload"), query)
    assert response.status_code == 200
    return response.content.decode()


def as_coordinator(client: Client, world: make.World) -> Client:
    client.force_login(world.coordinator)
    return client


def test_caseload_own_case_shows_on_my_cases(client: Client, world: make.World) -> None:
    case = make.referral(world, "accepted")
    assert case.reference in page(as_coordinator(client, world), tab="mine")


def test_caseload_new_referral_shows_as_unassigned(client: Client, world: make.World) -> None:
    case = make.referral(world)
    assert case.reference in page(as_coordinator(client, world), tab="unassigned")


def test_caseload_declined_case_shows_as_closed(client: Client, world: make.World) -> None:
    case = make.referral(world, "declined")
    html = page(as_coordinator(client, world), tab="closed")
    assert case.reference in html


def test_caseload_declined_case_is_not_among_the_teams_open_ones(client: Client, world: make.World) -> None:
    case = make.referral(world, "declined")
    assert case.reference not in page(as_coordinator(client, world), tab="team")


def test_caseload_case_of_another_service_never_shows(client: Client, world: make.World) -> None:
    other = make.referral(make.world())
    assert other.reference not in page(as_coordinator(client, world), tab="team")


def test_caseload_filter_by_urgency_keeps_only_those(client: Client, world: make.World) -> None:
    emergency, urgent = make.referral(world, urgency="emergency"), make.referral(world)
    html = page(as_coordinator(client, world), tab="team", urgency="emergency")
    assert emergency.reference in html
    assert urgent.reference not in html


def test_caseload_filter_by_main_need_keeps_only_those(client: Client, world: make.World) -> None:
    stairs = make.referral(world, needs=("stairs",), main_need="stairs")
    bathroom = make.referral(world)
    html = page(as_coordinator(client, world), tab="team", need="stairs")
    assert stairs.reference in html
    assert bathroom.reference not in html


def test_caseload_filter_by_ready_longer_than_keeps_only_those(client: Client, world: make.World) -> None:
    long_ready = make.referral(world, ready_on=(make.NOW - timedelta(days=12)).date())
    just_ready = make.referral(world, ready_on=make.NOW.date())
    html = page(as_coordinator(client, world), tab="team", ready="7")
    assert long_ready.reference in html
    assert just_ready.reference not in html


def test_caseload_filter_that_cannot_be_read_is_left_out(client: Client, world: make.World) -> None:
    case = make.referral(world)
    assert case.reference in page(as_coordinator(client, world), tab="team", urgency="'; drop table", ward="x")


def test_caseload_sorts_by_due_time_first_due_on_top(client: Client, world: make.World) -> None:
    slow, fast = make.referral(world, urgency="routine"), make.referral(world, urgency="emergency")
    html = page(as_coordinator(client, world), tab="team")
    assert html.index(fast.reference) < html.index(slow.reference)


def test_caseload_sorts_the_other_way_on_request(client: Client, world: make.World) -> None:
    slow, fast = make.referral(world, urgency="routine"), make.referral(world, urgency="emergency")
    html = page(as_coordinator(client, world), tab="team", sort="-due")
    assert html.index(slow.reference) < html.index(fast.reference)


def test_caseload_paused_clock_says_why(client: Client, world: make.World) -> None:
    make.referral(world, "information_requested")
    assert "Paused: waiting for the ward" in page(as_coordinator(client, world), tab="team")


def test_caseload_flag_shows_in_words(client: Client, world: make.World) -> None:
    make.referral(world)
    assert "Falls" in page(as_coordinator(client, world), tab="team")


def test_caseload_refresh_answers_the_list_alone(client: Client, world: make.World) -> None:
    case = make.referral(world)
    as_coordinator(client, world)
    html = client.get(reverse("caseload"), {"tab": "team"}, headers={"HX-Request": "true"}).content.decode()
    assert case.reference in html
    assert "<html" not in html


def test_caseload_refresh_keeps_tab_filters_and_page(client: Client, world: make.World) -> None:
    html = page(as_coordinator(client, world), tab="team", urgency="urgent", page="1")
    assert 'hx-get="/caseload/?tab=team&amp;urgency=urgent&amp;page=1"' in html


@pytest.mark.parametrize("role", ["sister", "provider_worker", "flat_manager", "commissioner", "administrator"])
def test_caseload_other_roles_are_refused(client: Client, world: make.World, role: str) -> None:
    client.force_login(world.people[role])
    assert client.get(reverse("caseload")).status_code == 403


def test_caseload_costs_the_same_at_2_and_at_200_cases(client: Client, world: make.World) -> None:
    as_coordinator(client, world)
    for _ in range(2):
        make.referral(world, "accepted")
    queries = []
    for number in (2, 200):
        many_like(Referral.objects.latest("pk"), number - Referral.objects.count())
        with CaptureQueriesContext(connection) as caught:
            html = client.get(reverse("caseload"), {"tab": "team", "urgency": "urgent"}).content.decode()
        assert f"{number}<span" in html
        queries.append(len(caught))
    assert queries[0] == queries[1]
    assert queries[1] <= 12


def test_caseload_says_with_whom_the_days_since_ready_were_spent(client: Client, world: make.World) -> None:
    case = make.referral(world)
    make.delay(case, "homeless", from_on=date(2026, 11, 21))
    assert "2 with council housing, 1 not recorded" in page(as_coordinator(client, world), tab="team")


def test_caseload_with_delays_costs_the_same_at_2_and_at_50_cases(client: Client, world: make.World) -> None:
    as_coordinator(client, world)
    queries = []
    for more in (2, 48):
        for _ in range(more):
            make.delay(make.referral(world), "homeless", from_on=date(2026, 11, 21))
        with CaptureQueriesContext(connection) as caught:
            html = client.get(reverse("caseload"), {"tab": "team"}).content.decode()
        assert html.count("2 with council housing") == min(25, Referral.objects.count())
        queries.append(len(caught))
    assert queries[0] == queries[1]


def many_like(case: Referral, number: int) -> None:
    """So many more cases of the same patient, straight into the table: 200 through the actions take too long."""
    copies = []
    for index in range(number):
        copy = Referral.objects.get(pk=case.pk)
        copy.pk, copy._state.adding, copy.reference = None, True, f"HW-{index:05}"
        copies.append(copy)
    Referral.objects.bulk_create(copies)
