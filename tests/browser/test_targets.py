"""A team lead shortens a deadline: sees what moves, saves, and the worker moves the open cases."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from referrals.calendar import WorkingCalendar
from referrals.london import london_date
from referrals.models import Clock, SlaTarget
from tests import factories as make
from tests.browser.person import Person
from tests.browser.worker import RealWorker


def test_team_lead_shortens_a_deadline_and_the_worker_moves_the_open_cases(
    visit: Callable[..., Person], world: make.World, worker: RealWorker
) -> None:
    # Given an urgent referral that came in today
    case = make.referral(world, at=timezone.now())
    before = Clock.objects.get(referral=case)
    lead = visit(world.team_lead)

    # When the team lead looks for how long things may take
    lead.goes_to("/team/")
    lead.finds_nothing_wrong()
    lead.presses("How long things may take")
    lead.sees_heading("How long things may take")
    lead.sees("3 working days", "Oldham Hospital2Home service standard", "Not promised here")
    lead.finds_nothing_wrong()

    # And asks for 2 working days instead of 3
    lead.row("Urgent").get_by_role("link", name="Change").click()
    lead.sees_heading("Urgent")
    lead.finds_nothing_wrong()
    lead.writes("How many working days?", "0")
    lead.presses("See what moves")
    lead.sees("Enter a number from 1 to 260")
    lead.finds_nothing_wrong()
    lead.writes("How many working days?", "2")
    lead.presses("See what moves")

    # Then the case is listed with its new deadline, and nothing is saved yet
    lead.sees("1 open deadline would move", case.reference)
    lead.finds_nothing_wrong()
    assert not SlaTarget.objects.filter(scheme=world.scheme, name="urgent").exists()

    # Until it is confirmed: the worker counts, and the page says so by itself
    lead.presses("Save and move the deadlines")
    lead.sees_heading("Urgent: 2 working days")
    lead.sees("1 deadline moved", case.reference)
    lead.finds_nothing_wrong()
    after = Clock.objects.get(pk=before.pk)
    assert (after.amount, before.amount) == (2, 3)
    assert before.due_at is not None
    assert after.due_at is not None
    assert WorkingCalendar().add_working_days(london_date(after.due_at), 1) == london_date(before.due_at)

    # And the list has it as the service's own
    lead.follows("How long things may take")
    lead.sees("2 working days", "This scheme’s own", "Latest changes")
    lead.finds_nothing_wrong()


def test_team_lead_ends_a_promise_from_next_month_on(visit: Callable[..., Person], world: make.World) -> None:
    lead, day = visit(world.team_lead), timezone.localdate() + timedelta(days=30)
    lead.goes_to(f"/targets/{world.scheme.slug}/survey/")
    lead.page.get_by_label("We do not promise this").check()
    lead.dates("From which day?", day)
    lead.presses("See what moves")
    lead.sees("No open deadline would move", "Deadlines that run already run on")
    lead.finds_nothing_wrong()
    lead.presses("Save")
    lead.sees_heading("Satisfaction survey: not promised")
    until = time.monotonic() + 5
    while not SlaTarget.objects.filter(scheme=world.scheme, name="survey", off=True).exists():
        assert time.monotonic() < until
        time.sleep(0.1)
    lead.goes_to(f"/targets/{world.scheme.slug}/")
    lead.sees("28 days", "Not promised here")


def test_administrator_writes_the_hours_of_a_service_as_a_week(visit: Callable[..., Person], world: make.World) -> None:
    admin = visit(world.administrator)
    admin.goes_to(f"/schemes/{world.scheme.slug}/")
    admin.presses("Change details")
    admin.sees_heading("Change")
    admin.finds_nothing_wrong()
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        admin.writes(f"Hours on {day}", "8am to 1pm, 4.45pm to 9.45pm")
    admin.writes("Hours on Sunday", "mornings")
    admin.presses("Save changes")
    admin.sees("Sunday: enter hours like 9am to 5pm")
    admin.finds_nothing_wrong()
    admin.writes("Hours on Sunday", "10am to midday")
    admin.presses("Save changes")
    admin.sees("Monday to Friday: 8am to 1pm, 4.45pm to 9.45pm", "Saturday: closed", "Sunday: 10am to midday")
    admin.finds_nothing_wrong()


def test_other_roles_do_not_get_there(visit: Callable[..., Person], world: make.World) -> None:
    assert visit(world.coordinator).is_refused(f"/targets/{world.scheme.slug}/") == 403
    assert visit(world.team_lead).is_refused(f"/targets/{make.world().scheme.slug}/") == 404
