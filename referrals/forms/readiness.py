"""Since when a patient is ready to leave hospital, or no longer, and what the delay is."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partners import words
from partners.forms.base import PlainForm
from partners.forms.fields import CheckboxesField, ChoiceRadios, DateBoxesField
from referrals.delay_codes import WITH_PARTY, DelayReason
from referrals.lists import choices


class ReadinessForm(PlainForm):
    """Ready since a day, or not ready since a day. `today` is the London date: readiness is recorded, not foreseen."""

    state = ChoiceRadios(
        label="Is the patient ready to leave hospital?",
        choices=[("ready", "Yes, ready"), ("not_ready", "No, needs hospital care again")],
        reveals={"ready": "ready_on", "not_ready": "ended_on"},
        error_messages={"required": "Select whether the patient is ready to leave hospital"},
    )
    ready_on = DateBoxesField(
        label="Ready since",
        noun="The date ready",
        required=False,
        attrs={"optional": False},
        help_text="The day a doctor or team said there is no reason left to be in hospital, for example 21 11 2026",
    )
    ended_on = DateBoxesField(
        label="Not ready since", noun="The date no longer ready", required=False, attrs={"optional": False}
    )

    def __init__(self, data: Any = None, *, today: date, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        for name in ("ready_on", "ended_on"):
            self.fields[name].latest = today  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        asked = {
            "ready": ("ready_on", "Enter the date the patient became ready to leave hospital"),
            "not_ready": ("ended_on", "Enter the date the patient needed hospital care again"),
        }.get(cleaned.get("state") or "")
        if asked and not cleaned.get(asked[0]) and asked[0] not in self.errors:
            self.add_error(asked[0], asked[1])
        return cleaned


class DelayForm(PlainForm):
    """What a patient who is ready waits for, from a day until it is recorded anew. `today` is the London date."""

    reasons = CheckboxesField(
        label="What is the patient waiting for?",
        help_text="Select all that hold up leaving hospital now",
        attrs={"small": True},
        error_messages={"required": "Select at least one thing the patient is waiting for"},
    )
    main = forms.ChoiceField(
        label="Which one is the main reason?",
        help_text="Leave this if you ticked only one. The days are counted with whoever has it",
        required=False,
        widget=forms.Select(attrs={"optional": False}),
    )
    from_on = DateBoxesField(
        label="Since when?",
        noun="The date it began",
        help_text="What you recorded for earlier days stays as it is",
        error_messages={"required": "Enter the date since when the patient waits for this"},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        today: date,
        reasons: Sequence[DelayReason],
        ready_since: date | None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["reasons"].choices = choices(reasons)  # type: ignore[attr-defined]
        self.fields["main"].choices = [("", "The one I ticked"), *choices(reasons)]  # type: ignore[attr-defined]
        self.fields["reasons"].widget.hints = {each.code: WITH_PARTY[each.party].capitalize() for each in reasons}
        self.fields["from_on"].latest = today  # type: ignore[attr-defined]
        self.ready_since = ready_since

    def clean_from_on(self) -> date:
        from_on: date = self.cleaned_data["from_on"]
        if self.ready_since is not None and from_on < self.ready_since:
            day = words.date_long(self.ready_since)
            raise ValidationError(f"The date it began must be on or after {day}, when the patient became ready")
        return from_on

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        ticked = found.get("reasons") or []
        if len(ticked) == 1 and not found.get("main"):
            found["main"] = ticked[0]
        if ticked and "main" not in self.errors:
            if not found.get("main"):
                self.add_error("main", "Select which one of those you ticked is the main reason")
            elif found["main"] not in ticked:
                self.add_error("main", "Select one of those you ticked, or tick this one as well")
        return found
