"""The case page: each section in each status, for whom it is there, and which buttons stand on it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from housing.actions.work import plan_work
from housing.catalogue import FUNDING_SOURCES
from housing.models import InterventionKind
from partners.models import ReadLog
from referrals.actions.messages import send_message
from referrals.answers import CarerAnswers
from referrals.models import Referral
from tests import factories as make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=6)
SENT = ["submitted", "information_requested", "accepted", "discharged", "closed", "declined", "withdrawn"]
SECTIONS = ["home", "work", "flat", "new-home", "follow-ups", "messages", "files", "sharing", "activity", "outcome"]
LEADS_OWN = {"home", "flat", "new-home", "follow-ups", "outcome"}


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    """Every page is asked for a few hours after the case came."""
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def world() -> make.World:
    return make.world()


def page(client: Client, case: Referral, section: str = "", status: int = 200) -> str:
    """The case's page, or one of its sections."""
    address = (
        reverse("case_section", args=[case.reference, section]) if section else reverse("case", args=[case.reference])
    )
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def answers_of(client: Client, case: Referral) -> dict[str, int]:
    """The status with which each section answers; one that opens has a heading."""
    found = {}
    for section in SECTIONS:
        response = client.get(reverse("case_section", args=[case.reference, section]))
        found[section] = response.status_code
        assert response.status_code != 200 or "<h1" in response.content.decode()
    return found


@pytest.mark.parametrize("status", SENT)
def test_case_opens_in_every_status(client: Client, world: make.World, status: str) -> None:
    client.force_login(world.coordinator)
    assert "Bathroom or toilet out of reach" in page(client, make.referral(world, status))


@pytest.mark.parametrize("status", ["submitted", "accepted", "closed"])
def test_case_every_section_opens(client: Client, world: make.World, status: str) -> None:
    client.force_login(world.coordinator)
    case = make.referral(world, status)
    assert answers_of(client, case) == dict.fromkeys(SECTIONS, 200)


def test_case_draft_leads_on_to_the_form(client: Client, world: make.World) -> None:
    draft = make.draft(world)
    client.force_login(world.sister)
    assert client.get(reverse("case", args=[draft.reference])).status_code == 302


def test_case_section_that_does_not_exist_is_not_found(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)
    page(client, make.referral(world), "nonsense", status=404)


def test_case_of_another_service_is_not_found(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)
    page(client, make.referral(make.world()), status=404)


def test_case_roles_without_cases_are_refused(client: Client, world: make.World) -> None:
    case = make.referral(world)
    for role in ("provider_worker", "flat_manager", "commissioner", "ig_officer", "administrator"):
        client.force_login(world.people[role])
        page(client, case, status=403)


def test_case_ward_opens_what_concerns_it_and_not_the_leads_own_sections(client: Client, world: make.World) -> None:
    client.force_login(world.sister)
    answers = answers_of(client, make.referral(world, "accepted"))
    assert {section for section, status in answers.items() if status == 403} == LEADS_OWN
    assert {section for section, status in answers.items() if status == 200} == set(SECTIONS) - LEADS_OWN


def test_case_new_referral_offers_the_coordinator_to_accept(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)
    assert "Accept and assign" in page(client, make.referral(world))


def test_case_new_referral_does_not_offer_the_ward_to_accept(client: Client, world: make.World) -> None:
    client.force_login(world.sister)
    assert "Accept and assign" not in page(client, make.referral(world))


def test_case_button_that_must_wait_says_when(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)
    assert "Record discharge: when the case is: accepted" in page(client, make.referral(world))


def test_case_closed_case_has_no_buttons(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)
    assert "Write a message" not in page(client, make.referral(world, "closed"))


def test_case_withdrawn_while_ready_stops_counting_days(client: Client, world: make.World) -> None:
    case = make.referral(world, "withdrawn")
    with time_machine.travel(make.NOW + timedelta(days=9), tick=False):
        client.force_login(world.coordinator)
        assert "Ready for 3 days when the case ended" in page(client, case)


def test_case_flagged_domestic_abuse_shows_the_number_and_no_link_to_ring_it(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)
    html = page(client, make.referral(world, risks=("domestic_abuse",)))
    assert ("Do not ring the home" in html, "01632 960001" in html, "tel:" in html) == (True, True, False)


def test_case_paused_clock_says_why(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)
    assert "Paused: waiting for the ward" in page(client, make.referral(world, "information_requested"))


def test_case_messages_show_the_question(client: Client, world: make.World) -> None:
    client.force_login(world.sister)
    assert "Who has the key?" in page(client, make.referral(world, "information_requested"), "messages")


def test_case_activity_shows_what_happened_and_who(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)
    html = page(client, make.referral(world, "accepted"), "activity")
    assert "Referral accepted" in html
    assert world.coordinator.name in html


def test_case_activity_can_be_narrowed_to_messages(client: Client, world: make.World) -> None:
    case = make.referral(world, "information_requested")
    client.force_login(world.coordinator)
    html = client.get(reverse("case_section", args=[case.reference, "activity"]), {"kind": "message"}).content.decode()
    assert "Who has the key?" in html
    assert "Referral sent" not in html


def test_case_reading_is_recorded(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.coordinator)
    page(client, case)
    assert ReadLog.objects.filter(user_id=world.coordinator.pk, referral_id=case.pk, page="case_summary").count() == 1


@pytest.mark.parametrize("section", ["", "messages", "activity"])
def test_case_costs_the_same_however_long_its_history(client: Client, world: make.World, section: str) -> None:
    case = make.referral(world, "accepted")
    client.force_login(world.coordinator)
    page(client, case, section)
    numbers = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as caught:
            page(client, case, section)
        numbers.append(len(caught))
        for index in range(20):
            send_message(referral=case, body=f"Line {index}", by=world.coordinator, at=make.NOW + timedelta(hours=2))
    assert numbers[0] == numbers[1]


def with_open_work(world: make.World) -> Referral:
    """An accepted case whose key safe must be fitted before the person goes home."""
    case = make.referral(world, "accepted")
    plan_work(
        referral=case,
        kind=InterventionKind.objects.get(code="key_safe"),
        urgency="urgent",
        funding_source=FUNDING_SOURCES[0].code,
        blocks_discharge=True,
        by=world.coordinator,
        at=make.NOW + timedelta(hours=2),
    )
    return case


def test_discharge_with_open_work_lists_it(client: Client, world: make.World) -> None:
    case = with_open_work(world)
    client.force_login(world.coordinator)
    html = client.get(reverse("record_discharge", args=[case.reference])).content.decode()
    assert "Not done yet" in html
    assert "Key safe" in html


def test_discharge_with_open_work_unconfirmed_is_refused(client: Client, world: make.World) -> None:
    case = with_open_work(world)
    client.force_login(world.coordinator)
    address = reverse("record_discharge", args=[case.reference])
    client.post(address, {"discharged_on": "2026-11-23", "destination": "usual_home"})
    case.refresh_from_db()
    assert case.status == "accepted"


def test_discharge_with_open_work_confirmed_in_words_goes_through(client: Client, world: make.World) -> None:
    case = with_open_work(world)
    client.force_login(world.coordinator)
    given = {"discharged_on": "2026-11-23", "destination": "usual_home", "confirmed": "on"}
    client.post(
        reverse("record_discharge", args=[case.reference]), {**given, "how_managed": "Her daughter lets carers in."}
    )
    case.refresh_from_db()
    assert case.status == "discharged"


def test_case_flagged_domestic_abuse_shows_no_link_to_ring_a_carer_in_the_home(
    client: Client, world: make.World
) -> None:
    carer = CarerAnswers(name="Sam", phone="+441632960009", lives_with_patient=True)
    case = make.referral(world, risks=("domestic_abuse",), carer=carer)
    client.force_login(world.coordinator)
    html = client.get(reverse("case_section", args=[case.reference, "sharing"])).content.decode()
    assert ("Do not ring the home" in html, "tel:" in html) == (True, False)
