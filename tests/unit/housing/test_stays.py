"""Booking a flat, moving in and out, and what stands against it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from housing.actions.bookings import book_stay, cancel_stay, confirm_stay, extend_stay
from housing.actions.moves import record_arrival, record_departure, write_support_plan
from housing.actions.voids import add_void, end_void
from housing.errors import NotAllowed, UnableToActNow, UnableToBook, UnableToRecordStay
from housing.models import Building, Occupation, Stay, Unit
from partners.models import AuditEvent
from referrals.actions import triage
from referrals.errors import UnableToShare
from referrals.lifecycle import Part
from referrals.models import ReferralEvent
from tests import factories as make

LATER = make.NOW + timedelta(hours=3)
TODAY = date(2026, 11, 23)
Status = Stay.Status


def day(number: int) -> date:
    """The day this many days after today."""
    return TODAY + timedelta(days=number)


def at(number: int) -> datetime:
    return LATER + timedelta(days=number)


def booked(world: make.World, unit: Unit, start: int = 10, end: int = 22, **changes: Any) -> Stay:
    values = {
        "referral": changes.pop("referral", None) or make.referral(world, "accepted"),
        "unit": unit,
        "from_on": day(start),
        "until_on": day(end),
        "by": world.coordinator,
        "at": LATER,
    }
    return book_stay(**{**values, **changes})


def moved_in(world: make.World, unit: Unit, start: int = 0, end: int = 14) -> Stay:
    stay = booked(world, unit, start, end)
    return record_arrival(stay=stay, arrived_on=day(start), by=world.flat_manager, at=at(max(start, 0)))


def taken(unit: Unit) -> list[tuple[str, int, int | None]]:
    """What the flat is taken by, in days from today."""
    return [
        (row.kind, (row.during.lower - TODAY).days, (row.during.upper - TODAY).days if row.during.upper else None)
        for row in unit.occupations.filter(cancelled_at__isnull=True).order_by("during")
    ]


def part_of_landlord(stay: Stay) -> bool:
    return stay.referral.parties.filter(part=Part.ACCOMMODATION, to_at__isnull=True).exists()


def test_book_stay_takes_its_days_and_the_turnaround(world: make.World, unit: Unit) -> None:
    stay = booked(world, unit)
    assert taken(unit) == [("stay", 10, 22), ("turnaround", 22, 24)]
    assert part_of_landlord(stay)


def test_book_stay_by_flat_manager_is_refused(world: make.World, unit: Unit) -> None:
    with pytest.raises(NotAllowed):
        booked(world, unit, by=world.flat_manager)


def test_book_stay_on_taken_days_names_what_is_there(world: make.World, unit: Unit) -> None:
    booked(world, unit)
    with pytest.raises(UnableToBook) as refusal:
        booked(world, unit, 12, 20)
    assert refusal.value.message == (
        "Flat 2 is taken from 3 to 14 December (turnaround until 16 December). Free from 17 December."
    )


def test_book_stay_whose_turnaround_would_clash_is_refused(world: make.World, unit: Unit) -> None:
    booked(world, unit, 10, 22)
    with pytest.raises(UnableToBook, match="taken from 3 to 14 December"):
        booked(world, unit, 5, 9)


def test_book_stay_back_to_back_without_turnaround_is_possible(
    world: make.World, unit: Unit, building: Building
) -> None:
    Building.objects.filter(pk=building.pk).update(turnaround_days=0)
    booked(world, unit, 10, 22)
    booked(world, unit, 22, 30)
    assert taken(unit) == [("stay", 10, 22), ("stay", 22, 30)]


@pytest.mark.parametrize("nights", [41, 42])
def test_book_stay_up_to_42_nights_needs_no_reason(world: make.World, unit: Unit, nights: int) -> None:
    assert booked(world, unit, 0, nights).overstay_reason == ""


def test_book_stay_of_43_nights_without_reason_is_refused(world: make.World, unit: Unit) -> None:
    with pytest.raises(UnableToBook, match="43 nights are 1 more than the 42"):
        booked(world, unit, 0, 43)


def test_book_stay_of_43_nights_with_reason_is_flagged(world: make.World, unit: Unit) -> None:
    assert booked(world, unit, 0, 43, overstay_reason="adaptation_late").overstay_reason == "adaptation_late"


def test_book_stay_twice_by_same_person_is_quiet(world: make.World, unit: Unit) -> None:
    stay = booked(world, unit)
    assert booked(world, unit, referral=stay.referral) == stay


def test_book_stay_for_patient_with_a_flat_is_refused(world: make.World, unit: Unit) -> None:
    stay = booked(world, unit)
    with pytest.raises(UnableToBook, match="has a flat already: Flat 2 from 3 December"):
        booked(world, unit, 40, 50, referral=stay.referral)


def test_book_stay_in_a_building_for_older_people_says_so(world: make.World, unit: Unit, building: Building) -> None:
    Building.objects.filter(pk=building.pk).update(minimum_age=85)
    with pytest.raises(UnableToBook, match="aged 85 or over, and this patient is 82"):
        booked(world, unit)


def test_book_stay_in_a_flat_of_another_scheme_is_refused(world: make.World, unit: Unit) -> None:
    other = make.world()
    with pytest.raises(UnableToBook, match="not a flat of your schemes"):
        booked(other, unit)


def test_book_stay_after_sharing_was_withdrawn_is_refused(world: make.World, unit: Unit) -> None:
    case = make.referral(world, "accepted")
    case.sharing_decisions.all().delete()
    with pytest.raises(UnableToShare, match="not recorded that the patient agrees"):
        booked(world, unit, referral=case)


def test_book_stay_where_a_guest_should_have_left_says_so(world: make.World, unit: Unit) -> None:
    moved_in(world, unit, 0, 5)
    case = make.referral(world, "accepted")
    with pytest.raises(UnableToBook, match="was due to leave on 28 November and has not left"):
        booked(world, unit, 8, 12, referral=case, at=at(8))


def test_confirm_stay_by_flat_manager_is_confirmed(world: make.World, unit: Unit) -> None:
    assert confirm_stay(stay=booked(world, unit), by=world.flat_manager, at=LATER).status == Status.CONFIRMED


def test_confirm_stay_twice_is_quiet(world: make.World, unit: Unit) -> None:
    stay = booked(world, unit)
    confirm_stay(stay=stay, by=world.flat_manager, at=LATER)
    assert confirm_stay(stay=stay, by=world.flat_manager, at=LATER).status == Status.CONFIRMED


def test_confirm_stay_by_coordinator_is_refused(world: make.World, unit: Unit) -> None:
    with pytest.raises(NotAllowed):
        confirm_stay(stay=booked(world, unit), by=world.coordinator, at=LATER)


def test_record_arrival_starts_both_clocks(world: make.World, unit: Unit) -> None:
    stay = moved_in(world, unit)
    assert stay.support_plan_clock is not None
    assert stay.limit_clock is not None
    assert stay.support_plan_clock.due_at == LATER + timedelta(hours=48)
    assert stay.limit_clock.advisory
    assert stay.limit_clock.due_at is not None
    assert stay.limit_clock.due_at.date() == day(42)


def test_record_arrival_twice_is_quiet(world: make.World, unit: Unit) -> None:
    stay = moved_in(world, unit)
    assert record_arrival(stay=stay, arrived_on=day(0), by=world.flat_manager, at=LATER).status == Status.ARRIVED


def test_record_arrival_in_the_future_is_refused(world: make.World, unit: Unit) -> None:
    with pytest.raises(UnableToRecordStay, match="today or in the past"):
        record_arrival(stay=booked(world, unit), arrived_on=day(10), by=world.flat_manager, at=LATER)


def test_record_arrival_more_than_14_days_before_the_booking_is_refused(world: make.World, unit: Unit) -> None:
    with pytest.raises(UnableToRecordStay, match="must be 23 November or after it"):
        record_arrival(stay=booked(world, unit, 14, 22), arrived_on=day(-1), by=world.flat_manager, at=LATER)


def test_record_arrival_earlier_than_booked_takes_the_days_before(world: make.World, unit: Unit) -> None:
    record_arrival(stay=booked(world, unit, 2, 14), arrived_on=day(0), by=world.flat_manager, at=LATER)
    assert taken(unit) == [("stay", 0, 14), ("turnaround", 14, 16)]


def test_record_arrival_while_the_guest_before_is_in_is_refused(world: make.World, unit: Unit) -> None:
    moved_in(world, unit, 0, 5)
    following = booked(world, unit, 7, 12)
    with pytest.raises(UnableToRecordStay, match="Record that they have left first"):
        record_arrival(stay=following, arrived_on=day(7), by=world.flat_manager, at=at(7))


def test_write_support_plan_stops_its_clock(world: make.World, unit: Unit) -> None:
    stay = write_support_plan(stay=moved_in(world, unit), plan="Bed rail on Tuesday", by=world.coordinator, at=at(1))
    assert stay.support_plan_clock is not None
    assert stay.support_plan_clock.stopped_at == at(1)


def test_write_support_plan_before_moving_in_is_refused(world: make.World, unit: Unit) -> None:
    with pytest.raises(UnableToRecordStay):
        write_support_plan(stay=booked(world, unit), plan="Plan", by=world.coordinator, at=LATER)


def test_extend_stay_within_the_limit_moves_the_turnaround(world: make.World, unit: Unit) -> None:
    extend_stay(stay=moved_in(world, unit), until_on=day(20), by=world.coordinator, at=LATER)
    assert taken(unit) == [("stay", 0, 20), ("turnaround", 20, 22)]


def test_extend_stay_beyond_42_nights_without_reason_is_refused(world: make.World, unit: Unit) -> None:
    with pytest.raises(UnableToBook, match="Select why it needs to be longer"):
        extend_stay(stay=moved_in(world, unit), until_on=day(43), by=world.coordinator, at=LATER)


def test_extend_stay_into_the_next_booking_is_refused_and_changes_nothing(world: make.World, unit: Unit) -> None:
    stay = moved_in(world, unit)
    booked(world, unit, 16, 20)
    with pytest.raises(UnableToBook, match="taken from 9 to 12 December"):
        extend_stay(stay=stay, until_on=day(15), by=world.coordinator, at=LATER)
    assert taken(unit)[0] == ("stay", 0, 14)


def test_record_departure_early_frees_the_days_after_the_turnaround(world: make.World, unit: Unit) -> None:
    stay = moved_in(world, unit)
    record_departure(stay=stay, departed_on=day(5), move_on_to="usual_home", by=world.flat_manager, at=at(5))
    assert taken(unit) == [("stay", 0, 5), ("turnaround", 5, 7)]
    assert not part_of_landlord(stay)


def test_record_departure_stops_both_clocks(world: make.World, unit: Unit) -> None:
    stay = moved_in(world, unit)
    record_departure(stay=stay, departed_on=day(5), move_on_to="usual_home", by=world.flat_manager, at=at(5))
    assert not stay.referral.clocks.filter(kind__in=["support_plan", "stay"], stopped_at__isnull=True).exists()


def test_record_departure_recorded_later_stops_the_clocks_on_the_day_left(world: make.World, unit: Unit) -> None:
    stay = moved_in(world, unit)
    record_departure(stay=stay, departed_on=day(1), move_on_to="usual_home", by=world.flat_manager, at=at(5))
    clock = stay.referral.clocks.get(kind="support_plan")
    assert (clock.stopped_at, clock.breached_at) == (datetime(2026, 11, 24, 17, tzinfo=UTC), None)


def test_record_departure_recorded_later_stops_no_clock_before_it_started(world: make.World, unit: Unit) -> None:
    evening = make.NOW + timedelta(hours=11)
    stay = booked(world, unit, 0, 14)
    record_arrival(stay=stay, arrived_on=day(0), by=world.flat_manager, at=evening)
    record_departure(stay=stay, departed_on=day(0), move_on_to="hospital", by=world.flat_manager, at=at(1))
    assert stay.referral.clocks.get(kind="support_plan").stopped_at == evening


def test_record_departure_late_into_the_next_booking_keeps_that_booking(world: make.World, unit: Unit) -> None:
    stay = moved_in(world, unit, 0, 5)
    booked(world, unit, 7, 12)
    record_departure(stay=stay, departed_on=day(8), move_on_to="usual_home", by=world.flat_manager, at=at(8))
    assert taken(unit) == [("stay", 0, 7), ("stay", 7, 12), ("turnaround", 12, 14)]


def test_record_departure_on_the_day_of_arrival_counts_one_day(world: make.World, unit: Unit) -> None:
    stay = moved_in(world, unit)
    record_departure(stay=stay, departed_on=day(0), move_on_to="hospital", by=world.flat_manager, at=LATER)
    assert taken(unit) == [("stay", 0, 1), ("turnaround", 1, 3)]


def test_record_departure_twice_by_same_person_is_quiet(world: make.World, unit: Unit) -> None:
    stay = moved_in(world, unit)
    for _ in range(2):
        again = record_departure(
            stay=stay, departed_on=day(5), move_on_to="usual_home", by=world.flat_manager, at=at(5)
        )
    assert again.status == Status.DEPARTED


def test_record_departure_before_arrival_is_refused(world: make.World, unit: Unit) -> None:
    with pytest.raises(UnableToRecordStay, match="cannot leave before"):
        record_departure(
            stay=moved_in(world, unit), departed_on=day(-1), move_on_to="usual_home", by=world.flat_manager, at=LATER
        )


def test_record_departure_by_coordinator_is_refused(world: make.World, unit: Unit) -> None:
    with pytest.raises(NotAllowed):
        record_departure(
            stay=moved_in(world, unit), departed_on=day(0), move_on_to="usual_home", by=world.coordinator, at=LATER
        )


def test_cancel_stay_frees_its_days_and_ends_the_part(world: make.World, unit: Unit) -> None:
    stay = cancel_stay(stay=booked(world, unit), reason="Went to her daughter", by=world.coordinator, at=LATER)
    assert taken(unit) == []
    assert not part_of_landlord(stay)


def test_cancel_stay_of_guest_who_is_in_is_refused(world: make.World, unit: Unit) -> None:
    with pytest.raises(UnableToActNow):
        cancel_stay(stay=moved_in(world, unit), reason="Left", by=world.coordinator, at=LATER)


def test_withdrawn_referral_cancels_the_booking(world: make.World, unit: Unit) -> None:
    stay = booked(world, unit)
    triage.withdraw_referral(referral=stay.referral, reason="solved", note="", by=world.sister, at=LATER)
    stay.refresh_from_db()
    assert (stay.status, taken(unit)) == (Status.CANCELLED, [])


def test_withdrawn_referral_leaves_a_guest_in_the_flat(world: make.World, unit: Unit) -> None:
    stay = moved_in(world, unit)
    triage.withdraw_referral(referral=stay.referral, reason="solved", note="", by=world.sister, at=LATER)
    stay.refresh_from_db()
    assert (stay.status, taken(unit)[0]) == (Status.ARRIVED, ("stay", 0, 14))


def test_add_void_makes_booking_name_it(world: make.World, unit: Unit) -> None:
    add_void(unit=unit, from_on=day(9), until_on=None, reason="repair", owner="KNH", by=world.flat_manager, at=LATER)
    with pytest.raises(UnableToBook) as refusal:
        booked(world, unit)
    assert refusal.value.message == "Flat 2 is out of use from 2 December until further notice: repair (KNH)."


def test_add_void_over_a_stay_is_refused(world: make.World, unit: Unit) -> None:
    booked(world, unit)
    with pytest.raises(UnableToBook):
        add_void(
            unit=unit, from_on=day(9), until_on=day(12), reason="repair", owner="KNH", by=world.flat_manager, at=LATER
        )


def test_add_void_by_coordinator_is_refused(world: make.World, unit: Unit) -> None:
    with pytest.raises(NotAllowed):
        add_void(unit=unit, from_on=day(9), until_on=None, reason="repair", owner="KNH", by=world.coordinator, at=LATER)


def test_end_void_frees_the_days_from_then_on(world: make.World, unit: Unit) -> None:
    void = add_void(
        unit=unit, from_on=day(0), until_on=None, reason="repair", owner="KNH", by=world.flat_manager, at=LATER
    )
    end_void(void=void, ended_on=day(3), by=world.flat_manager, at=at(3))
    assert taken(unit) == [("void", 0, 3)]


def test_end_void_not_begun_takes_it_back(world: make.World, unit: Unit) -> None:
    void = add_void(
        unit=unit, from_on=day(5), until_on=day(9), reason="repair", owner="KNH", by=world.flat_manager, at=LATER
    )
    end_void(void=void, ended_on=day(0), by=world.flat_manager, at=LATER)
    assert taken(unit) == []


@pytest.mark.parametrize("table", ["partners_auditevent", "referrals_referralevent", "partners_notification"])
def test_book_stay_whose_last_writes_fail_leaves_nothing(
    world: make.World, unit: Unit, refuse_inserts: Any, table: str
) -> None:
    case = make.referral(world, "accepted")
    before = (ReferralEvent.objects.count(), AuditEvent.objects.count())
    with refuse_inserts(table), pytest.raises(Exception, match="refused for a test"):
        booked(world, unit, referral=case)
    assert not Stay.objects.exists()
    assert not Occupation.objects.exists()
    assert not part_of_landlord_of(case)
    assert (ReferralEvent.objects.count(), AuditEvent.objects.count()) == before


def part_of_landlord_of(case: Any) -> bool:
    return bool(case.parties.filter(part=Part.ACCOMMODATION).exists())


def test_exclusion_of_overlaps_is_served_by_one_index(world: make.World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_constraint where conname = 'occupation_no_overlap' and contype = 'x'")
        assert cursor.fetchone()[0] == 1
