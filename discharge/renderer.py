"""Forms in NHS.UK's markup: `{{ form }}` or `{{ form.name.as_field_group }}` is all a page needs.

Named in settings as FORM_RENDERER. Each Django widget becomes the design system's part of the same purpose,
with label, hint, error message and their ids.
"""

from collections.abc import Container
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from discharge import components
from discharge.components.options import joined
from partners.forms.fields import ChoiceParts, DateBoxes
from partners.kept import shown_again

# Keys in a widget's attrs that are options of a part and not attributes of the box.
OPTIONS = frozenset(
    {"label_size", "page_heading", "label_hidden", "caption", "width", "prefix", "suffix", "code", "small", "inline"}
    | {"rows", "cols", "optional", "autocomplete", "inputmode", "spellcheck", "pattern", "placeholder"}
    | {"autocapitalize", "threshold", "maxwords"}
)


class NhsFormRenderer(TemplatesSetting):
    """Django's own renderer with our templates for forms, fields and form sets."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"


def revealed(form: forms.BaseForm) -> set[str]:
    """Fields that show inside a choice of another field, and so not on their own."""
    found: set[str] = set()
    for field in form.fields.values():
        for names in getattr(field.widget, "reveals", {}).values():
            found.update(names)
    return found


def render_field(bound: BoundField) -> SafeString:
    """The part for a bound field, by the kind of its widget."""
    widget = bound.field.widget
    if widget.is_hidden:
        return joined(bound.as_widget())
    if isinstance(widget, DateBoxes):
        return components.render("date_input", _date(bound, widget))
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return components.render("checkboxes", _choices(bound, widget))
    if isinstance(widget, forms.RadioSelect):
        return components.render("radios", _choices(bound, widget))
    if isinstance(widget, forms.CheckboxInput):
        return components.render("checkboxes", _tick(bound, widget))
    if isinstance(widget, forms.Select):
        return components.render("select", _select(bound, widget))
    if isinstance(widget, forms.Textarea):
        limit = getattr(bound.field, "max_length", None)
        counted = bool(limit or widget.attrs.get("maxwords"))
        rows = widget.attrs.get("rows", 5)
        options = {**_box(bound), "rows": 5 if rows == "10" else rows}  # "10" is Django's own, not the author's
        if counted:
            options.update(
                maxlength=None if widget.attrs.get("maxwords") else limit,
                maxwords=widget.attrs.get("maxwords"),
                threshold=widget.attrs.get("threshold", 75),
            )
        return components.render("character_count" if counted else "textarea", options)
    if isinstance(widget, forms.FileInput):
        return components.render(
            "file_upload", {**_box(bound), "value": None, "multiple": getattr(widget, "allow_multiple_selected", False)}
        )
    if isinstance(widget, forms.PasswordInput):
        return components.render("password_input", {**_box(bound), "value": None})
    return components.render(
        "input", {**_box(bound), "type": widget.attrs.get("type") or getattr(widget, "input_type", "text")}
    )


def typed(bound: BoundField) -> Any:
    """What stands in the field: the form's own value, or what the person had typed there when their time ran out."""
    kept = shown_again.get()
    if not kept or not any(_sent(each, kept) for each in bound.form):
        return bound.value()
    widget = bound.field.widget
    if widget.value_omitted_from_data(kept, {}, bound.html_name):
        return bound.value()
    sent = widget.value_from_datadict(kept, {}, bound.html_name)
    return bound.field.prepare_value(bound.field.bound_data(sent, bound.initial))


def _sent(bound: BoundField, kept: Container[str]) -> bool:
    """Was this field in the form that was kept? A date has three boxes."""
    return any(name in kept for name in (bound.html_name, f"{bound.html_name}_day", f"{bound.html_name}_month"))


def _title(bound: BoundField) -> dict[str, Any]:
    """The question: label or legend."""
    attrs = bound.field.widget.attrs
    text = str(bound.label)
    marks = attrs.get("optional", getattr(bound.form, "mark_optional", True))
    if not bound.field.required and marks is not False and "optional" not in text.lower():
        text = f"{text} (optional)"
    heading = bool(attrs.get("page_heading"))
    return {
        "text": text,
        "size": attrs.get("label_size", "l" if heading else getattr(bound.form, "label_size", "s")),
        "is_page_heading": heading or None,
        "caption": attrs.get("caption"),
        "classes": "nhsuk-u-visually-hidden" if attrs.get("label_hidden") else None,
    }


def _error(bound: BoundField) -> Any:
    errors = list(bound.errors)
    if not errors:
        return None
    if len(errors) == 1:
        return {"text": str(errors[0])}
    return {"html": format_html_join(SafeString("<br>"), "{}", ((error,) for error in errors))}


def _hint(bound: BoundField) -> Any:
    """`help_text` is plain text unless it was marked safe."""
    text = bound.help_text
    if not text:
        return None
    return {"html": text} if isinstance(text, SafeString) else {"text": str(text)}


def _extra(bound: BoundField, *, drop: tuple[str, ...] = ("type",)) -> dict[str, Any]:
    """Attributes the form's author set on the widget."""
    attrs = bound.field.widget.attrs
    kept = {
        name: value for name, value in attrs.items() if name not in OPTIONS and name not in drop and name != "class"
    }
    return {
        name: {"value": value, "optional": True}
        for name, value in kept.items()
        if name not in ("required", "maxlength", "minlength")
    }


def _value(bound: BoundField) -> Any:
    value = bound.field.widget.format_value(typed(bound))
    return None if value is None else str(value)


def _box(bound: BoundField) -> dict[str, Any]:
    attrs = bound.field.widget.attrs
    spelling = attrs.get("spellcheck")
    return {
        "id": bound.auto_id or bound.html_name,
        "name": bound.html_name,
        "label": _title(bound),
        "hint": _hint(bound),
        "error_message": _error(bound),
        "value": _value(bound),
        "disabled": bound.field.disabled or None,
        "classes": attrs.get("class"),
        "attributes": _extra(bound),
        "width": attrs.get("width"),
        "prefix": attrs.get("prefix"),
        "suffix": attrs.get("suffix"),
        "code": attrs.get("code"),
        "autocomplete": attrs.get("autocomplete"),
        "inputmode": attrs.get("inputmode"),
        "autocapitalize": attrs.get("autocapitalize"),
        "pattern": attrs.get("pattern"),
        "placeholder": attrs.get("placeholder"),
        "spellcheck": None if spelling is None else str(spelling).lower() == "true",
    }


def _options(bound: BoundField, widget: forms.widgets.ChoiceWidget) -> list[tuple[str, list[dict[str, Any]]]]:
    """Choices as Django groups them: (name of the group or nothing, choices)."""
    value = widget.format_value(typed(bound))
    return [(str(group or ""), list(items)) for group, items, _ in widget.optgroups(bound.html_name, value)]


def _choices(bound: BoundField, widget: Any) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    known = isinstance(widget, ChoiceParts)
    for _, group in _options(bound, widget):
        for option in group:
            value = "" if option["value"] is None else str(option["value"])
            if value == "" and isinstance(widget, forms.RadioSelect):
                continue  # Django's empty choice is for lists, not for radios
            if known and value in widget.dividers:
                items.append({"divider": widget.dividers[value]})
            items.append(
                {
                    "value": value,
                    "text": str(option["label"]),
                    "checked": bool(option["selected"]),
                    "disabled": bool(option["attrs"].get("disabled")),
                    "hint": widget.hints.get(value) if known else None,
                    "behaviour": "exclusive" if known and value in widget.exclusive else None,
                    "conditional": {"html": _revealed(bound, widget.reveals[value])}
                    if known and value in widget.reveals
                    else None,
                }
            )
    attrs = widget.attrs
    return {
        "id_prefix": bound.auto_id or bound.html_name,
        "name": bound.html_name,
        "fieldset": {"legend": _title(bound)},
        "hint": _hint(bound),
        "error_message": _error(bound),
        "items": items,
        "small": attrs.get("small"),
        "inline": attrs.get("inline"),
        "classes": attrs.get("class"),
        "disabled": bound.field.disabled or None,
        "attributes": _extra(bound),
    }


def _revealed(bound: BoundField, names: tuple[str, ...]) -> SafeString:
    return joined(*(bound.form[name].as_field_group() for name in names if name in bound.form.fields))


def _tick(bound: BoundField, widget: forms.CheckboxInput) -> dict[str, Any]:
    """One box to tick: its label stands beside it, and there is no question above."""
    return {
        "id_prefix": bound.auto_id or bound.html_name,
        "name": bound.html_name,
        "hint": None,
        "error_message": _error(bound),
        "items": [
            {
                "value": widget.attrs.get("value", "on"),
                "text": str(bound.label),
                "checked": bool(typed(bound)),
                "hint": _hint(bound),
                "disabled": bound.field.disabled or None,
            }
        ],
        "small": widget.attrs.get("small"),
    }


def _select(bound: BoundField, widget: forms.Select) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    for group, options in _options(bound, widget):
        listed = [
            {
                "value": "" if option["value"] is None else str(option["value"]),
                "text": str(option["label"]),
                "selected": bool(option["selected"]),
                "disabled": bool(option["attrs"].get("disabled")),
            }
            for option in options
        ]
        items.extend([{"group": group, "items": listed}] if group else listed)
    attributes = _extra(bound)
    if widget.allow_multiple_selected:
        attributes["multiple"] = {"value": True, "optional": True}
    return {**_box_without_value(bound), "items": items, "attributes": attributes}


def _box_without_value(bound: BoundField) -> dict[str, Any]:
    attrs = bound.field.widget.attrs
    return {
        "id": bound.auto_id or bound.html_name,
        "name": bound.html_name,
        "label": _title(bound),
        "hint": _hint(bound),
        "error_message": _error(bound),
        "disabled": bound.field.disabled or None,
        "classes": attrs.get("class"),
    }


def _date(bound: BoundField, widget: DateBoxes) -> dict[str, Any]:
    base = bound.auto_id or bound.html_name
    boxes = widget.boxes(typed(bound))
    faulty = widget.faulty(bound.errors.as_data()) if bound.errors else ""
    items = [
        {
            "id": f"{base}-{part}",
            "name": f"{bound.html_name}_{part}",
            "label": part.capitalize(),
            "value": boxes[part] or None,
            "width": 4 if part == "year" else 2,
            "error": (part == faulty) if faulty else None,
            "autocomplete": f"bday-{part}" if widget.attrs.get("autocomplete") == "bday" else None,
        }
        for part in widget.parts
    ]
    return {
        "id": base,
        "fieldset": {"legend": _title(bound)},
        "hint": _hint(bound),
        "error_message": _error(bound),
        "items": items,
        "disabled": bound.field.disabled or None,
    }
