"""The flats in the browser: the board, the search, the booking, moving in and out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from housing.actions.moves import record_arrival
from housing.actions.voids import add_void
from housing.models import Building, Occupation, Stay, Unit
from housing.queries.flats import cases_without_flat
from partners.models import ReadLog, User
from referrals.actions.triage import assign_case
from tests import factories as make
from tests.integration.housing.conftest import AT, TODAY, a_stay

As = Callable[[User], Client]


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_flats_show_who_is_due_and_what_is_free(world: make.World, stay: Stay, as_person: As) -> None:
    html = page(as_person(world.flat_manager), "flats")
    assert "Due to move in (1)" in html
    assert "Held" in html
    assert "Turnaround" in html
    assert "SMITH" in html


def test_flats_free_place_is_a_link_for_those_who_book_only(world: make.World, unit: Unit, as_person: As) -> None:
    link = reverse("book_unit", args=[unit.pk])
    assert link in page(as_person(world.coordinator), "flats")
    assert link not in page(as_person(world.flat_manager), "flats")


def test_flats_of_others_are_not_listed(world: make.World, stay: Stay, as_person: As) -> None:
    html = page(as_person(make.world().flat_manager), "flats")
    assert "Poppy Fields" not in html
    assert "SMITH" not in html


def test_flats_for_ward_are_forbidden(world: make.World, as_person: As) -> None:
    assert as_person(world.sister).get(reverse("flats")).status_code == 403


def test_flats_guest_who_should_have_left_is_named_so(world: make.World, unit: Unit, as_person: As) -> None:
    stay = a_stay(world, unit, start=0, nights=7)
    record_arrival(stay=stay, arrived_on=TODAY, by=world.flat_manager, at=AT)
    Stay.objects.update(until_on=TODAY, from_on=TODAY - timedelta(days=7))
    Occupation.objects.filter(kind="turnaround").delete()
    Occupation.objects.update(during=(TODAY - timedelta(days=7), TODAY))
    assert "Should have left" in page(as_person(world.flat_manager), "flats").split("</nav>")[-1]


def test_flats_out_of_use_says_why_and_who_puts_it_right(world: make.World, unit: Unit, as_person: As) -> None:
    add_void(unit=unit, from_on=TODAY, until_on=None, reason="repair", owner="Boiler Ltd", by=world.flat_manager, at=AT)
    html = page(as_person(world.flat_manager), "flats")
    assert "Out of use" in html
    assert "Boiler Ltd" in html


def test_flats_page_writes_down_whom_it_showed(world: make.World, stay: Stay, as_person: As) -> None:
    page(as_person(world.flat_manager), "flats")
    assert ReadLog.objects.filter(page="flats", referral_id=stay.referral_id).exists()


def test_flats_page_asks_as_many_queries_for_50_as_for_2(world: make.World, unit: Unit, as_person: As) -> None:
    client = as_person(world.flat_manager)
    flats = [Unit.objects.create(building=unit.building, name=f"Flat {number}") for number in range(10, 60)]
    for flat in flats[:2]:
        a_stay(world, flat)
    page(client, "flats")
    with CaptureQueriesContext(connection) as few:
        page(client, "flats")
    for flat in flats[2:]:
        a_stay(world, flat)
    with CaptureQueriesContext(connection) as many:
        page(client, "flats")
    assert len(many) == len(few)


def test_book_flat_offers_free_flats_with_reasons(world: make.World, unit: Unit, as_person: As) -> None:
    Unit.objects.create(building=unit.building, name="Flat 3")
    older = Building.objects.create(
        organisation=world.landlord, scheme=world.scheme, name="Elm", address="2", postcode="2", minimum_age=85
    )
    Unit.objects.create(building=older, name="Flat 9")
    case = make.referral(world, "accepted")
    html = page(as_person(world.coordinator), "book_flat", case.reference)
    assert "Free for all 14 nights" in html
    assert "Step-free, as asked" in html
    assert "Has steps" in html
    assert "For people aged 85 or over; this patient is 82" in html


def test_book_flat_books_with_one_press(world: make.World, unit: Unit, as_person: As) -> None:
    case = make.referral(world, "accepted")
    data = {"unit": unit.pk, "from_on": "2026-11-26", "until_on": "2026-12-10", "overstay_reason": ""}
    response = as_person(world.coordinator).post(reverse("book_flat", args=[case.reference]), data, follow=True)
    assert "Flat 2 is held from 26 November" in response.content.decode()
    assert Stay.objects.get().referral == case


def test_book_flat_taken_meanwhile_names_what_is_there(
    world: make.World, unit: Unit, stay: Stay, as_person: As
) -> None:
    case = make.referral(world, "accepted")
    data = {"unit": unit.pk, "from_on": "2026-11-26", "until_on": "2026-12-10", "overstay_reason": ""}
    html = as_person(world.coordinator).post(reverse("book_flat", args=[case.reference]), data).content.decode()
    assert "Flat 2 is taken from 24 to 30 November (turnaround until 2 December). Free from 3 December." in html


def test_book_flat_for_43_nights_asks_why(world: make.World, unit: Unit, as_person: As) -> None:
    case = make.referral(world, "accepted")
    where = reverse("book_flat", args=[case.reference])
    html = as_person(world.coordinator).get(where, {"from_on": "2026-11-26", "until_on": "2027-01-08"}).content.decode()
    assert "Select why the stay is 1 night longer than 42" in html


def test_book_flat_with_impossible_date_says_what_to_correct(world: make.World, unit: Unit, as_person: As) -> None:
    case = make.referral(world, "accepted")
    where = reverse("book_flat", args=[case.reference])
    html = as_person(world.coordinator).get(where, {"from_on": "2026-02-31", "until_on": "x"}).content.decode()
    assert "must be a real date" in html


def test_book_unit_leads_to_the_case(world: make.World, unit: Unit, as_person: As) -> None:
    case = make.referral(world, "accepted")
    client = as_person(world.coordinator)
    where = reverse("book_unit", args=[unit.pk])
    assert case.reference in client.get(where, {"from": "2026-11-26"}).content.decode()
    response = client.post(f"{where}?from=2026-11-26", {"reference": case.reference})
    assert response.url == (  # type: ignore[attr-defined]
        f"{reverse('book_flat', args=[case.reference])}?unit={unit.pk}&from_on=2026-11-26"
    )


def test_stay_for_its_manager_shows_no_nhs_number_or_needs(world: make.World, unit: Unit, as_person: As) -> None:
    stay = a_stay(world, unit, what_stands_in_the_way="Confused after surgery", risks=("falls", "self_harm"))
    patient = stay.referral.patient
    assert patient is not None
    html = page(as_person(world.flat_manager), "stay", stay.pk)
    number = patient.nhs_number or ""
    hidden = [
        number,
        f"{number[:3]} {number[3:6]} {number[6:]}",
        "Confused",
        "Self-harm",
        "Bathroom",
        "1944",
        stay.referral.reference,
        world.ward.name,
        "Station Road",
    ]
    assert [words for words in hidden if words in html] == []
    assert "Falls" in html


def test_stay_of_other_landlord_is_not_found(world: make.World, stay: Stay, as_person: As) -> None:
    client = as_person(make.world().flat_manager)
    assert client.get(reverse("stay", args=[stay.pk])).status_code == 404


def test_stay_from_booking_to_moving_out_in_the_browser(world: make.World, stay: Stay, as_person: As) -> None:
    client = as_person(world.flat_manager)
    client.post(reverse("stay_confirm", args=[stay.pk]))
    for name, data in (
        ("stay_move_in", {"arrived_on": "2026-11-24"}),
        ("stay_plan", {"plan": "Bed rail on Tuesday"}),
        ("stay_change", {"until_on": "2026-12-05", "overstay_reason": ""}),
    ):
        page(client, name, stay.pk)
        assert client.post(reverse(name, args=[stay.pk]), data).status_code == 302
        page(client, "stay", stay.pk)
    page(client, "stay_move_out", stay.pk)
    client.post(reverse("stay_move_out", args=[stay.pk]), {"departed_on": "2026-11-24", "move_on_to": "usual_home"})
    stay.refresh_from_db()
    assert (stay.status, stay.support_plan) == ("departed", "Bed rail on Tuesday")


def test_stay_move_in_by_coordinator_is_forbidden(world: make.World, stay: Stay, as_person: As) -> None:
    client = as_person(world.coordinator)
    assert client.post(reverse("stay_move_in", args=[stay.pk]), {"arrived_on": "2026-11-24"}).status_code == 403


def test_stay_cancel_frees_the_flat(world: make.World, stay: Stay, as_person: As) -> None:
    client = as_person(world.coordinator)
    page(client, "stay_cancel", stay.pk)
    client.post(reverse("stay_cancel", args=[stay.pk]), {"reason": "Went to family"})
    stay.refresh_from_db()
    assert stay.status == "cancelled"


def test_void_from_start_to_end_in_the_browser(world: make.World, unit: Unit, as_person: As) -> None:
    client = as_person(world.flat_manager)
    page(client, "add_void", unit.pk)
    data = {"reason": "repair", "owner": "Boiler Ltd", "from_on": "2026-11-20"}
    client.post(reverse("add_void", args=[unit.pk]), data)
    void = Occupation.objects.get()
    page(client, "end_void", void.pk)
    client.post(reverse("end_void", args=[void.pk]), {"ended_on": "2026-11-24"})
    void.refresh_from_db()
    assert void.during.upper == TODAY


@pytest.mark.parametrize("name", ["add_void", "book_unit"])
def test_unit_pages_of_others_are_not_found(world: make.World, unit: Unit, as_person: As, name: str) -> None:
    other = make.world()
    client = as_person(other.flat_manager if name == "add_void" else other.coordinator)
    assert client.get(reverse(name, args=[unit.pk])).status_code == 404


def test_cases_to_book_for_keep_ones_own_where_there_are_more_than_fit(world: make.World) -> None:
    cases = [make.referral(world, "accepted", assignee=world.team_lead) for _ in range(2)]
    last = max(cases, key=lambda case: case.reference)
    assign_case(referral=last, assignee=world.coordinator, by=world.coordinator, at=AT)
    assert [case.pk for case in cases_without_flat(world.coordinator, most=1)] == [last.pk]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_flats_from_a_day_beyond_the_calendar_begin_today(world: make.World, as_person: As, day: str) -> None:
    assert as_person(world.coordinator).get(reverse("flats"), {"from": day}).status_code == 200


def test_booking_until_a_day_beyond_the_calendar_is_asked_again(world: make.World, unit: Unit, as_person: As) -> None:
    case = make.referral(world, "accepted")
    days = {"from_on": "2026-11-25", "until_on": "9999-12-31", "overstay_reason": "no_offer", "unit": unit.pk}
    response = as_person(world.coordinator).post(reverse("book_flat", args=[case.reference]), days)
    assert "Year must be from 1850 to 2199" in response.content.decode()


def test_stay_does_not_tell_how_to_get_into_the_patient_s_own_home(
    world: make.World, stay: Stay, as_person: As
) -> None:
    assert "Key with the neighbour" not in page(as_person(world.flat_manager), "stay", stay.pk)
