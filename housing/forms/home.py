"""Assessing the home, and finding another."""

from datetime import date
from typing import Any

from django import forms

from housing.actions.rehousing import STEPS
from housing.catalogue import ASSESSMENT_ANSWERS, ASSESSMENT_AREAS, REHOUSING_ROUTES
from housing.forms.shared import limit_to_today, past_day, with_hints
from housing.models import HomeAssessment
from partners.forms.base import PlainForm
from partners.forms.fields import ChoiceRadios

_HOW = (
    ("visit", "Visited the home"),
    ("ward", "Talked on the ward"),
    ("phone", "By telephone"),
)


class AssessHomeForm(PlainForm):
    """What was found, part by part, and whether the person can go back."""

    assessed_on = past_day("When was the home assessed?", "Date of the assessment", "Enter when the home was assessed")
    how = ChoiceRadios(
        label="How?",
        choices=_HOW,
        error_messages={"required": "Select how the home was assessed"},
        attrs={"inline": True},
    )

    def __init__(self, data: Any = None, *, today: date, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial={"assessed_on": today, **(initial or {})})
        limit_to_today(self, today, "assessed_on")
        for area in ASSESSMENT_AREAS:
            self.fields[f"area_{area.code}"] = ChoiceRadios(
                label=area.label,
                help_text=area.hint,
                required=False,
                initial="not_checked",
                choices=[(answer.code, answer.label) for answer in ASSESSMENT_ANSWERS],
                attrs={"inline": True, "small": True, "optional": False, "label_size": "s"},
            )
        self.fields["verdict"] = ChoiceRadios(
            label="Is the home fit to go back to?",
            choices=HomeAssessment.Verdict.choices,
            error_messages={"required": "Select whether the home is fit to go back to"},
        )
        self.fields["summary"] = forms.CharField(
            label="What needs to happen",
            help_text="The ward does not see this. It sees only whether the home is fit to go back to.",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def findings(self) -> dict[str, str]:
        """Area code → answer code, of the areas that were looked at."""
        answers = {area.code: self.cleaned_data.get(f"area_{area.code}") for area in ASSESSMENT_AREAS}
        return {code: answer for code, answer in answers.items() if answer and answer != "not_checked"}


class StartRehousingForm(PlainForm):
    """With whom, how, since when."""

    landlord = forms.CharField(
        label="Who was asked for a home?",
        help_text="The council or landlord",
        max_length=200,
        error_messages={"required": "Enter the council or landlord that was asked for a home"},
    )
    route = ChoiceRadios(
        label="How?",
        choices=with_hints(REHOUSING_ROUTES),
        error_messages={"required": "Select how the home is looked for"},
    )
    applied_on = past_day("When was the application made?", "Date of the application", "Enter when it was made")

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"applied_on": today})
        limit_to_today(self, today, "applied_on")


class StepForm(PlainForm):
    """What happened next on the way to a home."""

    step = ChoiceRadios(
        label="What has happened?",
        choices=[(code, words) for code, (_, words) in STEPS.items()],
        reveals={"signed": "new_address"},
        error_messages={"required": "Select what has happened"},
    )
    new_address = forms.CharField(label="Address of the new home", required=False, max_length=300)
    on = past_day("When?", "Date", "Enter when it happened")

    def __init__(self, data: Any = None, *, today: date, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial={"on": today, **(initial or {})})
        limit_to_today(self, today, "on")

    def clean(self) -> dict[str, Any]:
        """A tenancy has an address."""
        cleaned = super().clean() or {}
        if cleaned.get("step") == "signed" and not cleaned.get("new_address") and "new_address" not in self.errors:
            self.add_error("new_address", "Enter the address of the new home")
        return cleaned


class EndRehousingForm(PlainForm):
    """The search ends without a home."""

    reason = forms.CharField(
        label="Why did the search end?", max_length=200, error_messages={"required": "Enter why the search ended"}
    )
    ended_on = past_day("When?", "Date", "Enter when it ended")

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"ended_on": today})
        limit_to_today(self, today, "ended_on")
