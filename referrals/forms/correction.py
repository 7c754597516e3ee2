"""A patient's details as they should be, and why they are corrected."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django import forms

from partners.forms.fields import ChoiceRadios, PhoneField, PostcodeField
from referrals.answers import PatientAnswers
from referrals.catalogue import CORRECTION_REASONS
from referrals.forms.ward_context import WardFormContext
from referrals.forms.ward_pages import WhoForm, with_hints


class CorrectionForm(WhoForm):
    """The ward's first questions once more, the address, and the reason. `opened`: which details it was opened with."""

    no_fixed_abode = forms.BooleanField(label="The patient has no fixed abode", required=False)
    address = forms.CharField(
        label="Home address",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "optional": False, "autocomplete": "off"}),
    )
    postcode = PostcodeField(label="Postcode", required=False, max_length=10)
    phone = PhoneField(label="Patient’s phone number", required=False, max_length=30)
    interpreter = forms.CharField(
        label="Language, if an interpreter is needed",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"width": 20}),
    )
    reason = ChoiceRadios(
        label="Why are the details corrected?",
        choices=with_hints(CORRECTION_REASONS),
        error_messages={"required": "Select why the details are corrected"},
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, held: PatientAnswers, opened: str, today: date, allow_test_numbers: bool
    ) -> None:
        self.held = held
        super().__init__(data, about=WardFormContext(today=today, allow_test_numbers=allow_test_numbers))
        self.initial = {**asdict(held), "opened": opened}

    def clean_interpreter(self) -> str:
        return self.one_line("interpreter")

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if not found.get("no_fixed_abode") and not found.get("address") and "address" not in self.errors:
            self.add_error("address", "Enter the home address, or tick that the patient has no fixed abode")
        return found

    def details(self) -> PatientAnswers:
        """The answers of a valid form."""
        given = {name: self.cleaned_data[name] for name in asdict(self.held)}
        return PatientAnswers(**{**given, "nhs_number": given["nhs_number"] or None})

    def reopen(self, opened: str) -> None:
        """After somebody else's change: keep what was typed; the next save counts from what is held now."""
        self.data = {**{name: self.data[name] for name in self.data}, "opened": opened}
