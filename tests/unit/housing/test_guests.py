"""Team reviews of a guest and the housing benefit claim: what they start, what they stop, who records them.

The guest moves in on Monday 23 November 2026 at midday: the first review (7 days) and the claim (5 working days) are
both due on Monday 30 at 5pm.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from housing.actions.bookings import book_stay
from housing.actions.guests import record_claim, record_review
from housing.actions.moves import record_arrival, record_departure
from housing.errors import NotAllowed, UnableToRecordStay
from housing.models import Stay, StayReview, Unit
from partners.models import Notification, User
from referrals.actions import alerts
from referrals.actions.discharge import close_case, record_discharge
from referrals.models import Clock, ReferralEvent, SlaTarget
from tests import factories as make

LATER = make.NOW + timedelta(hours=3)
TODAY = date(2026, 11, 23)
DUE = datetime(2026, 11, 30, 17, tzinfo=UTC)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def at(number: int) -> datetime:
    return LATER + timedelta(days=number)


def booked(world: make.World, unit: Unit) -> Stay:
    return book_stay(
        referral=make.referral(world, "accepted"),
        unit=unit,
        from_on=TODAY,
        until_on=day(28),
        by=world.coordinator,
        at=LATER,
    )


@pytest.fixture
def stay(world: make.World, unit: Unit) -> Stay:
    return record_arrival(stay=booked(world, unit), arrived_on=TODAY, by=world.flat_manager, at=LATER)


def clock_of(stay: Stay, kind: str) -> Clock:
    """The newest promise of this kind."""
    return stay.referral.clocks.filter(kind=kind).order_by("-pk")[0]


def reviewed(stay: Stay, world: make.World, on: int, now: int | None = None, **changes: Any) -> StayReview:
    values = {"held_on": day(on), "decided": "A rail", "by": world.flat_manager, "at": at(on if now is None else now)}
    return record_review(stay=stay, **{**values, **changes})


def claimed(stay: Stay, world: make.World, on: int | None, now: int = 2, reason: str = "", **changes: Any) -> Stay:
    sent = None if on is None else day(on)
    values = {"sent_on": sent, "no_claim_reason": reason, "by": world.flat_manager, "at": at(now)}
    return record_claim(stay=stay, **{**values, **changes})


def departed(stay: Stay, world: make.World, on: int) -> Stay:
    return record_departure(stay=stay, departed_on=day(on), move_on_to="usual_home", by=world.flat_manager, at=at(on))


# Team reviews


def test_arrival_starts_the_week_to_the_first_review_for_the_landlord(world: make.World, stay: Stay) -> None:
    clock = clock_of(stay, "review")
    assert (clock.label, clock.due_at, clock.organisation) == ("Team review, Flat 2", DUE, world.landlord)
    assert (clock.scheme, clock.partner_path) == (world.scheme, f"/stays/{stay.pk}/")


def test_arrival_where_no_reviews_are_promised_starts_none(world: make.World, unit: Unit) -> None:
    SlaTarget.objects.create(
        scheme=world.scheme, name="mdt_review", unit="calendar_days", amount=7, valid_from=date(2020, 1, 1), off=True
    )
    stay = record_arrival(stay=booked(world, unit), arrived_on=TODAY, by=world.flat_manager, at=LATER)
    assert stay.review_clock is None


def test_review_stops_its_clock_and_starts_the_next(world: make.World, stay: Stay) -> None:
    first = clock_of(stay, "review")
    reviewed(stay, world, 3)
    first.refresh_from_db()
    following = clock_of(stay, "review")
    assert (first.stopped_at, following.started_at) == (at(3), at(3))
    assert following.due_at == datetime(2026, 12, 3, 17, tzinfo=UTC)


def test_review_recorded_later_counts_from_midday_of_its_day(world: make.World, stay: Stay) -> None:
    reviewed(stay, world, 3, now=5)
    assert clock_of(stay, "review").started_at == datetime(2026, 11, 26, 12, tzinfo=UTC)


def test_review_recorded_later_stops_no_clock_before_it_started(world: make.World, unit: Unit) -> None:
    evening = make.NOW + timedelta(hours=8)
    stay = record_arrival(stay=booked(world, unit), arrived_on=TODAY, by=world.flat_manager, at=evening)
    first = clock_of(stay, "review")
    reviewed(stay, world, 0, now=1)
    first.refresh_from_db()
    assert first.stopped_at == evening


def test_review_held_late_leaves_its_breach(world: make.World, stay: Stay) -> None:
    first = clock_of(stay, "review")
    reviewed(stay, world, 9)
    first.refresh_from_db()
    assert first.breached_at == DUE


def test_review_twice_by_the_same_person_is_quiet(world: make.World, stay: Stay) -> None:
    assert reviewed(stay, world, 3) == reviewed(stay, world, 3)
    assert stay.referral.clocks.filter(kind="review").count() == 2


def test_review_of_the_same_day_with_other_words_is_another(world: make.World, stay: Stay) -> None:
    reviewed(stay, world, 3)
    reviewed(stay, world, 3, decided="And a ramp")
    assert stay.reviews.count() == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"held_on": day(4)}, "today or in the past"),
        ({"held_on": day(-1)}, "moved in on 23 November"),
        ({"held_on": day(1)}, "last review was on 25 November"),
        ({"decided": " "}, "Enter what was decided"),
    ],
)
def test_review_that_cannot_be_is_refused(world: make.World, stay: Stay, changes: dict[str, Any], words: str) -> None:
    reviewed(stay, world, 2)
    with pytest.raises(UnableToRecordStay, match=words):
        reviewed(stay, world, 3, **changes)


def test_review_before_anybody_moved_in_is_refused(world: make.World, unit: Unit) -> None:
    with pytest.raises(UnableToRecordStay, match="for a guest who is in the flat"):
        reviewed(booked(world, unit), world, 0)


@pytest.mark.parametrize("role", ["flat_manager", "coordinator", "team_lead"])
def test_review_is_recorded_by_who_manages_the_flat_or_leads_the_case(world: make.World, stay: Stay, role: str) -> None:
    assert reviewed(stay, world, 1, by=getattr(world, role)).recorded_by == getattr(world, role)


OTHERS = ["sister", "discharge_team", "provider_worker", "commissioner", "ig_officer", "administrator"]


@pytest.mark.parametrize("role", OTHERS)
def test_review_by_anybody_else_is_refused(world: make.World, stay: Stay, role: str) -> None:
    with pytest.raises(NotAllowed):
        reviewed(stay, world, 1, by=getattr(world, role))


def test_review_is_in_the_timeline_without_what_was_decided(world: make.World, stay: Stay) -> None:
    reviewed(stay, world, 3)
    assert ReferralEvent.objects.get(event="team_review_held").note == "Flat 2 on 26 November"


def test_departure_stops_the_next_review(world: make.World, stay: Stay) -> None:
    reviewed(stay, world, 3)
    departed(stay, world, 5)
    assert clock_of(stay, "review").stopped_at == at(5)


def test_review_of_a_guest_whose_case_is_closed_makes_no_other_due(world: make.World, stay: Stay) -> None:
    record_discharge(
        referral=stay.referral,
        discharged_on=TODAY,
        destination="temporary_flat",
        note="",
        by=world.coordinator,
        at=LATER,
    )
    close_case(referral=stay.referral, note="Settled", by=world.coordinator, at=at(1))
    reviewed(stay, world, 2)
    assert not stay.referral.clocks.filter(kind="review", stopped_at__isnull=True).exists()


def test_review_that_is_overdue_is_told_to_the_flats_manager(world: make.World, stay: Stay) -> None:
    alerts.announce_due(at=DUE + timedelta(minutes=1))
    told = Notification.objects.filter(recipient=world.flat_manager, kind="passed")
    assert "Team review, Flat 2 is overdue" in set(told.values_list("text", flat=True))


# Housing benefit claim


def test_arrival_starts_the_days_for_the_claim(world: make.World, stay: Stay) -> None:
    clock = clock_of(stay, "benefit_claim")
    assert (clock.label, clock.due_at, clock.organisation) == ("Housing benefit claim, Flat 2", DUE, world.landlord)


def test_claim_sent_today_stops_its_clock_now(world: make.World, stay: Stay) -> None:
    claimed(stay, world, 2)
    assert clock_of(stay, "benefit_claim").stopped_at == at(2)


def test_claim_recorded_later_stops_its_clock_at_the_close_of_its_day(world: make.World, stay: Stay) -> None:
    claimed(stay, world, 2, now=10)
    clock = clock_of(stay, "benefit_claim")
    assert (clock.stopped_at, clock.breached_at) == (datetime(2026, 11, 25, 17, tzinfo=UTC), None)


def test_claim_sent_before_moving_in_stops_its_clock_as_it_starts(world: make.World, stay: Stay) -> None:
    claimed(stay, world, -10)
    assert clock_of(stay, "benefit_claim").stopped_at == LATER


def test_claim_not_needed_stops_its_clock(world: make.World, stay: Stay) -> None:
    claimed(stay, world, None, reason="no_rent")
    assert clock_of(stay, "benefit_claim").stopped_at == at(2)


def test_claim_corrected_says_the_new_day_and_leaves_the_clock(world: make.World, stay: Stay) -> None:
    claimed(stay, world, None, reason="no_rent")
    claimed(stay, world, 3, now=4)
    stay.refresh_from_db()
    assert (stay.claim_sent_on, stay.no_claim_reason) == (day(3), "")
    assert clock_of(stay, "benefit_claim").stopped_at == at(2)


def test_claim_twice_is_quiet(world: make.World, stay: Stay) -> None:
    for _ in range(2):
        claimed(stay, world, 2)
    assert ReferralEvent.objects.filter(event="housing_benefit_claim").count() == 1


def test_claim_is_in_the_timeline_for_the_lead_alone(world: make.World, stay: Stay) -> None:
    claimed(stay, world, 2)
    assert ReferralEvent.objects.get(event="housing_benefit_claim").lead_only


@pytest.mark.parametrize(
    ("on", "reason", "words"),
    [
        (3, "", "today or in the past"),
        (-92, "", "up to 13 weeks before"),
        (None, "", "Enter when the claim was sent"),
        (None, "sent", "Enter when the claim was sent"),
        (1, "no_rent", "not both"),
    ],
)
def test_claim_that_cannot_be_is_refused(
    world: make.World, stay: Stay, on: int | None, reason: str, words: str
) -> None:
    with pytest.raises(UnableToRecordStay, match=words):
        claimed(stay, world, on, reason=reason)


def test_claim_13_weeks_before_moving_in_is_taken(world: make.World, stay: Stay) -> None:
    assert claimed(stay, world, -91).claim_sent_on == day(-91)


def test_claim_before_anybody_moved_in_is_refused(world: make.World, unit: Unit) -> None:
    with pytest.raises(UnableToRecordStay, match="when somebody has moved in"):
        claimed(booked(world, unit), world, 0)


@pytest.mark.parametrize("role", ["flat_manager", "coordinator", "team_lead"])
def test_claim_is_recorded_by_who_manages_the_flat_or_leads_the_case(world: make.World, stay: Stay, role: str) -> None:
    by: User = getattr(world, role)
    assert claimed(stay, world, 1, by=by).claim_sent_on == day(1)


@pytest.mark.parametrize("role", OTHERS)
def test_claim_by_anybody_else_is_refused(world: make.World, stay: Stay, role: str) -> None:
    with pytest.raises(NotAllowed):
        claimed(stay, world, 1, by=getattr(world, role))


def test_departure_stops_the_days_for_the_claim(world: make.World, stay: Stay) -> None:
    departed(stay, world, 2)
    assert clock_of(stay, "benefit_claim").stopped_at == at(2)
