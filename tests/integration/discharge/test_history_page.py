"""What changed on a case, and a patient's details put right, through the pages."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.models import ReadLog
from referrals.models import Patient, PatientPast, Referral, ReferralNeed
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


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "accepted")


def address(case: Referral) -> str:
    return reverse("case_history", args=[case.reference])


def form_of(client: Client, case: Referral) -> dict[str, str]:
    """The correction's form as a browser would send it unchanged."""
    form = client.get(reverse("correct_patient", args=[case.reference])).context["form"]
    born = form.initial["born_on"]
    kept = {name: str(value) for name, value in form.initial.items() if value and name != "born_on"}
    return kept | {
        "born_on_day": str(born.day),
        "born_on_month": str(born.month),
        "born_on_year": str(born.year),
        "reason": "typing",
    }


def send(client: Client, case: Referral, answers: dict[str, str]) -> Any:
    return client.post(reverse("correct_patient", args=[case.reference]), answers)


def test_correction_changes_the_details_and_goes_back_to_the_case(
    client: Client, world: make.World, case: Referral
) -> None:
    client.force_login(world.coordinator)
    answer = send(client, case, form_of(client, case) | {"address": "2 Other Road"})
    assert answer.url == reverse("case", args=[case.reference])
    assert Patient.objects.get(pk=case.patient_id).address == "2 Other Road"


def test_correction_says_in_the_past_who_on_which_page_and_why(
    client: Client, world: make.World, case: Referral
) -> None:
    client.force_login(world.coordinator)
    send(client, case, form_of(client, case) | {"address": "2 Other Road", "reason": "told"})
    version = PatientPast.objects.order_by("-pgh_id")[0]
    context = version.pgh_context
    assert context.pop("membership") == world.coordinator.memberships.get().pk
    assert context == {"person": world.coordinator.pk, "page": "correct_patient", "reason": "told"}
    assert version.pgh_context_id is not None


def test_correction_refused_keeps_what_was_typed(client: Client, world: make.World, case: Referral) -> None:
    taken = make.referral(make.world()).patient
    assert taken is not None
    client.force_login(world.coordinator)
    page = send(client, case, form_of(client, case) | {"nhs_number": str(taken.nhs_number), "address": "2 Other Road"})
    assert "Another person’s record has this NHS number" in page.content.decode()
    assert "2 Other Road" in page.content.decode()
    assert taken.family_name not in page.content.decode()


def test_correction_with_a_wrong_number_is_refused_beside_the_question(
    client: Client, world: make.World, case: Referral
) -> None:
    client.force_login(world.coordinator)
    page = send(client, case, form_of(client, case) | {"nhs_number": "9990000001"})
    assert "nhs_number" in page.context["form"].errors


def test_second_of_two_corrections_is_told_and_can_save_again(
    client: Client, world: make.World, case: Referral
) -> None:
    client.force_login(world.coordinator)
    answers = form_of(client, case) | {"phone": "01632 960009"}
    Patient.objects.filter(pk=case.patient_id).update(address="Changed meanwhile")
    page = send(client, case, answers)
    text = page.content.decode()
    assert "Somebody changed these details" in text
    assert "Changed meanwhile" in text
    assert "01632 960009" in text
    again = answers | {"opened": page.context["form"]["opened"].value(), "address": "Changed meanwhile"}
    assert send(client, case, again).status_code == 302
    assert Patient.objects.get(pk=case.patient_id).phone == "+441632960009"


def test_correction_without_reason_is_asked_for_it(client: Client, world: make.World, case: Referral) -> None:
    client.force_login(world.sister)
    page = send(client, case, form_of(client, case) | {"reason": ""})
    assert page.context["form"].errors["reason"] == ["Select why the details are corrected"]


def test_history_shows_before_and_after_and_who(client: Client, world: make.World, case: Referral) -> None:
    client.force_login(world.coordinator)
    send(client, case, form_of(client, case) | {"address": "2 Other Road", "reason": "told"})
    text = client.get(address(case)).content.decode()
    for words in ("1 Station Road, Mansfield", "2 Other Road", world.coordinator.name, "for them, told us"):
        assert words in text


def test_history_of_one_field_shows_that_field_alone(client: Client, world: make.World, case: Referral) -> None:
    client.force_login(world.coordinator)
    Patient.objects.filter(pk=case.patient_id).update(address="2 Other Road", phone="+441632960009")
    text = client.get(address(case), {"field": "patient.address"}).content.decode()
    assert "2 Other Road" in text
    assert "01632 960009" not in text


def test_history_of_a_field_nobody_knows_says_so(client: Client, world: make.World, case: Referral) -> None:
    client.force_login(world.coordinator)
    page = client.get(address(case), {"field": "x"})
    assert page.context["form"].errors


def test_history_is_a_look_at_the_record(client: Client, world: make.World, case: Referral) -> None:
    client.force_login(world.team_lead)
    client.get(address(case))
    assert ReadLog.objects.filter(user_id=world.team_lead.pk, page="case_history", referral_id=case.pk).exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        *((role, 200) for role in ("discharge_team", "coordinator", "team_lead")),
        *((role, 403) for role in ("sister", "provider_worker", "flat_manager", "commissioner", "ig_officer")),
    ],
)
def test_history_opens_for_coordinators_and_the_discharge_team(
    client: Client, world: make.World, case: Referral, role: str, status: int
) -> None:
    client.force_login(getattr(world, role))
    assert client.get(address(case)).status_code == status


def test_history_of_a_case_elsewhere_is_not_there(client: Client, case: Referral) -> None:
    client.force_login(make.world().coordinator)
    assert client.get(address(case)).status_code == 404


def test_summary_links_to_the_past_of_a_field_that_changed(client: Client, world: make.World, case: Referral) -> None:
    Patient.objects.filter(pk=case.patient_id).update(address="2 Other Road")
    client.force_login(world.coordinator)
    text = client.get(reverse("case", args=[case.reference])).content.decode()
    assert f"{address(case)}?field=patient.address" in text
    assert f"{address(case)}?field=patient.phone" not in text


def test_summary_shows_the_ward_no_past(client: Client, world: make.World, case: Referral) -> None:
    Patient.objects.filter(pk=case.patient_id).update(address="2 Other Road")
    client.force_login(world.sister)
    assert address(case) not in client.get(reverse("case", args=[case.reference])).content.decode()


def test_history_page_costs_the_same_for_2_and_50_changes(client: Client, world: make.World, case: Referral) -> None:
    client.force_login(world.coordinator)
    client.get(address(case))
    costs = []
    for number in (2, 50):
        for count in range(number):
            Patient.objects.filter(pk=case.patient_id).update(address=f"{count} Road")
            ReferralNeed.objects.filter(referral=case, is_main=True).update(code=f"code{number}{count}")
        with CaptureQueriesContext(connection) as queries:
            client.get(address(case))
        costs.append(len(queries))
    assert costs[0] == costs[1]
