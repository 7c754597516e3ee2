"""Reading answers back."""

from datetime import UTC, date, datetime

import pytest

from referrals.forms.ward_context import WardChoice, WardFormContext
from referrals.forms.ward_form import PAGES, answers_from, forms_from, unfinished
from referrals.forms.ward_summary import summaries
from referrals.import_columns import BY_FIELD
from tests.integration.referrals.typed import pages


@pytest.fixture
def about() -> WardFormContext:
    return WardFormContext(
        today=date(2026, 11, 23),
        wards=(WardChoice(7, "Ward 14", "King’s Mill"),),
        schemes=((3, "Mansfield ASSIST"),),
        default_ward_id=7,
        default_scheme_id=3,
        promises={"urgent": datetime(2026, 11, 26, 17, tzinfo=UTC)},
        allow_test_numbers=True,
    )


def test_summaries_complete_answers_leave_no_cell_empty(about: WardFormContext) -> None:
    read = summaries(forms_from(pages(), about))
    assert all(value for lines in read.values() for _, value in lines)


def test_summaries_unfinished_page_reads_nothing_back(about: WardFormContext) -> None:
    assert summaries(forms_from({"who": {"family_name": "Okafor"}}, about))["who"] == []


def test_summaries_show_number_age_and_promise_in_words(about: WardFormContext) -> None:
    read = summaries(forms_from(pages(), about))
    assert ("Date of birth", "12 March 1944 (82)") in read["who"]
    assert ("Answer due", "By 5pm on Thursday 26 November, if you send it now") in read["urgency"]


def test_answers_from_complete_pages_hold_codes_and_dates(about: WardFormContext) -> None:
    answers = answers_from(forms_from(pages(), about))
    assert (answers.ward_id, answers.pathway, answers.ready_on) == (7, 1, date(2026, 11, 20))
    assert answers.needs == ("bathroom", "key_safe")
    assert answers.carer is not None


def test_answers_from_no_risks_known_hold_none(about: WardFormContext) -> None:
    assert answers_from(forms_from(pages(home={"risks": ["none_known"]}), about)).risks == ()


def test_999_number_outside_tests_is_refused(about: WardFormContext) -> None:
    from dataclasses import replace

    forms = forms_from(pages(), replace(about, allow_test_numbers=False))
    assert "for testing" in str(forms["who"].errors["nhs_number"])


def test_unfinished_nothing_saved_names_every_page(about: WardFormContext) -> None:
    assert unfinished(forms_from({}, about)) == list(PAGES)


def test_spreadsheet_has_a_column_for_every_question() -> None:
    questions = {(page.code, name) for page in PAGES for name in page.form.base_fields}
    # Readiness is one column: a date, or empty for not yet.
    assert questions - {("where", "ready")} == set(BY_FIELD)
