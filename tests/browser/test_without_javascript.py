"""The most used forms work where scripts are switched off or did not load; the search also with them."""

from __future__ import annotations

from collections.abc import Callable

from tests import factories as make
from tests.browser.person import Person
from tests.browser.steps import ADA, accepts, finds_in_worklist, refers


def test_patient_is_referred_and_accepted_without_scripts(visit: Callable[..., Person], world: make.World) -> None:
    # Given two people whose browsers run no scripts
    sister = visit(world.sister, java_script_enabled=False)
    coordinator = visit(world.coordinator, java_script_enabled=False)

    # When one refers a patient and the other takes the case on
    reference = refers(sister, ADA)
    finds_in_worklist(coordinator, reference)
    accepts(coordinator, reference)

    # Then the ward reads who has it
    sister.goes_to("/referrals/")
    sister.sees(ADA.name, world.coordinator.name)


def test_case_is_searched_for_without_scripts_and_the_name_stays_out_of_the_address(
    visit: Callable[..., Person], world: make.World
) -> None:
    # Given a case and a coordinator whose browser runs no scripts
    case = make.referral(world, family_name="Quillfeather")
    coordinator = visit(world.coordinator, java_script_enabled=False)

    # When the coordinator searches by name, presses Enter, and filters what was found
    coordinator.page.get_by_role("searchbox").fill("quillfeather")
    coordinator.page.keyboard.press("Enter")
    coordinator.sees("Results for “quillfeather”", case.reference)
    coordinator.unfolds("Filters")
    coordinator.presses("Apply filters")

    # Then the case is still there, and the address names nobody
    coordinator.sees("Results for “quillfeather”", case.reference)
    assert "quillfeather" not in coordinator.page.url

    # And clearing the search leads back to the lists
    coordinator.presses("Clear search")
    coordinator.sees_not("Results for")


def test_results_of_a_search_fit_a_phone_and_axe_finds_nothing(visit: Callable[..., Person], world: make.World) -> None:
    make.referral(world, family_name="Quillfeather")
    coordinator = visit(world.coordinator)
    coordinator.page.get_by_role("searchbox").fill("quillfeather")
    coordinator.page.keyboard.press("Enter")
    coordinator.sees("Results for “quillfeather”")
    coordinator.finds_nothing_wrong()
