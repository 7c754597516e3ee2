"""Questions about sharing agreements."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from partners.actions.sharing import AgreementDetails
from partners.forms.base import PlainForm
from partners.forms.fields import CheckboxesField, DateBoxesField
from partners.models import Organisation
from partners.sharing import (
    CATEGORIES_NEEDED,
    CATEGORY_CHOICES,
    CATEGORY_LABELS,
    PURPOSE_LABELS,
    SharingPurpose,
    categories_missing,
    category_words,
)


def _organisation(label: str, hint: str, required: str) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=label,
        help_text=hint,
        queryset=Organisation.objects.none(),
        empty_label="Select an organisation",
        error_messages={"required": required, "invalid_choice": required},
    )


def _needs(purpose: SharingPurpose) -> str:
    """What an agreement for this purpose has to name."""
    needed = category_words(CATEGORIES_NEEDED[purpose])
    if len(needed) == len(CATEGORY_LABELS):
        return "Needs every kind of detail below"
    return "Needs: " + ", ".join(_lowered(words) for words in needed)


def _lowered(words: str) -> str:
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


class AgreementForm(PlainForm):
    """Who may give whom which details, what for, from when to when, and where the paper is."""

    giver = _organisation("Who gives details?", "A hospital trust, or who leads the cases", "Select who gives details")
    receiver = _organisation("Who is given them?", "", "Select who is given details")
    purposes = CheckboxesField(
        label="What are they shared for?",
        choices=[(each.value, label, _needs(each)) for each, label in PURPOSE_LABELS.items()],
        error_messages={"required": "Select what the details are shared for"},
    )
    categories = CheckboxesField(
        label="Which details?",
        choices=CATEGORY_CHOICES,
        attrs={"small": True},
        error_messages={"required": "Select which details are shared"},
    )
    starts_on = DateBoxesField(label="First day", noun="The first day")
    ends_on = DateBoxesField(
        label="Last day", noun="The last day", required=False, help_text="Leave it empty if no end is agreed"
    )
    document_reference = forms.CharField(
        label="Where is the signed agreement?",
        help_text="Its number or name in your register. Do not name patients.",
        max_length=120,
        error_messages={"required": "Enter where the signed agreement is found"},
    )

    def __init__(self, data: Any = None, *, organisations: QuerySet[Organisation], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        for name in ("giver", "receiver"):
            self.fields[name].queryset = organisations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("giver") and found.get("giver") == found.get("receiver"):
            self.add_error("receiver", "Select another organisation: nobody needs an agreement with themselves")
        starts, ends = found.get("starts_on"), found.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "The last day must be the first day or after it")
        if found.get("purposes") and found.get("categories"):
            left_out = categories_missing(found["purposes"], found["categories"])
            if left_out:
                words = ", ".join(_lowered(CATEGORY_LABELS[each]) for each in left_out)
                self.add_error("categories", f"What you selected above also needs: {words}")
        return found

    def details(self) -> AgreementDetails:
        """What was typed, for the action; only after `is_valid`."""
        found = self.cleaned_data
        return AgreementDetails(
            purposes=found["purposes"],
            categories=found["categories"],
            starts_on=found["starts_on"],
            ends_on=found["ends_on"],
            document_reference=found["document_reference"],
        )


class EndAgreementForm(PlainForm):
    """Why an agreement ends before its day."""

    why = forms.CharField(
        label="Why does it end?",
        max_length=300,
        help_text="Do not name patients",
        error_messages={"required": "Enter why the agreement ends"},
    )
