"""What an administrator is asked about a day that deadlines do not count, or count after all."""

from typing import Any, cast

from django import forms
from django.http import QueryDict

from partners.forms.base import PlainForm
from partners.forms.fields import ChoiceRadios, DateBoxesField
from referrals.actions.holidays import ChangedDay
from referrals.calendar import FIRST_KNOWN_YEAR, LAST_KNOWN_YEAR


class HolidayForm(PlainForm):
    """One day. Sent once to see what moves, and once more to save it: `seen` is the day that was shown."""

    kind = ChoiceRadios(
        label="What changes?",
        choices=(
            ("extra", "An extra bank holiday", "A coronation, a state funeral, or the new day of one that was moved"),
            ("worked", "A bank holiday is worked after all", "The old day of one that was moved"),
        ),
        reveals={"extra": "name"},
        error_messages={"required": "Select what changes"},
    )
    on = DateBoxesField(
        label="Which day?",
        noun="The day",
        help_text=f"From {FIRST_KNOWN_YEAR} to {LAST_KNOWN_YEAR}. For example, 4 6 2027",
    )
    name = forms.CharField(
        label="What is it called?", max_length=100, required=False, widget=forms.TextInput(attrs={"optional": False})
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    field_order = ("kind", "name", "on", "seen")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == "extra" and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "Enter what it is called")
        return cleaned

    def day(self) -> ChangedDay:
        """The day as typed; only after `is_valid`."""
        worked = self.cleaned_data["kind"] == "worked"
        return ChangedDay(on=self.cleaned_data["on"], name="" if worked else self.cleaned_data["name"], worked=worked)

    def show(self) -> None:
        """Let the page send back that this day was shown."""
        typed = cast(QueryDict, self.data).copy()
        typed["seen"] = self.shows
        self.data = typed

    @property
    def shows(self) -> str:
        """What `seen` must be for saving without showing again what moves."""
        return f"{self.cleaned_data['kind']} {self.cleaned_data['on'].isoformat()}"


class ConfirmForm(forms.Form):
    """No question: a refusal needs a place."""
