"""Questions about what a patient decided on sharing their details."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from partners.forms.base import PlainForm
from partners.forms.fields import CheckboxesField, ChoiceRadios
from partners.models import Organisation
from partners.sharing import PURPOSE_CHOICES
from referrals.actions.sharing import NOT_ASKED
from referrals.catalogue import CONSENT_BASES, find

_BASES = [(each.code, each.label, each.hint) for each in CONSENT_BASES if each.code != NOT_ASKED]


class DecisionForm(PlainForm):
    """What was decided, for what, about whom, and by whom when it was not the patient."""

    purpose = ChoiceRadios(
        label="What would the details be shared for?",
        choices=PURPOSE_CHOICES,
        error_messages={"required": "Select what the details are shared for"},
    )
    partner = forms.ModelChoiceField(
        label="With whom?",
        help_text="Select one organisation if the patient decided about it alone. That then counts before anything "
        "decided about all of them.",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="Every organisation that takes part for this",
        widget=forms.Select(attrs={"optional": False}),
    )
    basis = ChoiceRadios(
        label="What was decided?",
        choices=_BASES,
        error_messages={"required": "Select what was decided"},
    )
    decision_maker = forms.CharField(
        label="Who decided, if not the patient?",
        required=False,
        max_length=150,
        help_text="Name and role",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    note = forms.CharField(
        label="Why, and when?",
        required=False,
        max_length=1000,
        help_text="What was decided, who was consulted, and where it is written in the notes. The ward and the "
        "coordinator read this.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, partners: QuerySet[Organisation], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        code = found.get("basis")
        if code and code != "consent" and find(CONSENT_BASES, code).allows_sharing:
            if not found.get("decision_maker") and "decision_maker" not in self.errors:
                self.add_error("decision_maker", "Enter who decided, with their role")
            if not found.get("note") and "note" not in self.errors:
                self.add_error("note", "Enter why and when it was decided")
        return found


class ViewerForm(PlainForm):
    """Which organisation may look at the case, and why."""

    organisation = ChoiceRadios(
        label="Which organisation may look?",
        attrs={"small": True},
        error_messages={"required": "Select which organisation may look"},
    )
    why = forms.CharField(
        label="Why should they look at this case?",
        max_length=500,
        help_text="The ward reads this. For example, the person moves to their area.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter why they should look at this case"},
    )

    def __init__(self, data: Any = None, *, organisations: Sequence[Organisation], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.organisations = {str(each.pk): each for each in organisations}
        self.fields["organisation"].choices = [(pk, each.name) for pk, each in self.organisations.items()]  # type: ignore[attr-defined]

    def chosen(self) -> Organisation:
        """The organisation selected; only after `is_valid`."""
        return self.organisations[self.cleaned_data["organisation"]]


class WithdrawForm(PlainForm):
    """Which decisions are taken back, and why."""

    decisions = CheckboxesField(
        label="What is withdrawn?",
        error_messages={"required": "Select what is withdrawn"},
    )
    why = forms.CharField(
        label="Why is it withdrawn?",
        max_length=1000,
        help_text="What the patient said, or who decided. The ward and the coordinator read this.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why it is withdrawn"},
    )

    def __init__(self, data: Any = None, *, current: Sequence[tuple[int, str]], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["decisions"].choices = [(str(pk), words) for pk, words in current]  # type: ignore[attr-defined]

    def chosen(self) -> list[int]:
        """The ids of the decisions selected; only after `is_valid`."""
        return [int(each) for each in self.cleaned_data["decisions"]]
