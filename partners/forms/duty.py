"""Questions about who is away and who is on duty."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet

from partners.forms.base import PlainForm
from partners.forms.fields import DateBoxesField
from partners.forms.schemes import HourField
from partners.models import Organisation, User
from partners.words import from_london


def _person(label: str, required: str, hint: str = "", *, needed: bool = True, empty: str) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=label,
        help_text=hint,
        queryset=User.objects.none(),
        required=needed,
        empty_label=empty,
        error_messages={"required": required, "invalid_choice": required},
    )


class AbsenceForm(PlainForm):
    """Who is away from when to when, and who covers."""

    person = _person("Who is away?", "Select who is away", empty="Select a person")
    from_on = DateBoxesField(label="First day away", noun="The first day")
    until_on = DateBoxesField(label="Last day away", noun="The last day")
    cover = _person(
        "Who covers?",
        "Select who covers",
        "They are told of deadlines instead. If nobody covers, the whole team is told.",
        needed=False,
        empty="Nobody: tell the team",
    )

    def __init__(self, data: Any = None, *, people: QuerySet[User], team: QuerySet[User], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["cover"].queryset = team  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        begins, ends = found.get("from_on"), found.get("until_on")
        if begins and ends and ends < begins:
            self.add_error("until_on", "The last day must be the first day or after it")
        if found.get("cover") and found.get("cover") == found.get("person"):
            self.add_error("cover", "Select somebody else to cover")
        return found


class ShiftForm(PlainForm):
    """Who is on duty where, from when to when. Times are London's; the end may be on the next day."""

    organisation = forms.ModelChoiceField(
        label="For which organisation?",
        queryset=Organisation.objects.none(),
        empty_label=None,
        error_messages={"required": "Select an organisation", "invalid_choice": "Select an organisation"},
    )
    person = _person("Who is on duty?", "Select who is on duty", empty="Select a person")
    on = DateBoxesField(label="Day it begins", noun="The day")
    begins = HourField(label="From", help_text="For example, 5pm")
    ends = HourField(
        label="Until", help_text="For example, 9am. If it is earlier than the start, it is on the next day."
    )

    def __init__(
        self, data: Any = None, *, organisations: QuerySet[Organisation], team: QuerySet[User], initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["person"].queryset = team  # type: ignore[attr-defined]

    def times(self) -> tuple[datetime, datetime]:
        """From when to when, UTC; only after `is_valid`."""
        on: date = self.cleaned_data["on"]
        begins: time = self.cleaned_data["begins"]
        ends: time = self.cleaned_data["ends"]
        last = date.fromordinal(on.toordinal() + 1) if ends <= begins else on
        return from_london(on, begins), from_london(last, ends)
