"""The needs in their groups, as options of the design system's checkboxes: one list of thirty is too long to read."""

from typing import Any

from referrals.catalogue import NEEDS
from referrals.forms.ward_pages import NeedsForm

# Which groups stand beside which, so that the two columns are about as long.
_SECOND_COLUMN_FROM = "No home to go back to"


def need_columns(form: NeedsForm) -> list[list[dict[str, Any]]]:
    """Two columns of groups. The first box carries the id that the error summary links to."""
    ticked = {str(code) for code in (form["needs"].value() or [])}
    groups: dict[str, list[dict[str, Any]]] = {}
    for need in NEEDS:
        groups.setdefault(need.group, []).append(
            {"value": need.code, "text": need.label, "hint": need.hint or None, "checked": need.code in ticked}
        )
    base = str(form["needs"].auto_id)
    parts = [
        {
            "id_prefix": base if number == 0 else f"{base}-group-{number}",
            "name": form["needs"].html_name,
            # A group of one with its own name needs no heading above it for those who see it.
            "fieldset": {
                "legend": {
                    "text": group,
                    "size": "s",
                    "classes": "nhsuk-u-visually-hidden" if [group] == [item["text"] for item in items] else None,
                }
            },
            "items": items,
            "small": True,
        }
        for number, (group, items) in enumerate(groups.items())
    ]
    if form.is_bound and form["needs"].errors:
        parts[0]["error_message"] = {"text": str(form["needs"].errors[0])}
    split = list(groups).index(_SECOND_COLUMN_FROM)
    return [parts[:split], parts[split:]]
