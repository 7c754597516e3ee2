"""The most used forms work where scripts are switched off or did not load."""

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
