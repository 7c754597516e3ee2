"""Since when a patient is ready to leave hospital, or no longer."""

from datetime import date
from typing import Any

from partners.forms.base import PlainForm
from partners.forms.fields import ChoiceRadios, DateBoxesField


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
