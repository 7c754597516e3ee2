"""Forms that say in plain words what is missing, whatever the field."""

from typing import Any

from django import forms

from partners.forms import fields


class PlainErrors:
    """For forms: Django's "This field is required." becomes "Enter …" or "Select …" with the question's own words.

    A field that sets `error_messages` or that has words of its own keeps them.
    """

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.error_messages.get("required") in STANDARD:
                field.error_messages["required"] = missing(field, str(field.label or name.replace("_", " ")))
            if isinstance(field, forms.CharField) and field.max_length and not isinstance(field, forms.SlugField):
                words = str(field.label or name.replace("_", " ")).rstrip("?")
                longest = f"{words} must be {field.max_length:,} characters or fewer"
                field.error_messages.setdefault("max_length", longest)


# What Django and our own fields say where nobody wrote better words for the question.
STANDARD = frozenset(
    str(kind.default_error_messages["required"])
    for kind in (forms.Field, fields.DateBoxesField, fields.ChoiceRadios, fields.CheckboxesField, fields.YesNoField)
)


def missing(field: forms.Field, label: str) -> str:
    """What to say when a question was left out: Enter date of birth · Select tenure · Answer “Is there a carer?”"""
    return f"Answer “{label}”" if label.endswith("?") else f"{_verb(field)} {_lowered(label)}"


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
