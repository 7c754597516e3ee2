"""Questions that several forms of this app ask."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from partners.forms.fields import DateBoxesField
from referrals.lists import Entry


def with_hints(entries: Iterable[Entry]) -> list[tuple[str, str, str]]:
    """A list for radios: code, label, hint."""
    return [(entry.code, entry.label, entry.hint) for entry in entries]


def as_options(entries: Iterable[Entry], first: str) -> list[tuple[str, str]]:
    """A list for a select box, with words for "nothing chosen" on top."""
    return [("", first), *((entry.code, entry.label) for entry in entries)]


def pounds(label: str, **kwargs: Any) -> forms.DecimalField:
    """An amount of money: not negative, at most two places."""
    attrs = {"prefix": "£", "width": 5, "inputmode": "decimal", "spellcheck": "false"}
    return forms.DecimalField(
        label=label,
        min_value=Decimal(0),
        max_digits=9,
        decimal_places=2,
        required=False,
        widget=forms.TextInput(attrs=attrs),
        error_messages={
            "invalid": "Cost must be an amount in pounds, like 85 or 85.50",
            "min_value": "Cost must be £0 or more",
            "max_decimal_places": "Cost must have at most 2 figures after the point, like 85.50",
            "max_digits": "Cost must be less than £10 million",
            "max_whole_digits": "Cost must be less than £10 million",
        },
        **kwargs,
    )


def past_day(label: str, noun: str, required: str, **kwargs: Any) -> DateBoxesField:
    """A day up to today; the form sets `latest` from the day it is given."""
    return DateBoxesField(label=label, noun=noun, error_messages={"required": required}, **kwargs)


def limit_to_today(form: forms.Form, today: date, *names: str) -> None:
    """Let these days of the form be today at the latest, and start there."""
    for name in names:
        form.fields[name].latest = today  # type: ignore[attr-defined]
