"""Between two guests: the landlord's clock from moving out to ready to let, and what ends it.

The guest leaves on Saturday 28 November 2026: five working days end on Monday 7 December at 5pm, because a weekend day
counts as received on the next working day.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from housing.actions.bookings import book_stay
from housing.actions.buildings import UnitDetails, change_unit
from housing.actions.moves import record_arrival, record_departure
from housing.actions.turnarounds import ready_to_let
from housing.actions.voids import add_void
from housing.errors import NotAllowed, UnableToActNow
from housing.models import Building, Stay, Unit
from referrals.models import ServiceClock, SlaTarget
from tests import factories as make

LATER = make.NOW + timedelta(hours=3)
TODAY = date(2026, 11, 23)
LEFT = 5
DUE = datetime(2026, 12, 7, 17, tzinfo=UTC)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def at(number: int) -> datetime:
    return LATER + timedelta(days=number)


def moved_in(world: make.World, unit: Unit, start: int = 0, end: int = 14) -> Stay:
    stay = book_stay(
        referral=make.referral(world, "accepted"),
        unit=unit,
        from_on=day(start),
        until_on=day(end),
        by=world.coordinator,
        at=at(start),
    )
    return record_arrival(stay=stay, arrived_on=day(start), by=world.flat_manager, at=at(start))


def moved_out(world: make.World, stay: Stay, on: int = LEFT, now: int | None = None) -> None:
    record_departure(
        stay=stay,
        departed_on=day(on),
        move_on_to="usual_home",
        by=world.flat_manager,
        at=at(on if now is None else now),
    )


@pytest.fixture
def left(world: make.World, unit: Unit) -> Unit:
    """A flat whose guest has gone."""
    moved_out(world, moved_in(world, unit))
    unit.refresh_from_db()
    return unit


def the_clock(unit: Unit) -> ServiceClock:
    unit.refresh_from_db()
    assert unit.turnaround_clock is not None
    return unit.turnaround_clock


def free_again(unit: Unit) -> list[tuple[int, int]]:
    """The days kept for making it ready, from today."""
    rows = unit.occupations.filter(kind="turnaround", cancelled_at__isnull=True)
    return [((row.during.lower - TODAY).days, (row.during.upper - TODAY).days) for row in rows]


def ready(world: make.World, unit: Unit, on: int, by: str = "flat_manager") -> Unit:
    return ready_to_let(unit=unit, by=getattr(world, by), at=at(on))


def test_departure_starts_the_landlords_clock(world: make.World, left: Unit) -> None:
    clock = the_clock(left)
    assert (clock.organisation, clock.scheme, clock.due_at) == (world.landlord, world.scheme, DUE)
    assert (clock.label, clock.path) == ("Turnaround of Flat 2, Poppy Fields", f"/flats/{left.pk}/")


def test_departure_recorded_later_counts_from_the_close_of_its_day(world: make.World, unit: Unit) -> None:
    moved_out(world, moved_in(world, unit), on=1, now=3)
    assert the_clock(unit).started_at == datetime(2026, 11, 24, 17, tzinfo=UTC)


def test_departure_where_no_turnaround_is_promised_starts_none(world: make.World, unit: Unit) -> None:
    SlaTarget.objects.create(
        scheme=world.scheme,
        name="void_turnaround",
        unit="working_days",
        amount=5,
        valid_from=date(2020, 1, 1),
        off=True,
    )
    moved_out(world, moved_in(world, unit))
    unit.refresh_from_db()
    assert unit.turnaround_clock is None


def test_ready_during_the_turnaround_stops_the_clock_and_frees_the_days(world: make.World, left: Unit) -> None:
    assert free_again(left) == [(5, 7)]
    ready(world, left, 6)
    assert the_clock(left).stopped_at == at(6)
    assert free_again(left) == [(5, 6)]


def test_ready_on_the_day_of_moving_out_frees_the_whole_turnaround(world: make.World, left: Unit) -> None:
    ready(world, left, LEFT)
    assert free_again(left) == []


def test_ready_after_the_turnaround_stops_the_clock_alone(world: make.World, left: Unit) -> None:
    ready(world, left, 9)
    assert the_clock(left).stopped_at == at(9)
    assert free_again(left) == [(5, 7)]


def test_ready_in_a_building_without_turnaround_stops_the_clock(
    world: make.World, unit: Unit, building: Building
) -> None:
    Building.objects.filter(pk=building.pk).update(turnaround_days=0)
    moved_out(world, moved_in(world, unit))
    ready(world, unit, 6)
    assert the_clock(unit).stopped_at == at(6)


def test_ready_late_is_a_breach(world: make.World, left: Unit) -> None:
    ready(world, left, 20)
    assert the_clock(left).breached_at == DUE


def test_ready_flat_can_be_booked_for_that_day(world: make.World, left: Unit) -> None:
    ready(world, left, 6)
    assert moved_in(world, left, 6, 10).status == "arrived"


def test_ready_twice_by_the_same_person_is_quiet(world: make.World, left: Unit) -> None:
    for _ in range(2):
        ready(world, left, 6)
    assert the_clock(left).stopped_at == at(6)


def test_ready_of_a_flat_that_is_not_made_ready_is_refused(world: make.World, unit: Unit) -> None:
    with pytest.raises(UnableToActNow, match="is not being made ready"):
        ready(world, unit, 0)


def test_ready_while_somebody_is_in_is_refused(world: make.World, unit: Unit) -> None:
    moved_in(world, unit)
    with pytest.raises(UnableToActNow, match="Somebody is in Flat 2"):
        ready(world, unit, 1)


@pytest.mark.parametrize(
    "role", ["coordinator", "team_lead", "sister", "provider_worker", "commissioner", "administrator"]
)
def test_ready_by_anybody_but_the_flats_manager_is_refused(world: make.World, left: Unit, role: str) -> None:
    with pytest.raises(NotAllowed):
        ready(world, left, 6, by=role)


def test_ready_by_the_manager_of_another_landlord_is_refused(left: Unit) -> None:
    with pytest.raises(NotAllowed):
        ready(make.world(), left, 6)


def test_next_guest_stops_the_clock(world: make.World, left: Unit) -> None:
    moved_in(world, left, 8, 12)
    assert the_clock(left).stopped_at == at(8)


def test_next_guest_who_leaves_starts_another(world: make.World, left: Unit) -> None:
    stay = moved_in(world, left, 8, 12)
    moved_out(world, stay, 10)
    assert (the_clock(left).started_at, ServiceClock.objects.count()) == (at(10), 2)


def void(world: make.World, unit: Unit, first: int, now: int) -> None:
    add_void(
        unit=unit, from_on=day(first), until_on=None, reason="repair", owner="KNH", by=world.flat_manager, at=at(now)
    )


@pytest.mark.parametrize(("first", "now"), [(7, 6), (14, 6), (20, 20)])
def test_flat_taken_out_of_use_before_it_is_due_or_today_stops_the_clock(
    world: make.World, left: Unit, first: int, now: int
) -> None:
    void(world, left, first, now)
    assert the_clock(left).stopped_at == at(now)


def test_flat_taken_out_of_use_later_leaves_the_clock(world: make.World, left: Unit) -> None:
    void(world, left, 15, 6)
    assert the_clock(left).stopped_at is None


def test_flat_taken_out_of_the_list_stops_the_clock(world: make.World, left: Unit) -> None:
    details = UnitDetails(name=left.name, step_free=True, active=False)
    change_unit(unit=left, details=details, by=world.administrator, at=at(9))
    assert the_clock(left).stopped_at == at(9)
