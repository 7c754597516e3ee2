"""What the database lets be done with the team reviews of a guest, and with the promises of a stay."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError

from housing.actions.moves import record_arrival
from housing.models import StayReview
from referrals.models import Clock
from tests import factories as make
from tests.integration.test_every_page_as_every_role import Things, things
from tests.integration.wall.asked import asked_by, attempt, number_of
from tests.once import copy_of, made_once

pytestmark = pytest.mark.django_db
REFUSED = "row-level security|permission denied"


def with_a_guest() -> Things:
    found, at = things(), make.NOW + timedelta(hours=4)
    record_arrival(stay=found.stay, arrived_on=at.date(), by=found.world.flat_manager, at=at)
    StayReview.objects.create(
        stay=found.stay, held_on=at.date(), decided="A rail", recorded_by=found.world.coordinator, recorded_at=at
    )
    return found


made = made_once(with_a_guest)


@pytest.fixture
def all_things(made: Things) -> Things:
    return copy_of(made)


def add(all_things: Things) -> int:
    statement = (
        "insert into housing_stayreview (stay_id, held_on, decided, recorded_by_id, recorded_at) "
        "values (%s, '2026-11-23', 'A ramp', %s, now())"
    )
    return int(attempt(statement, all_things.stay.pk, all_things.world.coordinator.pk))


@pytest.mark.parametrize("role", ["flat_manager", "coordinator", "team_lead"])
def test_review_is_added_by_who_manages_the_flat_or_leads_the_case(all_things: Things, role: str) -> None:
    with asked_by(getattr(all_things.world, role)):
        assert add(all_things) == 1


@pytest.mark.parametrize("role", ["provider_worker", "commissioner", "administrator", "ig_officer"])
def test_review_by_others_of_the_same_service_is_refused(all_things: Things, role: str) -> None:
    with asked_by(getattr(all_things.world, role)), pytest.raises(ProgrammingError, match=REFUSED):
        add(all_things)


@pytest.mark.parametrize("role", ["provider_worker", "commissioner", "administrator", "ig_officer"])
def test_review_is_not_seen_by_others_of_the_same_service(all_things: Things, role: str) -> None:
    with asked_by(getattr(all_things.world, role)):
        assert number_of("housing_stayreview") == 0


def test_review_of_another_landlords_guest_is_neither_seen_nor_added(all_things: Things) -> None:
    with asked_by(make.world().flat_manager):
        assert number_of("housing_stayreview") == 0
        with pytest.raises(ProgrammingError, match=REFUSED):
            add(all_things)


@pytest.mark.parametrize("statement", ["update housing_stayreview set decided = 'x'", "delete from housing_stayreview"])
@pytest.mark.parametrize("role", ["flat_manager", "coordinator"])
def test_review_changed_or_taken_away_is_refused(all_things: Things, role: str, statement: str) -> None:
    with asked_by(getattr(all_things.world, role)), pytest.raises(ProgrammingError, match=REFUSED):
        attempt(statement)


@pytest.mark.parametrize("kind", ["review", "benefit_claim"])
def test_promise_of_a_stay_is_stopped_by_the_flats_manager(all_things: Things, kind: str) -> None:
    with asked_by(all_things.world.flat_manager):
        stopped = attempt(
            "update referrals_clock set stopped_at = '2026-11-24', next_alert_at = null where kind = %s", kind
        )
    assert stopped == 1


def test_answer_to_the_ward_is_not_seen_by_the_flats_manager(all_things: Things) -> None:
    with asked_by(all_things.world.flat_manager):
        kinds = set(Clock.objects.values_list("kind", flat=True))
    assert kinds == {"support_plan", "stay", "review", "benefit_claim"}
