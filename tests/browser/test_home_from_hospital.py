"""One patient's way from the ward's form to the commissioner's figures, through the pages alone, as people do it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from housing.models import Unit
from tests import factories as make
from tests.browser.person import Person
from tests.browser.steps import ADA, IVOR, accepts, days_ago, finds_in_worklist, opens_case, refers
from tests.browser.worker import RealWorker

Visit = Callable[..., Person]


@pytest.fixture
def nothing_hidden(settings: Any) -> None:
    """An installation that shows small numbers as they are, so that one case can be seen to be counted."""
    settings.REPORT_HIDE_UP_TO, settings.REPORT_ROUND_TO = 0, 1


def test_patient_goes_home_by_way_of_a_flat_and_is_counted(
    monday: None, visit: Visit, world: make.World, flat: Unit, worker: RealWorker, nothing_hidden: None
) -> None:
    # Given a commissioner whose figures for this month count nobody
    before = figures_of_this_month(visit, world)
    assert before["Referrals"] == "0"

    # When a ward sister refers a patient who has been ready for three days
    sister, coordinator = visit(world.sister), visit(world.coordinator)
    reference = refers(sister, ADA)

    # And the coordinator, who finds the case in the worklist, asks the ward a question
    finds_in_worklist(coordinator, reference)
    coordinator.sees("Carers cannot get in")
    coordinator.presses("Ask")
    coordinator.page.get_by_role("textbox").first.fill("Who has the key until the key safe is there?")
    coordinator.presses("Send the question")
    coordinator.sees_notice("sent to the ward")

    # And the sister answers it where she sees it, in her list
    sister.follows("Our referrals", exact=True)
    sister.unfolds("Homeward asks you")
    sister.sees("Who has the key until the key safe is there?")
    sister.row(reference).get_by_label("Your answer").fill("The neighbour at number 3.")
    sister.presses("Send answer", within=sister.row(reference))
    sister.sees_notice("Answer sent")

    # And the coordinator accepts the case and plans what the home needs
    finds_in_worklist(coordinator, reference)
    accepts(coordinator, reference)
    coordinator.presses("Assess the home")
    coordinator.chooses("Talked on the ward")
    coordinator.chooses("Fit once work is done")
    coordinator.presses("Save the assessment")
    coordinator.sees_notice("Home assessed")
    plans_key_safe(coordinator, world)

    # And the provider takes the job on and does it
    provider = visit(world.provider_worker, width=375)
    provider.sees("Key safe", "1 Station Road")
    provider.sees_not(*ADA.secrets, "Carers cannot get in")
    provider.presses("Accept job")
    provider.sees_notice("is yours")
    provider.presses("Done")
    provider.writes("What was done (optional)", "To the left of the front door")
    provider.writes("Cost (optional)", "85")
    provider.presses("Record that it is done")
    provider.sees_notice("is done")

    # And a flat is booked until the patient can manage at home
    coordinator.goes_to(f"/cases/{reference}/")
    coordinator.presses("Book a flat")
    coordinator.presses("Book Flat 2")
    coordinator.sees("Flat 2")
    manager = visit(world.flat_manager)
    opens_stay(manager, "Due to move in")
    manager.presses("Confirm the booking")
    manager.sees_notice("is confirmed")
    manager.presses("Record the move in")
    manager.presses("Record the move in")
    manager.sees_notice("Moved in to Flat 2")

    # And the patient leaves the ward for the flat
    coordinator.goes_to(f"/cases/{reference}/")
    coordinator.presses("Record discharge")
    coordinator.dates("When did they leave hospital?", days_ago(0))
    coordinator.chooses("A temporary flat")
    coordinator.presses("Record discharge")
    coordinator.sees_notice(f"{reference}: left hospital on")

    # And after two days somebody rings, and after five the patient moves home
    with later(days=2):
        coordinator = visit(world.coordinator)
        coordinator.goes_to(f"/cases/{reference}/follow-ups/")
        coordinator.follows("Record call after 48 hours")
        coordinator.chooses("At home and managing")
        coordinator.presses("Record follow-up")
        coordinator.sees_notice("Call after 48 hours recorded")
    with later(days=5):
        manager = visit(world.flat_manager)
        opens_stay(manager, "In now")
        manager.presses("Record the move out")
        manager.chooses("Their usual home")
        manager.presses("Record the move out")
        manager.sees_notice("Moved out of Flat 2")

    # And the coordinator closes the case and says what would have happened otherwise
    with later(days=6):
        coordinator = visit(world.coordinator)
        coordinator.goes_to(f"/cases/{reference}/close/")
        coordinator.chooses("Settled in their own home")
        coordinator.chooses("Yes, until a date I can give")
        coordinator.dates("When would the patient have left hospital without your help?", days_ago(-4))
        coordinator.chooses("My estimate")
        coordinator.page.get_by_label("Evidence").fill("The key safe alone took 10 days before the service.")
        coordinator.presses("Close case")
        coordinator.sees_notice(f"Case {reference} closed")
        coordinator.finds_nothing_wrong()

    # Then the figures of the month count one more, with the bed days, and name nobody
    after = figures_of_this_month(visit, world)
    assert after["Referrals"] == "1"
    assert after["Bed days saved"] == "10"


def figures_of_this_month(visit: Visit, world: make.World) -> dict[str, str]:
    """The headlines as the commissioner reads them once this month is over, also in the file to download."""
    over = (timezone.now().replace(day=1) + timedelta(days=32)).replace(day=2, hour=10)
    with time_machine.travel(over, tick=True):
        commissioner = visit(world.commissioner)
        commissioner.sees_heading("Figures")
        commissioner.sees_not(ADA.name, ADA.family_name, *ADA.secrets)
        commissioner.finds_nothing_wrong()
        with commissioner.page.expect_download() as download:
            commissioner.follows("Download these figures (CSV)")
        text = Path(download.value.path()).read_text(encoding="utf-8-sig")
        assert ADA.family_name.lower() not in text.lower()
        cards = commissioner.page.locator(".app-kpi")
        return {
            cards.nth(place).locator(".app-kpi__label").inner_text().strip(): cards.nth(place)
            .locator(".app-kpi__value")
            .inner_text()
            .strip()
            for place in range(cards.count())
        }


def test_patient_without_a_home_to_go_back_to_finds_a_new_one(
    visit: Visit, world: make.World, worker: RealWorker
) -> None:
    # Given a patient whose home is fit no longer, and a coordinator who has taken the case
    sister, coordinator = visit(world.sister), visit(world.coordinator)
    reference = refers(sister, IVOR, needs=["The home no longer suits the person"])
    finds_in_worklist(coordinator, reference)
    accepts(coordinator, reference)

    # When the coordinator applies for another home and records each step to the tenancy
    coordinator.goes_to(f"/cases/{reference}/start-rehousing/")
    coordinator.page.get_by_label("Who was asked for a home?").fill("Mansfield District Council")
    coordinator.question("How?").get_by_role("radio").first.check()
    coordinator.dates("When was the application made?", days_ago(1))
    coordinator.presses("Start looking")
    coordinator.sees_notice("A new home is being looked for with Mansfield District Council")
    coordinator.goes_to(f"/cases/{reference}/new-home/")
    for step in ("On the housing register", "A home was offered", "The home was viewed", "The tenancy was signed"):
        coordinator.presses("Record the next step")
        coordinator.chooses(step)
        if step == "The tenancy was signed":
            coordinator.page.get_by_label("Address of the new home").fill("2 Bungalow Close, Mansfield")
        coordinator.presses("Save the step")
        coordinator.sees_notice(step)
    coordinator.finds_nothing_wrong()

    # And the patient moves there from the ward
    coordinator.goes_to(f"/cases/{reference}/discharge/")
    coordinator.dates("When did they leave hospital?", days_ago(0))
    coordinator.chooses("A new home")
    coordinator.presses("Record discharge")
    coordinator.sees_notice("left hospital on")

    # Then the ward sees that the patient has gone, and where to
    sister.goes_to("/referrals/?show=ended")
    sister.sees(IVOR.name, "A new home")
    opens_case(sister, reference)


def plans_key_safe(coordinator: Person, world: make.World) -> None:
    """Plan a key safe and ask the provider for it in one step."""
    coordinator.presses("Plan work")
    coordinator.chooses("Key safe")
    coordinator.writes("What to do", "Fit a key safe by the front door.")
    coordinator.chooses("Urgent")
    coordinator.chooses("Yes", of="Must it be done before the person goes home?")
    coordinator.page.get_by_label("Who does it?").select_option(label=world.provider.name)
    coordinator.picks("Who pays?", "The scheme's own budget")
    coordinator.presses("Plan it and ask the provider")
    coordinator.sees_notice("has been asked")


def opens_stay(manager: Person, group: str) -> None:
    """Open the one stay listed under this heading on the board."""
    manager.goes_to("/flats/")
    manager.page.locator("section").filter(has_text=group).get_by_role("link").first.click()


def later(*, days: int) -> Any:
    """The same time of day some days from now. People log in anew: nobody stays logged in overnight."""
    return time_machine.travel(datetime.now(UTC) + timedelta(days=days), tick=True)
