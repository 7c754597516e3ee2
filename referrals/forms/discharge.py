"""The day somebody left hospital, and where to."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from partners.forms.base import PlainForm
from partners.forms.fields import ChoiceRadios, DateBoxesField
from referrals.catalogue import DESTINATIONS, choices


class DischargeForm(PlainForm):
    """When and where to. With `blocking` work still open, going on has to be confirmed, in words."""

    discharged_on = DateBoxesField(
        label="When did they leave hospital?",
        noun="The date of leaving",
        help_text="For example, 21 11 2026",
        error_messages={"required": "Enter the date the patient left hospital"},
    )
    destination = ChoiceRadios(
        label="Where to?",
        attrs={"small": True},
        choices=choices(DESTINATIONS),
        error_messages={"required": "Select where the patient went"},
    )
    confirmed = forms.BooleanField(
        label="They left although this work is not done",
        error_messages={"required": "Confirm that the patient left although this work is not done"},
    )
    how_managed = forms.CharField(
        label="How is it managed until the work is done?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter how it is managed until the work is done"},
    )
    note = forms.CharField(
        label="Anything else", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, data: Any = None, *, today: date, admitted_on: date | None, blocking: Sequence[str], purpose: str
    ) -> None:
        super().__init__(data)
        date_field = self.fields["discharged_on"]
        date_field.latest, date_field.earliest = today, admitted_on  # type: ignore[attr-defined]
        avoided = purpose == "admission_avoidance"
        if avoided:
            date_field.label = "From what day was help in place?"
            date_field.error_messages["required"] = "Enter the day from which help was in place"
        listed = [each for each in DESTINATIONS if avoided or each.code != "not_admitted"]
        self.fields["destination"].choices = choices(listed)  # type: ignore[attr-defined]
        if not blocking:
            del self.fields["confirmed"], self.fields["how_managed"]

    def whole_note(self) -> str:
        """The words for the timeline: how open work is managed first, then anything else."""
        cleaned = self.cleaned_data
        return " ".join(part for part in (cleaned.get("how_managed", ""), cleaned.get("note", "")) if part)
