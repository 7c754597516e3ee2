"""A case for named people alone; a case opened in an emergency, reviewed, and shown to the patient among the looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from partners.roles import RoleCode
from referrals.models import Referral
from tests import factories as make
from tests.browser.person import NARROW, Person

Visit = Callable[..., Person]
REASON = "Brought in confused after a fall at home; who has the key?"


@pytest.fixture
def case(monday: None, world: make.World) -> Referral:
    """Accepted yesterday."""
    return make.referral(world, "accepted", at=make.NOW - timedelta(days=1), family_name="Quillfeather")


def searches(person: Person, words: str) -> None:
    person.page.get_by_role("searchbox").fill(words)
    person.page.keyboard.press("Enter")


def test_restricted_case_is_there_for_the_named_alone_until_the_restriction_ends(
    visit: Visit, world: make.World, case: Referral
) -> None:
    # Given a case that a colleague of its coordinator finds in the team's list
    colleague = visit(make.person(RoleCode.COORDINATOR, world.council))
    colleague.goes_to("/caseload/?tab=team")
    colleague.sees(case.reference, "Team 1")

    # When the team lead shows it to the coordinator and herself alone
    lead = visit(world.team_lead)
    lead.goes_to(f"/cases/{case.reference}/")
    lead.unfolds("More")
    lead.follows("Restrict this case")
    lead.sees_heading("Restrict this case")
    lead.finds_nothing_wrong()
    lead.presses("Restrict the case")
    lead.sees("There is a problem", "Select why it is restricted")
    lead.chooses("The patient is a witness or in a protected situation")
    lead.presses("Restrict the case")
    lead.sees_notice("is restricted. Only the people you named see it now.")

    # Then for the colleague it is in no list, no count and no search
    colleague.goes_to("/caseload/?tab=team")
    colleague.sees("There is no case in this list")
    colleague.sees_not(case.reference, "QUILLFEATHER", "Team 1")
    searches(colleague, case.reference)
    colleague.sees(f"No case has “{case.reference}” as a name, NHS number or reference")
    assert colleague.is_refused(f"/cases/{case.reference}/") == 404

    # And for the coordinator, who is named, it is there, and says so
    coordinator = visit(world.coordinator, width=NARROW)
    coordinator.goes_to(f"/cases/{case.reference}/")
    coordinator.sees_heading("Summary")
    expected = "Restricted: only 2 named people see this case"
    assert expected in coordinator.page.locator("body").inner_text()
    coordinator.finds_nothing_wrong()

    # When the team lead ends it, the colleague has it again
    lead.unfolds("More")
    lead.follows("Who may see this case")
    lead.sees_heading("Who may see this case")
    lead.finds_nothing_wrong()
    lead.follows("End the restriction")
    lead.sees_heading("End the restriction")
    lead.presses("End the restriction")
    lead.sees_notice("is no longer restricted")
    colleague.goes_to("/caseload/?tab=team")
    colleague.sees(case.reference)


def test_emergency_is_told_reviewed_and_shown_to_the_patient(visit: Visit, world: make.World, case: Referral) -> None:
    # Given somebody of another trust, for whom the case is not there
    outsider = visit(make.outsider(), width=NARROW)
    assert outsider.is_refused(f"/cases/{case.reference}/") == 404

    # When they open it in an emergency and say why
    outsider.goes_to("/emergency/")
    outsider.chooses("The reference of the case")
    outsider.writes("Reference", case.reference)
    outsider.page.get_by_label("Why do you need to see this record now?").fill(REASON)
    outsider.page.get_by_role("checkbox").check()
    outsider.finds_nothing_wrong()
    outsider.presses("Open the record")

    # Then they read it, and every page says for how long
    outsider.sees_heading("Summary")
    assert "Opened in an emergency: read only" in outsider.page.locator("body").inner_text()
    outsider.finds_nothing_wrong()

    # And the officer of the team that leads the case is told, and reviews it
    officer = visit(world.ig_officer)
    officer.follows("Notifications")
    officer.sees_heading("Notifications")
    officer.presses(f"{case.reference}: opened in an emergency from outside")
    officer.sees_heading("Review an emergency opening")
    officer.sees(REASON, "The case: summary")
    officer.finds_nothing_wrong()
    officer.chooses("Justified")
    officer.presses("Save the review")
    officer.sees_notice(f"The opening of {case.reference} is reviewed")

    # And finds it among the looks with its reason, and prints the list for the patient
    officer.follows("Who looked")
    officer.sees_heading("Who looked")
    officer.writes("Case reference", case.reference)
    officer.ticks("Opened in an emergency only")
    officer.presses("Apply filters")
    officer.sees(REASON)
    officer.finds_nothing_wrong()
    officer.follows("Print who has looked at this patient’s record")
    officer.sees_heading("Who has looked at your record")
    officer.sees("Opened in an emergency, with a reason")
    officer.sees_not(REASON, "QUILLFEATHER")
    officer.finds_nothing_wrong()
