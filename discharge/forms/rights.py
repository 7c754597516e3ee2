"""What the information-governance officer is asked when a person asks for their record, or it must be kept."""

from datetime import date
from typing import Any

from django import forms

from discharge.rights.who_asked import IDENTITY_CHECKS
from partners.forms.base import PlainForm
from partners.forms.fields import ChoiceRadios, DateBoxesField

NOBODY = "No record of your organisation has both this number or reference and this date of birth. Check them"


class PersonForm(PlainForm):
    """Whose record: two facts that must both be right. Posted, so that neither stands in an address."""

    who = forms.CharField(
        label="NHS number or case reference",
        max_length=20,
        help_text="The reference is like HW-4K7PQ",
        widget=forms.TextInput(attrs={"width": 20, "autocomplete": "off", "spellcheck": "false", "code": True}),
    )
    born_on = DateBoxesField(label="Date of birth", noun="Date of birth", help_text="For example, 12 3 1944")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        born_on = self.fields["born_on"]
        assert isinstance(born_on, DateBoxesField)  # noqa: S101 - tells the type checker
        born_on.latest = today

    def say_nobody(self) -> None:
        """Put the one answer on the form, whatever did not fit."""
        self.add_error("who", NOBODY)


class RequestForm(PersonForm):
    """A person, or somebody for them, asks for a copy of what is held."""

    request_reference = forms.CharField(
        label="Your reference for this request",
        max_length=60,
        help_text="How your organisation files it. Leave names out",
        widget=forms.TextInput(attrs={"width": 20, "autocomplete": "off"}),
    )
    identity_checked = ChoiceRadios(
        label="How do you know that it is them?",
        choices=[(each.code, each.label, each.hint) for each in IDENTITY_CHECKS],
        error_messages={"required": "Select how you know that it is them"},
    )


class HoldForm(PersonForm):
    """A record that must stay."""

    reason = forms.CharField(
        label="Why must it be kept?",
        max_length=1000,
        help_text="For example, the number of a claim or inquiry. Leave names out",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ApprovalForm(PlainForm):
    """There is no way back from this, so it is asked for in words."""

    sure = forms.BooleanField(
        label="I have checked that none of these records is needed for a claim, an inquiry or a complaint",
        error_messages={"required": "Confirm that none of these records is needed"},
    )
    # The list as it was when the page was opened: one made anew since is another list.
    made_at = forms.CharField(widget=forms.HiddenInput, required=False)
