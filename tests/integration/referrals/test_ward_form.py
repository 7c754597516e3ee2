"""The ward's referral, page by page, through the pages alone."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from partners.models import User, Ward
from partners.roles import RoleCode
from referrals.models import Referral
from tests import factories as make
from tests.integration.referrals.typed import pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(make.NOW, tick=False):
        yield


def log_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def begin(client: Client, **overrides: Any) -> Referral:
    """The first page sent; the draft it made."""
    known = set(Referral.objects.values_list("pk", flat=True))
    client.post(reverse("referral_start"), pages(**overrides)["who"])
    return Referral.objects.exclude(pk__in=known).get()


def fill(client: Client, draft: Referral, *codes: str, **overrides: Any) -> None:
    """The other pages sent, all of them unless some are named."""
    typed = pages(**overrides)
    for code in codes or ("where", "needs", "home", "urgency", "sharing"):
        client.post(reverse("referral_page", args=[draft.reference, code]), typed[code])


def save(client: Client, draft: Referral, code: str, **fields: Any) -> Any:
    return client.post(
        reverse("referral_page", args=[draft.reference, code]), pages(**{code: fields})[code], follow=True
    )


def test_six_pages_and_send_make_a_case(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    fill(client, draft)
    client.post(reverse("referral_check", args=[draft.reference]))
    case = Referral.objects.get(pk=draft.pk)
    assert (case.status, case.lead_organisation, case.ward) == ("submitted", world.council, world.ward)


def test_start_page_shown_keeps_nothing(world: make.World) -> None:
    assert log_in(world.sister).get(reverse("referral_start")).status_code == 200
    assert not Referral.objects.exists()


def test_start_page_sent_empty_keeps_nothing(world: make.World) -> None:
    page = log_in(world.sister).post(reverse("referral_start"), {}, follow=True)
    assert "Enter the patient’s last name" in page.content.decode()
    assert not Referral.objects.exists()


def test_start_button_pressed_twice_makes_one_draft(world: make.World) -> None:
    client = log_in(world.sister)
    start = client.get(reverse("referral_start")).context["start"]
    for _ in range(2):
        client.post(reverse("referral_start"), {**pages()["who"], "start": start})
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("code", ["who", "where", "needs", "home", "urgency", "sharing"])
def test_page_complete_leads_on(world: make.World, code: str) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    page = client.post(reverse("referral_page", args=[draft.reference, code]), pages()[code])
    assert page.status_code == 302


@pytest.mark.parametrize(
    ("code", "fields", "message"),
    [
        ("who", {"nhs_number": "999 000 0000"}, "at least one digit is wrong"),
        ("who", {"nhs_number": ""}, "select why there is none"),
        ("who", {"born_on_year": "2027"}, "Date of birth must be 23 November 2026 or before"),
        ("who", {"born_on_year": "1890"}, "Date of birth must be 23 November 1906 or after"),
        ("where", {"admitted_on_year": "2027"}, "Date of admission must be 23 November 2026 or before"),
        ("where", {"admitted_on_year": "1943", "born": ""}, "must be 23 November 2016 or after"),
        ("where", {"ready_on_month": "10"}, "Ready since must be on or after the date of admission"),
        ("where", {"ready_on_day": "", "ready_on_month": "", "ready_on_year": ""}, "since when the patient is ready"),
        ("where", {"pathway": ""}, "Select the discharge pathway"),
        ("needs", {"needs": []}, "Select at least one thing"),
        ("needs", {"main_need": ""}, "Select which one of those you ticked matters most"),
        ("needs", {"main_need": "food"}, "Select one of those you ticked"),
        ("needs", {"needs": ["other"], "what_stands_in_the_way": ""}, "since you ticked “Something else”"),
        ("home", {"address": ""}, "Enter the home address"),
        ("home", {"postcode": "NG"}, "Enter a full UK postcode"),
        ("home", {"risks": []}, "Select the risks, or “None known”"),
        ("home", {"risks": ["falls", "none_known"]}, "on its own"),
        ("home", {"carer_name": ""}, "Enter the name of the carer"),
        ("home", {"tenure": ""}, "Select how the patient holds the home"),
        ("urgency", {"urgency": ""}, "Select how urgent it is"),
        ("sharing", {"basis": ""}, "Select on what basis"),
        ("sharing", {"basis": "best_interests"}, "Enter who decided"),
    ],
)
def test_page_with_a_fault_says_what_to_do(world: make.World, code: str, fields: dict[str, Any], message: str) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    page = save(client, draft, code, **fields)
    assert message in page.content.decode()


def test_page_with_a_fault_keeps_what_was_typed(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    save(client, draft, "home", postcode="not one", address="12 Half Typed Lane")
    page = client.get(reverse("referral_page", args=[draft.reference, "home"])).content.decode()
    assert "12 Half Typed Lane" in page
    assert "not one" in page


def test_nhs_number_stays_as_typed_in_the_draft(world: make.World) -> None:
    spaced = "999-700 " + pages()["who"]["nhs_number"][6:]
    draft = begin(log_in(world.sister), who={"nhs_number": spaced})
    assert draft.draft_answers["who"]["nhs_number"] == spaced


def test_nul_character_typed_is_dropped(world: make.World) -> None:
    draft = begin(log_in(world.sister), who={"family_name": "Oka\x00for"})
    assert draft.draft_answers["who"]["family_name"] == "Okafor"


def test_admission_before_birth_is_refused(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client, who={"born_on_year": "2026", "born_on_month": "11", "born_on_day": "15"})
    page = save(client, draft, "where")
    assert "Date of admission must be on or after the date of birth" in page.content.decode()


def test_admission_avoidance_needs_no_hospital_dates(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    fill(client, draft)
    client.post(
        reverse("referral_page", args=[draft.reference, "where"]),
        {"purpose": "admission_avoidance", "admitted_on_day": "99"},
    )
    client.post(reverse("referral_check", args=[draft.reference]))
    case = Referral.objects.get(pk=draft.pk)
    assert (case.status, case.purpose, case.admitted_on) == ("submitted", "admission_avoidance", None)


def test_no_fixed_abode_needs_no_address(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    fill(
        client,
        draft,
        home={"no_fixed_abode": "on", "address": "", "postcode": "", "tenure": "", "household": "", "risks": ["falls"]},
    )
    client.post(reverse("referral_check", args=[draft.reference]))
    case = Referral.objects.select_related("patient").get(pk=draft.pk)
    assert case.patient is not None
    assert (case.patient.no_fixed_abode, case.tenure, case.household) == (True, "no_home", "no_household")


def test_patient_without_nhs_number_is_referred_with_the_reason(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client, who={"nhs_number": "", "no_nhs_number_reason": "not_traced"})
    fill(client, draft)
    client.post(reverse("referral_check", args=[draft.reference]))
    patient = Referral.objects.select_related("patient").get(pk=draft.pk).patient
    assert patient is not None
    assert (patient.nhs_number, patient.no_nhs_number_reason) == (None, "not_traced")


def test_urgency_says_by_when_an_answer_is_due(world: make.World) -> None:
    client = log_in(world.sister)
    page = client.get(reverse("referral_page", args=[begin(client).reference, "urgency"])).content.decode()
    assert "An answer within 3 working days: by 5pm on Thursday 26 November." in page


def test_sharing_page_promises_what_the_manager_of_a_flat_will_see(world: make.World) -> None:
    client = log_in(world.sister)
    page = client.get(reverse("referral_page", args=[begin(client).reference, "sharing"]))
    assert "sees the name, phone number, the dates, and the risks and safety notes" in page.content.decode()


@pytest.mark.parametrize("basis", ["refused", "not_asked"])
def test_sharing_without_a_basis_stops_and_keeps_the_draft(world: make.World, basis: str) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    page = client.post(reverse("referral_page", args=[draft.reference, "sharing"]), {"basis": basis}, follow=True)
    assert "You cannot send this yet" in page.content.decode()
    assert Referral.objects.get(pk=draft.pk).draft_answers["sharing"] == {"basis": basis}


def test_send_without_a_basis_sends_nothing(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    fill(client, draft, sharing={"basis": "refused"})
    client.post(reverse("referral_check", args=[draft.reference]))
    assert Referral.objects.get(pk=draft.pk).status == "draft"


def test_check_names_missing_pages_with_links(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    fill(client, draft, "where", "needs")
    page = client.get(reverse("referral_check", args=[draft.reference]))
    assert [each["text"] for each in page.context["to_do"]] == [
        "Home and people",
        "How urgent is it?",
        "Who may see this?",
    ]


def test_change_from_check_returns_to_check(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    address = reverse("referral_page", args=[draft.reference, "needs"]) + "?from=check"
    page = client.post(address, pages()["needs"])
    assert page["Location"] == reverse("referral_check", args=[draft.reference])


def test_continue_opens_first_unfinished_page(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    fill(client, draft, "where", "home")
    page = client.get(reverse("referral_continue", args=[draft.reference]))
    assert page["Location"] == reverse("referral_page", args=[draft.reference, "needs"])


def test_colleague_on_the_ward_finishes_a_draft(world: make.World) -> None:
    colleague = log_in(make.person(RoleCode.WARD_STAFF, world.trust, wards=[world.ward]))
    draft = begin(log_in(world.sister))
    fill(colleague, draft)
    colleague.post(reverse("referral_check", args=[draft.reference]))
    assert Referral.objects.get(pk=draft.pk).status == "submitted"


def test_discharge_team_refers_from_any_ward(world: make.World) -> None:
    client = log_in(world.discharge_team)
    draft = begin(client)
    fill(client, draft, where={"ward": str(world.other_ward.pk)})
    client.post(reverse("referral_check", args=[draft.reference]))
    assert Referral.objects.get(pk=draft.pk).ward == world.other_ward


def test_discharge_team_is_asked_for_the_ward(world: make.World) -> None:
    client = log_in(world.discharge_team)
    page = save(client, begin(client), "where")
    assert "Select the ward" in page.content.decode()


@pytest.mark.parametrize(
    "name",
    ["referral_continue", "referral_check", "referral_stop", "referral_sent", "referral_print", "referral_delete"],
)
def test_draft_of_another_ward_is_not_found(world: make.World, name: str) -> None:
    stranger = log_in(make.person(RoleCode.WARD_STAFF, world.trust, wards=[world.other_ward]))
    draft = begin(log_in(world.sister))
    assert stranger.get(reverse(name, args=[draft.reference])).status_code == 404


def test_draft_page_of_another_ward_is_not_saved(world: make.World) -> None:
    stranger = log_in(make.person(RoleCode.WARD_STAFF, world.trust, wards=[world.other_ward]))
    draft = begin(log_in(world.sister))
    page = stranger.post(reverse("referral_page", args=[draft.reference, "who"]), pages()["who"])
    assert page.status_code == 404


def test_start_without_the_right_is_forbidden(world: make.World) -> None:
    assert log_in(world.coordinator).get(reverse("referral_start")).status_code == 403


def test_start_without_a_ward_says_whom_to_ask(world: make.World) -> None:
    Ward.objects.filter(pk=world.ward.pk).update(active=False)
    page = log_in(world.sister).get(reverse("referral_start"))
    assert "You are not linked to a ward" in page.content.decode()


def test_unknown_page_is_not_found(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    assert client.get(reverse("referral_page", args=[draft.reference, "money"])).status_code == 404


def test_open_referral_of_the_same_patient_is_shown_first(world: make.World) -> None:
    case = make.referral(world)
    client = log_in(world.sister)
    assert case.patient is not None
    draft = begin(client, who={"nhs_number": case.patient.nhs_number})
    page = client.get(reverse("referral_page", args=[draft.reference, "who"])).content.decode()
    assert case.reference in page
    assert case.patient.full_name in page


def test_open_referral_of_another_ward_is_shown_without_the_name(world: make.World) -> None:
    case = make.referral(world)
    stranger = log_in(make.person(RoleCode.WARD_STAFF, world.trust, wards=[world.other_ward]))
    assert case.patient is not None
    draft = begin(stranger, who={"nhs_number": case.patient.nhs_number})
    page = stranger.get(reverse("referral_page", args=[draft.reference, "who"])).content.decode()
    assert case.reference in page
    assert case.patient.family_name.upper() not in page


def test_second_referral_goes_on_with_a_reason(world: make.World) -> None:
    case = make.referral(world)
    client = log_in(world.sister)
    assert case.patient is not None
    draft = begin(
        client,
        who={
            "nhs_number": case.patient.nhs_number,
            "second_referral_reason": "Back in hospital",
        },
    )
    fill(client, draft)
    client.post(reverse("referral_check", args=[draft.reference]))
    sent = Referral.objects.get(pk=draft.pk)
    assert sent.status == "submitted"
    assert sent.events.get(event="submit").note == "Second referral: Back in hospital"


def test_send_pressed_twice_ends_on_the_same_page(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    fill(client, draft)
    places = [client.post(reverse("referral_check", args=[draft.reference]))["Location"] for _ in range(2)]
    assert places == [reverse("referral_sent", args=[draft.reference])] * 2


def test_send_after_a_colleague_did_names_them(world: make.World) -> None:
    colleague = make.person(RoleCode.WARD_STAFF, world.trust, wards=[world.ward], name="Sam Lee")
    client = log_in(world.sister)
    draft = begin(client)
    fill(client, draft)
    log_in(colleague).post(reverse("referral_check", args=[draft.reference]))
    client.post(reverse("referral_check", args=[draft.reference]))
    page = client.get(reverse("our_referrals"))
    assert f"Sam Lee has already sent {draft.reference}." in page.content.decode()


def test_page_saved_after_sending_is_refused_with_what_was_typed(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    fill(client, draft)
    client.post(reverse("referral_check", args=[draft.reference]))
    page = save(client, draft, "home", address="9 Too Late Street").content.decode()
    assert "This referral has been sent" in page
    assert "9 Too Late Street" in page


def test_sent_page_gives_reference_and_when_the_answer_is_due(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    fill(client, draft)
    page = client.post(reverse("referral_check", args=[draft.reference]), follow=True).content.decode()
    assert draft.reference in page
    assert "5pm on Thursday 26 November 2026" in page


def test_paper_for_the_notes_shows_the_whole_referral(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    fill(client, draft)
    client.post(reverse("referral_check", args=[draft.reference]))
    page = client.get(reverse("referral_print", args=[draft.reference])).content.decode()
    assert "OKAFOR, Ngozi" in page
    assert "Bathroom or toilet out of reach" in page


def test_leaving_saves_a_page_with_faults(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    page = client.post(
        reverse("referral_page", args=[draft.reference, "home"]), {"address": "2 Half Way", "leave": "1"}
    )
    assert page["Location"] == reverse("our_referrals") + "?show=drafts"
    assert Referral.objects.get(pk=draft.pk).draft_answers["home"]["address"] == "2 Half Way"


def test_delete_asks_first(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    assert "Delete this draft?" in client.get(reverse("referral_delete", args=[draft.reference])).content.decode()
    assert Referral.objects.filter(pk=draft.pk).exists()


def test_delete_confirmed_removes_the_draft(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    client.post(reverse("referral_delete", args=[draft.reference]))
    assert not Referral.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("code", ["who", "where", "needs", "home", "urgency", "sharing"])
def test_draft_page_saved_shows_again(world: make.World, code: str) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    fill(client, draft)
    assert client.get(reverse("referral_page", args=[draft.reference, code])).status_code == 200


def test_address_and_title_hold_nothing_about_the_patient(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    page = client.get(reverse("referral_page", args=[draft.reference, "where"])).content.decode()
    title = page.split("<title>")[1].split("</title>")[0]
    assert "Okafor" not in title + draft.reference


def test_send_of_a_draft_changed_meanwhile_asks_to_check_again(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    fill(client, draft)
    seen = client.get(reverse("referral_check", args=[draft.reference])).context["saved"]
    colleague = log_in(make.person(RoleCode.WARD_STAFF, world.trust, wards=[world.ward]))
    with time_machine.travel(make.NOW + timedelta(minutes=1), tick=False):
        fill(colleague, draft, "urgency", urgency={"urgency": "emergency"})
        page = client.post(reverse("referral_check", args=[draft.reference]), {"saved": seen})
    assert "Somebody changed this draft" in page.content.decode()
    assert Referral.objects.get(pk=draft.pk).status == "draft"


def test_send_of_what_was_seen_is_sent(world: make.World) -> None:
    client = log_in(world.sister)
    draft = begin(client)
    fill(client, draft)
    seen = client.get(reverse("referral_check", args=[draft.reference])).context["saved"]
    client.post(reverse("referral_check", args=[draft.reference]), {"saved": seen})
    assert Referral.objects.get(pk=draft.pk).status == "submitted"
