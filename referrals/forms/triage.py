"""Who takes a case, and why one is declined or withdrawn."""

from collections.abc import Sequence
from typing import Any

from django import forms

from partners import words
from partners.forms.base import PlainForm
from partners.forms.fields import ChoiceRadios
from referrals.catalogue import DECLINE_REASONS, WITHDRAW_REASONS
from referrals.queries.case import Coordinator


def _reasons(entries: Any) -> list[tuple[str, str, str]]:
    return [(entry.code, entry.label, entry.hint) for entry in entries]


class AssigneeForm(PlainForm):
    """Who takes the case. Each person shows with how many open cases they have."""

    assignee = ChoiceRadios(label="Who takes it?", error_messages={"required": "Select who takes the case"})

    def __init__(self, data: Any = None, *, people: Sequence[Coordinator], me: int, chosen: int | None = None) -> None:
        super().__init__(data, initial={"assignee": str(chosen) if chosen else None})
        self.people = people
        field = self.fields["assignee"]
        field.choices = [(str(each.pk), f"{each.name} (you)" if each.pk == me else each.name) for each in people]  # type: ignore[attr-defined]
        field.widget.hints = {str(each.pk): words.count(each.open_cases, "open case") for each in people}

    def assignee_id(self) -> int:
        """The id of the person chosen."""
        return int(self.cleaned_data["assignee"])

    def assignee_name(self) -> str:
        """The name of the person chosen."""
        return next(each.name for each in self.people if each.pk == self.assignee_id())


class _ReasonForm(PlainForm):
    note = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def clean(self) -> dict[str, Any]:
        """A reason that asks for words needs them."""
        cleaned = super().clean() or {}
        reason = cleaned.get("reason")
        hint = self.fields["reason"].widget.hints.get(reason) if reason else None
        if hint and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", f"{hint}, so that the ward can act on it")
        return cleaned


class DeclineForm(_ReasonForm):
    """Why the service says no, as a code and in words for the ward."""

    reason = ChoiceRadios(
        attrs={"small": True},
        label="Why are you declining?",
        choices=_reasons(DECLINE_REASONS),
        error_messages={"required": "Select why you are declining"},
    )
    field_order = ("reason", "note")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["note"].label = "What the ward should know"
        self.fields["note"].help_text = "The ward reads this with the reason."


class WithdrawForm(_ReasonForm):
    """Why a referral is taken back."""

    reason = ChoiceRadios(
        attrs={"small": True},
        label="Why is it withdrawn?",
        choices=_reasons(WITHDRAW_REASONS),
        error_messages={"required": "Select why the referral is withdrawn"},
    )
    field_order = ("reason", "note")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["note"].label = "Anything else"
