"""Nothing with a way to a person may be forgotten: not by the copy, not by the end of keeping."""

import pytest
from django.db import models

from discharge.rights import columns as plan
from discharge.rights.contents import _ENTRIES, EXCLUDED, included
from discharge.rights.graph import Table, columns, is_past, tables
from referrals.models import Carer, ClockPause, Patient

BY_LABEL = {table.label: table for table in tables()}


def test_every_column_that_can_hold_words_is_decided() -> None:
    assert plan.unlisted() == []


def test_plan_names_only_columns_that_are_there() -> None:
    """Of tables that are there; a table may come and go with its app."""
    wrong = [
        f"{label}.{name}"
        for label, listed in plan.PLAN.items()
        if label in BY_LABEL
        for name in listed
        if name not in {column.name for column in columns(BY_LABEL[label].model)}
    ]
    assert wrong == []


def test_column_without_a_line_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    left = {name: does for name, does in plan.PLAN["referrals.Carer"].items() if name != "name"}
    monkeypatch.setitem(plan.PLAN, "referrals.Carer", left)  # type: ignore[arg-type]
    assert plan.unlisted() == ["referrals.Carer.name"]
    with pytest.raises(plan.UnlistedColumn, match=r"referrals.Carer: name"):
        plan.plan_of(BY_LABEL["referrals.Carer"])


@pytest.mark.parametrize(
    ("field", "holds"),
    [
        (models.TextField(), True),
        (models.CharField(max_length=5), True),
        (models.JSONField(), True),
        (models.BinaryField(), True),
        (models.EmailField(), True),
        (models.CharField(max_length=5, choices=[("a", "A")]), False),
        (models.DateField(), False),
        (models.DecimalField(max_digits=5, decimal_places=2), False),
    ],
)
def test_column_that_can_hold_words_is_text_without_a_list(field: models.Field, holds: bool) -> None:  # type: ignore[type-arg]
    assert plan.can_hold_words(field) is holds


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.label)
def test_table_with_a_way_to_a_person_is_in_the_copy_or_left_out_with_a_reason(table: Table) -> None:
    assert (table in included()) is not bool(EXCLUDED.get(table.label))


@pytest.mark.parametrize("table", [each for each in tables() if not is_past(each)], ids=lambda table: table.label)
def test_table_with_a_way_to_a_person_is_told_of_by_its_app(table: Table) -> None:
    assert table.label in _ENTRIES or table.label in EXCLUDED


def test_way_over_another_table_is_found() -> None:
    assert BY_LABEL["referrals.ClockPause"] == Table(ClockPause, to_case="clock__referral_id")


def test_way_to_the_person_alone_is_found() -> None:
    assert BY_LABEL["referrals.Patient"] == Table(Patient, to_person="pk")
    assert BY_LABEL["referrals.LegalHold"].to_person == "patient_id"


def test_way_without_a_foreign_key_is_found() -> None:
    assert BY_LABEL["partners.ReadLog"].to_case == "referral_id"


def test_table_of_staff_has_no_way() -> None:
    assert not {"partners.User", "partners.Organisation", "housing.Unit"} & set(BY_LABEL)


def test_carer_is_reached_by_the_case() -> None:
    assert BY_LABEL["referrals.Carer"] == Table(Carer, to_case="referral_id")
