"""The database refuses nonsense about copies, holds and runs, whoever writes it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from referrals.models import DataExport, ExportFile, LegalHold, Patient, RetentionItem, RetentionRun
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW = make.NOW
DAY = timedelta(days=1)


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def patient() -> Patient:
    return Patient.objects.create(
        family_name="Khan", given_name="Imran", born_on=date(1972, 1, 1), no_nhs_number_reason="not_known",
        no_fixed_abode=True,
    )  # fmt: skip


def export(world: make.World, patient: Patient, **details: Any) -> DataExport:
    complete = {
        "patient": patient, "organisation": world.council, "reference": "HW-22222", "request_reference": "SAR 7",
        "identity_checked": "known", "requested_by": world.ig_officer, "requested_at": NOW,
    }  # fmt: skip
    return DataExport.objects.create(**{**complete, **details})


def hold(world: make.World, patient: Patient, **details: Any) -> LegalHold:
    complete = {
        "patient": patient, "organisation": world.council, "reference": "HW-22222", "reason": "Claim",
        "placed_by": world.ig_officer, "placed_at": NOW,
    }  # fmt: skip
    return LegalHold.objects.create(**{**complete, **details})


def run(world: make.World, **details: Any) -> RetentionRun:
    complete = {"organisation": world.council, "made_at": NOW, "approved_at": NOW, "approved_by": world.ig_officer}
    return RetentionRun.objects.create(**{**complete, **details})


def refused(name: str, change: Any) -> None:
    """`change` must be refused by the constraint of this name."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        change()


@pytest.mark.parametrize(
    ("name", "details"),
    [
        ("export_says_who_asked", {"request_reference": ""}),
        ("export_says_who_asked", {"identity_checked": ""}),
        ("export_ready_has_times", {"state": "ready"}),
        ("export_ready_has_times", {"state": "expired", "ready_at": NOW}),
    ],
)
def test_export_impossible_details_are_refused(
    world: make.World, patient: Patient, name: str, details: dict[str, Any]
) -> None:
    refused(name, lambda: export(world, patient, **details))


def test_export_second_being_made_for_one_organisation_is_refused(world: make.World, patient: Patient) -> None:
    export(world, patient)
    export(world, patient, organisation=world.trust)
    refused("export_one_being_made", lambda: export(world, patient, state="making"))


def test_export_file_of_one_kind_twice_is_refused(world: make.World, patient: Patient) -> None:
    made = export(world, patient)
    ExportFile.objects.create(export=made, kind="json", content=b"{}", size=2)
    refused("export_file_once", lambda: ExportFile.objects.create(export=made, kind="json", content=b"{}", size=2))


@pytest.mark.parametrize(
    ("name", "details"),
    [
        ("hold_has_reason", {"reason": ""}),
        ("hold_lifted_at_and_by", {"lifted_at": NOW}),
        ("hold_lifted_at_and_by", {"lifted_at": NOW - DAY, "by": True}),
        ("hold_lifted_at_and_by", {"by": True}),
    ],
)
def test_hold_impossible_details_are_refused(
    world: make.World, patient: Patient, name: str, details: dict[str, Any]
) -> None:
    lifted_by = {"lifted_by": world.ig_officer} if details.pop("by", False) else {}
    refused(name, lambda: hold(world, patient, **details, **lifted_by))


def test_hold_second_of_one_organisation_is_refused(world: make.World, patient: Patient) -> None:
    hold(world, patient, lifted_at=NOW, lifted_by=world.ig_officer)
    hold(world, patient)
    hold(world, patient, organisation=world.trust)
    refused("hold_one_of_organisation", lambda: hold(world, patient))


@pytest.mark.parametrize(
    ("name", "details"),
    [
        ("retention_run_approved_at_and_by", {"approved_by": None}),
        ("retention_run_approved_at_and_by", {"approved_at": None}),
        ("retention_run_approved_at_and_by", {"organisation": None}),
        ("retention_run_approved_after_made", {"approved_at": NOW - DAY}),
        ("retention_run_finished_after_approval", {"finished_at": NOW - DAY}),
        ("retention_run_finished_after_approval", {"finished_at": NOW, "approved_at": None, "approved_by": None}),
    ],
)
def test_run_impossible_details_are_refused(world: make.World, name: str, details: dict[str, Any]) -> None:
    refused(name, lambda: run(world, **details))


def test_run_second_proposed_to_one_organisation_is_refused(world: make.World) -> None:
    proposed = {"approved_at": None, "approved_by": None}
    run(world, **proposed)
    refused("retention_run_one_proposed", lambda: run(world, **proposed))


def test_run_of_the_operator_needs_nobody(world: make.World) -> None:
    assert run(world, organisation=None, approved_by=None).pk


@pytest.mark.parametrize(
    "details",
    [
        {"state": "done"},
        {"state": "skipped", "done_at": NOW},
        {"done_at": NOW},
        {"state": "planned", "why_kept": "hold"},
    ],
)
def test_item_state_without_its_fields_is_refused(world: make.World, patient: Patient, details: dict[str, Any]) -> None:
    of = {"run": run(world), "patient": patient, "reference": "HW-22222", "last_contact_on": date(2016, 3, 1)}
    refused("retention_item_state_has_fields", lambda: RetentionItem.objects.create(**of, **details))


def test_item_of_one_person_twice_in_a_run_is_refused(world: make.World, patient: Patient) -> None:
    of = {"run": run(world), "patient": patient, "reference": "HW-22222", "last_contact_on": date(2016, 3, 1)}
    RetentionItem.objects.create(**of)
    refused("retention_item_once", lambda: RetentionItem.objects.create(**of))
