"""Closing a case with what came of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError

from housing.models import Building, Stay, Unit
from outcomes.actions.close import close_with_outcome
from outcomes.actions.prices import publish_missing_prices
from outcomes.errors import NotAllowed, UnableToActNow, UnableToClose
from outcomes.models import Outcome, UnitCost
from outcomes.prices import HOSPITAL_BED, PUBLISHED
from partners.models import AuditEvent
from referrals.models import Clock, Referral
from tests import factories as make
from tests.unit.outcomes.breaking import refused_inserts

pytestmark = pytest.mark.django_db

LATER = make.NOW + timedelta(days=3)
CLAIM = {
    "would_have_left_on": date(2026, 12, 10),
    "counterfactual": "estimate",
    "evidence": "The occupational therapist expected three weeks for the stairlift.",
}


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "discharged")


def close(case: Referral, world: make.World, **changes: object) -> Referral:
    details = {"outcome": "settled_home", "note": "", "by": world.coordinator, "at": LATER, **changes}
    return close_with_outcome(referral=case, **details)  # type: ignore[arg-type]


def test_close_ends_the_case(case: Referral, world: make.World) -> None:
    closed = close(case, world)
    assert (closed.status, closed.ended_at) == ("closed", LATER)


def test_close_writes_the_outcome_with_its_grounds(case: Referral, world: make.World) -> None:
    close(case, world, **CLAIM)
    outcome = Outcome.objects.get(referral=case)
    assert (outcome.code, outcome.would_have_left_on, outcome.counterfactual) == (
        "settled_home",
        date(2026, 12, 10),
        "estimate",
    )


def test_close_tells_the_timeline_the_outcome_without_the_note(case: Referral, world: make.World) -> None:
    close(case, world, note="Stairlift fitted")
    assert case.events.get(event="close").note == "Settled in their own home"


def test_close_stops_every_clock(case: Referral, world: make.World) -> None:
    close(case, world)
    assert not Clock.objects.filter(referral=case, stopped_at__isnull=True).exists()


def test_close_audits_outcome_by_code(case: Referral, world: make.World) -> None:
    close(case, world, **CLAIM)
    row = AuditEvent.objects.get(action="record_outcome", referral_id=case.pk)
    assert row.detail == {"outcome": "settled_home", "counterfactual": "estimate"}


def test_close_twice_by_same_person_is_quiet(case: Referral, world: make.World) -> None:
    close(case, world)
    close(case, world)
    assert case.events.filter(event="close").count() == 1


def test_close_after_a_colleague_did_names_the_colleague(case: Referral, world: make.World) -> None:
    close(case, world)
    with pytest.raises(UnableToActNow, match=world.coordinator.name):
        close(case, world, by=world.team_lead)


def test_close_accepted_case_without_discharge_is_done(world: make.World) -> None:
    assert close(make.referral(world, "accepted"), world, outcome="disengaged").status == "closed"


def test_close_claiming_days_before_discharge_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToClose, match="once the day the patient left"):
        close(make.referral(world, "accepted"), world, **CLAIM)


def test_close_estimate_without_evidence_is_refused(case: Referral, world: make.World) -> None:
    with pytest.raises(UnableToClose, match="evidence"):
        close(case, world, **{**CLAIM, "evidence": ""})


def test_close_claim_without_grounds_is_refused(case: Referral, world: make.World) -> None:
    with pytest.raises(UnableToClose, match="how you know"):
        close(case, world, **{**CLAIM, "counterfactual": ""})


def test_close_grounds_without_date_are_refused(case: Referral, world: make.World) -> None:
    with pytest.raises(UnableToClose, match="Enter the date"):
        close(case, world, **{**CLAIM, "would_have_left_on": None})


def test_close_unknown_outcome_is_refused(case: Referral, world: make.World) -> None:
    with pytest.raises(UnableToClose, match="Select what came of it"):
        close(case, world, outcome="nonsense")


def test_close_with_flat_still_booked_is_refused(case: Referral, world: make.World) -> None:
    building = Building.objects.create(
        organisation=world.landlord, scheme=world.scheme, name="Court", address="1 Road", postcode="NG18 1AA"
    )
    Stay.objects.create(
        referral=case,
        unit=Unit.objects.create(building=building, name="Flat 1"),
        from_on=make.NOW.date(),
        until_on=LATER.date(),
        booked_by=world.coordinator,
        booked_at=make.NOW,
    )
    with pytest.raises(UnableToClose, match="temporary flat"):
        close(case, world)


def test_close_that_fails_late_leaves_nothing(case: Referral, world: make.World) -> None:
    before = (case.events.count(), AuditEvent.objects.count())
    with refused_inserts("referrals_referralevent"), pytest.raises(IntegrityError):
        close(case, world)
    after = Referral.objects.get(pk=case.pk)
    assert (after.status, Outcome.objects.count(), after.follow_ups.filter(cancelled_at__isnull=False).count()) == (
        "discharged",
        0,
        0,
    )
    assert (case.events.count(), AuditEvent.objects.count()) == before


@pytest.mark.parametrize(
    "name",
    ["sister", "discharge_team", "provider_worker", "flat_manager", "commissioner", "ig_officer", "administrator"],
)
def test_close_by_other_roles_is_refused(case: Referral, world: make.World, name: str) -> None:
    with pytest.raises(NotAllowed):
        close(case, world, by=world.people[name])


def test_close_by_team_lead_is_done(case: Referral, world: make.World) -> None:
    assert close(case, world, by=world.team_lead).status == "closed"


@pytest.mark.parametrize(
    "broken",
    [
        {"would_have_left_on": date(2026, 12, 10)},
        {"counterfactual": "fixed"},
        {"would_have_left_on": date(2026, 12, 10), "counterfactual": "estimate"},
    ],
    ids=["date without kind", "kind without date", "estimate without evidence"],
)
def test_outcome_without_its_grounds_is_refused_by_the_database(
    case: Referral, world: make.World, broken: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError):
        Outcome.objects.create(
            referral=case, code="settled_home", recorded_by=world.coordinator, recorded_at=LATER, **broken
        )


def test_second_outcome_of_a_case_is_refused_by_the_database(case: Referral, world: make.World) -> None:
    close(case, world)
    with pytest.raises(IntegrityError):
        Outcome.objects.create(referral=case, code="died", recorded_by=world.coordinator, recorded_at=LATER)


def test_prices_are_there_after_migration() -> None:
    assert set(UnitCost.objects.values_list("setting", "valid_from")) == {(p.setting, p.valid_from) for p in PUBLISHED}


def test_prices_published_again_stay_as_they_are() -> None:
    UnitCost.objects.filter(setting=HOSPITAL_BED).update(pounds=Decimal(1))
    publish_missing_prices()
    assert set(UnitCost.objects.filter(setting=HOSPITAL_BED).values_list("pounds", flat=True)) == {Decimal(1)}


@pytest.mark.parametrize(
    "broken",
    [
        {"setting": HOSPITAL_BED, "valid_from": date(2025, 9, 1)},
        {"pounds": 0},
        {"valid_to": date(2025, 12, 31)},
    ],
    ids=["second price of a setting and day", "nothing", "ends before it starts"],
)
def test_price_that_contradicts_itself_is_refused_by_the_database(broken: dict[str, object]) -> None:
    row = {"setting": "Bed", "pounds": 5, "price_year": "2026/27", "source": "x", "valid_from": date(2026, 1, 1)}
    with pytest.raises(IntegrityError):
        UnitCost.objects.create(**{**row, **broken})
