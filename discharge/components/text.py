"""Parts made of words: headings, labels, tags, buttons, panels, banners."""

from typing import Any

from django.utils.html import format_html

from discharge.components.options import EMPTY, Options, classes, content, joined, part, variant
from discharge.components.render import prepares, render

BUTTONS = ("brand", "login", "reverse", "secondary", "secondary-solid", "warning")
COLOURS = ("white", "grey", "green", "aqua-green", "blue", "purple", "pink", "red", "orange", "yellow")
HEADING_SIZES = ("xxs", "xs", "s", "m", "l", "xl")


def element_of(p: Options) -> str:
    """A link where there is an address and no button type, else a button."""
    return str(p["element"]).lower() if p["element"] else ("a" if p["href"] and not p["type"] else "button")


@prepares("caption")
def caption(p: Options) -> dict[str, Any]:
    sizes = ("m", "l", "xl", "xxl")
    named = any(f"nhsuk-caption-{size}" in str(p["classes"]) for size in sizes)
    base = f"nhsuk-caption-{p['size']}" if p["size"] in sizes and not named else "nhsuk-caption"
    below = "nhsuk-caption--bottom" if p["placement"] in ("after", "end") else ""
    return {"classes": classes(base, below, p["classes"]), "element": p.get("element", "span")}


def caption_of(given: Any, size: Any) -> Options:
    """The small line above or below a heading, in the heading's size unless it has its own."""
    found = part(given)
    return found.but(size=found.get("size", size or None)) if content(found) else Options()


@prepares("heading")
def heading(p: Options) -> dict[str, Any]:
    class_name = p["class_name"] if "class_name" in p and p["class_name"] is not EMPTY else "nhsuk-heading"
    prefix = p.get("class_prefix", f"{class_name}-")
    sizes = p.get("sizes", HEADING_SIZES)
    size = p["size"] if p["size"] in sizes and not any(prefix + s in str(p["classes"]) for s in HEADING_SIZES) else None
    if size:
        bare = prefix.replace(class_name, "") == "-"
        class_name = prefix + size if bare else f"{class_name} {prefix}{size}"
    inner = content(p)
    if p["href"]:
        inner = format_html('<a class="nhsuk-link" href="{}">{}</a>', p["href"], inner)
    small = caption_of(p["caption"], size)
    return {
        "inner": inner,
        "classes": classes(class_name, p["classes"]),
        "element": str(p.get("element", f"h{p.get('level', 1)}")).lower(),
        "caption": small,
        "place": (small["placement"] or "start") if small else "",
    }


def titled(p: Options, *, start_only: bool = False) -> dict[str, Any]:
    """What a label and a legend share: text, caption and whether they are the page's heading."""
    given = p["heading"]
    is_heading = bool((p["is_page_heading"] and given is not False) or (p["is_page_heading"] is not False and given))
    head = part(given)
    first, second = (head, p) if is_heading else (p, head)
    size = (head.get("size") if is_heading else None) or p["size"]
    small = caption_of((head.get("caption") if is_heading else None) or p["caption"], size)
    if small and small["placement"] == "before" and start_only:
        small = small.but(placement="start")
    inner = content(Options(text=first.get("text") or second["text"], html=first.get("html") or second["html"]))
    return {
        "inner": inner,
        "is_heading": is_heading,
        "heading": head,
        "level": head.get("level", 1),
        "size": size,
        "hidden": (head.get("visually_hidden_text") if is_heading else None) or p["visually_hidden_text"],
        "caption": small,
        "place": (small["placement"] or "start") if small else "",
    }


@prepares("label")
def label(p: Options) -> dict[str, Any]:
    found = titled(p)
    size = variant("nhsuk-label", found["size"], ("s", "m", "l", "xl"), p["classes"])
    return {**found, "classes": classes("nhsuk-label", size, p["classes"])}


@prepares("legend")
def legend(p: Options) -> dict[str, Any]:
    found = titled(p, start_only=True)
    size = variant("nhsuk-fieldset__legend", found["size"], ("s", "m", "l", "xl"), p["classes"])
    return {**found, "classes": classes("nhsuk-fieldset__legend", size, p["classes"])}


@prepares("fieldset")
def fieldset(p: Options) -> dict[str, Any]:
    return {"legend": part(p["legend"]), "classes": classes("nhsuk-fieldset", p["classes"])}


@prepares("hint")
def hint(p: Options) -> dict[str, Any]:
    return {"classes": classes("nhsuk-hint", p["classes"]), "inner": content(p)}


@prepares("error_message")
def error_message(p: Options) -> dict[str, Any]:
    hidden = "Error" if p["visually_hidden_text"] is EMPTY else p["visually_hidden_text"]
    return {"classes": classes("nhsuk-error-message", p["classes"]), "inner": content(p), "hidden": hidden}


@prepares("tag")
def tag(p: Options) -> dict[str, Any]:
    given = str(p["classes"])
    colour = variant("nhsuk-tag", p["colour"], COLOURS, given)
    if p["colour"] is False and "nhsuk-tag--no-colour" not in given:
        colour = "nhsuk-tag--no-colour"
    border = "nhsuk-tag--no-border" if p["border"] is False and "nhsuk-tag--no-border" not in given else ""
    return {"classes": classes("nhsuk-tag", colour, border, p["classes"]), "inner": content(p)}


@prepares("button")
def button(p: Options) -> dict[str, Any]:
    given = str(p["classes"])
    icon = Options(name=p["icon"], placement="start") if isinstance(p["icon"], str) else (p["icon"] or Options())
    icon_html = icon["html"] or (render("icon", name=icon["name"]) if icon["name"] else "")
    with_icon = "nhsuk-button--icon" if p["icon"] and "nhsuk-button--icon" not in given else ""
    small = "nhsuk-button--small" if p["small"] and "nhsuk-button--small" not in given else ""
    return {
        "element": element_of(p),
        "classes": classes(
            "nhsuk-button", variant("nhsuk-button", p["variant"], BUTTONS, given), with_icon, small, p["classes"]
        ),
        "inner": content(p),
        "icon_start": icon_html if icon["placement"] == "start" else "",
        "icon_end": icon_html if icon["placement"] == "end" else "",
        "has_icon": bool(icon_html),
        "double": {True: "true", False: "false"}.get(p["prevent_double_click"])
        if p["prevent_double_click"] is not EMPTY
        else None,
    }


def _reversible(base: str, p: Options) -> str:
    return classes(base, variant(base, p["variant"], ("reverse",), p["classes"]), p["classes"])


@prepares("back_link")
def back_link(p: Options) -> dict[str, Any]:
    return {"element": element_of(p), "classes": _reversible("nhsuk-back-link", p), "inner": content(p) or "Back"}


@prepares("action_link")
def action_link(p: Options) -> dict[str, Any]:
    return {"element": element_of(p), "classes": _reversible("nhsuk-action-link", p), "inner": content(p)}


@prepares("skip_link")
def skip_link(p: Options) -> dict[str, Any]:
    return {"classes": classes("nhsuk-skip-link", p["classes"]), "inner": content(p) or "Skip to main content"}


@prepares("details")
def details(p: Options) -> dict[str, Any]:
    summary = part(p["summary"]) or Options(text=p["summary_text"] or None, html=p["summary_html"] or None)
    return {"classes": _reversible("nhsuk-details", p), "summary": summary, "inner": content(p)}


@prepares("inset_text")
def inset_text(p: Options) -> dict[str, Any]:
    return {
        "classes": classes("nhsuk-inset-text", p["classes"]),
        "hidden": p.get("visually_hidden_text", "Information"),
    }


@prepares("scroll")
def scroll(p: Options) -> dict[str, Any]:
    return {"classes": _reversible("nhsuk-scroll", p)}


@prepares("panel")
def panel(p: Options) -> dict[str, Any]:
    head = part(p["heading"]) or Options(
        text=p["title_text"] or None,
        html=p["title_html"] or None,
        size=p["title_size"] or None,
        classes=p["title_classes"] or None,
    )
    if not head["level"] and p["heading_level"]:
        head = head.but(level=p["heading_level"])
    chosen = variant("nhsuk-panel", p["variant"], ("interruption",), p["classes"])
    return {
        "classes": classes("nhsuk-panel", chosen, p["classes"]),
        "heading": head.but(
            class_name="nhsuk-panel__heading", class_prefix="nhsuk-panel__heading--", sizes=("m", "l", "xl")
        ),
        "inner": content(p),
    }


@prepares("notification_banner")
def notification_banner(p: Options) -> dict[str, Any]:
    kind = p["variant"] or p["type"]
    title = part(p["title"]) or Options(
        id=p["title_id"] or None,
        text=p["title_text"] or None,
        html=p["title_html"] or None,
        level=p["title_heading_level"] or None,
    )
    title_id = title.get("id", "nhsuk-notification-banner-title")
    head = part(p["heading"])
    chosen = variant("nhsuk-notification-banner", kind, ("success",), p["classes"])
    return {
        "classes": classes("nhsuk-notification-banner", p["classes"], chosen),
        "role": p["role"] or ("alert" if kind == "success" else "region"),
        "title_id": title_id,
        "title": title.but(
            id=title_id,
            text=title.get("text", "Success" if kind == "success" else "Important"),
            level=title.get("level") or title.get("heading_level", 2),
            class_name="nhsuk-notification-banner__title",
        ),
        "heading": head.but(level=head.get("level", 3), class_name="nhsuk-notification-banner__heading")
        if content(head)
        else None,
        "no_focus": None if p["disable_auto_focus"] is EMPTY else str(bool(p["disable_auto_focus"])).lower(),
    }


@prepares("error_summary")
def error_summary(p: Options) -> dict[str, Any]:
    """Takes `error_list` ({text, href}) or `form`, whose errors it lists with the right links."""
    from discharge.components.errors import errors_of

    head = part(p["heading"]) or Options(text=p["title_text"] or None, html=p["title_html"] or None)
    if p["form"] is not EMPTY and not content(head):
        head = Options(text="There is a problem")
    about = part(p["description"]) or Options(text=p["description_text"] or None, html=p["description_html"] or None)
    listed = [item for item in (p["error_list"] or []) if item]
    if p["form"] is not EMPTY:
        listed = [*listed, *(Options(found) for found in errors_of(p["form"]))]
    return {
        "classes": classes("nhsuk-error-summary", p["classes"]),
        "heading": head.but(level=2, class_name="nhsuk-error-summary__heading", classes=None),
        "about": content(about) or content(p),
        "errors": listed,
        "nothing": p["form"] is not EMPTY and not listed,
        "no_focus": None if p["disable_auto_focus"] is EMPTY else str(bool(p["disable_auto_focus"])).lower(),
    }


CARDS = ("feature", "primary", "secondary", "warning")
CARE_CARDS = {"non-urgent": "Non-urgent advice", "urgent": "Urgent advice", "emergency": "Immediate action required"}


def actions_of(given: Any) -> tuple[list[Options], Options]:
    """Links or buttons of a card or a row, with the options of the box that holds them."""
    box = given if isinstance(given, Options) else Options()
    items = box["items"] if isinstance(given, Options) else given
    return [item for item in (items or []) if isinstance(item, Options)], box


def action(item: Options, about: Any) -> str:
    """One link or button; `about` is the heading of its card, said to screen readers only."""
    named = content(part(about))
    hidden = joined(
        (format_html(" {}", item["visually_hidden_text"]) if item["visually_hidden_text"] else ""),
        (format_html(" ({})", named) if named else ""),
    )
    return render("action", item, element=element_of(item), hidden=hidden, inner=content(item))


def card_heading(given: Any) -> Options:
    """A heading given as a string is the heading's words, also where a template wrote it; `html` is a whole element."""
    return Options(text=given) if isinstance(given, str) else part(given)


@prepares("card")
def card(p: Options) -> dict[str, Any]:
    kind = p["variant"] or p["type"]
    head = card_heading(p["heading"])
    given = str(p["classes"])
    care = bool(kind in CARE_CARDS and content(head))
    names = [f"nhsuk-card--{name}" for name in ("clickable", *CARDS) if p[name]]
    names.append(variant("nhsuk-card", kind, CARDS, given))
    if care and "nhsuk-card--care--" not in given:
        names.append(f"nhsuk-card--care nhsuk-card--care--{kind}")
    all_classes = classes("nhsuk-card", *names, p["classes"])
    hidden = head["visually_hidden_text"] or (CARE_CARDS[kind] if care else "")
    inner: Any = content(Options(text=head["text"] or None))
    if inner and p["href"] and "nhsuk-card--feature" not in all_classes:
        inner = format_html('<a class="nhsuk-card__link" href="{}">{}</a>', p["href"], inner)
    elif inner and hidden:
        inner = format_html(
            '<span role="text"><span class="nhsuk-u-visually-hidden">{}: </span>{}</span>', hidden, inner
        )
    items, box = actions_of(p["actions"])
    about = part(p["description"])
    return {
        "classes": all_classes,
        "care": care,
        "heading": head.but(
            text=None,
            html=inner,
            visually_hidden_text=None,
            href=None,
            level=head.get("level", p.get("heading_level", 2)),
            class_name="nhsuk-card__heading",
            class_prefix="nhsuk-heading-",
        )
        if inner
        else None,
        "heading_html": head["html"],
        "image": p["image"],
        "actions": [action(item, head) for item in items],
        "box": box,
        "about": about,
        "inner": content(p),
        "chevron": "nhsuk-card--primary" in all_classes,
    }


@prepares("warning_callout")
def warning_callout(p: Options) -> dict[str, Any]:
    head = card_heading(p["heading"])
    hidden = head["visually_hidden_text"] or p["visually_hidden_text"] or "Important"
    text = str(head["text"])
    return {
        "card": Options(
            {
                "id": p["id"] or None,
                "heading": head.but(
                    visually_hidden_text=hidden if text and "mportant" not in text else None,
                    level=head.get("level", p.get("heading_level", 3)),
                    classes=head.get("classes", p["heading_classes"] or None),
                ),
                "description": Options(text=p["text"] or None) if not p["html"] else None,
                "html": p["html"] or None,
                "actions": p["actions"] or None,
                "classes": p["classes"] or None,
                "attributes": p["attributes"] or None,
                "variant": "warning",
            }
        )
    }
