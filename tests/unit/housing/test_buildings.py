"""Buildings and flats through the actions: who may, what is refused, and all or nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError

from housing.actions import bookings, moves, voids
from housing.actions import buildings as actions
from housing.actions.buildings import BuildingDetails, UnitDetails
from housing.errors import NotAllowed, UnableToBook, UnableToChangeFlats
from housing.models import Building, Stay, Unit
from partners.models import AuditEvent, SchemePartner, User
from tests import factories as make

AT = make.NOW + timedelta(days=1)
TODAY = date(2026, 11, 24)
MAPLE = BuildingDetails(name="Maple Court", address="2 High Street, Mansfield", postcode="NG18 1AB", minimum_age=55)
OTHER_ROLES = (
    "sister",
    "discharge_team",
    "coordinator",
    "team_lead",
    "provider_worker",
    "flat_manager",
    "commissioner",
    "ig_officer",
)


def add_maple(world: make.World, by: User, details: BuildingDetails = MAPLE) -> Building:
    return actions.add_building(organisation=world.landlord, scheme=world.scheme, details=details, by=by, at=AT)


def details_of(unit: Unit, **changes: object) -> UnitDetails:
    details = UnitDetails(
        name=unit.name,
        bedrooms=unit.bedrooms,
        step_free=unit.step_free,
        wheelchair=unit.wheelchair,
        shared=unit.shared,
        note=unit.note,
        active=unit.active,
    )
    return replace(details, **changes)  # type: ignore[arg-type]


def take_out(world: make.World, unit: Unit, at: datetime = AT) -> Unit:
    return actions.change_unit(unit=unit, details=details_of(unit, active=False), by=world.administrator, at=at)


def book(world: make.World, unit: Unit, start: int, nights: int = 7) -> Stay:
    first = TODAY + timedelta(days=start)
    return bookings.book_stay(
        referral=make.referral(world, "accepted"),
        unit=unit,
        from_on=first,
        until_on=first + timedelta(days=nights),
        by=world.coordinator,
        at=AT,
    )


def acts(world: make.World, building: Building, unit: Unit, by: User) -> dict[str, Callable[[], object]]:
    """Everything that can be done here."""
    second = UnitDetails(name="Flat 3")
    return {
        "add building": lambda: add_maple(world, by),
        "change building": lambda: actions.change_building(building=building, details=MAPLE, by=by, at=AT),
        "add flat": lambda: actions.add_unit(building=building, details=second, by=by, at=AT),
        "change flat": lambda: actions.change_unit(unit=unit, details=second, by=by, at=AT),
    }


ACTS = ("add building", "change building", "add flat", "change flat")


@pytest.mark.parametrize("act", ACTS)
def test_act_administrator_does_it_with_one_audit_row(
    world: make.World, building: Building, unit: Unit, act: str
) -> None:
    acts(world, building, unit, world.administrator)[act]()

    written = {"add building": "building_added", "change building": "building_changed"}
    written |= {"add flat": "unit_added", "change flat": "unit_changed"}
    assert AuditEvent.objects.filter(action=written[act], actor_id=world.administrator.pk, at=AT).count() == 1


@pytest.mark.parametrize("role", OTHER_ROLES)
def test_act_any_other_role_is_refused(world: make.World, building: Building, unit: Unit, role: str) -> None:
    for act in acts(world, building, unit, getattr(world, role)).values():
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize("act", ACTS)
def test_act_failing_audit_undoes_the_change(
    world: make.World,
    building: Building,
    unit: Unit,
    act: str,
    refuse_inserts: Callable[[str], AbstractContextManager[None]],
) -> None:
    before = snapshot()

    with refuse_inserts("partners_auditevent"), pytest.raises(DatabaseError):
        acts(world, building, unit, world.administrator)[act]()

    assert snapshot() == before


def snapshot() -> list[object]:
    return [list(Building.objects.order_by("pk").values()), list(Unit.objects.order_by("pk").values())]


def test_add_building_name_taken_in_other_capitals_is_refused(world: make.World, building: Building) -> None:
    with pytest.raises(UnableToChangeFlats, match="already has a building called POPPY FIELDS"):
        add_maple(world, world.administrator, replace(MAPLE, name="POPPY FIELDS"))


def test_add_building_name_of_another_organisation_is_free(world: make.World, building: Building) -> None:
    added = actions.add_building(
        organisation=world.council,
        scheme=world.scheme,
        details=replace(MAPLE, name=building.name),
        by=world.administrator,
        at=AT,
    )

    assert added.organisation == world.council


def test_add_building_organisation_without_flats_in_the_scheme_is_refused(world: make.World) -> None:
    SchemePartner.objects.filter(organisation=world.landlord).delete()

    with pytest.raises(UnableToChangeFlats, match="does not provide flats"):
        add_maple(world, world.administrator)


def test_change_building_name_of_another_is_refused(world: make.World, building: Building) -> None:
    add_maple(world, world.administrator)

    with pytest.raises(UnableToChangeFlats, match="already has a building called Maple Court"):
        actions.change_building(building=building, details=MAPLE, by=world.administrator, at=AT)


def test_change_building_nothing_changed_writes_no_audit_row(world: make.World) -> None:
    maple = add_maple(world, world.administrator)

    actions.change_building(building=maple, details=MAPLE, by=world.administrator, at=AT)

    assert not AuditEvent.objects.filter(action="building_changed").exists()


def test_add_unit_name_taken_in_other_capitals_is_refused(world: make.World, building: Building, unit: Unit) -> None:
    with pytest.raises(UnableToChangeFlats, match="already has a flat called FLAT 2"):
        actions.add_unit(building=building, details=UnitDetails(name="FLAT 2"), by=world.administrator, at=AT)


def test_change_unit_name_of_another_is_refused(world: make.World, building: Building, unit: Unit) -> None:
    other = Unit.objects.create(building=building, name="Flat 3")

    with pytest.raises(UnableToChangeFlats, match="already has a flat called Flat 2"):
        actions.change_unit(unit=other, details=details_of(other, name="Flat 2"), by=world.administrator, at=AT)


def test_take_unit_out_with_nothing_planned_keeps_it_from_being_booked(world: make.World, unit: Unit) -> None:
    take_out(world, unit)

    with pytest.raises(UnableToBook, match="not a flat of your schemes"):
        book(world, unit, 0)


@pytest.mark.parametrize("start", [0, 30], ids=["from today", "later"])
def test_take_unit_out_booked_is_refused(world: make.World, unit: Unit, start: int) -> None:
    book(world, unit, start)

    with pytest.raises(UnableToChangeFlats, match="Flat 2 is booked, being made ready or out of use until"):
        take_out(world, unit)


def test_take_unit_out_being_made_ready_is_refused(world: make.World, unit: Unit) -> None:
    stay = book(world, unit, 0, nights=7)
    at = AT + timedelta(days=7)
    moves.record_arrival(stay=stay, arrived_on=TODAY, by=world.flat_manager, at=AT)
    moves.record_departure(
        stay=stay, departed_on=TODAY + timedelta(days=7), move_on_to="usual_home", by=world.flat_manager, at=at
    )

    with pytest.raises(UnableToChangeFlats, match="until 2 December"):
        take_out(world, unit, at)


def test_take_unit_out_void_until_further_notice_is_refused(world: make.World, unit: Unit) -> None:
    voids.add_void(
        unit=unit, from_on=TODAY, until_on=None, reason="repair", owner="Boiler firm", by=world.flat_manager, at=AT
    )

    with pytest.raises(UnableToChangeFlats, match="until further notice"):
        take_out(world, unit)


def test_take_unit_out_guest_stayed_beyond_the_booked_days_is_refused(world: make.World, unit: Unit) -> None:
    stay = book(world, unit, 0, nights=7)
    moves.record_arrival(stay=stay, arrived_on=TODAY, by=world.flat_manager, at=AT)

    with pytest.raises(UnableToChangeFlats, match="should have left Flat 2 is still there"):
        take_out(world, unit, AT + timedelta(days=30))


def test_take_unit_out_after_a_cancelled_booking_is_possible(world: make.World, unit: Unit) -> None:
    stay = book(world, unit, 3)
    bookings.cancel_stay(stay=stay, reason="Gone home", by=world.coordinator, at=AT)

    assert not take_out(world, unit).active


def test_put_unit_back_lets_it_be_booked(world: make.World, unit: Unit) -> None:
    out = take_out(world, unit)

    actions.change_unit(unit=out, details=details_of(out, active=True), by=world.administrator, at=AT)

    assert book(world, unit, 0).unit == unit
