"""The page that closes a case, and the section of the case that shows its outcome."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from outcomes.models import Outcome
from outcomes.queries.case import section
from referrals.models import Referral
from tests import factories as make

pytestmark = pytest.mark.django_db

LATER = "2026-12-01T09:00:00Z"
CLAIM = {
    "outcome": "settled_home",
    "note": "",
    "claims": "yes",
    "would_have_left_on_day": "10",
    "would_have_left_on_month": "12",
    "would_have_left_on_year": "2026",
    "counterfactual": "estimate",
    "evidence": "The therapist expected three weeks.",
}
NO_DATE = dict.fromkeys(["would_have_left_on_day", "would_have_left_on_month", "would_have_left_on_year"], "")


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "discharged")


def close(client: Client, world: make.World, case: Referral, **changes: str) -> str:
    with time_machine.travel(LATER, tick=False):
        client.force_login(world.coordinator)
        response = client.post(reverse("close_case", args=[case.reference]), {**CLAIM, **changes})
        return response.content.decode()


def test_page_says_how_many_follow_ups_will_be_cancelled(client: Client, world: make.World, case: Referral) -> None:
    client.force_login(world.coordinator)
    text = client.get(reverse("close_case", args=[case.reference])).content.decode()
    assert "6 follow-ups will be cancelled" in text


def test_page_of_a_patient_still_in_hospital_asks_for_no_bed_days(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)
    accepted = make.referral(world, "accepted")
    text = client.get(reverse("close_case", args=[accepted.reference])).content.decode()
    assert "would_have_left_on" not in text


def test_answers_close_the_case_with_its_claim(client: Client, world: make.World, case: Referral) -> None:
    close(client, world, case)
    outcome = Outcome.objects.get(referral=case)
    assert (outcome.would_have_left_on, outcome.counterfactual) == (date(2026, 12, 10), "estimate")


def test_no_claim_forgets_what_was_typed_below(client: Client, world: make.World, case: Referral) -> None:
    close(client, world, case, claims="no", would_have_left_on_day="99")
    outcome = Outcome.objects.get(referral=case)
    assert (outcome.would_have_left_on, outcome.counterfactual, outcome.evidence) == (None, "", "")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"outcome": ""}, "Select what came of it"),
        ({"claims": ""}, "Select whether the patient would have been in hospital longer"),
        (NO_DATE, "Enter the date"),
        ({"would_have_left_on_year": "2025"}, "must be 23 November 2026 or after"),
        ({"counterfactual": ""}, "Select how you know"),
        ({"evidence": ""}, "Enter the evidence for your estimate"),
    ],
)
def test_missing_answer_is_said_in_words(
    client: Client, world: make.World, case: Referral, changes: dict[str, str], words: str
) -> None:
    assert words in close(client, world, case, **changes)


def test_ward_staff_are_refused(client: Client, world: make.World, case: Referral) -> None:
    client.force_login(world.sister)
    assert client.get(reverse("close_case", args=[case.reference])).status_code == 403


def test_coordinator_of_another_service_finds_nothing(client: Client, case: Referral) -> None:
    client.force_login(make.world().coordinator)
    assert client.get(reverse("close_case", args=[case.reference])).status_code == 404


def test_section_shows_the_days_saved(client: Client, world: make.World, case: Referral) -> None:
    close(client, world, case)
    case.refresh_from_db()
    assert section("outcome", world.coordinator, case)["bed_days"] == 17
