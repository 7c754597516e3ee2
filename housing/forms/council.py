"""A council is asked, and what came of it."""

from datetime import date
from typing import Any

from django import forms

from housing.actions.council import NEEDS_CONSENT
from housing.council import CONSENTS, DUTY_TO_REFER, Kind, Stage
from housing.forms.shared import limit_to_today, past_day, with_hints
from partners.forms.base import PlainForm
from partners.forms.fields import CheckboxesField, ChoiceRadios
from partners.words import date_long
from referrals.catalogue import codes

_COUNCIL = {
    DUTY_TO_REFER: (
        "Which council does the person choose?",
        "Any housing authority in England. The person chooses it.",
    ),
}


def _note() -> forms.CharField:
    return forms.CharField(
        label="Note",
        help_text="The ward does not see this.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class StartApplicationForm(PlainForm):
    """Which council, when; for the duty to refer, what the person agrees to."""

    council = forms.CharField(label="Which council?", max_length=200, error_messages={"required": "Enter the council"})
    agreed = CheckboxesField(
        label="What does the person agree to?",
        choices=[(each.code, each.label) for each in CONSENTS],
        error_messages={"required": NEEDS_CONSENT},
    )
    on = past_day("When was the council asked?", "Date", "Enter when the council was asked")
    note = _note()

    def __init__(self, data: Any = None, *, kind: str, today: date) -> None:
        super().__init__(data, initial={"on": today})
        limit_to_today(self, today, "on")
        if kind in _COUNCIL:
            self.fields["council"].label, self.fields["council"].help_text = _COUNCIL[kind]
        if kind != DUTY_TO_REFER:
            del self.fields["agreed"]

    def clean_agreed(self) -> list[str]:
        """All three, or nobody is referred."""
        agreed: list[str] = self.cleaned_data["agreed"]
        if set(agreed) != codes(CONSENTS):
            raise forms.ValidationError(NEEDS_CONSENT)
        return agreed


class StageForm(PlainForm):
    """What happened next to an application, on which day, and why where it matters."""

    stage = ChoiceRadios(label="What has happened?", error_messages={"required": "Select what has happened"})
    on = past_day("When?", "Date", "Enter when it happened")
    note = _note()

    def __init__(self, data: Any = None, *, kind: Kind, now: Stage, since: date, today: date) -> None:
        super().__init__(data, initial={"on": today})
        limit_to_today(self, today, "on")
        self.fields["on"].help_text = f"{now.label}: {date_long(since)}. This cannot be before that."
        # A button pressed twice comes with the stage that is reached by then.
        again = (now,) if data is not None and data.get("stage") == now.code else ()
        offered = (*kind.after(now.code), *again)
        field = self.fields["stage"]
        field.choices = [(each.code, each.happened) for each in offered]  # type: ignore[attr-defined]
        field.widget.hints = {each.code: each.hint for each in offered if each.hint}
        field.error_messages["invalid_choice"] = (
            f"This has changed since you opened the page. It is now: {now.label.lower()}. Select what has happened"
        )
        self.why = {each.code: f"why_{each.code}" for each in offered if each.reasons}
        field.widget.reveals = {code: (name,) for code, name in self.why.items()}
        for each in offered:
            if each.reasons:
                self.fields[self.why[each.code]] = ChoiceRadios(
                    label="Why?",
                    choices=with_hints(each.reasons),
                    required=False,
                    attrs={"small": True, "optional": False},
                )

    def reason(self) -> str:
        """The code of why, empty where the stage has no reasons."""
        name = self.why.get(self.cleaned_data.get("stage", ""))
        return str(self.cleaned_data.get(name, "")) if name else ""

    def clean(self) -> dict[str, Any]:
        """A stage with reasons needs one."""
        cleaned = super().clean() or {}
        name = self.why.get(cleaned.get("stage", ""))
        if name and not cleaned.get(name) and name not in self.errors:
            self.add_error(name, "Select why")
        return cleaned
