"""Somebody who would be admitted for no medical reason stays at home."""

from __future__ import annotations

from collections.abc import Callable

from tests import factories as make
from tests.browser.person import Person
from tests.browser.steps import (
    IVOR,
    accepts,
    begins_referral,
    days_ago,
    finds_in_worklist,
    finishes_referral,
    opens_case,
    says_where_not_admitted,
)
from tests.browser.worker import RealWorker

Visit = Callable[..., Person]


def test_person_who_need_not_be_admitted_stays_at_home(visit: Visit, world: make.World, worker: RealWorker) -> None:
    # Given somebody in the emergency department with nothing wrong but a cold home
    sister = visit(world.sister, width=375)

    # When the ward refers without an admission: no dates of a hospital stay are asked for
    sister.opens_menu()
    begins_referral(sister, IVOR)
    says_where_not_admitted(sister)
    reference = finishes_referral(sister, needs=["Cold home", "No food at home"], urgency="Emergency")

    # And the coordinator accepts and records from what day help was in place
    coordinator = visit(world.coordinator)
    finds_in_worklist(coordinator, reference)
    coordinator.sees("Cold home")
    accepts(coordinator, reference)
    coordinator.goes_to(f"/cases/{reference}/discharge/")
    coordinator.sees("From what day was help in place?")
    coordinator.dates("From what day was help in place?", days_ago(0))
    coordinator.chooses("Stayed at home, not admitted")
    coordinator.finds_nothing_wrong()
    coordinator.presses("Record discharge")
    coordinator.sees_heading("Summary")

    # And closes the case as an admission avoided
    coordinator.goes_to(f"/cases/{reference}/close/")
    coordinator.chooses("Admission avoided")
    if coordinator.question("Would the patient have been in hospital longer without your help?").count():
        coordinator.chooses("Not known")
    coordinator.presses("Close case")
    coordinator.sees_notice(f"Case {reference} closed")
    coordinator.sees("Admission avoided")

    # Then the ward finds the person among those who went home, and where they are
    sister.goes_to("/referrals/?show=ended")
    sister.sees(IVOR.name, "Stayed at home, not admitted")
    opens_case(sister, reference)
