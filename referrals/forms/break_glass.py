"""What somebody must say to open a case in an emergency, and what its reviewer says."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from partners.forms.base import PlainForm
from partners.forms.fields import ChoiceRadios, DateBoxesField, NhsNumberInput
from referrals import nhs_number
from referrals.actions.break_glass import SHORTEST_REASON
from referrals.models import BreakGlass


class EmergencyForm(PlainForm):
    """Which case, by one of two exact ways, and why. Nothing here says whether a case is there."""

    know = ChoiceRadios(
        label="What do you know?",
        choices=[("reference", "The reference of the case"), ("person", "The NHS number and date of birth")],
        reveals={"reference": ["reference"], "person": ["nhs_number", "born_on"]},
        error_messages={"required": "Select what you know"},
    )
    reference = forms.CharField(
        label="Reference",
        required=False,
        max_length=12,
        help_text="For example, HW-7K3MD",
        widget=forms.TextInput(attrs={"width": 10, "autocomplete": "off", "spellcheck": "false", "optional": False}),
    )
    nhs_number = forms.CharField(
        label="NHS number",
        required=False,
        max_length=40,
        help_text="10 digits, like 999 123 4567",
        widget=NhsNumberInput(attrs={"optional": False}),
    )
    born_on = DateBoxesField(label="Date of birth", noun="The date of birth", required=False, attrs={"optional": False})
    reason = forms.CharField(
        label="Why do you need to see this record now?",
        min_length=SHORTEST_REASON,
        max_length=1000,
        help_text="Say what is happening and who asked. The organisation that leads the case reads it.",
        error_messages={
            "required": "Enter why you need to see this record now",
            "min_length": f"Enter a reason of at least {SHORTEST_REASON} characters",
        },
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    understood = forms.BooleanField(
        label="I need this record to look after the patient, and I know that my reason and every page I open will be "
        "reviewed",
        error_messages={"required": "Confirm that you know this will be reviewed"},
    )

    def clean_reference(self) -> str:
        """HW-7K3MD however it was typed."""
        bare = self.cleaned_data["reference"].replace(" ", "").upper()
        return bare if not bare or bare.startswith("HW-") else f"HW-{bare.removeprefix('HW')}"

    def clean_nhs_number(self) -> str:
        """The ten digits, or nothing."""
        typed = self.cleaned_data["nhs_number"]
        if not nhs_number.clean(typed):
            return ""
        try:
            return nhs_number.check(typed, allow_test_range=settings.ALLOW_TEST_NHS_NUMBERS)
        except nhs_number.NhsNumberProblem as problem:
            raise ValidationError(problem.message, code=problem.code) from None

    def clean(self) -> dict[str, Any]:
        """The answers of the way that was chosen, and those alone."""
        found = self.cleaned_data
        if found.get("know") == "reference":
            found["nhs_number"], found["born_on"] = "", None
            for name in ("nhs_number", "born_on"):
                self.errors.pop(name, None)
            if not found.get("reference") and "reference" not in self.errors:
                self.add_error("reference", "Enter the reference")
        elif found.get("know") == "person":
            found["reference"] = ""
            self.errors.pop("reference", None)
            if not found.get("nhs_number") and "nhs_number" not in self.errors:
                self.add_error("nhs_number", "Enter the NHS number")
            if not found.get("born_on") and "born_on" not in self.errors:
                self.add_error("born_on", "Enter the date of birth")
        return found

    def asked(self) -> dict[str, Any]:
        """The answers as `actions.break_glass` takes them."""
        return {name: self.cleaned_data[name] for name in ("reference", "nhs_number", "born_on", "reason")}


class ReviewForm(PlainForm):
    """Was it right to open the case?"""

    outcome = ChoiceRadios(
        label="Was it right to open this case?",
        choices=[
            (BreakGlass.Outcome.JUSTIFIED.value, "Justified"),
            (BreakGlass.Outcome.NOT_JUSTIFIED.value, "Not justified", "Say below why, and what was done about it"),
        ],
        error_messages={"required": "Select whether it was right to open this case"},
    )
    note = forms.CharField(label="Note", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def clean(self) -> dict[str, Any]:
        """An opening that was not right needs words."""
        found = self.cleaned_data
        if found.get("outcome") == BreakGlass.Outcome.NOT_JUSTIFIED and not found.get("note"):
            self.add_error("note", "Enter why it was not justified and what was done about it")
        return found
