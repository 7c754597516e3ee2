"""Questions about people and their roles."""

from typing import Any

from django import forms

from partners.forms.base import PlainForm
from partners.forms.fields import CheckboxesField, ChoiceRadios
from partners.models import Organisation, Ward
from partners.roles import ROLES, RoleCode


class PeopleFilterForm(forms.Form):
    """Which people to list."""

    mark_optional = False
    label_size = "s"

    q = forms.CharField(label="Name, email address or organisation", required=False, max_length=100)
    role = forms.ChoiceField(
        label="Role",
        required=False,
        choices=[("", "Any role"), *((role.code.value, role.label) for role in ROLES.values())],
    )
    inactive = forms.BooleanField(label="Deactivated people only", required=False)


class ChooseOrganisationForm(PlainForm):
    """Where the role is held: asked first, because the wards follow from it."""

    organisation = forms.ModelChoiceField(
        label="Which organisation do they work for?",
        queryset=Organisation.objects.none(),
        empty_label="Select an organisation",
        error_messages={
            "required": "Select the organisation they work for",
            "invalid_choice": "Select an organisation from the list",
        },
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations.filter(active=True).order_by("name")  # type: ignore[attr-defined]


class RoleForm(PlainForm):
    """A role at an organisation that is known, and for ward staff the wards."""

    role = ChoiceRadios(
        label="What do they do?",
        choices=[(role.code.value, role.label, role.description) for role in ROLES.values()],
        error_messages={"required": "Select what they do"},
    )
    wards = CheckboxesField(
        label="Which wards do they work on?",
        required=False,
        help_text="Ward staff see the referrals of these wards only.",
        attrs={"optional": False},
    )

    def __init__(self, *args: Any, wards: list[Ward], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._wards = {str(ward.pk): ward for ward in wards}
        if wards:
            self.fields["wards"].choices = [(str(ward.pk), ward.name) for ward in wards]  # type: ignore[attr-defined]
            self.fields["wards"].widget.hints = {str(ward.pk): ward.site.name for ward in wards}
            self.fields["role"].widget.reveals = {RoleCode.WARD_STAFF.value: ("wards",)}
        else:
            del self.fields["wards"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("role") == RoleCode.WARD_STAFF and not cleaned.get("wards"):
            if "wards" in self.fields:
                self.add_error("wards", "Select at least one ward")
            else:
                self.add_error("role", "This organisation has no wards yet. Add one first, or select another role")
        return cleaned

    @property
    def chosen_role(self) -> RoleCode:
        return RoleCode(self.cleaned_data["role"])

    @property
    def chosen_wards(self) -> list[Ward]:
        """The wards of a ward role; none for any other."""
        if self.chosen_role != RoleCode.WARD_STAFF:
            return []
        return [self._wards[pk] for pk in self.cleaned_data.get("wards", [])]


class AddPersonForm(RoleForm):
    """A new person with their first role."""

    name = forms.CharField(label="Full name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label="Email address",
        help_text="They log in with it",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": "Enter an email address, like name@example.org"},
    )
    field_order = ("name", "email", "role", "wards")
