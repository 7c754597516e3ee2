"""Parts round a page: header and footer."""

from typing import Any

from django.utils.html import format_html

from discharge.components.options import EMPTY, Options, classes, content, part
from discharge.components.render import prepares, render


@prepares("header")
def header(p: Options) -> dict[str, Any]:
    """NHS.UK's header. The NHS logo, a trademark, shows only with `nhs_logo=True`; the service's name is text."""
    logo, service, organisation = p["logo"] or Options(), p["service"] or Options(), p["organisation"] or Options()
    nav, search, account = p["navigation"] or Options(), p["search"], p["account"] or Options()
    given = str(p["classes"])
    together = bool(service["text"] and service["href"] and (not logo["href"] or service["href"] == logo["href"]))
    href = service["href"] if together else logo["href"]
    spoken = [
        logo.get("alt", "NHS"),
        organisation["name"],
        organisation["split"],
        service["text"] if together else "",
        "homepage",
    ]
    white = "nhsuk-header--white" if p["colour"] == "white" and "nhsuk-header--white" not in given else ""
    inline = "nhsuk-header--inline" if p["inline"] and "nhsuk-header--inline" not in given else ""
    nav_given = str(nav["classes"])
    nav_names = (
        "nhsuk-header__navigation--white"
        if nav["colour"] == "white" and "nhsuk-header__navigation--white" not in nav_given
        else "",
        "nhsuk-header__navigation--justified"
        if nav["justified"] and "nhsuk-header__navigation--justified" not in nav_given
        else "",
    )
    links = []
    for item in nav["items"] or []:
        if item:
            current = item["current"] or item["active"]
            inner = content(item)
            if current:
                inner = format_html('<strong class="nhsuk-header__navigation-item-current-fallback">{}</strong>', inner)
            links.append(item.but(inner=inner, now=("page" if item["current"] else "true") if current else None))
    return {
        "classes": classes(
            "nhsuk-header", white, inline, "nhsuk-header--organisation" if organisation else "", p["classes"]
        ),
        "together": together,
        "logo": logo,
        "logo_href": href if (p["nhs_logo"] or together) else "",
        "logo_alt": logo.get("alt", "NHS"),
        "logo_label": logo["aria_label"] or " ".join(str(word) for word in spoken if word),
        "service": service,
        "organisation": organisation if organisation else None,
        "search": (search if isinstance(search, Options) else Options())
        if "search" in p and search is not False and search is not EMPTY
        else None,
        "search_input": _search_input(search if isinstance(search, Options) else Options()),
        "account": account if account else None,
        "account_items": [item.but(inner=content(item)) for item in (account["items"] or []) if item],
        "nav": nav,
        "nav_classes": classes("nhsuk-header__navigation", *nav_names, nav["classes"]),
        "links": links,
    }


def _search_input(search: Options) -> Options:
    """The box of the header's search."""
    box, button, label = search["input"] or Options(), search["button"] or Options(), search["label"] or Options()
    press = button["aria_label"] or search["visually_hidden_button"] or "Search"
    return Options(
        label={
            "text": label["visually_hidden_text"] or search["visually_hidden_label"] or "Search the NHS website",
            "classes": "nhsuk-u-visually-hidden",
        },
        id="search-field",
        name=search.get("name", "q"),
        type="search",
        value=search["value"] or None,
        autocomplete="off",
        placeholder=str(box["placeholder"] or search["placeholder"] or "Search"),
        form_group={"after_input": {"html": render("button", aria_label=press, icon="search", small=True)}},
    )


@prepares("footer")
def footer(p: Options) -> dict[str, Any]:
    meta, rights = part(p["meta"]), part(p["copyright"])
    columns = p.get("columns", 4)
    width = {1: "full", 2: "one-half", 3: "one-third"}.get(columns, "one-quarter")
    columns = columns if columns in (1, 2, 3) else 4
    given = p["navigation"] or []
    lists = [given] if isinstance(given, Options) else [item for item in given if item is not False]
    prepared = []
    for item in lists:
        head = item["heading"] if isinstance(item["heading"], Options) else part(item["heading"] or item["title"])
        prepared.append(
            item.but(
                wide=item.get("width", width),
                head=head.but(level=2, size="s", class_name="nhsuk-footer__heading", class_prefix="nhsuk-heading-")
                if content(head)
                else None,
            )
        )
    # An explicit empty string, None or False asks for no line at all.
    unwanted = ("copyright" in p and (p["copyright"] is EMPTY or p["copyright"] in ("", False))) or (
        isinstance(p["copyright"], Options) and "text" in rights and not rights["text"]
    )
    return {
        "classes": classes("nhsuk-footer", p["classes"]),
        "rows": [prepared[at : at + columns] for at in range(0, len(prepared), columns)],
        "meta": meta,
        "meta_items": [item for item in (meta["items"] or []) if item],
        "meta_inner": p["html"] or "",
        "rights": "" if unwanted and not rights["html"] else rights.get("text", "© NHS England"),
        "rights_html": rights["html"],
        "links_title": meta["visually_hidden_text"] or meta["visually_hidden_title"] or "Support links",
    }
