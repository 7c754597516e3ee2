"""Questions with several boxes: radios, checkboxes, dates."""

from typing import Any

from discharge.components.fields import flagged, group
from discharge.components.options import EMPTY, Options, classes, content, part
from discharge.components.render import prepares


def choices(p: Options, kind: str) -> dict[str, Any]:
    """Radios and checkboxes: the same but for values, behaviours and who is described by what."""
    prefix, holder = str(p["id_prefix"] or p["name"]), p["fieldset"] or Options()
    outer = holder["described_by"] or (p["described_by"] if kind == "checkboxes" else "")
    found = group(p, prefix, outer)
    box = found["group"]
    items = []
    for number, item in enumerate(p["items"] or [], start=1):
        if not item:
            continue
        if item["divider"]:
            items.append(item)
            continue
        items.append(_choice(p, kind, item, number, prefix, "" if holder else found["described_by"]))
    names = (
        flagged(f"nhsuk-{kind}", "small", p["small"], p["classes"]),
        flagged(f"nhsuk-{kind}", "inline", p["inline"], p["classes"]),
    )
    return {
        **found,
        "kind": kind,
        "classes": classes(f"nhsuk-{kind}", *names, p["classes"]),
        "items": items,
        "before": content(box["before_inputs"] or Options()),
        "after": content(box["after_inputs"] or Options()),
        "fieldset": holder.but(described_by=found["described_by"] or None) if holder else None,
    }


def _choice(p: Options, kind: str, item: Options, number: int, prefix: str, described_by: str) -> Options:
    # The first has no number, so that an error summary can link to the field by its own id.
    item_id = str(item["id"] or (f"{prefix}-{number}" if number > 1 else prefix))
    label, hint = part(item["label"]), part(item["hint"])
    hint_id = hint.get("id", f"{item_id}-item-hint")
    if kind == "radios":
        matched = bool(p["value"]) and str(item["value"]) == str(p["value"])
        described = hint_id if content(hint) else ""
    else:
        matched = bool(p["values"]) and str(item["value"]) in [str(value) for value in p["values"]]
        described = " ".join(name for name in (described_by, hint_id if content(hint) else "") if name)
    return item.but(
        id=item_id,
        name=(item["name"] or p["name"]) if kind == "checkboxes" else p["name"],
        ticked=bool(item["checked"] or (matched and item["checked"] is not False)),
        off=bool(item["disabled"] or (item["disabled"] is not False and p["disabled"])),
        described=described,
        input_classes=classes(f"nhsuk-{kind}__input", item["classes"]),
        label_part=label.but(
            **{"for": item_id},
            html=label["html"] or item["html"] or None,
            text=label["text"] or item["text"] or None,
            classes=classes(f"nhsuk-{kind}__label", label["classes"]),
        ),
        hint_part=hint.but(id=hint_id, classes=classes(f"nhsuk-{kind}__hint", hint["classes"]))
        if content(hint)
        else None,
        reveals=(item["conditional"] or Options())["html"] or None,
        behaves="exclusive" if item["exclusive"] else (item["behaviour"] or None),
        behaves_in=item["exclusive_group"] or item["behaviour_group"] or None,
        shown_by_script=item["behaviour"] == "inclusive",
    )


@prepares("radios")
def radios(p: Options) -> dict[str, Any]:
    return choices(p, "radios")


@prepares("checkboxes")
def checkboxes(p: Options) -> dict[str, Any]:
    return choices(p, "checkboxes")


@prepares("date_input")
def date_input(p: Options) -> dict[str, Any]:
    holder = p["fieldset"] or Options()
    found = group(p, str(p["id"]), holder["described_by"])
    values = p["values"] or Options()
    usual = {
        name: Options(name=name, value=values[name] or None) if p[name] is EMPTY else p[name]
        for name in ("day", "month", "year")
    }
    boxes = [box for box in (p["items"] or usual.values()) if box]
    # When one box is named as wrong only that one is red, else all of them.
    any_wrong = any(box["error"] or "nhsuk-input--error" in str(box["classes"]) for box in boxes)
    items = []
    for box in boxes:
        role = next(
            (
                k
                for k, one in usual.items()
                if one and (box is one or (box["name"] and box["name"] in (k, one["name"])))
            ),
            None,
        )
        name = str(box["name"] or role or "")
        red_by_class = "nhsuk-input--error" in str(box["classes"])
        wrong = not red_by_class and bool(
            box["error"] or (box["error"] is not False and found["wrong"] and not any_wrong)
        )
        label, value = part(box["label"]), box["value"]
        if value is EMPTY and role:
            value = usual[role]["value"]
        items.append(
            box.but(
                id=box["id"] or f"{p['id']}-{name}",
                name=f"{p['name_prefix']}[{name}]" if p["name_prefix"] else name,
                value=values[name] or None if value is EMPTY else value,
                label=label.but(
                    text=label.get("text", name.capitalize()),
                    classes=classes("nhsuk-date-input__label", label["classes"]),
                ),
                error_message=wrong,
                type=box.get("type", "text"),
                inputmode=box.get("inputmode", "numeric"),
                width=box.get("width", 4 if role == "year" else 2),
                disabled=(p["disabled"] or None) if box["disabled"] is EMPTY else box["disabled"],
                classes=classes("nhsuk-date-input__input", box["classes"]),
            )
        )
    red = found["wrong"] or any_wrong
    box = found["group"]
    return {
        **found,
        "classes": classes("nhsuk-date-input", p["classes"]),
        "items": items,
        "group_classes": classes("nhsuk-form-group", "nhsuk-form-group--error" if red else "", box["classes"]),
        "before": content(box["before_inputs"] or Options()),
        "after": content(box["after_inputs"] or Options()),
        "fieldset": holder.but(described_by=found["described_by"] or None, role=holder.get("role", "group"))
        if holder
        else None,
    }
