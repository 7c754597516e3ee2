"""What to look for in the record of who looked."""

from collections.abc import Sequence
from typing import Any

from django import forms

from partners.forms.base import PlainForm
from partners.forms.fields import CheckboxesField, DateBoxesField
from partners.looks import PAGE_WORDS


class ReadLogForm(PlainForm):
    """Filters; all empty shows the newest."""

    mark_optional = False
    label_size = "s"

    reference = forms.CharField(
        label="Case reference",
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"width": 10, "autocomplete": "off", "spellcheck": "false"}),
    )
    person = forms.CharField(label="Who looked", required=False, max_length=100, help_text="Part of their name")
    organisation = forms.TypedChoiceField(label="Where they work", required=False, coerce=int, empty_value=None)
    page = forms.ChoiceField(label="Page", required=False)
    since = DateBoxesField(label="From", noun="The first day", required=False)
    until = DateBoxesField(label="To", noun="The last day", required=False)
    emergency = CheckboxesField(
        label="Emergencies", required=False, attrs={"small": True}, choices=[("yes", "Opened in an emergency only")]
    )

    def __init__(self, data: Any = None, *, organisations: Sequence[tuple[int, str]]) -> None:
        super().__init__(data)
        pages = sorted(PAGE_WORDS.items(), key=lambda each: each[1])
        self.fields["organisation"].choices = [("", "Any"), *((str(pk), name) for pk, name in organisations)]  # type: ignore[attr-defined]
        self.fields["page"].choices = [("", "Any"), *pages]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Days in order; the box of emergencies as yes or no."""
        found = self.cleaned_data
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day must be the first day or after")
        found["emergency"] = bool(found.get("emergency"))
        return found
