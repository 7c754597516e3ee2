"""The table of minimum data: what the rules of the service demand of it, and that nothing of a record is left out.

What pages, the API, files and prints really show is tried cell by cell in `tests/integration/test_fields.py`.
"""

import pytest
from django.apps import apps
from django.db import models

from discharge.api.serializers import CaseLineSerializer, CaseSerializer, PatientSerializer
from partners.minimum_data import (
    CASE_READERS,
    FIELDS,
    READER_LABELS,
    TABLE,
    Reader,
    fields_for,
    may_show,
    may_show_any,
    shown,
)
from partners.models.past import Past

CASE_APPS = ("referrals", "housing", "outcomes")
TEXT_AND_DATES = (models.CharField, models.TextField, models.DateField, models.JSONField, models.DecimalField)
#: Columns of a record that are no field of it, with the reason.
NO_FIELD = {
    **dict.fromkeys(
        (
            "referrals.Clock.kind",
            "referrals.Clock.target_name",
            "referrals.Clock.unit",
            "referrals.Clock.hours",
            "referrals.Clock.next_alert_at",
            "referrals.Clock.half_at",
            "referrals.Clock.most_at",
            "referrals.Clock.acted_at",
            "referrals.Clock.planned_due_at",
            "referrals.Clock.partner_label",
            "referrals.Clock.partner_path",
            "referrals.ReferralEvent.from_status",
            "referrals.ReferralEvent.to_status",
        ),
        "how the program reckons; shown as a deadline or a line of the timeline",
    ),
    **dict.fromkeys(
        ("referrals.CaseFile.sha256", "referrals.CaseFile.storage_name"),
        "where the content lies, and whether it is still the same",
    ),
    **dict.fromkeys(
        ("referrals.Patient.created_at", "referrals.Referral.source", "referrals.Referral.import_key"),
        "how the row came to be",
    ),
    **dict.fromkeys(
        (
            "housing.Occupation.kind",
            "housing.Occupation.reason",
            "housing.Occupation.owner",
            "housing.Occupation.cancelled_at",
        ),
        "of the flat, not of who stays there",
    ),
    **dict.fromkeys(
        (
            *(f"referrals.DataExport.{name}" for name in ("reference", "request_reference", "identity_checked")),
            *(f"referrals.DataExport.{name}" for name in ("state", "requested_at", "started_at", "ready_at")),
            *(
                f"referrals.DataExport.{name}"
                for name in ("fetched_at", "expires_at", "cases", "checks", "attachments")
            ),
            "referrals.ExportFile.kind",
            *(f"referrals.LegalHold.{name}" for name in ("reference", "reason", "placed_at", "lifted_at")),
            *(f"referrals.RetentionItem.{name}" for name in ("reference", "last_contact_on", "state", "why_kept")),
            "referrals.RetentionItem.done_at",
            "referrals.Patient.anonymised_at",
        ),
        "the officer's own papers about a record: on their pages alone, for the organisation they were made for",
    ),
}


def hangs_on_a_person(model: type[models.Model], seen: frozenset[type[models.Model]] = frozenset()) -> bool:
    """Is there a way by foreign keys from this table to a patient or a case?"""
    if model.__name__ in ("Patient", "Referral"):
        return True
    targets = {field.related_model for field in model._meta.concrete_fields if field.remote_field}
    return any(
        isinstance(each, type)
        and each not in seen
        and each._meta.app_label in CASE_APPS
        and hangs_on_a_person(each, seen | {model})
        for each in targets - {model}
    )


def columns_of_records() -> set[str]:
    return {
        f"{model._meta.app_label}.{model.__name__}.{column.name}"
        for model in apps.get_models()
        if model._meta.app_label in CASE_APPS
        and hangs_on_a_person(model)
        and not issubclass(model, Past)  # what a record said before is shown to those who may read what it says now
        for column in model._meta.concrete_fields
        if isinstance(column, TEXT_AND_DATES)
    }


def listed() -> set[str]:
    return {column for field in FIELDS.values() for column in field.columns}


def test_every_column_of_a_record_is_in_the_table_or_excluded_with_a_reason() -> None:
    assert columns_of_records() - listed() - set(NO_FIELD) == set()


def test_every_column_named_in_the_table_exists() -> None:
    for column in listed() | set(NO_FIELD):
        app, model, name = column.split(".")
        assert apps.get_model(app, model)._meta.get_field(name)


def test_table_names_each_field_once() -> None:
    codes = [field.code for group in TABLE for field in group.fields]
    assert len(codes) == len(set(codes))


def test_every_group_gives_its_reason_in_a_sentence() -> None:
    assert [group.title for group in TABLE if not group.why.endswith(".")] == []


def test_every_reader_has_a_column_of_the_printed_table() -> None:
    assert set(READER_LABELS) == set(Reader)


@pytest.mark.parametrize("reader", [Reader.PROVIDER, Reader.ACCOMMODATION])
@pytest.mark.parametrize(
    "field", ["nhs_number", "needs", "what_stands_in_the_way", "messages", "other_partners", "carer_name"]
)
def test_partners_outside_the_case_are_never_shown_clinical_text_numbers_or_others(reader: Reader, field: str) -> None:
    """Design §3: never clinical text, NHS number or other parties' notes."""
    assert not may_show(reader, field)


def test_provider_is_shown_what_a_visit_needs() -> None:
    needed = {"patient_name", "address", "postcode", "access_notes", "safety_notes", "visit_risks", "work_instructions"}
    assert needed <= fields_for(Reader.PROVIDER)


@pytest.mark.parametrize(
    ("reader", "names_nobody"), [(Reader.COMMISSIONER, "figures"), (Reader.ADMINISTRATOR, "reference")]
)
def test_those_who_pay_or_administer_are_shown_nothing_of_a_person(reader: Reader, names_nobody: str) -> None:
    assert fields_for(reader) == {names_nobody}


def test_information_governance_is_shown_references_and_looks_alone() -> None:
    assert fields_for(Reader.IG_OFFICER) == {"reference", "looks"}


def test_lead_alone_is_shown_its_notes() -> None:
    assert [reader for reader in CASE_READERS if may_show(reader, "lead_notes")] == [Reader.LEAD]


def test_shown_leaves_out_what_the_reader_may_not_be_shown() -> None:
    values = {"patient_name": "Ada Smith", "nhs_number": "9990000018"}
    assert shown(Reader.PROVIDER, values) == {"patient_name": "Ada Smith"}


def test_field_that_is_not_in_the_table_fails_loudly() -> None:
    with pytest.raises(KeyError):
        shown(Reader.LEAD, {"shoe_size": "7"})


def test_any_of_several_fields_is_refused_when_all_are() -> None:
    assert not may_show_any(Reader.WARD, ("outcome_note", "home_assessment"))


def test_any_of_several_fields_is_allowed_when_one_is() -> None:
    assert may_show_any(Reader.WARD, ("outcome_note", "messages"))


@pytest.mark.parametrize("serializer", [CaseLineSerializer, CaseSerializer, PatientSerializer])
def test_every_key_of_the_api_has_its_field(serializer: type[CaseLineSerializer]) -> None:
    assert set(serializer.field_of) == set(serializer.Meta.fields)
