"""Questions about schemes."""

from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partners.actions.schemes import SchemeDetails
from partners.forms.base import PlainForm
from partners.forms.fields import ChoiceRadios, DateBoxesField, PhoneField, YesNoField
from partners.models import Organisation, Scheme, SchemePartner
from partners.opening import Week, day_in_words, read_day
from partners.words import WEEKDAYS, clock_words

_TIME_INPUT = forms.TextInput(attrs={"width": 5, "autocomplete": "off"})
_TIME_FORMATS = ("%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p", "%H")


class HourField(forms.TimeField):
    """A time of day as people write it: 9am, 5.30pm, 17:30."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=_TIME_FORMATS, widget=_TIME_INPUT, **kwargs)

    def to_python(self, value: Any) -> time | None:
        text = value.replace(" ", "").lower() if isinstance(value, str) else value
        try:
            return super().to_python({"midday": "12:00", "noon": "12:00", "midnight": "00:00"}.get(text, text))
        except ValidationError:
            raise ValidationError("Enter a time, like 9am or 5.30pm", code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return clock_words(value) if isinstance(value, time) else value


class DayField(forms.CharField):
    """The hours of one day of the week, as people write them; empty is closed. Gives pairs of times."""

    def __init__(self, day: str, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"width": 20, "autocomplete": "off", "optional": False})
        super().__init__(label=f"Hours on {day}", required=False, max_length=200, widget=widget, **kwargs)
        self.day = day

    def clean(self, value: Any) -> Any:
        try:
            return read_day(super().clean(value))
        except ValueError as wrong:
            words = str(wrong)
            raise ValidationError(f"{self.day}: {words[:1].lower()}{words[1:]}", code="invalid") from None


#: The names of the seven fields, Monday first.
DAYS = tuple(day.lower() for day in WEEKDAYS)


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
    monday = DayField(
        "Monday", help_text="For example, 9am to 5pm, or 8am to 1pm, 4.45pm to 9.45pm. Leave it empty if closed."
    )
    tuesday = DayField("Tuesday")
    wednesday = DayField("Wednesday")
    thursday = DayField("Thursday")
    friday = DayField("Friday")
    saturday = DayField("Saturday")
    sunday = DayField("Sunday")
    open_on_bank_holidays = YesNoField(
        label="Is it open on bank holidays?",
        hints={"yes": "With the hours of that day of the week"},
        error_messages={"required": "Select yes if it is open on bank holidays"},
    )
    phone = PhoneField(label="Telephone", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "The last day must be the first day or after it")
        if not any(cleaned.get(day) or day in self.errors for day in DAYS):
            self.add_error("monday", "Enter the hours of at least one day")
        return cleaned

    @classmethod
    def initial_hours(cls, week: Week) -> dict[str, str]:
        """What stands in the seven boxes for this week."""
        return {name: day_in_words(day) for name, day in zip(DAYS, week, strict=True)}

    def details(self) -> SchemeDetails:
        """What was typed, for the action; only after `is_valid`."""
        values = {name: self.cleaned_data[name] for name in SCHEME_FIELDS if name in self.cleaned_data}
        return SchemeDetails(**values, hours=[self.cleaned_data[day] for day in DAYS])


SCHEME_FIELDS = (
    "name", "area", "summary", "starts_on", "ends_on", "open_on_bank_holidays", "phone", "active",
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
        return {name: getattr(scheme, name) for name in SCHEME_FIELDS} | cls.initial_hours(scheme.hours)


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
