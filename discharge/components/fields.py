"""Parts a form is made of: each has a label, a hint, an error message and says so to screen readers."""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from discharge.components.options import EMPTY, Options, attributes, classes, content, joined, part, variant
from discharge.components.render import prepares, render

WIDTHS = tuple(f"width-{size}" for size in (2, 3, 4, 5, 10, 20, 30))


def group(p: Options, base_id: str, described_by: Any = "") -> dict[str, Any]:
    """What every field has round it: label, hint, error, and the ids that describe it."""
    hint, error = part(p["hint"]), part(p["error_message"])
    has_hint, has_message = bool(content(hint)), bool(content(error))
    hint = hint.but(id=hint.get("id", f"{base_id}-hint"))
    error = error.but(id=error.get("id", f"{base_id}-error"))
    ids = [str(described_by or ""), hint["id"] if has_hint else "", error["id"] if has_message else ""]
    wrong = has_message or p["error_message"] is True
    label = part(p["label"])
    box = p["form_group"] or Options()
    return {
        "id": base_id,
        "label": label.but(**{"for": label.get("for", base_id)}),
        "hint": hint if has_hint else None,
        "error": error if has_message else None,
        "wrong": wrong,
        "described_by": " ".join(name for name in ids if name),
        "group": box,
        "group_classes": classes("nhsuk-form-group", "nhsuk-form-group--error" if wrong else "", box["classes"]),
        "before": content(box["before_input"] or Options()),
        "after": content(box["after_input"] or Options()),
    }


def spelling(p: Options) -> str | None:
    return None if p["spellcheck"] is EMPTY else str(bool(p["spellcheck"])).lower()


def flagged(base: str, name: str, wanted: Any, given: Any) -> str:
    """`base--name` where wanted, unless the classes given by hand say it already."""
    return f"{base}--{name}" if wanted and f"{base}--{name}" not in str(given) else ""


@prepares("input")
def text_input(p: Options) -> dict[str, Any]:
    found = group(p, str(p["id"] or p["name"]), p["described_by"])
    given, wrapper = p["classes"], p["input_wrapper"] or Options()
    prefix, suffix = part(p["prefix"]), part(p["suffix"])
    large = flagged("nhsuk-input", "large", p["large"], given)
    width = variant("nhsuk-input", f"width-{p['width']}", WIDTHS, given)
    names = (
        large,
        flagged("nhsuk-input", "code", p["code"], given),
        "nhsuk-input--error" if found["wrong"] else "",
        width,
    )
    return {
        **found,
        "classes": classes("nhsuk-input", *names, given),
        "prefix": prefix if content(prefix) else None,
        "suffix": suffix if content(suffix) else None,
        "wrapped": bool(
            content(prefix)
            or content(suffix)
            or found["before"]
            or found["after"]
            or wrapper["classes"]
            or wrapper["attributes"]
        ),
        "wrapper": wrapper,
        "wrapper_classes": classes(
            "nhsuk-input-wrapper", "nhsuk-input-wrapper--large" if large else "", wrapper["classes"]
        ),
        "spellcheck": spelling(p),
        "has_value": p["value"] is not EMPTY,
    }


@prepares("textarea")
def textarea(p: Options) -> dict[str, Any]:
    found = group(p, str(p["id"] or p["name"]), p["described_by"])
    names = classes("nhsuk-textarea", "nhsuk-textarea--error" if found["wrong"] else "", p["classes"])
    return {**found, "classes": names, "spellcheck": spelling(p), "rows": p.get("rows", 5)}


def translations(**messages: Any) -> SafeString:
    """`data-i18n.…` attributes: words the script uses instead of its own."""
    written: list[SafeString] = []
    for name, message in messages.items():
        key = name.replace("_", "-")
        if isinstance(message, dict):
            written += [format_html(' data-i18n.{}.{}="{}"', key, rule, text) for rule, text in message.items()]
        elif message:
            written.append(format_html(' data-i18n.{}="{}"', key, message))
    return joined(*written)


@prepares("character_count")
def character_count(p: Options) -> dict[str, Any]:
    base_id = str(p["id"] or p["name"])
    box = p["form_group"] or Options()
    kind = p["count_type"] or ("words" if p["maxwords"] else "")
    limit = p["maxwords"] or p["maxlength"]
    told = str(
        p["textarea_description_text"]
        or f"You can enter up to %{{count}} {'words' if kind == 'words' else 'characters'}"
    )
    message = render(
        "hint",
        text=told.replace("%{count}", str(limit)) if limit else "",
        id=f"{base_id}-info",
        classes=classes("nhsuk-character-count__message", (p["count_message"] or Options())["classes"]),
        attributes={"hidden": {"value": not limit, "optional": True}},
    )
    group_attributes = joined(
        attributes(
            {
                "data-module": "nhsuk-character-count",
                "data-maxlength": {"value": p["maxlength"] or None, "optional": True},
                "data-maxwords": {"value": p["maxwords"] or None, "optional": True},
                "data-threshold": {"value": p["threshold"] or None, "optional": True},
                "data-count-type": {"value": kind or None, "optional": True},
            }
        ),
        translations(
            textarea_description=Options(other=told) if not limit and p["textarea_description_text"] else None,
            characters_under_limit=p["characters_under_limit_text"],
            characters_at_limit=p["characters_at_limit_text"],
            characters_over_limit=p["characters_over_limit_text"],
            words_under_limit=p["words_under_limit_text"],
            words_at_limit=p["words_at_limit_text"],
            words_over_limit=p["words_over_limit_text"],
        ),
        attributes(box["attributes"]),
    )
    return {
        "field": p.but(
            id=base_id,
            described_by=f"{base_id}-info",
            classes=classes("nhsuk-js-character-count", p["classes"]),
            form_group=Options(
                classes=classes(str(box["classes"]), "nhsuk-character-count")
                if box["classes"]
                else "nhsuk-character-count",
                attributes=group_attributes,
                before_input=box["before_input"] or None,
                after_input=Options(html=joined(message, content(box["after_input"] or Options()))),
            ),
        )
    }


@prepares("select")
def select(p: Options) -> dict[str, Any]:
    found = group(p, str(p["id"] or p["name"]), p["described_by"])
    wrapper = p["input_wrapper"] or Options()
    items = []
    for item in p["items"] or []:
        if not item:
            continue
        value = item["text"] if "value" not in item else item["value"]
        chosen = item["selected"] or (
            bool(p["value"]) and str(value) == str(p["value"]) and item["selected"] is not False
        )
        items.append(item.but(chosen=bool(chosen), valued="value" in item))
    return {
        **found,
        "classes": classes("nhsuk-select", "nhsuk-select--error" if found["wrong"] else "", p["classes"]),
        "items": items,
        "wrapper": wrapper,
        "wrapped": bool(found["before"] or found["after"] or wrapper["classes"] or wrapper["attributes"]),
    }


@prepares("file_upload")
def file_upload(p: Options) -> dict[str, Any]:
    found = group(p, str(p["id"] or p["name"]), p["described_by"])
    chosen = p["choose_files_button_class_list"]
    listed = (
        ""
        if chosen is EMPTY
        else format_html(' data-choose-files-button-class-list="{}"', json.dumps(chosen, separators=(",", ":")))
    )
    words = translations(
        choose_files_button=p["choose_files_button_text"],
        no_file_chosen=p["no_file_chosen_text"],
        multiple_files_chosen=p["multiple_files_chosen_text"],
        drop_instruction=p["drop_instruction_text"],
        entered_drop_zone=p["entered_drop_zone_text"],
        left_drop_zone=p["left_drop_zone_text"],
    )
    return {**found, "classes": classes("nhsuk-file-upload__input", p["classes"]), "words": joined(listed, words)}


@prepares("password_input")
def password_input(p: Options) -> dict[str, Any]:
    base_id, box, knob = str(p["id"] or p["name"]), p["form_group"] or Options(), p["button"] or Options()
    show = p["show_password_text"] or knob["text"]
    show_label = p["show_password_aria_label"] or p["show_password_aria_label_text"] or knob["aria_label"]
    words = translations(
        show_password=show,
        hide_password=p["hide_password_text"],
        show_password_aria_label=show_label,
        hide_password_aria_label=p["hide_password_aria_label"] or p["hide_password_aria_label_text"],
        password_shown_announcement=p["password_shown_announcement_text"],
        password_hidden_announcement=p["password_hidden_announcement_text"],
    )
    button = render(
        "button",
        knob.but(
            text=show or "Show",
            aria_label=show_label or "Show password",
            type=knob.get("type", "button"),
            small=(not p["large"]) if knob["small"] is EMPTY else knob["small"],
            disabled=(p["disabled"] or None) if knob["disabled"] is EMPTY else knob["disabled"],
            classes=classes("nhsuk-password-input__toggle nhsuk-js-password-input-toggle", knob["classes"]),
            attributes={"aria-controls": base_id, "hidden": {"value": True, "optional": True}},
            variant=knob.get("variant", "secondary"),
        ),
    )
    return {
        "field": p.but(
            id=base_id,
            type="password",
            spellcheck=False,
            autocomplete=p.get("autocomplete", "current-password"),
            autocapitalize="none",
            classes=classes("nhsuk-password-input__input nhsuk-js-password-input-input", p["classes"]),
            form_group=Options(
                classes=f"{box['classes']} nhsuk-password-input".strip(),
                attributes=joined(
                    attributes({"data-module": "nhsuk-password-input"}), words, attributes(box["attributes"])
                ),
                before_input=box["before_input"] or None,
                after_input=Options(html=joined(button, content(box["after_input"] or Options()))),
            ),
        )
    }


@prepares("search_input")
def search_input(p: Options) -> dict[str, Any]:
    box, knob, wrapper = p["form_group"] or Options(), p["button"] or Options(), p["input_wrapper"] or Options()
    # None, an empty string or False ask for no button; only a missing option asks for the usual one.
    wanted = "button" not in p or isinstance(p["button"], Options)
    button = (
        render(
            "button",
            knob.but(
                aria_label=knob.get("aria_label", "Search"),
                type=knob.get("type", "submit"),
                icon=knob["icon"] if knob["icon"] is not EMPTY or "icon" in knob else "search",
                small=(not p["large"]) if knob["small"] is EMPTY else knob["small"],
                disabled=(p["disabled"] or None) if knob["disabled"] is EMPTY else knob["disabled"],
                classes=classes("nhsuk-search-input__button", knob["classes"]),
            ),
        )
        if wanted
        else ""
    )
    return {
        "field": p.but(
            id=str(p["id"] or p["name"]),
            type=p.get("type", "search"),
            autocomplete=p.get("autocomplete", "off"),
            classes=classes("nhsuk-search-input__input", p["classes"]),
            button=None,
            input_wrapper=Options(
                classes=classes("nhsuk-search-input__wrapper", wrapper["classes"]),
                attributes=wrapper["attributes"] or None,
            ),
            form_group=Options(
                classes=classes(
                    "nhsuk-search-input",
                    flagged("nhsuk-search-input", "large", p["large"], p["classes"]),
                    box["classes"],
                ),
                attributes=box["attributes"] or None,
                before_input=box["before_input"] or None,
                after_input=Options(html=joined(button, content(box["after_input"] or Options()))),
            ),
        )
    }
