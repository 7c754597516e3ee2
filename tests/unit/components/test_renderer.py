"""`{{ form }}` in NHS markup, with errors that lead to the right box."""

from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils.safestring import mark_safe

from discharge.components import render
from discharge.components.errors import errors_of
from discharge.components.gallery import ExampleForm
from discharge.renderer import NhsFormRenderer
from partners.forms.base import PlainForm
from partners.forms.fields import Checkboxes, DateBoxesField, YesNoField


class Elements(HTMLParser):
    """Every element with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, name: str) -> dict[str, str | None]:
        return next(attrs for _, attrs in self.found if attrs.get("name") == name)

    def ids(self) -> list[str | None]:
        return [attrs["id"] for _, attrs in self.found if "id" in attrs]


def shown(form: forms.BaseForm) -> Elements:
    form.renderer = NhsFormRenderer()
    return Elements(str(form.render()))


class Small(PlainForm):
    name = forms.CharField(label="Name", help_text="As on the card", max_length=20)
    born = DateBoxesField(label="Born")
    carer = YesNoField(label="Is there a carer?", reveals={"yes": "who"})
    who = forms.CharField(label="Who", required=False)


def test_form_shows_every_question_once() -> None:
    names = [attrs["name"] for tag, attrs in shown(Small()).found if "name" in attrs]
    assert names == ["name", "born_day", "born_month", "born_year", "carer", "who", "carer"]


def test_form_has_no_id_twice() -> None:
    ids = shown(ExampleForm({})).ids()
    assert len(ids) == len(set(ids))


def test_described_by_names_ids_that_are_on_the_page() -> None:
    elements = shown(ExampleForm({"born_day": "1"}))
    described = [name for _, attrs in elements.found for name in (attrs.get("aria-describedby") or "").split()]
    assert described
    assert set(described) <= set(elements.ids())


def test_every_label_is_for_a_box_on_the_page() -> None:
    elements = shown(ExampleForm())
    labels = [attrs["for"] for tag, attrs in elements.found if tag == "label"]
    assert set(labels) <= set(elements.ids())


@pytest.mark.parametrize(
    "data", [{}, {"born_day": "31", "born_month": "2"}, {"born_day": "1", "born_month": "1", "born_year": "12"}]
)
def test_error_summary_links_to_boxes_that_are_on_the_page(data: dict[str, str]) -> None:
    form = ExampleForm(data)
    targets = {found["href"].removeprefix("#") for found in errors_of(form)}
    assert targets <= set(shown(form).ids())


def test_error_summary_of_a_date_links_to_the_faulty_box() -> None:
    form = Small({"name": "A", "born_day": "1", "born_month": "1", "born_year": "12", "carer": "no"})
    assert errors_of(form) == [{"text": "Year must include 4 numbers", "href": "#id_born-year"}]


def test_error_summary_of_a_form_without_errors_is_empty() -> None:
    assert render("error_summary", form=Small()).strip() == ""


def test_date_with_one_faulty_box_marks_that_box_only() -> None:
    elements = shown(Small({"born_day": "1", "born_month": "1", "born_year": "12"}))
    red = [
        attrs["name"]
        for _, attrs in elements.found
        if "nhsuk-input--error" in (attrs.get("class") or "") and "born" in (attrs["name"] or "")
    ]
    assert red == ["born_year"]


def test_date_given_an_initial_value_fills_the_boxes() -> None:
    elements = shown(Small(initial={"born": date(1944, 3, 12)}))
    assert [elements.named(f"born_{part}").get("value") for part in ("day", "month", "year")] == ["12", "3", "1944"]


def test_typed_text_is_escaped() -> None:
    form = Small({"name": '"><script>alert(1)</script>'})
    form.renderer = NhsFormRenderer()
    assert "<script>" not in str(form.render())


def test_question_that_need_not_be_answered_says_so() -> None:
    class Optional(PlainForm):
        note = forms.CharField(label="Note", required=False)

    form = Optional(renderer=NhsFormRenderer())
    assert "Note (optional)" in str(form)


@pytest.mark.parametrize(
    ("field", "part"),
    [
        (forms.CharField(widget=forms.Textarea), "nhsuk-textarea"),
        (forms.CharField(widget=forms.Textarea, max_length=10), "nhsuk-character-count"),
        (forms.CharField(widget=forms.PasswordInput), "nhsuk-password-input"),
        (forms.ChoiceField(choices=[("a", "A")]), "nhsuk-select"),
        (forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect), "nhsuk-radios__input"),
        (forms.MultipleChoiceField(choices=[("a", "A")], widget=Checkboxes), "nhsuk-checkboxes__input"),
        (forms.BooleanField(), "nhsuk-checkboxes__input"),
        (forms.FileField(), "nhsuk-file-upload"),
        (forms.EmailField(), 'type="email"'),
        (forms.IntegerField(), 'type="number"'),
    ],
)
def test_widget_becomes_the_part_of_the_same_purpose(field: forms.Field, part: str) -> None:
    form = type("OneField", (forms.Form,), {"answer": field})(renderer=NhsFormRenderer())
    assert part in str(form)


def test_password_is_never_sent_back() -> None:
    form = type("OneField", (forms.Form,), {"answer": forms.CharField(widget=forms.PasswordInput)})(
        {"answer": "secret"}
    )
    assert "secret" not in str(shown(form).found)


def test_page_heading_makes_the_label_the_heading() -> None:
    field = forms.CharField(label="What is the postcode?", widget=forms.TextInput(attrs={"page_heading": True}))
    form = type("OneField", (forms.Form,), {"answer": field})(renderer=NhsFormRenderer())
    assert '<h1 class="nhsuk-label-wrapper">' in str(form)


def in_page(source: str, **context: Any) -> str:
    return Template("{% load homeward %}" + source).render(Context(context))


def test_title_of_a_page_with_errors_says_so() -> None:
    assert in_page("{% title_errors %}", form=Small({})) == "Error: "


def test_title_of_a_page_without_a_form_says_nothing() -> None:
    assert in_page("{% title_errors %}") == ""


def test_text_of_a_part_is_escaped_unless_it_was_made_safe() -> None:
    assert "&lt;b&gt;" in in_page("{% nhs 'tag' text=words %}", words="<b>")
    assert "&lt;b&gt;" in in_page("{% nhs 'tag' html=words %}", words="<b>")
    assert "<b>" in in_page("{% nhs 'tag' html=words %}", words=mark_safe("<b>"))


def test_block_puts_its_inside_into_the_part() -> None:
    html = in_page("{% nhsblock 'details' summary='More' %}<p>{{ word }}</p>{% endnhsblock %}", word="<x>")
    assert "<p>&lt;x&gt;</p>" in html


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('{% td "Due" %}Today{% endtd %}', '<span class="nhsuk-table__heading" aria-hidden="true">Due </span>'),
        ('{% th "Patient" %}Ada{% endth %}', '<th class="nhsuk-table__header" role="rowheader" scope="row">'),
    ],
)
def test_cell_of_a_responsive_table_names_its_column(source: str, said: str) -> None:
    assert said in in_page(source)
