"""What people do in several journeys, each as one step that a person would name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from referrals.london import london_date
from referrals.nhs_number import make_test_number
from tests.browser.person import Person


@dataclass(frozen=True)
class Patient:
    """Somebody made up. The NHS number is in the range that belongs to nobody."""

    given_name: str
    family_name: str
    nhs_number: str
    born_on: date = date(1944, 3, 12)

    @property
    def name(self) -> str:
        """As lists write it."""
        return f"{self.family_name.upper()}, {self.given_name}"

    @property
    def secrets(self) -> tuple[str, str]:
        """What a provider and a commissioner must never read: the NHS number as stored and as shown."""
        number = self.nhs_number
        return number, f"{number[:3]} {number[3:6]} {number[6:]}"


ADA = Patient("Ada", "Winterbourne", make_test_number(800_001))
IVOR = Patient("Ivor", "Hartlepool", make_test_number(800_002))


def begins_referral(sister: Person, patient: Patient) -> None:
    """Page 1: who the patient is."""
    sister.follows("Our referrals", exact=True)
    sister.presses("Make a referral")
    sister.writes("NHS number", patient.nhs_number)
    sister.writes("Last name", patient.family_name)
    sister.writes("First name", patient.given_name)
    sister.dates("Date of birth", patient.born_on)
    sister.presses("Save and continue")


def says_where_in_hospital(sister: Person, *, admitted: date, ready: date | None) -> None:
    """Page 2 for somebody on the ward."""
    sister.sees_heading("Where is the patient?")
    sister.chooses("To go home from hospital")
    sister.dates("Date of admission", admitted)
    if ready is None:
        sister.chooses("Not yet")
    else:
        sister.chooses("Yes", of="Is the patient ready to leave hospital?")
        sister.dates("Ready since", ready)
    sister.chooses("Pathway 1")
    sister.presses("Save and continue")


def says_where_not_admitted(sister: Person) -> None:
    """Page 2 for somebody who need not be admitted."""
    sister.sees_heading("Where is the patient?")
    sister.chooses("Not to be admitted")
    sister.presses("Save and continue")


def finishes_referral(sister: Person, *, needs: list[str], urgency: str) -> str:
    """Pages 3 to 6, the check and the sending; the reference. The first of the needs is the one that matters most."""
    sister.sees_heading("What stands in the way of going home?")
    for need in needs:
        sister.ticks(need)
    if len(needs) > 1:
        sister.picks("Which one matters most?", needs[0])
    sister.presses("Save and continue")

    sister.sees_heading("Home and people")
    sister.writes("Home address", "1 Station Road, Mansfield")
    sister.writes("Postcode (optional)", "NG18 1AA")
    sister.picks("How does the patient hold the home?", "Rents from the council")
    sister.picks("Who lives there?", "Lives alone")
    sister.writes("How to get in (optional)", "Key with the neighbour at number 3")
    sister.ticks("None known")
    sister.presses("Save and continue")

    sister.sees_heading("How urgent is it?")
    sister.chooses(urgency)
    sister.presses("Save and continue")

    sister.sees_heading("Who may see this?")
    sister.page.get_by_role("radio").first.check()
    sister.presses("Save and continue")

    sister.sees_heading("Check your answers")
    sister.presses("Send referral")
    sister.sees_heading("Referral sent")
    return sister.page.url.rstrip("/").split("/")[-2]


def refers(sister: Person, patient: Patient, *, urgency: str = "Emergency", needs: list[str] | None = None) -> str:
    """All six pages for somebody on the ward who has been ready for three days; the reference."""
    begins_referral(sister, patient)
    says_where_in_hospital(sister, admitted=days_ago(12), ready=days_ago(3))
    return finishes_referral(sister, needs=needs or ["Carers cannot get in"], urgency=urgency)


def finds_in_worklist(coordinator: Person, reference: str) -> None:
    """Open the case from the worklist."""
    coordinator.follows("Worklist", exact=True)
    coordinator.row(reference).get_by_role("link").filter(has_text=reference).last.click()
    coordinator.sees_heading("Summary")


def opens_case(person: Person, reference: str) -> None:
    """Open the case from the list the person sees."""
    person.row(reference).get_by_role("link").first.click()
    person.sees_heading("Summary")


def accepts(coordinator: Person, reference: str) -> None:
    """Take the case on, in one's own name, from its page."""
    coordinator.presses("Accept")
    coordinator.sees_heading("Accept this referral")
    coordinator.presses("Accept and assign")
    coordinator.sees_notice(f"{reference} accepted")


def days_ago(days: int) -> date:
    """A day in London, counted back from today."""
    return london_date(timezone.now()) - timedelta(days=days)
