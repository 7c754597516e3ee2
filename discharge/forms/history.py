"""Which changes of a case to show."""

from typing import Any

from django import forms

from partners.forms.base import PlainForm


class HistoryForm(PlainForm):
    """One field's past, or everything. `fields`: what changed on this case, as (key, words)."""

    mark_optional = False
    label_size = "s"

    field = forms.ChoiceField(
        label="What changed", required=False, error_messages={"invalid_choice": "Select one of the fields listed"}
    )

    def __init__(self, data: Any = None, *, fields: list[tuple[str, str]]) -> None:
        super().__init__(data)
        asked = self.fields["field"]
        assert isinstance(asked, forms.ChoiceField)  # noqa: S101 - tells the type checker
        asked.choices = [("", "Everything"), *fields]
