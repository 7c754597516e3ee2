"""Who is away and who is on duty: who may say so, and what does not fit."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from partners.actions import duty
from partners.actions.duty import UnableToPlan
from partners.errors import NotAllowed
from partners.models import Absence, DutyShift, User
from tests import factories as make

pytestmark = pytest.mark.django_db
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
NIGHT = make.NOW + timedelta(hours=8)


@pytest.fixture
def world() -> make.World:
    return make.world()


def away(
    person: User, by: User, *, cover: User | None = None, from_on: date = MONDAY, until_on: date = FRIDAY
) -> Absence:
    return duty.record_absence(person=person, from_on=from_on, until_on=until_on, cover=cover, by=by, at=make.NOW)


def test_absence_is_recorded_by_oneself(world: make.World) -> None:
    assert away(world.coordinator, world.coordinator).person == world.coordinator


def test_absence_is_recorded_by_the_team_lead(world: make.World) -> None:
    assert away(world.coordinator, world.team_lead).recorded_by == world.team_lead


def test_absence_of_a_colleague_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        away(world.team_lead, world.coordinator)


def test_absence_in_another_team_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        away(make.world().coordinator, world.team_lead)


def test_absence_that_ends_before_it_starts_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToPlan, match="last day"):
        away(world.coordinator, world.coordinator, from_on=FRIDAY, until_on=MONDAY)


def test_absence_that_overlaps_another_is_refused(world: make.World) -> None:
    away(world.coordinator, world.coordinator)
    with pytest.raises(UnableToPlan, match="recorded already"):
        away(world.coordinator, world.coordinator, from_on=FRIDAY, until_on=FRIDAY + timedelta(days=3))


def test_absence_covered_by_somebody_of_another_team_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToPlan, match="same team"):
        away(world.coordinator, world.coordinator, cover=make.world().coordinator)


def test_absence_covered_by_oneself_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToPlan, match="same team"):
        away(world.coordinator, world.coordinator, cover=world.coordinator)


def test_absence_covered_by_a_colleague_names_them(world: make.World) -> None:
    assert away(world.coordinator, world.coordinator, cover=world.team_lead).cover == world.team_lead


def test_absence_is_removed_by_oneself(world: make.World) -> None:
    duty.remove_absence(absence=away(world.coordinator, world.coordinator), by=world.coordinator, at=make.NOW)
    assert not Absence.objects.exists()


def test_absence_of_a_colleague_is_not_removed(world: make.World) -> None:
    absence = away(world.team_lead, world.team_lead)
    with pytest.raises(NotAllowed):
        duty.remove_absence(absence=absence, by=world.coordinator, at=make.NOW)


def test_shift_is_added_by_the_team_lead(world: make.World) -> None:
    shift = duty.add_shift(
        organisation=world.council, person=world.coordinator, from_at=NIGHT, to_at=NIGHT + timedelta(hours=16),
        by=world.team_lead, at=make.NOW,
    )  # fmt: skip
    assert shift.person == world.coordinator


def test_shift_added_by_a_coordinator_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        duty.add_shift(
            organisation=world.council, person=world.coordinator, from_at=NIGHT, to_at=NIGHT + timedelta(hours=16),
            by=world.coordinator, at=make.NOW,
        )  # fmt: skip


def test_shift_at_another_organisation_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        duty.add_shift(
            organisation=world.landlord, person=world.coordinator, from_at=NIGHT, to_at=NIGHT + timedelta(hours=16),
            by=world.team_lead, at=make.NOW,
        )  # fmt: skip


def test_shift_of_somebody_who_does_not_decide_about_cases_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToPlan, match="decides about cases"):
        duty.add_shift(
            organisation=world.council, person=world.ig_officer, from_at=NIGHT, to_at=NIGHT + timedelta(hours=16),
            by=world.team_lead, at=make.NOW,
        )  # fmt: skip


def test_shift_added_twice_is_one(world: make.World) -> None:
    for _ in range(2):
        duty.add_shift(
            organisation=world.council, person=world.coordinator, from_at=NIGHT, to_at=NIGHT + timedelta(hours=16),
            by=world.team_lead, at=make.NOW,
        )  # fmt: skip
    assert DutyShift.objects.count() == 1


def test_shift_is_not_removed_by_a_coordinator(world: make.World) -> None:
    shift = DutyShift.objects.create(
        organisation=world.council, person=world.coordinator, from_at=NIGHT, to_at=NIGHT + timedelta(hours=1)
    )
    with pytest.raises(NotAllowed):
        duty.remove_shift(shift=shift, by=world.coordinator, at=make.NOW)


def refused(name: str, **fields: object) -> None:
    model = DutyShift if name.startswith("shift") else Absence
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.create(**fields)


def test_database_refuses_an_absence_that_ends_before_it_starts(world: make.World) -> None:
    refused(
        "absence_dates_in_order", person=world.coordinator, from_on=FRIDAY, until_on=MONDAY,
        recorded_by=world.coordinator, recorded_at=make.NOW,
    )  # fmt: skip


def test_database_refuses_an_absence_covered_by_oneself(world: make.World) -> None:
    refused(
        "absence_covered_by_another", person=world.coordinator, cover=world.coordinator, from_on=MONDAY,
        until_on=FRIDAY, recorded_by=world.coordinator, recorded_at=make.NOW,
    )  # fmt: skip


def test_database_refuses_a_shift_without_length(world: make.World) -> None:
    refused("shift_ends_after_start", organisation=world.council, person=world.coordinator, from_at=NIGHT, to_at=NIGHT)


def test_database_refuses_a_shift_twice(world: make.World) -> None:
    end = NIGHT + timedelta(hours=1)
    DutyShift.objects.create(organisation=world.council, person=world.coordinator, from_at=NIGHT, to_at=end)
    refused("shift_once", organisation=world.council, person=world.coordinator, from_at=NIGHT, to_at=end)
