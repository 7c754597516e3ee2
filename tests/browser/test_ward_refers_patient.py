"""A ward sister refers a patient and follows what happens, through the pages alone."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from partners.models import SchemePartner
from referrals.nhs_number import make_test_number
from tests import factories as make
from tests.browser.person import Person

pytestmark = pytest.mark.django_db(transaction=True)
Visit = Callable[..., Person]


def says_who(sister: Person, number: str) -> None:
    sister.writes("NHS number", number)
    sister.writes("Last name", "Okafor")
    sister.writes("First name", "Ngozi")
    sister.dates("Date of birth", date(1944, 3, 12))
    sister.presses("Save and continue")


def test_ward_refers_a_patient_in_six_pages(visit: Visit, world: make.World) -> None:
    sister, today = visit(world.sister), timezone.localdate()
    sister.goes_to("/referrals/")
    sister.presses("Make a referral")
    sister.sees_heading("Who is the patient?")
    sister.finds_nothing_wrong()
    says_who(sister, make_test_number(710_000))

    sister.sees_heading("Where is the patient?")
    sister.sees(world.ward.name)
    sister.finds_nothing_wrong()
    sister.dates("Date of admission", today - timedelta(days=9))
    sister.chooses("Yes", of="Is the patient ready to leave hospital?")
    sister.dates("Ready since", today - timedelta(days=2))
    sister.chooses("Pathway 1")
    sister.presses("Save and continue")

    sister.sees_heading("What stands in the way of going home?")
    sister.finds_nothing_wrong()
    sister.ticks("Bathroom or toilet out of reach")
    sister.ticks("Carers cannot get in")
    sister.picks("Which one matters most?", "Bathroom or toilet out of reach")
    sister.presses("Save and continue")

    sister.sees_heading("Home and people")
    sister.finds_nothing_wrong()
    sister.writes("Home address", "1 Station Road, Mansfield")
    sister.picks("How does the patient hold the home?", "Rents from the council")
    sister.picks("Who lives there?", "Lives alone")
    sister.ticks("Falls")
    sister.presses("Save and continue")

    sister.sees_heading("How urgent is it?")
    sister.finds_nothing_wrong()
    sister.chooses("Urgent")
    sister.presses("Save and continue")

    sister.sees_heading("Who may see this?")
    sister.finds_nothing_wrong()
    sister.chooses("The patient agrees")
    sister.presses("Save and continue")

    sister.sees_heading("Check your answers")
    sister.sees("OKAFOR, Ngozi", "Rents from the council")
    sister.finds_nothing_wrong()
    sister.presses("Send referral")

    sister.sees_heading("Referral sent")
    sister.finds_nothing_wrong()
    sister.follows("Print for the notes")
    sister.sees("Bathroom or toilet out of reach")
    sister.finds_nothing_wrong()
    sister.goes_to("/referrals/")
    sister.sees("OKAFOR, Ngozi", "On track", "Accept or decline")
    sister.finds_nothing_wrong()


def test_ward_answers_a_question_and_nudges_from_the_list(visit: Visit, world: make.World) -> None:
    now = timezone.now()
    asked = make.referral(world, "information_requested", at=now - timedelta(hours=4), family_name="Khan")
    make.referral(world, "accepted", at=now - timedelta(days=3), family_name="Smith")
    make.referral(world, at=now - timedelta(days=2), urgency="emergency", family_name="Jones")
    make.referral(world, "declined", at=now - timedelta(days=1), family_name="Lee")
    make.referral(world, "discharged", at=now - timedelta(days=1), family_name="Cole")
    sister = visit(world.sister)
    sister.page.clock.install()
    sister.goes_to("/referrals/")
    sister.sees("KHAN, Ada", "Asks you", "Overdue", "Declined")
    sister.unfolds("Homeward asks you")
    sister.finds_nothing_wrong()
    sister.writes("Your answer", "The neighbour at number 3.")
    # The list refreshes itself under what was begun, and keeps it.
    sister.page.evaluate("document.activeElement.blur()")
    with sister.page.expect_response(lambda answer: answer.url.endswith("/referrals/")):
        sister.page.clock.run_for(61_000)
    expect(sister.page.get_by_label("Your answer", exact=True)).to_have_value("The neighbour at number 3.")
    sister.presses("Send answer")
    sister.sees_notice("Answer sent to")
    sister.presses("Still waiting? Nudge", within=sister.row(asked.reference))
    sister.sees_notice("still waiting")
    sister.sees("Nudged today")
    sister.follows("Gone home and ended")
    sister.sees("COLE, Ada", "Their usual home")
    sister.finds_nothing_wrong()


def test_ward_leaves_a_draft_and_finds_it_again(visit: Visit, world: make.World) -> None:
    sister = visit(world.sister, width=375)
    sister.goes_to("/referrals/new/")
    sister.presses("Save and continue")
    sister.sees("Enter the patient’s last name")
    sister.finds_nothing_wrong()
    says_who(sister, make_test_number(710_001))
    sister.presses("Save and come back later")
    sister.sees_notice("is saved")
    sister.sees("OKAFOR, Ngozi")
    sister.finds_nothing_wrong()
    sister.follows("Continue draft")
    sister.sees_heading("Where is the patient?")
    sister.goes_to("/referrals/?show=drafts")
    sister.follows("Delete draft")
    sister.sees_heading("Delete this draft?")
    sister.finds_nothing_wrong()
    sister.presses("Delete draft")
    sister.sees_notice("is deleted")


def test_ward_is_stopped_where_nobody_agreed(visit: Visit, world: make.World) -> None:
    sister = visit(world.sister)
    sister.goes_to("/referrals/new/")
    says_who(sister, make_test_number(710_002))
    draft = sister.page.url.rsplit("/", 3)[1]
    sister.goes_to(f"/referrals/{draft}/sharing/")
    sister.chooses("The patient does not agree")
    sister.presses("Save and continue")
    sister.sees_heading("You cannot send this yet")
    sister.finds_nothing_wrong()
    sister.goes_to(f"/referrals/{draft}/check/")
    sister.sees("Still to answer")
    sister.finds_nothing_wrong()


def test_ward_sees_the_open_referral_of_the_same_patient(visit: Visit, world: make.World) -> None:
    case = make.referral(world, at=timezone.now() - timedelta(days=1))
    assert case.patient is not None
    sister = visit(world.sister)
    sister.goes_to("/referrals/new/")
    says_who(sister, case.patient.nhs_number or "")
    sister.sees("This patient has an open referral", case.reference)
    sister.finds_nothing_wrong()


def test_discharge_team_sees_the_whole_trust(visit: Visit, world: make.World) -> None:
    second = make.SchemeFactory(name="Call before convey", lead_organisation=world.council)
    SchemePartner.objects.create(scheme=second, organisation=world.trust, part=SchemePartner.Part.REFERRER)
    make.referral(world, at=timezone.now() - timedelta(hours=1))
    nurse = visit(world.discharge_team)
    nurse.goes_to("/referrals/")
    nurse.sees("Whole trust")
    nurse.finds_nothing_wrong()
    nurse.goes_to("/referrals/new/")
    says_who(nurse, make_test_number(710_003))
    nurse.sees("Which service should help?", world.other_ward.name)
    nurse.finds_nothing_wrong()
