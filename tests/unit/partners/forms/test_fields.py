"""The questions every form may ask: what they accept, what they give, what they say."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from partners.forms.base import PlainForm
from partners.forms.fields import (
    CheckboxesField,
    ChoiceRadios,
    DateBoxesField,
    PhoneField,
    PostcodeField,
    YesNoField,
    phone_as_written,
)


class Questions(PlainForm):
    born = DateBoxesField(label="Date of birth", latest=date(2026, 11, 21), earliest=date(1900, 1, 1))
    carer = YesNoField(label="Is there a carer?")
    tenure = ChoiceRadios(label="Tenure", choices=[("owner", "Owner"), ("council", "Council tenant", "Pays a council")])
    needs = CheckboxesField(label="Needs", choices=[("a", "A"), ("none", "None of these")], exclusive=["none"])
    notes = forms.CharField(label="Notes", max_length=5)


def errors(**data: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in Questions(data).errors.items()}


def born(day: str, month: str, year: str) -> Questions:
    return Questions({"born_day": day, "born_month": month, "born_year": year})


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [("12", "3", "1944"), ("12", "03", "1944"), (" 12 ", "March", "1944"), ("12", "mar", "1944")],
)
def test_date_given_figures_or_a_month_in_words_gives_the_date(day: str, month: str, year: str) -> None:
    form = born(day, month, year)
    form.is_valid()
    assert form.cleaned_data["born"] == date(1944, 3, 12)


@pytest.mark.parametrize("text", ["1944-03-12", "12/03/1944", "12 March 1944", "12.3.1944"])
def test_date_given_in_one_value_gives_the_date(text: str) -> None:
    form = Questions({"born": text})
    form.is_valid()
    assert form.cleaned_data["born"] == date(1944, 3, 12)


@pytest.mark.parametrize(
    ("parts", "message", "box"),
    [
        (("", "3", "1944"), "Date of birth must include a day", "day"),
        (("12", "", "1944"), "Date of birth must include a month", "month"),
        (("12", "", ""), "Date of birth must include a month and a year", "month"),
        (("12", "3", "44"), "Year must include 4 numbers", "year"),
        (("12", "13", "1944"), "Date of birth must be a real date: check the month", "month"),
        (("12", "Smarch", "1944"), "Date of birth must be a real date: check the month", "month"),
        (("32", "3", "1944"), "Date of birth must be a real date: check the day", "day"),
        (("31", "2", "1944"), "Date of birth must be a real date", "day"),
        (("22", "11", "2026"), "Date of birth must be 21 November 2026 or before", "late"),
        (("31", "12", "1899"), "Date of birth must be 1 January 1900 or after", "early"),
    ],
)
def test_date_given_a_fault_names_its_part(parts: tuple[str, str, str], message: str, box: str) -> None:
    error = born(*parts).errors.as_data()["born"][0]
    assert (error.messages, error.code) == ([message], box)


def test_date_given_nothing_asks_for_it_by_name() -> None:
    assert errors()["born"] == ["Enter date of birth"]


def test_date_not_required_and_empty_gives_none() -> None:
    assert DateBoxesField(required=False).clean(("", "", "")) is None


@pytest.mark.parametrize(
    ("typed", "given"), [("yes", True), ("no", False), ("Yes", True), ("true", True), ("N", False)]
)
def test_yes_no_given_an_answer_gives_a_truth(typed: str, given: bool) -> None:
    form = Questions({"carer": typed})
    form.is_valid()
    assert form.cleaned_data["carer"] is given


def test_yes_no_not_required_and_empty_gives_none() -> None:
    assert YesNoField(required=False).clean("") is None


def test_questions_given_nothing_say_which_question_was_left_out() -> None:
    assert errors() == {
        "born": ["Enter date of birth"],
        "carer": ["Answer “Is there a carer?”"],
        "tenure": ["Select tenure"],
        "needs": ["Select needs"],
        "notes": ["Enter notes"],
    }


def test_text_too_long_says_how_long_it_may_be() -> None:
    assert errors(notes="too long")["notes"] == ["Notes must be 5 characters or fewer"]


def test_checkboxes_given_none_of_these_beside_another_refuse_both() -> None:
    assert "on its own" in errors(needs=["a", "none"])["needs"][0]


def test_radios_given_a_hint_keep_it_for_its_choice() -> None:
    assert ChoiceRadios(choices=[("a", "A", "hint")]).widget.hints == {"a": "hint"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("ng181ab", "NG18 1AB"), ("NG18  1AB", "NG18 1AB"), ("zz99 3vz", "ZZ99 3VZ"), ("s1 2hh", "S1 2HH")],
)
def test_postcode_however_typed_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert PostcodeField().clean(typed) == kept


@pytest.mark.parametrize("typed", ["NG18", "12345", "NG18 1AB 2", "hello"])
def test_postcode_that_is_not_one_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="full UK postcode"):
        PostcodeField().clean(typed)


@pytest.mark.parametrize("typed", ["07700 900123", "+44 7700 900123", "(07700) 900-123"])
def test_phone_however_typed_is_kept_in_the_international_form(typed: str) -> None:
    assert PhoneField().clean(typed) == "+447700900123"


@pytest.mark.parametrize("typed", ["123", "not a number", "07700"])
def test_phone_that_cannot_be_one_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="Enter a phone number"):
        PhoneField().clean(typed)


def test_phone_kept_is_shown_as_people_write_it() -> None:
    assert phone_as_written("+447700900123") == "07700 900123"


@pytest.mark.parametrize("year", ["0001", "1849", "2200", "9999"])
def test_date_in_a_year_nobody_means_is_a_fault_of_the_year(year: str) -> None:
    error = born("1", "1", year).errors.as_data()["born"][0]
    assert (error.messages, error.code) == (["Year must be from 1850 to 2199"], "year")
