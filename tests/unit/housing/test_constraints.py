"""Every constraint of this app's tables refuses the nonsense it is there for."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from housing.council import CONSENTS
from housing.models import (
    Building,
    CouncilApplication,
    CouncilStage,
    Intervention,
    InterventionKind,
    Occupation,
    Rehousing,
    Stay,
    StayReview,
    Unit,
)
from referrals.models import Referral
from tests import factories as make

D = date


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "accepted")


def refused(name: str, make_row: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make_row()


def work(case: Referral, **changes: Any) -> Intervention:
    values: dict[str, Any] = {
        "referral": case,
        "kind": InterventionKind.objects.get(code="key_safe"),
        "funding_source": "scheme",
        "planned_at": make.NOW,
        "planned_by": case.assignee,
    }
    return Intervention.objects.create(**{**values, **changes})


ASKED = {"status": "commissioned", "commissioned_at": make.NOW}


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("intervention_commissioned_has_time", {"status": "commissioned", "provider": True}),
        ("intervention_commissioned_from_somebody", ASKED),
        ("intervention_finished_at_and_by", {"status": "cancelled"}),
        ("intervention_finished_at_and_by", {"finished_at": make.NOW}),
        ("intervention_not_done_has_reason", {**ASKED, "status": "not_done", "provider": True, "finished": True}),
        (
            "intervention_times_in_order",
            {**ASKED, "status": "done", "provider": True, "finished": True, "commissioned_at": make.NOW + timedelta(1)},
        ),
        ("intervention_estimate_not_negative", {"estimated_cost": Decimal(-1)}),
        ("intervention_cost_not_negative", {"actual_cost": Decimal(-1)}),
    ],
)
def test_intervention_nonsense_is_refused(
    world: make.World, case: Referral, name: str, changes: dict[str, Any]
) -> None:
    changes = dict(changes)
    if changes.pop("provider", False):
        changes["provider"] = world.provider
    if changes.pop("finished", False):
        changes |= {"finished_at": make.NOW, "finished_by": world.coordinator}
    refused(name, lambda: work(case, **changes))


def stay(case: Referral, unit: Unit, **changes: Any) -> Stay:
    values: dict[str, Any] = {
        "referral": case,
        "unit": unit,
        "from_on": D(2026, 12, 1),
        "until_on": D(2026, 12, 8),
        "booked_by": case.assignee,
        "booked_at": make.NOW,
    }
    return Stay.objects.create(**{**values, **changes})


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("stay_dates_in_order", {"until_on": D(2026, 12, 1)}),
        ("stay_arrived_has_date", {"status": "arrived"}),
        ("stay_departed_has_date", {"status": "departed", "arrived_on": D(2026, 12, 1)}),
        ("stay_departed_has_date", {"departed_on": D(2026, 12, 1)}),
        (
            "stay_departed_after_arrival",
            {"status": "departed", "arrived_on": D(2026, 12, 2), "departed_on": D(2026, 12, 1)},
        ),
        ("stay_cancelled_has_reason", {"status": "cancelled"}),
        ("stay_claim_sent_or_not_needed", {"claim_sent_on": D(2026, 12, 1), "no_claim_reason": "no_rent"}),
    ],
)
def test_stay_nonsense_is_refused(case: Referral, unit: Unit, name: str, changes: dict[str, Any]) -> None:
    refused(name, lambda: stay(case, unit, **changes))


def test_stay_second_current_one_of_a_case_is_refused(case: Referral, unit: Unit) -> None:
    stay(case, unit)
    refused("stay_one_current", lambda: stay(case, unit, from_on=D(2027, 1, 1), until_on=D(2027, 1, 2)))


def test_stay_review_without_a_decision_is_refused(world: make.World, case: Referral, unit: Unit) -> None:
    refused(
        "stay_review_has_decision",
        lambda: StayReview.objects.create(
            stay=stay(case, unit), held_on=D(2026, 12, 1), recorded_by=world.coordinator, recorded_at=make.NOW
        ),
    )


def occupation(unit: Unit, **changes: Any) -> Occupation:
    values: dict[str, Any] = {
        "unit": unit,
        "kind": "void",
        "during": (D(2026, 12, 1), D(2026, 12, 8)),
        "reason": "repair",
        "owner": "Landlord",
    }
    return Occupation.objects.create(**{**values, **changes})


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("occupation_not_empty", {"during": (D(2026, 12, 1), D(2026, 12, 1))}),
        ("occupation_stay_or_void", {"kind": "stay"}),
        ("occupation_void_has_reason_and_owner", {"owner": ""}),
        ("occupation_void_has_reason_and_owner", {"reason": ""}),
    ],
)
def test_occupation_nonsense_is_refused(unit: Unit, name: str, changes: dict[str, Any]) -> None:
    refused(name, lambda: occupation(unit, **changes))


def test_occupation_void_with_a_stay_is_refused(case: Referral, unit: Unit) -> None:
    refused("occupation_stay_or_void", lambda: occupation(unit, stay=stay(case, unit)))


def test_occupation_overlapping_another_is_refused(unit: Unit) -> None:
    occupation(unit)
    refused("occupation_no_overlap", lambda: occupation(unit, during=(D(2026, 12, 7), None)))


def test_occupation_that_begins_as_another_ends_is_possible(unit: Unit) -> None:
    occupation(unit)
    assert occupation(unit, during=(D(2026, 12, 8), D(2026, 12, 9))).pk


def test_occupation_over_a_cancelled_one_is_possible(unit: Unit) -> None:
    occupation(unit, cancelled_at=make.NOW)
    assert occupation(unit).pk


def rehousing(case: Referral, **changes: Any) -> Rehousing:
    values: dict[str, Any] = {
        "referral": case,
        "landlord": "Council",
        "route": "register",
        "applied_on": D(2026, 11, 10),
        "started_by": case.assignee,
    }
    return Rehousing.objects.create(**{**values, **changes})


EARLY = D(2026, 11, 9)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("rehousing_registered_after_applied", {"registered_on": EARLY}),
        ("rehousing_offered_after_applied", {"offered_on": EARLY}),
        ("rehousing_viewed_after_offered", {"offered_on": D(2026, 11, 12), "viewed_on": D(2026, 11, 11)}),
        ("rehousing_tenancy_after_applied", {"tenancy_on": EARLY, "new_address": "1 Lane"}),
        ("rehousing_tenancy_has_address", {"tenancy_on": D(2026, 11, 12)}),
        ("rehousing_ended_has_reason", {"ended_on": D(2026, 11, 12)}),
        (
            "rehousing_signed_or_ended",
            {
                "ended_on": D(2026, 11, 12),
                "ended_reason": "No",
                "tenancy_on": D(2026, 11, 12),
                "new_address": "1 Lane",
            },
        ),
    ],
)
def test_rehousing_nonsense_is_refused(case: Referral, name: str, changes: dict[str, Any]) -> None:
    refused(name, lambda: rehousing(case, **changes))


def test_rehousing_second_open_search_of_a_case_is_refused(case: Referral) -> None:
    rehousing(case)
    refused("rehousing_one_current", lambda: rehousing(case))


def application(case: Referral, **changes: Any) -> CouncilApplication:
    values: dict[str, Any] = {
        "referral": case,
        "kind": "duty_to_refer",
        "council": "Mansfield",
        "stage": "sent",
        "stage_on": D(2026, 11, 10),
        "started_by": case.assignee,
        "started_at": make.NOW,
        **{each.code: True for each in CONSENTS},
    }
    return CouncilApplication.objects.create(**{**values, **changes})


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("council_stage_of_its_kind", {"stage": "visited"}),
        ("council_stage_of_its_kind", {"kind": "facilities_grant"}),
        ("council_duty_has_consents", {"agreed_referral": False}),
        ("council_duty_has_consents", {"agreed_council": False}),
        ("council_duty_has_consents", {"agreed_contact": False}),
        ("council_is_named", {"council": ""}),
    ],
)
def test_application_nonsense_is_refused(case: Referral, name: str, changes: dict[str, Any]) -> None:
    refused(name, lambda: application(case, **changes))


def test_application_that_is_over_with_a_clock_is_refused(case: Referral) -> None:
    refused("council_over_has_no_clock", lambda: application(case, stage="ended", clock=case.clocks.all()[0]))


def test_application_second_open_one_of_a_kind_is_refused(case: Referral) -> None:
    application(case)
    refused("council_one_open_of_a_kind", lambda: application(case))


def test_application_of_another_kind_beside_it_is_possible(case: Referral) -> None:
    application(case)
    assert application(case, kind="facilities_grant", stage="asked").pk


def test_application_after_one_that_is_over_is_possible(case: Referral) -> None:
    application(case, stage="not_accepted")
    assert application(case).pk


def stage_of(told: CouncilApplication, **changes: Any) -> CouncilStage:
    values: dict[str, Any] = {
        "application": told,
        "stage": "sent",
        "on": D(2026, 11, 10),
        "by": told.started_by,
        "at": make.NOW,
    }
    return CouncilStage.objects.create(**{**values, **changes})


@pytest.mark.parametrize("changes", [{"stage": "withdrawn"}, {"reason": "mistake"}])
def test_council_stage_without_its_reason_or_with_a_needless_one_is_refused(
    case: Referral, changes: dict[str, Any]
) -> None:
    told = application(case)
    refused("council_stage_reason_where_needed", lambda: stage_of(told, **changes))


def test_council_stage_entered_twice_is_refused(case: Referral) -> None:
    told = application(case)
    stage_of(told)
    refused("council_stage_once", lambda: stage_of(told))


def test_building_of_the_same_name_is_refused(world: make.World, building: Building) -> None:
    refused(
        "building_name_once",
        lambda: Building.objects.create(
            organisation=world.landlord, scheme=world.scheme, name=building.name, address="x", postcode="x"
        ),
    )


def test_unit_of_the_same_name_is_refused(unit: Unit) -> None:
    refused("unit_name_once", lambda: Unit.objects.create(building=unit.building, name=unit.name))


def test_intervention_kind_of_the_same_code_is_refused(key_safe: InterventionKind) -> None:
    refused("code", lambda: InterventionKind.objects.create(code=key_safe.code, label="x", group="x"))


def test_constraints_of_this_app_are_all_named_in_this_file() -> None:
    """A constraint that nobody proved is a hope."""
    source = Path(__file__).read_text(encoding="utf-8")
    tables: list[type[models.Model]] = [
        Building,
        CouncilApplication,
        CouncilStage,
        Intervention,
        Occupation,
        Rehousing,
        Stay,
        StayReview,
        Unit,
    ]
    names = [constraint.name for table in tables for constraint in table._meta.constraints]
    assert [name for name in names if name not in source] == []
