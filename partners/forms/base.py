"""Forms that say in plain words what is missing, whatever the field."""

from typing import Any

from django import forms


class PlainErrors:
    """For forms: Django's "This field is required." becomes "Enter …" or "Select …" with the question's own words.

    A field that sets `error_messages` or that has words of its own keeps them.
    """

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            standard = forms.Field.default_error_messages["required"]
            if field.error_messages.get("required") == standard:
                label = str(field.label or name.replace("_", " ")).rstrip("?")
                field.error_messages["required"] = f"{_verb(field)} {_lowered(label)}"
            if isinstance(field, forms.CharField) and field.max_length and not isinstance(field, forms.SlugField):
                self._limit(field, str(field.label or name.replace("_", " ")).rstrip("?"))

    @staticmethod
    def _limit(field: forms.CharField, label: str) -> None:
        for validator in field.validators:
            if getattr(validator, "code", "") == "max_length":
                validator.message = f"{label} must be {field.max_length:,} characters or fewer"  # type: ignore[union-attr]


def _verb(field: forms.Field) -> str:
    if isinstance(field, forms.FileField):
        return "Choose"
    chosen = forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple | forms.CheckboxInput
    return "Select" if isinstance(field.widget, chosen) else "Enter"


def _lowered(label: str) -> str:
    """The label inside a sentence: its first letter small unless it starts with an abbreviation."""
    return label if label[:2].isupper() or not label else label[0].lower() + label[1:]


class PlainForm(PlainErrors, forms.Form):
    """A form with plain words for what is missing."""


class PlainModelForm(PlainErrors, forms.ModelForm):
    """A model's form with plain words for what is missing."""
