"""A coordinator is stopped, records what the patient decided and goes on; the ward sees it and withdraws it, and the
provider has the address no longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from tests import factories as make
from tests.browser.person import NARROW, Person

Visit = Callable[..., Person]


def test_stopped_at_sharing_recorded_gone_on_and_withdrawn(visit: Visit, world: make.World) -> None:
    begun = timezone.now() - timedelta(days=2)
    day = begun.date()
    case = make.referral(
        world,
        "accepted",
        at=begun,
        admitted_on=day - timedelta(days=9),
        ready_on=day,
        expected_discharge_on=day + timedelta(days=4),
    )
    case.sharing_decisions.filter(purpose="home_work").delete()

    coordinator = visit(world.coordinator)
    coordinator.goes_to(f"/cases/{case.reference}/plan-work/")
    coordinator.chooses("Key safe")
    coordinator.writes("What to do", "Left of the back door")
    coordinator.picks("Who does it?", world.provider.name)
    coordinator.picks("Who pays?", "The scheme's own budget")
    coordinator.presses("Plan it and ask the provider")
    coordinator.sees_heading(f"You cannot share this with {world.provider.name} yet")
    coordinator.finds_nothing_wrong()
    coordinator.presses("Record what the patient decided")
    coordinator.sees_heading("Record a decision about sharing")
    coordinator.finds_nothing_wrong()
    coordinator.chooses("The patient agrees")
    coordinator.presses("Record the decision")
    coordinator.sees("This is what you typed before")
    coordinator.presses("Plan it and ask the provider")
    coordinator.sees_notice("has been asked")

    worker = visit(world.provider_worker, width=NARROW)
    worker.goes_to("/jobs/")
    worker.sees("Key safe", "1 Station Road")

    sister = visit(world.sister, width=NARROW)
    sister.goes_to(f"/cases/{case.reference}/sharing/")
    sister.sees(world.provider.name, "Home address, and how to get in")
    sister.finds_nothing_wrong()
    sister.goes_to(f"/cases/{case.reference}/sharing/print/")
    sister.finds_nothing_wrong()
    sister.goes_to(f"/cases/{case.reference}/sharing/withdraw/")
    sister.ticks("Work on the home, and practical help there")
    sister.writes("Why is it withdrawn?", "She would rather her son does it")
    sister.finds_nothing_wrong()
    sister.presses("Withdraw it")
    sister.sees_notice("It is withdrawn")

    worker.goes_to("/jobs/")
    worker.sees_not("1 Station Road")
    worker.finds_nothing_wrong()
    worker.goes_to("/notifications/")
    worker.sees("Key safe", "stop, do not go")

    coordinator.goes_to("/worklist/")
    coordinator.sees("Stopped: sharing was withdrawn", "Key safe has stopped")
    coordinator.finds_nothing_wrong()

    officer = visit(world.ig_officer)
    officer.goes_to("/agreements/")
    officer.sees(world.provider.name)
    officer.finds_nothing_wrong()
    officer.presses("Add an agreement")
    officer.sees_heading("Add an agreement")
    officer.finds_nothing_wrong()
