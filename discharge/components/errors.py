"""Errors of a form, each with the address of the box that must be corrected."""

from typing import Any

from django.forms import BaseForm


def error_target(form: BaseForm, name: str) -> str:
    """The id of the first box to correct: a date's faulty part, the first of several choices."""
    bound = form[name]
    widget = bound.field.widget
    base = bound.auto_id or name
    find = getattr(widget, "error_id", None)
    if find is not None:
        return str(find(base, form.errors.as_data().get(name, [])))
    return str(base)


def errors_of(form: Any) -> list[dict[str, Any]]:
    """`{text, href}` of every error of a form, a form set or a list of forms, in the order of the fields."""
    if form is None:
        return []
    if isinstance(form, list | tuple):
        return [found for one in form for found in errors_of(one)]
    if hasattr(form, "management_form"):
        own = [{"text": message} for message in form.non_form_errors()]
        return own + [found for one in form.forms for found in errors_of(one)]
    if not form.is_bound:
        return []
    found = [{"text": message} for message in form.non_field_errors()]
    for name in form.fields:
        for message in form.errors.get(name, []):
            found.append({"text": message, "href": f"#{error_target(form, name)}"})
    return found
