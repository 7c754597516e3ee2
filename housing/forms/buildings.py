"""Questions about buildings with temporary flats, and about the flats."""

from dataclasses import fields
from typing import Any

from django import forms
from django.db.models import QuerySet

from housing.actions.buildings import BuildingDetails, UnitDetails
from housing.models import Building, Unit
from partners.forms.base import PlainForm
from partners.forms.fields import CheckboxesField, PostcodeField, YesNoField
from partners.models import Organisation, Scheme

_FEATURES = (
    ("step_free", "Step-free", "No steps from the street to the flat, and none in it"),
    ("wheelchair", "Made for a wheelchair", "Wide doors, and a bathroom that a wheelchair user can use"),
    ("shared", "Shared", "Guests share a kitchen or living room"),
)


def _whole_number(label: str, what: str, lowest: int, highest: int, **kwargs: Any) -> forms.IntegerField:
    said = f"{what} must be a whole number from {lowest} to {highest}"
    return forms.IntegerField(
        label=label,
        min_value=lowest,
        max_value=highest,
        widget=forms.TextInput(attrs={"width": 3, "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": said, "min_value": said, "max_value": said},
        **kwargs,
    )


class BuildingForm(PlainForm):
    """What a building is like and where it is."""

    name = forms.CharField(label="Name of the building", max_length=120, help_text="For example, Poppy Fields")
    address = forms.CharField(
        label="Address",
        help_text="House number or name, street and town, in one line",
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    postcode = PostcodeField(label="Postcode")
    staffed = forms.CharField(
        label="When are staff there?",
        help_text="For example, every day from 8am to 8pm",
        max_length=120,
        required=False,
    )
    minimum_age = _whole_number(
        "Youngest age of a guest", "Youngest age", 16, 110, required=False, help_text="Leave it empty if there is none"
    )
    turnaround_days = _whole_number(
        "Days between two guests",
        "Days between two guests",
        0,
        30,
        help_text="To clean the flat and make it ready",
    )

    def details(self) -> BuildingDetails:
        """What was typed, for the action; only after `is_valid`."""
        return BuildingDetails(**{each.name: self.cleaned_data[each.name] for each in fields(BuildingDetails)})

    @staticmethod
    def initial_of(building: Building) -> dict[str, Any]:
        return {each.name: getattr(building, each.name) for each in fields(BuildingDetails)}


class AddBuildingForm(BuildingForm):
    """A new building, who runs it and for which scheme."""

    organisation: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        label="Which organisation runs it?",
        queryset=None,
        empty_label="Select an organisation",
        help_text="Its managers confirm bookings and record who moves in and out. This cannot be changed later.",
        error_messages={"required": "Select the organisation that runs it"},
    )
    scheme: "forms.ModelChoiceField[Scheme]" = forms.ModelChoiceField(
        label="Which scheme is it for?",
        queryset=None,
        empty_label="Select a scheme",
        help_text="The scheme’s coordinators book its flats. This cannot be changed later.",
        error_messages={"required": "Select the scheme it is for"},
    )
    field_order = ("name", "organisation", "scheme")

    def __init__(
        self, data: Any = None, *, organisations: QuerySet[Organisation], schemes: QuerySet[Scheme], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["scheme"].queryset = schemes  # type: ignore[attr-defined]


class UnitForm(PlainForm):
    """What a flat is like."""

    name = forms.CharField(label="Name of the flat", max_length=60, help_text="For example, Flat 2 or Room 5")
    bedrooms = _whole_number("Bedrooms", "Bedrooms", 1, 9)
    features = CheckboxesField(label="The flat is", choices=_FEATURES, required=False, attrs={"optional": False})
    note = forms.CharField(
        label="What else coordinators need to know",
        help_text="For example, first floor with a lift. Nothing about a guest.",
        max_length=200,
        required=False,
    )

    def details(self) -> UnitDetails:
        """What was typed, for the action; only after `is_valid`."""
        given = self.cleaned_data
        return UnitDetails(
            name=given["name"],
            bedrooms=given["bedrooms"],
            note=given["note"],
            active=given.get("active", True),
            step_free="step_free" in given["features"],
            wheelchair="wheelchair" in given["features"],
            shared="shared" in given["features"],
        )


class ChangeUnitForm(UnitForm):
    """A flat that is here."""

    active = YesNoField(
        label="Is it in the list of flats?",
        hints={"no": "Nobody can book it. Only a flat with nothing planned can be taken out."},
        error_messages={"required": "Select yes if it is in the list of flats"},
    )

    @staticmethod
    def initial_of(unit: Unit) -> dict[str, Any]:
        chosen = [code for code, _, _ in _FEATURES if getattr(unit, code)]
        return {
            "name": unit.name,
            "bedrooms": unit.bedrooms,
            "note": unit.note,
            "active": unit.active,
            "features": chosen,
        }
