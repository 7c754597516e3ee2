"""Questions that every form may ask, in the way NHS.UK asks them.

The widgets carry what the markup needs (hints for each choice, questions that a choice reveals, widths);
`discharge.renderer` turns them into the design system's parts. Extra keys understood in any widget's `attrs`:
`label_size` (s, m, l, xl), `page_heading` (the label is the page's h1), `label_hidden`, `caption`, `width`
(2, 3, 4, 5, 10, 20, 30), `prefix`, `suffix`, `code`, `small`, `inline`, `rows`, `optional` (False leaves
"(optional)" out of the label of a question that need not be answered).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from postcode import is_valid, to_normalised

from partners import words

Choice = tuple[Any, str] | tuple[Any, str, str]
DateLimit = date | Callable[[], date] | None


class ChoiceParts:
    """What radios and checkboxes know beside their choices."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[Any] = (),
        *,
        hints: Mapping[Any, str] | None = None,
        reveals: Mapping[Any, str | Sequence[str]] | None = None,
        dividers: Mapping[Any, str] | None = None,
        exclusive: Iterable[Any] = (),
    ) -> None:
        super().__init__(attrs=attrs, choices=choices)  # type: ignore[call-arg]
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}
        # Names of fields of the same form that show once a choice is made.
        self.reveals = {
            str(value): (names,) if isinstance(names, str) else tuple(names) for value, names in (reveals or {}).items()
        }
        # Words such as "or" above a choice.
        self.dividers = {str(value): text for value, text in (dividers or {}).items()}
        # Checkboxes that untick the others: "None of these".
        self.exclusive = {str(value) for value in exclusive}

    def error_id(self, base: str, errors: Sequence[ValidationError]) -> str:
        """The first choice carries the field's own id."""
        return base


class Radios(ChoiceParts, forms.RadioSelect):
    """One answer of several, each with a hint if need be."""


class Checkboxes(ChoiceParts, forms.CheckboxSelectMultiple):
    """Any number of answers."""


def _split(choices: Iterable[Choice]) -> tuple[list[tuple[Any, str]], dict[Any, str]]:
    listed = list(choices)
    return [(choice[0], choice[1]) for choice in listed], {
        choice[0]: choice[2] for choice in listed if len(choice) == 3
    }


class ChoiceRadios(forms.ChoiceField):
    """Radios; a choice is `(value, label)` or `(value, label, hint)`."""

    default_error_messages = {"required": "Select an answer", "invalid_choice": "Select one of the answers listed"}

    def __init__(
        self,
        *,
        choices: Iterable[Choice] = (),
        reveals: Mapping[Any, str | Sequence[str]] | None = None,
        dividers: Mapping[Any, str] | None = None,
        attrs: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        plain, hints = _split(choices)
        kwargs.setdefault("widget", Radios(attrs=attrs, hints=hints, reveals=reveals, dividers=dividers))
        super().__init__(choices=plain, **kwargs)


class YesNoField(forms.TypedChoiceField):
    """Yes or no as radios; gives True or False, None where it need not be answered and was not."""

    default_error_messages = {"required": "Select yes or no", "invalid_choice": "Select yes or no"}

    def __init__(
        self,
        *,
        yes: str = "Yes",
        no: str = "No",
        hints: Mapping[str, str] | None = None,
        reveals: Mapping[str, str | Sequence[str]] | None = None,
        attrs: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", Radios(attrs=attrs, hints=hints, reveals=reveals))
        super().__init__(
            choices=[("yes", yes), ("no", no)], coerce=lambda value: value == "yes", empty_value=None, **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def to_python(self, value: Any) -> str:
        if isinstance(value, str) and value.lower() in ("y", "true", "1", "yes"):
            return "yes"
        if isinstance(value, str) and value.lower() in ("n", "false", "0", "no"):
            return "no"
        return super().to_python(self.prepare_value(value))


class CheckboxesField(forms.MultipleChoiceField):
    """Checkboxes; a choice is `(value, label)` or `(value, label, hint)`."""

    default_error_messages = {
        "required": "Select at least one answer",
        "invalid_choice": "Select only answers that are listed",
    }

    def __init__(
        self,
        *,
        choices: Iterable[Choice] = (),
        reveals: Mapping[Any, str | Sequence[str]] | None = None,
        dividers: Mapping[Any, str] | None = None,
        exclusive: Iterable[Any] = (),
        attrs: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        plain, hints = _split(choices)
        self.alone = {str(value) for value in exclusive}
        kwargs.setdefault(
            "widget", Checkboxes(attrs=attrs, hints=hints, reveals=reveals, dividers=dividers, exclusive=exclusive)
        )
        super().__init__(choices=plain, **kwargs)

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if self.alone.intersection(value) and len(value) > 1:
            names = " or ".join(f"“{label}”" for key, label in self.widget.choices if str(key) in self.alone)
            raise ValidationError(f"Select {names} on its own, or the other answers without it", code="alone")


#: The years a date may be in: days can be added to it on either side, and a slip of the finger is found.
YEARS = range(1850, 2200)


class DateBoxes(forms.Widget):
    """Three boxes for day, month and year; also reads one value such as 2026-11-21 or 21/11/2026."""

    use_fieldset = True
    parts = ("day", "month", "year")

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Any:
        given = tuple(str(data.get(f"{name}_{part}") or "").strip() for part in self.parts)
        if any(given):
            return given
        # Only the API can send anything but words; what it sends is read as words too.
        return str(data[name]) if data.get(name) else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and not any(f"{name}_{part}" in data for part in self.parts)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-day" if id_ else id_

    @classmethod
    def boxes(cls, value: Any) -> dict[str, str]:
        """What stands in each box: what was typed, or the parts of a date."""
        if isinstance(value, str):
            value = split_date(value)
        if isinstance(value, date):
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        typed = tuple(value or ("", "", ""))
        return dict(zip(cls.parts, (*typed, "", "", "")[:3], strict=True))

    def faulty(self, errors: Sequence[ValidationError]) -> str:
        """Which box an error is about; empty where it is about the whole date."""
        return next((str(error.code) for error in errors if error.code in self.parts), "")

    def error_id(self, base: str, errors: Sequence[ValidationError]) -> str:
        return f"{base}-{self.faulty(errors) or 'day'}"


def split_date(text: str) -> tuple[str, str, str]:
    """Day, month and year as written in 2026-11-21, 21/11/2026 or 21 November 2026; what does not fit is the day."""
    text = text.strip()
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", text):
        return found[3], found[2], found[1]
    if found := re.fullmatch(r"(\d{1,2})[/.\- ]+([A-Za-z]+|\d{1,2})[/.\- ,]+(\d{1,4})", text):
        return found[1], found[2], found[3]
    return text, "", ""


class DateBoxesField(forms.Field):
    """A date typed in three boxes; months may be words. Gives a date.

    `noun` is how the errors call it ("Date of birth"); `earliest` and `latest` are dates or functions giving
    one, set by the form that knows what day it is. An error's code is the faulty part, so that the error
    summary links to its box.
    """

    widget = DateBoxes

    def __init__(
        self,
        *,
        noun: str = "",
        earliest: DateLimit = None,
        latest: DateLimit = None,
        attrs: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", DateBoxes(attrs=attrs))
        super().__init__(**kwargs)
        self.noun, self.earliest, self.latest = noun, earliest, latest

    def named(self) -> str:
        return self.noun or str(self.label or "The date").rstrip("?")

    def to_python(self, value: Any) -> date | None:
        if value in (None, "", ("", "", "")):
            return None
        if isinstance(value, date):
            return value
        if isinstance(value, str):
            value = split_date(value)
        day, month, year = (str(part).strip() for part in value)
        missing = [part for part, given in zip(DateBoxes.parts, (day, month, year), strict=True) if not given]
        if missing:
            listed = " and ".join(f"a {part}" for part in missing)
            raise ValidationError(f"{self.named()} must include {listed}", code=missing[0])
        day_number, month_number = self._number(day, 31, "day"), self._month(month)
        if not re.fullmatch(r"\d{4}", year):
            raise ValidationError("Year must include 4 numbers", code="year")
        if int(year) not in YEARS:
            raise ValidationError(f"Year must be from {YEARS[0]} to {YEARS[-1]}", code="year")
        try:
            return date(int(year), month_number, day_number)
        except ValueError:
            raise ValidationError(f"{self.named()} must be a real date", code="day") from None

    def _number(self, text: str, most: int, part: str) -> int:
        if not re.fullmatch(r"\d{1,2}", text) or not 1 <= int(text) <= most:
            raise ValidationError(f"{self.named()} must be a real date: check the {part}", code=part)
        return int(text)

    def _month(self, text: str) -> int:
        if text.isdigit():
            return self._number(text, 12, "month")
        lowered = text.lower()
        for number, name in enumerate(words.MONTHS, start=1):
            if (len(lowered) >= 3 and name.lower().startswith(lowered.removesuffix("."))) or (
                lowered == "sept" and number == 9
            ):
                return number
        raise ValidationError(f"{self.named()} must be a real date: check the month", code="month")

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        if value is None:
            return
        earliest, latest = self._limit(self.earliest), self._limit(self.latest)
        if earliest and value < earliest:
            raise ValidationError(f"{self.named()} must be {words.date_long(earliest)} or after", code="early")
        if latest and value > latest:
            raise ValidationError(f"{self.named()} must be {words.date_long(latest)} or before", code="late")

    def _limit(self, limit: DateLimit) -> date | None:
        return limit() if callable(limit) else limit

    def has_changed(self, initial: Any, data: Any) -> bool:
        return DateBoxes.boxes(initial) != DateBoxes.boxes(data)

    default_error_messages = {"required": "Enter a date"}


class NhsNumberInput(forms.TextInput):
    """One box wide enough for spaces; figures spaced so that they can be checked."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            attrs={
                "inputmode": "numeric",
                "width": 10,
                "code": True,
                "autocomplete": "off",
                "spellcheck": "false",
                **(attrs or {}),
            }
        )


class PostcodeField(forms.CharField):
    """A United Kingdom postcode, kept as NG18 1AB; ZZ99 3VZ (no fixed abode) is one too."""

    default_error_messages = {"required": "Enter a postcode", "invalid": "Enter a full UK postcode, such as NG18 1AB"}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"width": 10, "autocomplete": "off", "spellcheck": "false"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text in self.empty_values:
            return text
        found = normal_postcode(text)
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


def normal_postcode(text: str) -> str:
    """The postcode with one space and capitals, or nothing where it is not one."""
    bare = re.sub(r"[^A-Za-z0-9]", "", text).upper()
    return (to_normalised(bare) or "") if is_valid(bare) else ""


class PhoneField(forms.CharField):
    """A telephone number as people write it, kept in the international form +441623622515.

    A possible number will do: numbers kept for fiction and new ranges are not known as valid ones.
    """

    default_error_messages = {
        "required": "Enter a phone number",
        "invalid": "Enter a phone number, like 01632 960 001 or 07700 900 982",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "width": 20, "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text in self.empty_values:
            return text
        try:
            number = phonenumbers.parse(text, "GB")
        except phonenumbers.NumberParseException:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        # A number without its area code is "possible" too, but nobody could ring it from here.
        if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def prepare_value(self, value: Any) -> Any:
        return phone_as_written(value) if isinstance(value, str) and value.startswith("+") else value


def phone_as_written(stored: str) -> str:
    """01623 622515 for a stored +441623622515; numbers from abroad keep their country."""
    try:
        number = phonenumbers.parse(stored, "GB")
    except phonenumbers.NumberParseException:
        return stored
    form = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if number.country_code == 44
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(number, form)
