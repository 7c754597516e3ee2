"""What came of a case, and how many bed days it saved on which grounds."""

from datetime import date
from typing import Any

from django import forms

from outcomes.models import Outcome
from partners.forms.base import PlainForm
from partners.forms.fields import ChoiceRadios, DateBoxesField
from referrals.catalogue import OUTCOMES

GROUNDS = [
    (Outcome.Counterfactual.ESTIMATE.value, "My estimate", "Say below what it rests on"),
    (
        Outcome.Counterfactual.BASELINE.value,
        "Local baseline",
        "What patients with the same obstacle waited before the service",
    ),
    (Outcome.Counterfactual.FIXED.value, "Fixed standard", "A number of days agreed with the commissioner"),
    (
        Outcome.Counterfactual.WAITING_LIST.value,
        "Waiting-list comparator",
        "What people in the same position wait without the service",
    ),
]


class CloseForm(PlainForm):
    """The outcome; then, once the patient has left hospital, whether bed days are claimed."""

    outcome = ChoiceRadios(
        label="What came of it?",
        choices=[(each.code, each.label) for each in OUTCOMES],
        attrs={"label_size": "m"},
        error_messages={"required": "Select what came of it"},
    )
    note = forms.CharField(
        label="Closing note", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    claims = ChoiceRadios(
        label="Would the patient have been in hospital longer without your help?",
        choices=[("yes", "Yes, until a date I can give"), ("no", "No"), ("not_known", "Not known")],
        reveals={"yes": ["would_have_left_on", "counterfactual", "evidence"]},
        attrs={"label_size": "m"},
        help_text="Bed days are counted only when you say yes. Otherwise the case is counted as without a comparison.",
        error_messages={"required": "Select whether the patient would have been in hospital longer"},
    )
    would_have_left_on = DateBoxesField(
        label="When would the patient have left hospital without your help?",
        noun="The date the patient would have left hospital",
        required=False,
        help_text="For example, 14 12 2026",
        attrs={"optional": False},
    )
    counterfactual = ChoiceRadios(
        label="How do you know?", choices=GROUNDS, required=False, attrs={"optional": False, "label_size": "s"}
    )
    evidence = forms.CharField(
        label="Evidence",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "optional": False}),
        help_text="What the date rests on. No names.",
    )

    def __init__(self, *args: Any, left_hospital_on: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if left_hospital_on is None:  # nobody knows yet how long the stay was
            for name in ("claims", "would_have_left_on", "counterfactual", "evidence"):
                del self.fields[name]
        else:
            self.fields["would_have_left_on"].earliest = left_hospital_on  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("claims") != "yes":
            # What was typed before changing one's mind is not a claim; errors in it are none either.
            for name in ("would_have_left_on", "counterfactual", "evidence"):
                data[name] = None if name == "would_have_left_on" else ""
                self.errors.pop(name, None)
            return data
        if data.get("would_have_left_on") is None and "would_have_left_on" not in self.errors:
            self.add_error("would_have_left_on", "Enter the date the patient would have left hospital")
        if not data.get("counterfactual"):
            self.add_error("counterfactual", "Select how you know when the patient would have left hospital")
        elif data["counterfactual"] == Outcome.Counterfactual.ESTIMATE and not data.get("evidence"):
            self.add_error("evidence", "Enter the evidence for your estimate")
        return data
