"""A coordinator asks for a key safe and books a flat; the provider and the flat's manager do the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from housing.actions.bookings import book_stay
from housing.actions.moves import record_arrival
from housing.models import Building, Intervention, Stay, Unit
from referrals.london import london_date
from referrals.models import Referral
from tests import factories as make
from tests.browser.person import NARROW, Person

Visit = Callable[..., Person]


@pytest.fixture
def case(world: make.World) -> Referral:
    """Accepted two days ago."""
    begun = timezone.now() - timedelta(days=2)
    day = begun.date()
    return make.referral(
        world,
        "accepted",
        at=begun,
        admitted_on=day - timedelta(days=9),
        ready_on=day,
        expected_discharge_on=day + timedelta(days=4),
        risks=("falls", "dog"),
    )


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


def test_key_safe_from_plan_to_done_reaches_both_sides(visit: Visit, world: make.World, case: Referral) -> None:
    coordinator = visit(world.coordinator)
    coordinator.goes_to(f"/cases/{case.reference}/plan-work/")
    coordinator.finds_nothing_wrong()
    coordinator.chooses("Key safe")
    coordinator.writes("What to do", "Left of the back door")
    coordinator.picks("Who does it?", world.provider.name)
    coordinator.picks("Who pays?", "The scheme's own budget")
    coordinator.presses("Plan it and ask the provider")
    coordinator.sees_notice("has been asked")
    coordinator.finds_nothing_wrong()

    worker = visit(world.provider_worker, width=NARROW)
    worker.goes_to("/jobs/")
    worker.sees("Key safe", "Left of the back door", "1 Station Road", "Dog or other animal")
    worker.finds_nothing_wrong()
    worker.presses("Accept")
    worker.sees_notice("is yours")
    worker.finds_nothing_wrong()
    worker.presses("Done")
    worker.writes("What was done (optional)", "Fitted by the back door")
    worker.writes("Cost (optional)", "85.50")
    worker.finds_nothing_wrong()
    worker.presses("Record that it is done")
    worker.sees_notice("is done")
    worker.sees_not("1 Station Road")

    coordinator.goes_to(f"/work/{Intervention.objects.get().pk}/")
    coordinator.sees("£85.50", "Fitted by the back door")
    coordinator.finds_nothing_wrong()


def test_flat_from_booking_to_moving_in_is_seen_on_the_board(
    visit: Visit, world: make.World, case: Referral, unit: Unit
) -> None:
    coordinator = visit(world.coordinator)
    coordinator.goes_to("/flats/")
    coordinator.finds_nothing_wrong()
    coordinator.follows("Book Flat 2, Poppy Fields")
    coordinator.sees_heading("Book Flat 2")
    coordinator.finds_nothing_wrong()
    coordinator.page.get_by_role("radio").first.check()
    coordinator.presses("Choose the dates")
    coordinator.sees("Free for all 14 nights", "The one you chose on the board")
    coordinator.finds_nothing_wrong()
    coordinator.presses("Book Flat 2")
    coordinator.sees_notice("is held from")

    manager = visit(world.flat_manager)
    manager.goes_to(f"/stays/{Stay.objects.get().pk}/")
    manager.finds_nothing_wrong()
    manager.presses("Confirm the booking")
    manager.sees_notice("is confirmed")
    manager.presses("Record the move in")
    manager.sees_heading("Record the move in")
    manager.finds_nothing_wrong()
    manager.presses("Record the move in")
    manager.sees_notice("The support plan is due within 48 hours")
    manager.goes_to("/flats/")
    manager.sees("Occupied", "In now (1)")
    manager.finds_nothing_wrong()


def test_guest_is_reviewed_claimed_for_and_the_flat_made_ready(
    visit: Visit, world: make.World, case: Referral, unit: Unit
) -> None:
    now = timezone.now()
    today = london_date(now)
    stay = book_stay(
        referral=case,
        unit=unit,
        from_on=today - timedelta(days=1),
        until_on=today + timedelta(days=13),
        by=world.coordinator,
        at=now - timedelta(days=1),
    )
    record_arrival(stay=stay, arrived_on=today - timedelta(days=1), by=world.flat_manager, at=now - timedelta(days=1))

    manager = visit(world.flat_manager)
    manager.goes_to(f"/stays/{stay.pk}/")
    manager.sees("Next team review", "Housing benefit claim due", "None held yet.")
    manager.finds_nothing_wrong()
    manager.presses("Record a team review")
    manager.sees_heading("Record a team review")
    manager.finds_nothing_wrong()
    manager.presses("Save the review")
    manager.sees("Enter what was decided")
    manager.finds_nothing_wrong()
    manager.writes("What was decided?", "Order a rail for the bath")
    manager.presses("Save the review")
    manager.sees_notice("Team review saved")
    manager.sees("Order a rail for the bath")
    manager.presses("Record the housing benefit claim")
    manager.finds_nothing_wrong()
    manager.chooses("Yes, the claim was sent")
    manager.presses("Save")
    manager.sees_notice("Housing benefit claim saved")
    manager.sees("Sent on")
    manager.finds_nothing_wrong()

    manager.presses("Record the move out")
    manager.chooses("Their usual home")
    manager.presses("Record the move out")
    manager.sees_notice("Moved out of Flat 2")
    manager.sees("Ready to let by 5pm")
    manager.finds_nothing_wrong()
    manager.follows("Flat 2 in Poppy Fields", exact=True)
    manager.sees_heading("Flat 2")
    manager.sees("Turnaround")
    manager.finds_nothing_wrong()
    manager.presses("Ready to let")
    manager.sees_notice("Flat 2 is ready to let")
    manager.sees_not("Ready to let by")
    manager.finds_nothing_wrong()
