"""The search for a case: what it finds, and that what was typed never stands in an address."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from referrals.models import Referral
from tests import factories as make

pytestmark = pytest.mark.django_db
RESULTS = "/caseload/?tab=all"
NAME = "Quillfeather"
ADDRESSES = re.compile(r'\b(?:href|hx-get|hx-post|action|src)="([^"]*)"')


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    """Every page is asked for a few hours after the cases came."""
    with time_machine.travel(make.NOW + timedelta(hours=6), tick=False):
        yield


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def coordinator(client: Client, world: make.World) -> Client:
    client.force_login(world.coordinator)
    return client


def looks_for(client: Client, words: str) -> Any:
    """The answer to the press on Search, before it is followed."""
    response = client.post(reverse("search"), {"q": words})
    assert response.status_code == 302
    return response


def results(client: Client, words: str, **query: str) -> str:
    """The page of results for these words."""
    assert looks_for(client, words)["Location"] == RESULTS
    return client.get(reverse("caseload"), {"tab": "all", **query}).content.decode()


def spaced_number(case: Referral) -> str:
    """The patient's NHS number as people write it."""
    number = case.patient.nhs_number if case.patient else None
    assert number
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def more_like(case: Referral, number: int) -> list[Referral]:
    """So many more cases of the same patient, straight into the table: through the actions they take too long."""
    copies = []
    for index in range(number):
        copy = Referral.objects.get(pk=case.pk)
        copy.pk, copy._state.adding, copy.reference = None, True, f"HW-{index:05}"
        copies.append(copy)
    return Referral.objects.bulk_create(copies)


def test_search_by_part_of_a_surname_finds_that_case_alone(coordinator: Client, world: make.World) -> None:
    case, other = make.referral(world, family_name="O’Driscoll"), make.referral(world)
    html = results(coordinator, "driscoll ada")
    assert case.reference in html
    assert other.reference not in html


def test_search_by_nhs_number_with_spaces_opens_the_only_case(coordinator: Client, world: make.World) -> None:
    case = make.referral(world)
    answer = looks_for(coordinator, spaced_number(case))
    assert answer["Location"] == reverse("case", args=[case.reference])


def test_search_by_nhs_number_of_two_cases_lists_both(coordinator: Client, world: make.World) -> None:
    case = make.referral(world)
    (second,), other = more_like(case, 1), make.referral(world)
    html = results(coordinator, spaced_number(case))
    assert case.reference in html
    assert second.reference in html
    assert other.reference not in html


@pytest.mark.parametrize("typed", ["{}", " {} ", "hw-{}"], ids=["bare", "spaces", "whole"])
def test_search_by_reference_opens_an_ended_case(coordinator: Client, world: make.World, typed: str) -> None:
    case = make.referral(world, "declined")
    # A bare reference without a digit cannot be told from a name.
    Referral.objects.filter(pk=case.pk).update(reference="HW-7F3KM")
    answer = looks_for(coordinator, typed.format("7f3km"))
    assert answer["Location"] == reverse("case", args=["HW-7F3KM"])
    assert coordinator.get(answer["Location"]).status_code == 200


def test_search_by_reference_of_another_service_opens_nothing(coordinator: Client) -> None:
    other = make.referral(make.world())
    assert looks_for(coordinator, other.reference)["Location"] == RESULTS


def test_search_without_a_match_says_what_to_type(coordinator: Client) -> None:
    assert "No case has “Zzz”" in results(coordinator, "Zzz")


def test_search_shows_the_words_in_the_box_and_above_the_results(coordinator: Client) -> None:
    html = results(coordinator, NAME)
    assert f"Results for “{NAME}”" in html
    assert re.search(rf'<input[^>]*id="search-field"[^>]*value="{NAME}"', html)


def test_search_words_are_trimmed_and_cut_at_100_characters(coordinator: Client) -> None:
    looks_for(coordinator, "  \x00" + "w" * 150)
    assert coordinator.session["caseload_search"] == "w" * 100


def test_search_words_never_stand_in_an_address_of_the_page(coordinator: Client, world: make.World) -> None:
    case = make.referral(world, family_name=NAME)
    more_like(case, 29)
    html = results(coordinator, NAME, urgency="urgent", sort="-due", page="2")
    found = ADDRESSES.findall(html)
    assert any("page=1" in each for each in found)
    assert [each for each in found if NAME.lower() in each.lower()] == []


def test_search_words_in_an_old_bookmark_are_not_passed_on(coordinator: Client) -> None:
    html = coordinator.get(reverse("caseload"), {"q": NAME, "tab": "team"}).content.decode()
    assert NAME not in html


@pytest.mark.parametrize("words", [NAME, "999 000 0018", "HW-7F3KM"])
def test_search_answer_never_names_the_words_in_its_location(coordinator: Client, words: str) -> None:
    assert looks_for(coordinator, words)["Location"] == RESULTS


def test_search_words_are_left_out_of_the_address_to_return_to_after_logging_in(client: Client) -> None:
    location = client.get(reverse("caseload"), {"q": NAME, "tab": "team"})["Location"]
    assert location.endswith("?next=/caseload/%3Ftab%3Dteam")


def test_search_without_a_login_asks_to_log_in_without_the_words(client: Client) -> None:
    location = looks_for(client, NAME)["Location"]
    assert location.endswith("?next=/search/")


def test_search_reached_by_a_link_goes_to_the_results(coordinator: Client) -> None:
    assert coordinator.get(reverse("search"), {"q": NAME})["Location"] == RESULTS


def test_search_results_refresh_to_the_same_results(coordinator: Client, world: make.World) -> None:
    case, other = make.referral(world, family_name=NAME), make.referral(world)
    html = results(coordinator, NAME, urgency="urgent")
    address = re.search(r'hx-get="([^"]*)"', html)
    assert address
    again = coordinator.get(address[1].replace("&amp;", "&"), headers={"HX-Request": "true"}).content.decode()
    assert case.reference in again
    assert other.reference not in again


def test_search_results_keep_to_the_filters(coordinator: Client, world: make.World) -> None:
    urgent = make.referral(world, family_name=NAME)
    routine = make.referral(world, family_name=NAME, urgency="routine")
    html = results(coordinator, NAME, urgency="routine")
    assert routine.reference in html
    assert urgent.reference not in html


def test_search_filters_stay_on_the_results(coordinator: Client) -> None:
    assert '<input type="hidden" name="tab" value="all">' in results(coordinator, NAME)


def test_search_words_do_not_narrow_the_other_tabs(coordinator: Client, world: make.World) -> None:
    case = make.referral(world)
    looks_for(coordinator, NAME)
    html = coordinator.get(reverse("caseload"), {"tab": "team"}).content.decode()
    assert case.reference in html
    assert NAME not in html


def test_search_for_nothing_forgets_the_words(coordinator: Client) -> None:
    looks_for(coordinator, NAME)
    assert looks_for(coordinator, "  ")["Location"] == reverse("caseload")
    assert "caseload_search" not in coordinator.session


def test_search_results_without_words_are_the_usual_list(coordinator: Client, world: make.World) -> None:
    case = make.referral(world)
    html = coordinator.get(RESULTS).content.decode()
    assert case.reference in html
    assert "Results for" not in html


def test_search_words_are_gone_for_the_next_person_at_this_computer(coordinator: Client, world: make.World) -> None:
    looks_for(coordinator, NAME)
    coordinator.post(reverse("account_logout"))
    assert "caseload_search" not in coordinator.session
    coordinator.force_login(world.people["team_lead"])
    assert NAME not in coordinator.get(RESULTS).content.decode()


def test_search_without_the_forms_token_is_refused(world: make.World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.coordinator)
    assert strict.post(reverse("search"), {"q": NAME}).status_code == 403


def test_search_form_of_the_header_works_as_it_stands(world: make.World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.coordinator)
    html = strict.get(reverse("worklist")).content.decode()
    form = re.search(r'<form[^>]*id="search" action="([^"]*)" method="post".*?</form>', html, re.DOTALL)
    assert form
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', form[0])
    assert token
    answer = strict.post(form[1], {"q": NAME, "csrfmiddlewaretoken": token[1]})
    assert answer["Location"] == RESULTS


@pytest.mark.parametrize("role", ["sister", "provider_worker", "flat_manager", "commissioner", "administrator"])
def test_search_other_roles_are_refused(client: Client, world: make.World, role: str) -> None:
    client.force_login(world.people[role])
    assert client.post(reverse("search"), {"q": NAME}).status_code == 403
    assert "caseload_search" not in client.session


def test_search_results_cost_12_queries_at_most(coordinator: Client, world: make.World) -> None:
    case = make.referral(world, family_name=NAME)
    more_like(case, 40)
    looks_for(coordinator, NAME)
    with CaptureQueriesContext(connection) as caught:
        html = coordinator.get(RESULTS + "&urgency=urgent").content.decode()
    assert f"Results for “{NAME}”" in html
    assert len(caught) <= 12


@pytest.mark.parametrize("words", ["feather", "ngozi quill", "quill NGOZI feath", "f e a t h e r n"])
def test_search_finds_the_case_whose_names_hold_every_word(coordinator: Client, world: make.World, words: str) -> None:
    case = make.referral(world, family_name=NAME, given_name="Ngozi")
    looks_for(coordinator, words)
    assert case.reference in coordinator.get(RESULTS).content.decode()


@pytest.mark.parametrize("words", ["ngozi smythe", "quill ngozi x", "quill%ther", "quillfeathe_", "quill ngozi %zz"])
def test_search_leaves_out_the_case_whose_names_lack_a_word(coordinator: Client, world: make.World, words: str) -> None:
    case = make.referral(world, family_name=NAME, given_name="Ngozi")
    looks_for(coordinator, words)
    assert case.reference not in coordinator.get(RESULTS).content.decode()
