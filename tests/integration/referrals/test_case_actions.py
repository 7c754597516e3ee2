"""The pages that do one thing to a case: done in one step, kept when refused, closed to everybody else."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from referrals.actions import triage
from referrals.models import Message, Referral
from tests import factories as make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=6)
PAGES = {
    "accept_referral": "submitted",
    "ask_ward": "submitted",
    "decline_referral": "submitted",
    "withdraw_referral": "submitted",
    "assign_case": "accepted",
    "record_readiness": "submitted",
    "record_delay": "submitted",
    "send_message": "submitted",
    "record_discharge": "accepted",
}
FOR_THE_WARD_TOO = {"withdraw_referral", "record_readiness", "record_delay", "send_message"}


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    """Every page is used a few hours after the case came."""
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def world() -> make.World:
    return make.world()


def post(client: Client, page: str, case: Referral, **answers: Any) -> HttpResponse:
    """Send a page's form."""
    return client.post(reverse(page, args=[case.reference]), answers)  # type: ignore[return-value]


def now_of(case: Referral) -> Referral:
    """The case as it is in the database."""
    return Referral.objects.get(pk=case.pk)


@pytest.mark.parametrize("page", PAGES)
def test_page_opens_for_the_coordinator(client: Client, world: make.World, page: str) -> None:
    case = make.referral(world, PAGES[page])
    client.force_login(world.coordinator)
    assert client.get(reverse(page, args=[case.reference])).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_page_opens_for_the_ward_only_where_the_ward_acts(client: Client, world: make.World, page: str) -> None:
    case = make.referral(world, PAGES[page])
    client.force_login(world.sister)
    expected = 200 if page in FOR_THE_WARD_TOO else 403
    assert client.get(reverse(page, args=[case.reference])).status_code == expected


@pytest.mark.parametrize("page", PAGES)
def test_page_for_a_case_of_another_service_is_not_found(client: Client, world: make.World, page: str) -> None:
    case = make.referral(make.world(), PAGES[page])
    client.force_login(world.coordinator)
    assert post(client, page, case).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_page_sent_empty_changes_nothing_and_says_what_is_missing(client: Client, world: make.World, page: str) -> None:
    case = make.referral(world, PAGES[page])
    client.force_login(world.coordinator)
    response = post(client, page, case)
    assert "There is a problem" in response.content.decode()
    assert now_of(case).status == PAGES[page]


def test_accept_gives_the_case_to_the_person_chosen(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.coordinator)
    post(client, "accept_referral", case, assignee=world.team_lead.pk)
    assert now_of(case).assignee == world.team_lead


def test_accept_goes_to_the_case_and_says_who_has_it(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.coordinator)
    address = reverse("accept_referral", args=[case.reference])
    html = client.post(address, {"assignee": world.coordinator.pk}, follow=True).content.decode()
    assert f"{case.reference} accepted. {world.coordinator.name} has it." in html


def test_accept_somebody_of_another_organisation_is_no_choice(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.coordinator)
    post(client, "accept_referral", case, assignee=make.world().coordinator.pk)
    assert now_of(case).status == "submitted"


def test_accept_lists_me_first_with_my_number_of_cases(client: Client, world: make.World) -> None:
    make.referral(world, "accepted")
    case = make.referral(world)
    client.force_login(world.coordinator)
    html = client.get(reverse("accept_referral", args=[case.reference])).content.decode()
    assert html.index(f"{world.coordinator.name} (you)") < html.index(world.team_lead.name)
    assert "1 open case" in html


def test_accept_after_somebody_declined_says_what_changed(client: Client, world: make.World) -> None:
    case = make.referral(world)
    triage.decline_referral(
        referral=case, reason="no_basis", note="", by=world.team_lead, at=make.NOW + timedelta(hours=1)
    )
    client.force_login(world.coordinator)
    html = post(client, "accept_referral", case, assignee=world.coordinator.pk).content.decode()
    assert f"{world.team_lead.name} changed this referral at 10am" in html


def test_decline_after_somebody_accepted_keeps_what_was_typed(client: Client, world: make.World) -> None:
    case = make.referral(world)
    triage.accept_referral(
        referral=case, assignee=world.team_lead, by=world.team_lead, at=make.NOW + timedelta(hours=1)
    )
    client.force_login(world.coordinator)
    html = post(client, "decline_referral", case, reason="outside_area", note="Bolsover covers it").content.decode()
    assert "Bolsover covers it" in html


def test_ask_writes_the_question_for_the_ward(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.coordinator)
    post(client, "ask_ward", case, question="Who has the key?")
    assert Message.objects.get(referral=case).body == "Who has the key?"


def test_decline_with_a_reason_that_needs_words_asks_for_them(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.coordinator)
    html = post(client, "decline_referral", case, reason="outside_area").content.decode()
    assert "Say which council covers it" in html
    assert now_of(case).status == "submitted"


def test_decline_with_reason_and_words_ends_the_case(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.coordinator)
    post(client, "decline_referral", case, reason="outside_area", note="Bolsover covers it")
    assert now_of(case).status == "declined"


def test_withdraw_names_what_stops(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.sister)
    html = client.get(reverse("withdraw_referral", args=[case.reference])).content.decode()
    assert "The deadline: Answer to the ward (urgent)" in html


def test_withdraw_by_the_ward_ends_the_case(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.sister)
    post(client, "withdraw_referral", case, reason="solved")
    assert now_of(case).status == "withdrawn"


def test_assign_gives_the_case_to_another(client: Client, world: make.World) -> None:
    case = make.referral(world, "accepted")
    client.force_login(world.coordinator)
    post(client, "assign_case", case, assignee=world.team_lead.pk)
    assert now_of(case).assignee == world.team_lead


def test_readiness_recorded_by_the_ward_shows_on_the_case(client: Client, world: make.World) -> None:
    case = make.referral(world, ready_on=None)
    client.force_login(world.sister)
    post(client, "record_readiness", case, state="ready", ready_on="2026-11-22")
    assert str(now_of(case).ready_since) == "2026-11-22"


def test_readiness_without_the_date_asks_for_it(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.sister)
    html = post(client, "record_readiness", case, state="not_ready").content.decode()
    assert "Enter the date the patient needed hospital care again" in html


def test_delay_recorded_by_the_ward_shows_on_the_case_with_whom_it_sits(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.sister)
    post(client, "record_delay", case, reasons=["homeless", "care_package"], main="homeless", from_on="2026-11-21")
    html = client.get(reverse("case", args=[case.reference])).content.decode()
    assert "3 days: 2 with council housing, 1 not recorded" in html


def test_delay_with_one_reason_needs_no_main_one(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.coordinator)
    post(client, "record_delay", case, reasons=["work"], from_on="2026-11-21")
    assert list(case.delays.values_list("code", "is_primary")) == [("work", True)]


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"main": "work"}, "Select at least one thing the patient is waiting for"),
        ({"reasons": ["work", "landlord"]}, "Select which one of those you ticked is the main reason"),
        ({"reasons": ["work"], "main": "landlord"}, "Select one of those you ticked, or tick this one as well"),
        ({"reasons": ["work"], "from_on": ""}, "Enter the date since when the patient waits for this"),
        ({"reasons": ["work"], "from_on": "2026-11-19"}, "must be on or after 20 November 2026, when the patient"),
        ({"reasons": ["work"], "from_on": "2026-11-24"}, "must be 23 November 2026 or before"),
        ({"reasons": ["nonsense"]}, "Select only answers that are listed"),
    ],
)
def test_delay_answered_wrongly_says_so_and_records_nothing(
    client: Client, world: make.World, answers: dict[str, Any], message: str
) -> None:
    case = make.referral(world)
    client.force_login(world.sister)
    html = post(client, "record_delay", case, **{"from_on": "2026-11-21", **answers}).content.decode()
    assert html.count(message) == 2  # by the field and in the summary
    assert not case.delays.exists()


def test_delay_of_who_is_not_ready_is_refused_in_words(client: Client, world: make.World) -> None:
    case = make.referral(world, ready_on=None)
    client.force_login(world.sister)
    html = post(client, "record_delay", case, reasons=["work"], from_on="2026-11-21").content.decode()
    assert "Record first since when the patient is ready to leave hospital" in html


def test_delay_page_starts_with_what_holds_now(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.sister)
    post(client, "record_delay", case, reasons=["work", "landlord"], main="landlord", from_on="2026-11-21")
    form = client.get(reverse("record_delay", args=[case.reference])).context["form"]
    assert form.initial == {"reasons": ["landlord", "work"], "main": "landlord", "from_on": date(2026, 11, 23)}


def test_case_with_a_patient_who_is_not_ready_offers_no_delay(client: Client, world: make.World) -> None:
    case = make.referral(world, ready_on=None)
    client.force_login(world.sister)
    html = client.get(reverse("case", args=[case.reference])).content.decode()
    assert reverse("record_delay", args=[case.reference]) not in html


def test_message_goes_to_the_thread(client: Client, world: make.World) -> None:
    case = make.referral(world)
    client.force_login(world.coordinator)
    response = post(client, "send_message", case, body="On our way.")
    assert response.headers["Location"] == reverse("case_section", args=[case.reference, "messages"])


def test_discharge_without_open_work_needs_date_and_destination_alone(client: Client, world: make.World) -> None:
    case = make.referral(world, "accepted")
    client.force_login(world.coordinator)
    post(client, "record_discharge", case, discharged_on="2026-11-23", destination="usual_home")
    assert now_of(case).status == "discharged"


def test_discharge_in_the_future_is_refused_in_words(client: Client, world: make.World) -> None:
    case = make.referral(world, "accepted")
    client.force_login(world.coordinator)
    html = post(client, "record_discharge", case, discharged_on="2026-12-24", destination="usual_home").content.decode()
    assert "must be 23 November 2026 or before" in html
