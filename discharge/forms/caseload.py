"""What the caseload can be narrowed down to. What cannot be read is left out, so a bookmarked list always opens."""

from typing import Any

from django import forms

from partners.forms.base import PlainForm
from referrals.catalogue import NEEDS, URGENCIES, choices, grouped_choices
from referrals.lifecycle import OPEN, STATUS_LABELS, Status

LONGEST_SEARCH = 100  # characters
READY_CHOICES = [
    ("", "Any time"),
    ("0", "Ready now"),
    ("3", "3 days or longer"),
    ("7", "7 days or longer"),
    ("14", "14 days or longer"),
    ("no", "Not ready yet"),
]


class CaseloadFilters(PlainForm):
    """The filters. `wards` and `people` are (id, name). What is searched for names a patient, so it is no part of this
    form, which is sent in the address: see `discharge.views.search`."""

    mark_optional = False

    urgency = forms.ChoiceField(required=False, choices=[("", "Any urgency"), *choices(URGENCIES)])
    need = forms.ChoiceField(label="Main need", required=False, choices=[("", "Any need"), *grouped_choices(NEEDS)])
    status = forms.ChoiceField(
        required=False,
        choices=[("", "Any status"), *[(each.value, STATUS_LABELS[each]) for each in Status if each in OPEN]],
    )
    ready = forms.ChoiceField(label="Ready to leave", required=False, choices=READY_CHOICES)
    ward = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    assignee = forms.TypedChoiceField(label="Who has it", required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, *, wards: list[tuple[int, str]], people: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["ward"].choices = [("", "Any ward"), *wards]  # type: ignore[attr-defined]
        self.fields["assignee"].choices = [("", "Anybody"), *people]  # type: ignore[attr-defined]

    def answers(self) -> dict[str, Any]:
        """What was chosen and can be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def chosen(self) -> list[tuple[str, str]]:
        """(name of the field, words) of each filter in force, for the list of what is chosen."""
        found = []
        for name, value in self.answers().items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                found.append((name, f"{field.label or name.capitalize()}: {_choice_label(field, value)}"))
        return found


def search_words(text: str) -> str:
    """What somebody typed into the search box, fit to keep: one line, trimmed, cut at 100 characters."""
    return " ".join(text.replace("\x00", " ").split())[:LONGEST_SEARCH].rstrip()


def _choice_label(field: forms.ChoiceField, value: Any) -> str:
    listed: list[Any] = list(field.choices)  # type: ignore[arg-type]  # a form's own choices are a list
    for key, label in listed:
        if isinstance(label, list | tuple):
            for inner, words in label:
                if str(inner) == str(value):
                    return str(words)
        elif str(key) == str(value):
            return str(label)
    return str(value)
