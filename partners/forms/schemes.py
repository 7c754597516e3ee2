"""Questions about schemes."""

from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partners.actions.schemes import SchemeDetails
from partners.forms.base import PlainForm
from partners.forms.fields import ChoiceRadios, DateBoxesField, PhoneField, YesNoField
from partners.models import Organisation, Scheme, SchemePartner

_TIME_INPUT = forms.TextInput(attrs={"width": 5, "autocomplete": "off"})
_TIME_FORMATS = ("%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p", "%H")


class HourField(forms.TimeField):
    """A time of day as people write it: 9am, 5.30pm, 17:30."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=_TIME_FORMATS, widget=_TIME_INPUT, **kwargs)

    def to_python(self, value: Any) -> time | None:
        text = value.replace(" ", "").lower() if isinstance(value, str) else value
        try:
            return super().to_python({"midday": "12:00", "noon": "12:00"}.get(text, text))
        except ValidationError:
            raise ValidationError("Enter a time, like 9am or 5.30pm", code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%H:%M") if isinstance(value, time) else value


class SchemeForm(PlainForm):
    """A scheme's name, dates and hours."""

    name = forms.CharField(label="Name of the scheme", max_length=200)
    area = forms.CharField(label="Area it serves", max_length=200)
    summary = forms.CharField(
        label="What it does, in a sentence or two", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    starts_on = DateBoxesField(label="First day", noun="The first day")
    ends_on = DateBoxesField(
        label="Last day", noun="The last day", required=False, help_text="Leave it empty if no end is agreed"
    )
    opens_at = HourField(
        label="Opens at", help_text="For example, 9am. Deadlines of “the same day” follow these hours."
    )
    closes_at = HourField(label="Closes at", help_text="For example, 5.30pm")
    open_every_day = YesNoField(
        label="Is it open at weekends and on bank holidays?",
        error_messages={"required": "Select yes if it is open every day of the year"},
    )
    phone = PhoneField(label="Telephone", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "The last day must be the first day or after it")
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", "The closing time must be after the opening time")
        return cleaned

    def details(self) -> SchemeDetails:
        """What was typed, for the action; only after `is_valid`."""
        values = {name: self.cleaned_data[name] for name in SCHEME_FIELDS if name in self.cleaned_data}
        return SchemeDetails(**values)


SCHEME_FIELDS = (
    "name", "area", "summary", "starts_on", "ends_on", "opens_at", "closes_at", "open_every_day", "phone", "active",
)  # fmt: skip


class AddSchemeForm(SchemeForm):
    """A new scheme, and who leads it."""

    lead = forms.ModelChoiceField(
        label="Which organisation leads it?",
        queryset=Organisation.objects.none(),
        empty_label="Select an organisation",
        help_text="Its coordinators answer the wards. This cannot be changed later.",
        error_messages={"required": "Select the organisation that leads it"},
    )
    field_order = ("name", "area", "summary", "lead")

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = organisations.filter(active=True).order_by("name")  # type: ignore[attr-defined]


class ChangeSchemeForm(SchemeForm):
    """A scheme that is here."""

    active = YesNoField(
        label="Does it take referrals?",
        hints={"no": "Wards can no longer choose it. Its open cases go on."},
        error_messages={"required": "Select yes if it takes referrals"},
    )

    @classmethod
    def initial_of(cls, scheme: Scheme) -> dict[str, Any]:
        return {name: getattr(scheme, name) for name in SCHEME_FIELDS}


class SchemePartnerForm(PlainForm):
    """An organisation's part in a scheme."""

    organisation = forms.ModelChoiceField(
        label="Organisation",
        queryset=Organisation.objects.none(),
        empty_label="Select an organisation",
        error_messages={"required": "Select an organisation"},
    )
    part = ChoiceRadios(
        label="What does it do in this scheme?",
        choices=SchemePartner.Part.choices,
        error_messages={"required": "Select what it does in this scheme"},
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations.filter(active=True).order_by("name")  # type: ignore[attr-defined]
