"""The administrator's pages about buildings and flats: each as the administrator, and as others."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from housing.models import Building, Stay, Unit
from partners.models import Organisation, User
from tests import factories as make

MAPLE = {
    "name": "Maple Court",
    "address": "2 High Street, Mansfield",
    "postcode": "ng181ab",
    "staffed": "",
    "minimum_age": "",
    "turnaround_days": "3",
}


@pytest.fixture
def admin(world: make.World, as_person: Callable[[User], Client]) -> Client:
    return as_person(world.administrator)


def addresses(unit: Unit) -> list[str]:
    return [
        reverse("buildings"),
        reverse("add_building"),
        reverse("building", args=[unit.building_id]),
        reverse("change_building", args=[unit.building_id]),
        reverse("add_unit", args=[unit.building_id]),
        reverse("unit_edit", args=[unit.pk]),
    ]


def test_pages_administrator_sees_each(admin: Client, unit: Unit) -> None:
    assert {admin.get(address).status_code for address in addresses(unit)} == {200}


@pytest.mark.parametrize("role", ["coordinator", "flat_manager", "sister"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_pages_other_roles_are_refused(
    world: make.World, as_person: Callable[[User], Client], unit: Unit, role: str, method: str
) -> None:
    client = as_person(getattr(world, role))

    assert {getattr(client, method)(address).status_code for address in addresses(unit)} == {403}


@pytest.mark.parametrize("name", ["building", "change_building", "add_unit", "unit_edit"])
def test_page_of_what_is_not_there_is_not_found(admin: Client, name: str) -> None:
    assert admin.get(reverse(name, args=[0])).status_code == 404


def test_pages_name_no_guest(admin: Client, stay: Stay) -> None:
    patient = stay.referral.patient
    assert patient is not None

    assert not any(patient.family_name in admin.get(each).content.decode() for each in addresses(stay.unit))


def test_header_takes_an_administrator_to_the_buildings(admin: Client) -> None:
    assert f'href="{reverse("buildings")}"' in admin.get(reverse("people")).content.decode()


def test_add_building_saves_it_and_leads_on_to_its_page(admin: Client, world: make.World) -> None:
    page = admin.post(
        reverse("add_building"), MAPLE | {"organisation": world.landlord.pk, "scheme": world.scheme.pk}, follow=True
    )

    added = Building.objects.get(name="Maple Court")
    assert (added.postcode, added.turnaround_days, added.minimum_age) == ("NG18 1AB", 3, None)
    assert "Maple Court is added" in page.content.decode()


def test_add_building_name_taken_says_so_and_keeps_what_was_typed(admin: Client, world: make.World, unit: Unit) -> None:
    page = admin.post(
        reverse("add_building"),
        MAPLE | {"name": "Poppy Fields", "organisation": world.landlord.pk, "scheme": world.scheme.pk},
    )

    assert "already has a building called Poppy Fields" in page.content.decode()
    assert "2 High Street, Mansfield" in page.content.decode()


def test_add_building_offers_only_organisations_that_can_have_flats(admin: Client, world: make.World) -> None:
    page = admin.get(reverse("add_building"))

    assert set(page.context["form"].fields["organisation"].queryset) == {world.landlord, world.council}


def test_change_building_saves_it(admin: Client, unit: Unit) -> None:
    admin.post(reverse("change_building", args=[unit.building_id]), MAPLE | {"minimum_age": "55"})

    unit.building.refresh_from_db()
    assert (unit.building.name, unit.building.minimum_age) == ("Maple Court", 55)


def test_change_building_age_out_of_range_says_what_to_enter(admin: Client, unit: Unit) -> None:
    page = admin.post(reverse("change_building", args=[unit.building_id]), MAPLE | {"minimum_age": "5"})

    assert "Youngest age must be a whole number from 16 to 110" in page.content.decode()


def test_add_unit_saves_it(admin: Client, unit: Unit) -> None:
    admin.post(
        reverse("add_unit", args=[unit.building_id]),
        {"name": "Room 5", "bedrooms": "1", "features": ["wheelchair", "shared"], "note": "First floor, lift"},
    )

    added = Unit.objects.get(name="Room 5")
    assert (added.building, added.step_free, added.wheelchair, added.shared) == (unit.building, False, True, True)


def test_unit_edit_takes_a_free_flat_out_of_the_list(admin: Client, unit: Unit) -> None:
    page = admin.post(
        reverse("unit_edit", args=[unit.pk]), {"name": "Flat 2", "bedrooms": "1", "active": "no"}, follow=True
    )

    unit.refresh_from_db()
    assert (unit.active, unit.step_free) == (False, False)
    assert "Flat 2 is out of the list of flats." in page.content.decode()


def test_unit_edit_booked_flat_stays_in_the_list_and_says_why(admin: Client, stay: Stay) -> None:
    page = admin.post(reverse("unit_edit", args=[stay.unit_id]), {"name": "Flat 2", "bedrooms": "1", "active": "no"})

    assert "Flat 2 is booked, being made ready or out of use until" in page.content.decode()
    assert Unit.objects.get(pk=stay.unit_id).active


def test_buildings_same_number_of_queries_at_2_and_at_50(admin: Client, world: make.World, unit: Unit) -> None:
    add_buildings(world, 1)
    few = queries_for(admin, reverse("buildings"))
    add_buildings(world, 48)

    assert queries_for(admin, reverse("buildings")) == few


def test_building_same_number_of_queries_at_2_and_at_50_flats(admin: Client, unit: Unit) -> None:
    address = reverse("building", args=[unit.building_id])
    Unit.objects.create(building=unit.building, name="Flat 3")
    few = queries_for(admin, address)
    Unit.objects.bulk_create(Unit(building=unit.building, name=f"Room {number}") for number in range(48))

    assert queries_for(admin, address) == few


def queries_for(client: Client, address: str) -> int:
    client.get(address)  # a process remembers some things from the first time on
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == 200
    return len(made)


def add_buildings(world: make.World, number: int) -> None:
    """Each run by an organisation of its own, so that a query for each would show."""
    for _ in range(number):
        organisation = Organisation.objects.create(name=f"Landlord {Organisation.objects.count()}", kind="landlord")
        building = Building.objects.create(
            organisation=organisation, scheme=world.scheme, name="Elm House", address="1 Elm Lane", postcode="NG18 2AB"
        )
        Unit.objects.create(building=building, name="Flat 1")
