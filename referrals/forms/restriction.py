"""Who may see a restricted case, and why it is restricted."""

from collections.abc import Sequence
from typing import Any

from django import forms

from partners.forms.base import PlainForm
from partners.forms.fields import CheckboxesField, ChoiceRadios
from partners.models import User
from referrals.catalogue import RESTRICT_REASONS
from referrals.queries.restriction import Candidate


class _PeopleForm(PlainForm):
    people = CheckboxesField(
        label="Who may see this case?",
        attrs={"small": True},
        error_messages={"required": "Select who may see this case"},
    )

    def __init__(self, data: Any = None, *, people: Sequence[Candidate], me: int, chosen: Sequence[int]) -> None:
        super().__init__(data, initial={"people": [str(pk) for pk in chosen]})
        field = self.fields["people"]
        field.choices = [(str(each.pk), f"{each.name} (you)" if each.pk == me else each.name) for each in people]  # type: ignore[attr-defined]
        field.widget.hints = {str(each.pk): f"{each.role}, {each.organisation}" for each in people}

    def chosen_ids(self) -> list[int]:
        """The ids of the people ticked."""
        return [int(pk) for pk in self.cleaned_data["people"]]


class RestrictForm(_PeopleForm):
    """Why the case is restricted, and to whom."""

    reason = ChoiceRadios(
        label="Why is it restricted?",
        attrs={"small": True},
        choices=[(entry.code, entry.label, entry.hint) for entry in RESTRICT_REASONS],
        error_messages={"required": "Select why it is restricted"},
    )
    field_order = ("reason", "people")


class NamedPeopleForm(_PeopleForm):
    """Other people than now. `shown` holds who was named when the page was made, so that nobody undoes a colleague's
    change unread.
    """

    shown = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, people: Sequence[Candidate], me: int, chosen: Sequence[int]) -> None:
        super().__init__(data, people=people, me=me, chosen=chosen)
        self.initial["shown"] = ",".join(str(pk) for pk in chosen)

    def changes(self) -> tuple[list[int], list[int]]:
        """(ids to name, ids to name no longer), against what the page showed."""
        shown = {int(pk) for pk in self.cleaned_data["shown"].split(",") if pk.isdigit()}
        ticked = set(self.chosen_ids())
        return sorted(ticked - shown), sorted(shown - ticked)


class NameSomebodyForm(PlainForm):
    """Who sees a case from now on that nobody could work on."""

    person = ChoiceRadios(
        label="Who should see this case?",
        help_text="Ask them first whether they may. They see the whole case and can name others.",
        attrs={"small": True},
        error_messages={"required": "Select who should see this case"},
    )

    def __init__(self, data: Any = None, *, people: Sequence[User]) -> None:
        super().__init__(data)
        self.fields["person"].choices = [(str(each.pk), each.name) for each in people]  # type: ignore[attr-defined]
