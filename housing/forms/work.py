"""Planning work, and what its provider answers."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from housing.catalogue import FUNDING_SOURCES, INTERVENTION_KINDS, WORK_REFUSED_REASONS
from housing.forms.shared import as_options, pounds, with_hints
from housing.models import InterventionKind
from partners.forms.base import PlainForm
from partners.forms.fields import ChoiceRadios, YesNoField
from partners.models import Organisation
from referrals.catalogue import URGENCIES

_HINTS = {kind.code: kind.hint for kind in INTERVENTION_KINDS}


class PlanWorkForm(PlainForm):
    """One piece of work: what, who, how soon, who pays. With a provider chosen it can be asked for at once."""

    kind = ChoiceRadios(
        label="What needs doing?",
        error_messages={"required": "Select what needs doing"},
        attrs={"small": True},
    )
    instructions = forms.CharField(
        label="What to do",
        help_text="The provider reads this. Leave out anything about the person's health.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what is to be done"},
    )
    urgency = ChoiceRadios(
        label="How urgent is it?",
        choices=[(entry.code, entry.label) for entry in URGENCIES],
        error_messages={"required": "Select how urgent the work is"},
        attrs={"inline": True},
    )
    blocks_discharge = YesNoField(
        label="Must it be done before the person goes home?",
        error_messages={"required": "Select yes if the person cannot go home before it is done"},
        attrs={"inline": True},
    )
    provider = forms.ModelChoiceField(
        label="Who does it?",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="Not decided yet",
    )
    funding_source = forms.ChoiceField(
        label="Who pays?",
        choices=as_options(FUNDING_SOURCES, "Select who pays"),
        error_messages={"required": "Select who pays, or that it is not agreed yet"},
    )
    estimated_cost = pounds("Estimated cost")

    def __init__(
        self,
        data: Any = None,
        *,
        kinds: Sequence[tuple[InterventionKind, bool]],
        providers: QuerySet[Organisation],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.kinds = {kind.code: kind for kind, _ in kinds}
        field = self.fields["kind"]
        field.choices = [(kind.code, kind.label) for kind, _ in kinds]  # type: ignore[attr-defined]
        field.widget.hints = {kind.code: _HINTS[kind.code] for kind, _ in kinds if _HINTS.get(kind.code)}
        others = [kind.code for kind, usual in kinds if not usual]
        if others and len(others) < len(kinds):
            field.help_text = "What usually answers this referral comes first."
            field.widget.dividers = {others[0]: "or"}
        self.fields["provider"].queryset = providers  # type: ignore[attr-defined]

    def chosen_kind(self) -> InterventionKind:
        """The kind of work chosen."""
        return self.kinds[self.cleaned_data["kind"]]

    def clean(self) -> dict[str, Any]:
        """Asking for the work needs somebody to ask."""
        cleaned = super().clean() or {}
        if "ask" in self.data and not cleaned.get("provider"):
            self.add_error("provider", "Select who does the work, or save it without asking anybody")
        return cleaned


class AskProviderForm(PlainForm):
    """Whom to ask for work that is planned."""

    provider = forms.ModelChoiceField(
        label="Who does it?",
        queryset=Organisation.objects.none(),
        empty_label="Select who does it",
        error_messages={"required": "Select who does the work"},
    )

    def __init__(self, data: Any = None, *, providers: QuerySet[Organisation], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["provider"].queryset = providers  # type: ignore[attr-defined]


class DoneForm(PlainForm):
    """The work is done."""

    note = forms.CharField(
        label="What was done",
        help_text="For example, where the key safe is. Never write its code here.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    cost = pounds("Cost", help_text="What you will charge. Leave empty if you do not know yet.")

    def amount(self) -> Decimal | None:
        """The cost in pounds, None when not known yet."""
        return self.cleaned_data["cost"]


class CannotDoForm(PlainForm):
    """The work cannot be done, and why."""

    reason = ChoiceRadios(
        label="Why can you not do it?",
        choices=with_hints(WORK_REFUSED_REASONS),
        error_messages={"required": "Select why the work cannot be done"},
    )
    note = forms.CharField(
        label="Anything the coordinator should know",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(PlainForm):
    """A reason in a few words."""

    reason = forms.CharField(label="Why?", max_length=200, error_messages={"required": "Enter why"})

    def __init__(self, data: Any = None, *, label: str, required: str, hint: str = "") -> None:
        super().__init__(data)
        field = self.fields["reason"]
        field.label, field.help_text = label, hint
        field.error_messages["required"] = required


class NoQuestionForm(forms.Form):
    """A button alone: nothing to answer, but a place for what stands against it."""
