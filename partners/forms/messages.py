"""What somebody wants sent to them."""

from collections.abc import Mapping
from typing import Any

from partners.forms.base import PlainForm
from partners.forms.fields import ChoiceRadios, PhoneField, phone_as_written
from partners.messages import HOW_LABELS, KINDS, How


class MessagesForm(PlainForm):
    """One question for each kind of line, and a number for text messages."""

    def __init__(self, data: Any = None, *, choices: Mapping[str, How], mobile: str) -> None:
        super().__init__(data, initial={**choices, "mobile": phone_as_written(mobile) if mobile else ""})
        for kind in KINDS:
            self.fields[kind.code] = ChoiceRadios(
                label=kind.label, choices=[(how.value, label) for how, label in HOW_LABELS.items()]
            )
        self.fields["mobile"] = PhoneField(
            label="Mobile number for text messages",
            help_text="Only for an emergency whose deadline has passed. Leave it empty for no text messages.",
            required=False,
        )

    def chosen(self) -> dict[str, How]:
        """By the code of the kind; only after `is_valid`."""
        return {kind.code: How(self.cleaned_data[kind.code]) for kind in KINDS}
