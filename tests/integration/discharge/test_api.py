"""The JSON API: who sees what, the same refusals as the pages with their codes, and the table as data."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from partners.models import ReadLog
from referrals.actions import triage
from referrals.lifecycle import TRANSITIONS
from referrals.models import Referral
from tests import factories as make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=6)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def world() -> make.World:
    return make.world()


def post(client: Client, case: Referral, word: str, **answers: Any) -> Any:
    """Send one action as JSON."""
    address = reverse("api_action", args=[case.reference, word])
    return client.post(address, answers, content_type="application/json")


def test_list_holds_my_services_cases_only(client: Client, world: make.World) -> None:
    mine, _other = make.referral(world), make.referral(make.world())
    client.force_login(world.coordinator)
    found = client.get(reverse("api_referrals")).json()["results"]
    assert [line["reference"] for line in found] == [mine.reference]


def test_list_says_nothing_of_who_the_patient_is(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.coordinator)
    text = client.get(reverse("api_referrals")).content.decode()
    assert case.patient.nhs_number not in text
    assert case.patient.family_name not in text


def test_list_leaves_out_drafts(client: Client, world: make.World) -> None:
    make.draft(world)
    client.force_login(world.sister)
    assert client.get(reverse("api_referrals")).json()["results"] == []


def test_list_keeps_one_status(client: Client, world: make.World) -> None:
    make.referral(world)
    accepted = make.referral(world, "accepted")
    client.force_login(world.coordinator)
    found = client.get(reverse("api_referrals"), {"status": "accepted"}).json()["results"]
    assert [line["reference"] for line in found] == [accepted.reference]


def test_list_of_a_status_that_does_not_exist_is_a_bad_request(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)
    assert client.get(reverse("api_referrals"), {"status": "lost"}).status_code == 400


def test_list_goes_on_from_page_to_page_without_repeating(
    client: Client, world: make.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("discharge.api.views.NewestFirst.page_size", 2)
    cases = [make.referral(world) for _ in range(5)]
    client.force_login(world.coordinator)
    found, address = [], reverse("api_referrals")
    while address:
        answer = client.get(address).json()
        found += [line["reference"] for line in answer["results"]]
        address = answer["next"]
    assert sorted(found) == sorted(case.reference for case in cases)


def test_case_lists_what_this_person_may_do(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.sister)
    answer = client.get(reverse("api_referral", args=[case.reference])).json()
    assert [each["event"] for each in answer["allowed"]] == [
        "withdraw",
        "record_readiness",
        "record_delay",
        "send_message",
        "record_sharing",
        "withdraw_sharing",
        "add_file",
    ]


def test_case_reading_is_recorded(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.coordinator)
    client.get(reverse("api_referral", args=[case.reference]))
    assert ReadLog.objects.filter(referral_id=case.pk, page="api_case").count() == 1


def test_case_of_another_service_is_not_found(client: Client, world: make.World) -> None:
    case = make.referral(make.world())
    client.force_login(world.coordinator)
    assert client.get(reverse("api_referral", args=[case.reference])).status_code == 404


@pytest.mark.parametrize("role", ["provider_worker", "flat_manager", "commissioner", "administrator"])
def test_case_roles_without_cases_are_refused(client: Client, world: make.World, role: str) -> None:
    case = make.referral(world)
    client.force_login(world.people[role])
    assert client.get(reverse("api_referral", args=[case.reference])).status_code == 403


def test_case_somebody_not_logged_in_is_told_to(client: Client, world: make.World) -> None:
    case = make.referral(world)
    assert client.get(reverse("api_referral", args=[case.reference])).status_code == 401


def test_accept_answers_with_the_case_as_it_is_then(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.coordinator)
    answer = post(client, case, "accept", assignee=world.coordinator.pk)
    assert (answer.status_code, answer.json()["status"]) == (200, "accepted")


def test_ask_without_a_question_names_the_field(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.coordinator)
    answer = post(client, case, "ask")
    assert (answer.status_code, answer.json()) == (400, {"errors": {"question": ["Enter your question"]}})


def test_decline_by_the_ward_is_refused(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.sister)
    assert post(client, case, "decline", reason="no_basis").status_code == 403


def test_accept_after_somebody_declined_is_a_conflict_with_who_and_when(client: Client, world: make.World) -> None:
    case = make.referral(world)
    triage.decline_referral(
        referral=case, reason="no_basis", note="", by=world.team_lead, at=make.NOW + timedelta(hours=1)
    )
    client.force_login(world.coordinator)
    answer = post(client, case, "accept", assignee=world.coordinator.pk)
    assert answer.status_code == 409
    assert f"{world.team_lead.name} changed this referral at 10am" in answer.json()["detail"]


def test_message_from_the_ward_is_written(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.sister)
    post(client, case, "message", body="Any news?")
    assert case.messages.get().body == "Any news?"


def test_readiness_takes_an_iso_date(client: Client, world: make.World) -> None:
    case = make.referral(world, ready_on=None)
    client.force_login(world.sister)
    answer = post(client, case, "readiness", state="ready", ready_on="2026-11-22")
    assert answer.json()["ready_since"] == "2026-11-22"


def test_action_that_does_not_exist_is_not_found(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.coordinator)
    assert post(client, case, "explode").status_code == 404


def test_action_from_another_site_without_the_token_is_refused(world: make.World) -> None:
    case = make.referral(world)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.coordinator)
    assert post(strict, case, "accept", assignee=world.coordinator.pk).status_code == 403


def test_lifecycle_is_the_table(client: Client, world: make.World) -> None:
    client.force_login(world.commissioner)
    rows = client.get(reverse("api_lifecycle")).json()["transitions"]
    assert [row["event"] for row in rows] == [row.event.value for row in TRANSITIONS]


def test_schemes_are_those_my_organisation_takes_part_in(client: Client, world: make.World) -> None:
    make.world()
    client.force_login(world.sister)
    found = client.get(reverse("api_schemes")).json()["results"]
    assert [each["slug"] for each in found] == [world.scheme.slug]


@pytest.mark.parametrize("junk", [5, ["2026-11-22"], {"day": 1}])
def test_readiness_with_a_date_that_is_no_text_is_an_error(client: Client, world: make.World, junk: object) -> None:
    client.force_login(world.sister)
    case = make.referral(world)
    url = reverse("api_action", args=[case.reference, "readiness"])
    response = client.post(url, {"state": "ready", "ready_on": junk}, content_type="application/json")
    assert (response.status_code, list(response.json()["errors"])) == (400, ["ready_on"])


def test_reference_with_an_unprintable_sign_is_not_found(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)
    assert client.get("/cases/HW-%00/").status_code == 404
