"""What the delay is: several reasons, one of them the main one, until recorded anew."""

from datetime import date, timedelta

import pytest

from partners.errors import NotAllowed, UnableToActNow
from partners.models import User
from referrals.actions import discharge, readiness
from referrals.actions.delays import UnableToRecordDelay, record_delay
from referrals.models import Referral
from tests import factories as make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=4)
READY = date(2026, 11, 20)


@pytest.fixture
def world() -> make.World:
    return make.world()


def record(case: Referral, by: User, day: int, *reasons: str) -> Referral:
    """From this day of November 2026; the first reason is the main one."""
    return record_delay(referral=case, from_on=date(2026, 11, day), reasons=reasons, main=reasons[0], by=by, at=LATER)


def spans(case: Referral) -> list[tuple[str, int, int | None, bool]]:
    """Code, day it began, day it ended, whether the main one."""
    return [
        (each.code, each.from_on.day, each.until_on.day if each.until_on else None, each.is_primary)
        for each in case.delays.order_by("pk")
    ]


def test_delay_keeps_all_reasons_and_which_is_the_main_one(world: make.World) -> None:
    case = make.referral(world)
    record(case, world.sister, 21, "landlord", "work")
    assert spans(case) == [("landlord", 21, None, True), ("work", 21, None, False)]


def test_delay_keeps_the_version_of_its_list_and_who_said_it_when(world: make.World) -> None:
    case = make.referral(world)
    record(case, world.sister, 21, "work")
    kept = case.delays.get()
    assert (kept.list_version, kept.recorded_by, kept.recorded_at) == ("2024-own", world.sister, LATER)


def test_delay_recorded_anew_ends_what_was_said_before(world: make.World) -> None:
    case = make.referral(world)
    record(case, world.sister, 21, "landlord", "work")
    record(case, world.coordinator, 23, "work")
    assert spans(case) == [("landlord", 21, 23, True), ("work", 21, 23, False), ("work", 23, None, True)]


def test_delay_corrected_for_the_same_day_leaves_the_first_without_a_day(world: make.World) -> None:
    case = make.referral(world)
    record(case, world.sister, 21, "landlord")
    record(case, world.sister, 21, "work")
    assert spans(case) == [("landlord", 21, 21, True), ("work", 21, None, True)]


def test_delay_recorded_for_an_earlier_day_replaces_the_later_ones(world: make.World) -> None:
    case = make.referral(world)
    record(case, world.sister, 20, "landlord")
    record(case, world.sister, 22, "work")
    record(case, world.sister, 21, "homeless")
    assert spans(case) == [("landlord", 20, 21, True), ("work", 22, 22, True), ("homeless", 21, None, True)]


def test_delay_said_twice_is_quiet(world: make.World) -> None:
    case = make.referral(world)
    record(case, world.sister, 22, "landlord")
    record(case, world.sister, 21, "work", "landlord")
    lines = case.events.count()
    record(case, world.sister, 21, "work", "landlord")
    assert (len(spans(case)), case.events.count()) == (3, lines)


def test_delay_with_another_main_reason_is_recorded(world: make.World) -> None:
    case = make.referral(world)
    record(case, world.sister, 21, "work", "landlord")
    record(case, world.sister, 21, "landlord", "work")
    assert case.delays.get(is_primary=True, until_on=None).code == "landlord"


def test_delay_is_a_line_of_the_timeline_with_the_main_reason_first(world: make.World) -> None:
    case = make.referral(world)
    record(case, world.sister, 21, "work", "homeless")
    line = case.events.get(event="record_delay")
    assert line.note == "From 21 November 2026: Ordered work is not done yet; Homeless: the council’s decision or offer"


def test_delay_before_the_patient_was_ready_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToRecordDelay, match="on or after 20 November 2026"):
        record(make.referral(world), world.sister, 19, "work")


def test_delay_of_who_is_not_ready_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToRecordDelay, match="Record first"):
        record(make.referral(world, ready_on=None), world.sister, 21, "work")


def test_delay_ahead_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToRecordDelay, match="today or in the past"):
        record(make.referral(world), world.sister, 24, "work")


def test_delay_for_a_reason_of_no_list_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToRecordDelay, match="not in use"):
        record(make.referral(world), world.sister, 21, "nonsense")


def test_delay_with_a_main_reason_that_is_none_of_them_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToRecordDelay, match="one of those you ticked"):
        record_delay(
            referral=make.referral(world), from_on=READY, reasons=["work"], main="landlord", by=world.sister, at=LATER
        )


def test_unwell_again_ends_the_delay(world: make.World) -> None:
    case = make.referral(world)
    record(case, world.sister, 20, "work")
    readiness.record_not_ready(referral=case, ended_on=date(2026, 11, 22), by=world.sister, at=LATER)
    assert spans(case) == [("work", 20, 22, True)]


def test_discharge_ends_the_delay(world: make.World) -> None:
    case = make.referral(world, "accepted")
    record(case, world.sister, 20, "work")
    discharge.record_discharge(
        referral=case,
        discharged_on=date(2026, 11, 23),
        destination="usual_home",
        note="",
        by=world.coordinator,
        at=LATER,
    )
    assert spans(case) == [("work", 20, 23, True)]


@pytest.mark.parametrize("role", ["sister", "discharge_team", "coordinator", "team_lead"])
def test_delay_is_recorded_by_both_sides(world: make.World, role: str) -> None:
    case = make.referral(world, "accepted")
    record(case, world.people[role], 21, "work")
    assert case.delays.count() == 1


@pytest.mark.parametrize("role", ["provider_worker", "flat_manager", "commissioner", "administrator", "ig_officer"])
def test_delay_by_anybody_else_is_refused(world: make.World, role: str) -> None:
    with pytest.raises(NotAllowed):
        record(make.referral(world, "accepted"), world.people[role], 21, "work")


def test_delay_once_the_patient_left_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToActNow):
        record(make.referral(world, "discharged"), world.coordinator, 21, "work")
