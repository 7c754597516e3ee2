"""Questions about organisations, sites and wards."""

from django import forms

from partners.forms.base import PlainForm
from partners.forms.fields import ChoiceRadios, YesNoField
from partners.models import Organisation, Ward

_CODE = forms.TextInput(attrs={"width": 10, "autocomplete": "off", "spellcheck": "false"})


class OrganisationForm(PlainForm):
    """A new organisation."""

    name = forms.CharField(label="Name of the organisation", max_length=200)
    kind = ChoiceRadios(
        label="What kind of organisation is it?",
        choices=Organisation.Kind.choices,
        error_messages={"required": "Select what kind of organisation it is"},
    )
    ods_code = forms.CharField(
        label="ODS code",
        required=False,
        max_length=10,
        help_text="The NHS's code for organisations, for example RK5. Leave it empty if there is none.",
        widget=_CODE,
    )


class ChangeOrganisationForm(OrganisationForm):
    """An organisation that is here."""

    active = YesNoField(
        label="Is it in use?",
        hints={"no": "Its people lose their rights until it is in use again. Its cases stay as they are."},
        error_messages={"required": "Select yes if it is in use"},
    )


class SiteForm(PlainForm):
    """A hospital or other place."""

    name = forms.CharField(label="Name of the site", max_length=200, help_text="For example, King's Mill Hospital")
    ods_code = forms.CharField(label="ODS site code", required=False, max_length=10, widget=_CODE)


class WardForm(PlainForm):
    """A ward, emergency department or team."""

    name = forms.CharField(label="Name of the ward or team", max_length=100)
    kind = ChoiceRadios(
        label="What kind of place is it?",
        choices=Ward.Kind.choices,
        error_messages={"required": "Select what kind of place it is"},
    )
