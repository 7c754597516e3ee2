"""The information-governance officer answers a person's request and keeps a record from deletion."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from referrals.london import london_date
from referrals.models import Referral
from tests import factories as make
from tests.browser.person import Person
from tests.browser.worker import RealWorker

Visit = Callable[..., Person]


def names_the_person(officer: Person, case: Referral) -> None:
    assert case.patient is not None
    officer.writes("NHS number or case reference", case.reference)
    officer.dates("Date of birth", case.patient.born_on)


def test_copy_of_a_record_is_made_and_taken_away_and_the_record_is_held(
    visit: Visit, world: make.World, worker: RealWorker
) -> None:
    # Given a person whose case ended; in the time of the worker, which is a process of its own
    begun = timezone.now() - timedelta(days=2)
    day = london_date(begun)
    case = make.referral(world, "declined", at=begun, family_name="Quillfeather",
                         admitted_on=day - timedelta(days=9), ready_on=day, expected_discharge_on=None)  # fmt: skip

    # When the officer asks for a copy
    officer = visit(world.ig_officer)
    officer.follows("Requests", exact=True)
    officer.sees_heading("Requests for a record")
    officer.finds_nothing_wrong()
    officer.presses("Answer a request")
    officer.sees_heading("Answer a request for a record")
    names_the_person(officer, case)
    officer.writes("Your reference for this request", "SAR 7")
    officer.chooses("I have seen proof of who they are")
    officer.finds_nothing_wrong()
    officer.presses("Make the copy")
    officer.sees_heading("Request SAR 7")

    # Then the page says by itself when the worker has made it, and gives it away
    officer.sees("The copy is ready")
    officer.finds_nothing_wrong()
    with officer.page.expect_download() as taken:
        officer.follows("JSON for another computer system")
    assert "Quillfeather" in json.dumps(json.loads(taken.value.path().read_text()))
    assert "Quillfeather" not in taken.value.suggested_filename

    # When there is a complaint, the record is held
    officer.follows("Holds", exact=True)
    officer.sees_heading("Records on hold")
    officer.presses("Hold a record")
    officer.sees_heading("Hold a record")
    names_the_person(officer, case)
    officer.page.get_by_label("Why must it be kept?").fill("Complaint 12, until it is answered")
    officer.finds_nothing_wrong()
    officer.presses("Hold this record")
    officer.sees_heading("Records on hold")
    officer.sees("Complaint 12, until it is answered", "In force")
    officer.finds_nothing_wrong()
