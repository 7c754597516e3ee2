"""A deadline that passes is noticed by the worker and told to the person who can act."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from discharge.celery import app
from tests import factories as make
from tests.browser.person import Person
from tests.browser.worker import RealWorker

#: Dates of an admission that fit a referral of ten days ago.
LONG_READY = {
    "admitted_on": timezone.localdate() - timedelta(days=15),
    "expected_discharge_on": None,
    "ready_on": timezone.localdate() - timedelta(days=11),
}


def test_answer_that_is_overdue_is_stamped_by_the_worker_and_told_to_the_coordinator(
    visit: Callable[..., Person], world: make.World, worker: RealWorker
) -> None:
    # Given an emergency that was sent ten days ago and not answered
    case = make.referral(world, urgency="emergency", at=timezone.now() - timedelta(days=10), **LONG_READY)
    coordinator = visit(world.coordinator)

    # When the minute's sweep goes through the queue to the worker
    with app.connection_for_write() as queue:
        app.send_task("referrals.tasks.announce_due", connection=queue)

    # Then the coordinator finds a notice, which leads to the case
    told = f"{case.reference}: "
    until = time.monotonic() + 60
    while True:
        coordinator.goes_to("/notifications/")
        if coordinator.page.locator("main").get_by_text(told).filter(has_text="overdue").count():
            break
        assert time.monotonic() < until, "The worker stamped nothing:\n" + "\n".join(worker.lines)
        time.sleep(0.3)
    coordinator.finds_nothing_wrong()

    # And the deadline itself says when it ran out
    clock = case.clocks.get()
    assert clock.breached_at == clock.due_at


def test_breach_nobody_acts_on_stays_on_the_team_leads_first_screen_until_somebody_does(
    visit: Callable[..., Person], world: make.World
) -> None:
    case = make.referral(world, urgency="emergency", at=timezone.now() - timedelta(days=10), **LONG_READY)
    nobody = "Overdue, and nobody is dealing with it (1)"

    # The first screen of a team lead has it on top
    lead = visit(world.team_lead)
    lead.sees_heading("Needs you now")
    lead.sees(nobody, case.reference)
    lead.finds_nothing_wrong()

    # Closing the browser loses nothing: another one has it too
    lead.context.close()
    again = visit(world.team_lead)
    again.sees(nobody, case.reference)

    # Until a coordinator says that they are dealing with it
    coordinator = visit(world.coordinator)
    coordinator.goes_to("/worklist/")
    coordinator.presses("I am dealing with this")
    coordinator.sees_notice("is not reminded")
    again.goes_to("/worklist/")
    again.sees("Overdue, and being dealt with (1)", f"{world.coordinator.name} is dealing with it")
    again.sees_not("nobody is dealing with it")


def test_board_on_the_wall_is_opened_by_its_link_and_shows_no_name(
    visit: Callable[..., Person], world: make.World
) -> None:
    case = make.referral(world, urgency="emergency", at=timezone.now() - timedelta(days=10), **LONG_READY)
    lead = visit(world.team_lead)
    lead.goes_to("/wall-board/")
    lead.finds_nothing_wrong()
    lead.presses("Make a link")
    lead.sees("It is not shown again")
    lead.finds_nothing_wrong()
    address = lead.page.locator("main a[href*='/board/?key=']").get_attribute("href")
    assert address is not None

    screen = visit()
    screen.goes_to(address.removeprefix(screen.site))
    screen.sees("1 overdue", case.reference, world.ward.name)
    assert case.patient is not None
    screen.sees_not(case.patient.family_name)
    screen.finds_nothing_wrong()


def test_who_is_there_is_planned_by_the_team_lead(visit: Callable[..., Person], world: make.World) -> None:
    lead, today = visit(world.team_lead), timezone.localdate()
    lead.goes_to("/who-is-there/")
    lead.finds_nothing_wrong()
    lead.presses("Record an absence")
    lead.sees_heading("Record an absence")
    lead.picks("Who is away?", world.coordinator.name)
    lead.dates("First day away", today)
    lead.dates("Last day away", today + timedelta(days=3))
    lead.picks("Who covers?", world.team_lead.name)
    lead.finds_nothing_wrong()
    lead.presses("Record absence")
    lead.sees_notice(f"{world.team_lead.name} covers")
    lead.presses("Plan who is on duty")
    lead.sees_heading("Plan who is on duty")
    lead.picks("Who is on duty?", world.team_lead.name)
    lead.writes("From", "5pm")
    lead.writes("Until", "9am")
    lead.finds_nothing_wrong()
    lead.presses("Add shift")
    lead.sees_notice("is on duty then")
    lead.finds_nothing_wrong()


def test_somebody_chooses_what_is_sent_to_them(visit: Callable[..., Person], world: make.World) -> None:
    person = visit(world.coordinator)
    person.goes_to("/account/messages/")
    person.finds_nothing_wrong()
    person.chooses("Not by e-mail", of="Half of the time for something is gone")
    person.page.get_by_label("Mobile number for text messages").fill("07700 900 123")
    person.presses("Save choices")
    person.sees_notice("Your choices are saved")
