"""Parts that list things: summary lists, tables, task lists, tabs, pages."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from discharge.components.options import EMPTY, Options, attributes, classes, content, joined, part, wrap
from discharge.components.render import prepares
from discharge.components.text import action, actions_of


def _sized(base: str, given: Options) -> str:
    width = (
        f"nhsuk-u-width-{given['width']}"
        if given["width"] and f"nhsuk-u-width-{given['width']}" not in str(given["classes"])
        else ""
    )
    return classes(base, width, given["classes"])


@prepares("summary_list")
def summary_list(p: Options) -> dict[str, Any]:
    given = str(p["classes"])
    line = ""
    if p["border"] is False and "nhsuk-summary-list--no-border" not in given:
        line = "nhsuk-summary-list--no-border"
    elif p["last_row_border"] is False and "nhsuk-summary-list--no-last-row-border" not in given:
        line = "nhsuk-summary-list--no-last-row-border"
    rows = [row for row in (p["rows"] or []) if isinstance(row, Options)]
    acted = any(actions_of(row["actions"])[0] for row in rows)
    about = p["card_heading"] or (p["card"] or Options())["heading"]
    prepared = []
    for number, row in enumerate(rows):
        key, value = part(row["key"]), part(row["value"])
        items, box = actions_of(row["actions"])
        lineless = (
            row["border"] is False
            and "nhsuk-summary-list__row--no-border" not in str(row["classes"])
            and "nhsuk-summary-list--no-border" not in given
            and "nhsuk-summary-list--no-last-row-border" not in given
            and not (p["last_row_border"] is False and number == len(rows) - 1)
        )
        prepared.append(
            {
                "row": row,
                "classes": classes(
                    "nhsuk-summary-list__row",
                    "nhsuk-summary-list__row--no-actions" if acted and not items else "",
                    "nhsuk-summary-list__row--no-border" if lineless else "",
                    row["classes"],
                ),
                "key": key,
                "key_classes": _sized("nhsuk-summary-list__key", key),
                "key_inner": content(key),
                "value": value,
                "value_classes": _sized("nhsuk-summary-list__value", value),
                "value_inner": content(value),
                "actions": [action(item, about) for item in items],
                "box": box,
                "box_classes": _sized("nhsuk-summary-list__actions", box),
            }
        )
    return {"classes": classes("nhsuk-summary-list", line, p["classes"]), "rows": prepared, "inner": p["html"]}


def _flag(p: Options, name: str) -> str:
    return f"nhsuk-table--{name}" if p[name] and f"nhsuk-table--{name}" not in str(p["classes"]) else ""


def _value(cell: Options) -> str:
    hidden = cell["visually_hidden_text"]
    inner = content(cell)
    if not hidden:
        return inner
    return format_html('{}<span class="nhsuk-u-visually-hidden">{}{}</span>', inner, " " if inner else "", hidden)


def _cell(cell: Options, base: str) -> dict[str, Any]:
    given = str(cell["classes"])
    numeric = f"{base}--numeric" if cell["format"] == "numeric" and f"{base}--numeric" not in given else ""
    align = cell["align"] if cell["align"] in ("left", "centre", "right") and "nhsuk-u-text-align-" not in given else ""
    width = f"nhsuk-u-width-{cell['width']}" if cell["width"] and f"nhsuk-u-width-{cell['width']}" not in given else ""
    inner = _value(cell)
    if cell["href"]:
        inner = format_html('<a class="nhsuk-link" href="{}">{}</a>', cell["href"], inner)
    return {
        "cell": cell,
        "classes": classes(base, numeric, f"nhsuk-u-text-align-{align}" if align else "", width, cell["classes"]),
        "inner": inner,
    }


@prepares("table")
def table(p: Options) -> dict[str, Any]:
    """`head` and `rows` as data, or the rows as HTML between `{% nhsblock "table" %}` and its end."""
    title = p["caption"] if isinstance(p["caption"], Options) else part(p["caption"])
    if not isinstance(p["caption"], Options):
        title = title.but(size=p["caption_size"] or None, classes=p["caption_classes"] or None)
    head = [part(item) if not isinstance(item, Options) else item for item in (p["head"] or []) if item or item == ""]
    responsive = bool(p["responsive"])
    sortable = any(item["sort"] for item in head)
    on_server = sortable and any(item["href"] for item in head)
    line = ""
    if p["border"] is False and "nhsuk-table--no-border" not in str(p["classes"]):
        line = "nhsuk-table--no-border"
    elif p["last_row_border"] is False and "nhsuk-table--no-last-row-border" not in str(p["classes"]):
        line = "nhsuk-table--no-last-row-border"
    named = str(p["classes"])
    reverse = "nhsuk-table--reverse" if p["variant"] == "reverse" and "--reverse" not in named else ""
    sorting = "nhsuk-table--sortable" if sortable and "nhsuk-table--sortable" not in named else ""
    all_classes = classes(
        "nhsuk-table",
        reverse,
        _flag(p, "compact"),
        _flag(p, "responsive"),
        line,
        sorting,
        _flag(p, "striped"),
        p["classes"] or p["table_classes"],
    )
    sortable = "nhsuk-table--sortable" in all_classes
    caption_id = title["id"]
    if not caption_id and p["scroll"] and p["id"]:
        caption_id = f"{p['id']}-caption"
    if not caption_id and p["scroll"] and title["text"]:
        caption_id = f"table-{str(title['text']).replace(' ', '-').lower()[:40]}-caption"
    hidden = title["visually_hidden_text"] or ("Column headers are sortable" if sortable else "")
    table_attributes = joined(
        attributes(
            {
                "class": all_classes,
                "id": {"value": p["id"] or None, "optional": True},
                "data-module": {"value": "nhsuk-table" if sortable and not on_server else None, "optional": True},
                "role": {"value": "table" if responsive else None, "optional": True},
            }
        ),
        attributes(p["attributes"] or None),
    )
    small = title["caption"]
    return {
        "table_attributes": table_attributes,
        "caption": title.but(
            id=caption_id or None,
            visually_hidden_text=f"({hidden})" if hidden else None,
            caption=small if small else None,
            sizes=("s", "m", "l", "xl"),
            class_name="nhsuk-table__caption",
            class_prefix="nhsuk-table__caption--",
            element="caption",
        )
        if content(title)
        else None,
        "caption_id": caption_id,
        # The same caption for the table inside a box that scrolls, which names itself after it.
        "scrolled_caption": title.but(id=caption_id or None) if content(title) else None,
        "head": [_heading_cell(item, responsive, sortable, on_server) for item in head],
        "rows": [_row(row, head, p, responsive) for row in (p["rows"] or []) if isinstance(row, list)],
        "responsive": responsive,
        "inner": p["html"],
        "card": _table_card(p),
    }


def _table_card(p: Options) -> Options | None:
    if not p["card"] and not p["panel"]:
        return None
    card = p["card"] if isinstance(p["card"], Options) else Options()
    head = card["heading"] if isinstance(card["heading"], Options) else part(card["heading"] or p["heading"])
    if p["heading_level"] and not head["level"]:
        head = head.but(level=p["heading_level"])
    kind = card["variant"] or ("feature" if p["panel"] else None)
    return card.but(heading=head, classes=p["panel_classes"] or card["classes"] or None, variant=kind)


def _heading_cell(item: Options, responsive: bool, sortable: bool, on_server: bool) -> dict[str, Any]:
    sort = item["sort"] if isinstance(item["sort"], str) else ("none" if item["sort"] is True else None)
    sort_next = item["sort_next"] if isinstance(item["sort_next"], str) else None
    extra = attributes(
        {
            "scope": "col",
            "role": {"value": "columnheader" if responsive else None, "optional": True},
            "colspan": {"value": (item["colspan"] or None) if not responsive else None, "optional": True},
            "rowspan": {"value": item["rowspan"] or None, "optional": True},
            "data-sort": {"value": bool(sort and sortable), "optional": True},
            "data-sort-next": {
                "value": sort_next if sort_next and sortable and not on_server else None,
                "optional": True,
            },
            "aria-sort": {"value": sort if sort and sort != "none" and sortable else None, "optional": True},
        }
    )
    return {**_cell(item, "nhsuk-table__header"), "extra": joined(extra, attributes(item["attributes"] or None))}


def _row(row: list[Any], head: list[Options], p: Options, responsive: bool) -> list[dict[str, Any]]:
    cells = []
    for number, item in enumerate(row):
        if not isinstance(item, Options | str):
            continue
        data = item if isinstance(item, Options) else part(item)
        above = head[number] if number < len(head) else Options()
        first = number == 0 and bool(p["first_cell_is_header"])
        align = data["align"] or (
            "right" if data["format"] == "string" and above["format"] == "numeric" else above["align"]
        )
        cell = data.but(format=data.get("format", above["format"] or None), align=align or None)
        role = ("rowheader" if first else "cell") if responsive else None
        extra = attributes(
            {
                "scope": {"value": "row" if first else None, "optional": True},
                "role": {"value": role, "optional": True},
                "colspan": {"value": (data["colspan"] or None) if not responsive else None, "optional": True},
                "rowspan": {"value": data["rowspan"] or None, "optional": True},
                "data-sort-value": {"value": data["sort_value"] or None, "optional": True},
            }
        )
        heading = _value(above) if responsive else ""
        if heading and data["visually_hidden_text"] is EMPTY and not content(above):
            heading = ""
        cells.append(
            {
                **_cell(cell, "nhsuk-table__header" if first else "nhsuk-table__cell"),
                "element": "th" if first else "td",
                "extra": joined(extra, attributes(data["attributes"] or None)),
                "heading": heading,
                "boxed": isinstance(data["html"], SafeString) and bool(data["html"]),
            }
        )
    return cells


@prepares("task_list")
def task_list(p: Options) -> dict[str, Any]:
    prefix = p.get("id_prefix", "task-list")
    items = []
    for number, item in enumerate(p["items"] or [], start=1):
        if not item:
            continue
        title = item["title"] or Options()
        head = part(item["heading"]) or Options(
            text=title["text"] or None, html=title["html"] or None, classes=title["classes"] or None
        )
        hint, status = part(item["hint"]), part(item["status"])
        hint_id, status_id = f"{prefix}-{number}-hint", f"{prefix}-{number}-status"
        link = {
            "href": {"value": item["href"] or None, "optional": True},
            "aria-describedby": {
                "value": (f"{hint_id} " if content(hint) else "") + status_id if item["href"] else None,
                "optional": True,
            },
        }
        items.append(
            {
                "classes": classes(
                    "nhsuk-task-list__item", "nhsuk-task-list__item--with-link" if item["href"] else "", item["classes"]
                ),
                "heading": head.but(
                    class_name="nhsuk-task-list__link" if item["href"] else "",
                    classes=("nhsuk-link" if item["href"] else "") + str(head["classes"]),
                    attributes=joined(attributes(link), attributes(head["attributes"] or None)),
                    element="a" if item["href"] else "div",
                    href=None,
                ),
                "hint": content(hint),
                "hint_id": hint_id,
                "status": content(status),
                "status_id": status_id,
                "status_classes": classes("nhsuk-task-list__status", status["classes"]),
                "tag": status["tag"],
            }
        )
    return {"classes": classes("nhsuk-task-list", p["classes"]), "items": items}


@prepares("tabs")
def tabs(p: Options) -> dict[str, Any]:
    prefix = p["id_prefix"] or p["id"]
    items = []
    for number, item in enumerate(p["items"] or [], start=1):
        if item:
            items.append(
                item.but(
                    id=item.get("id", f"{prefix}-{number}"),
                    first=number == 1,
                    inner=content(item["panel"] or Options()),
                )
            )
    return {
        "classes": classes("nhsuk-tabs", p["classes"]),
        "items": items,
        "title": p["visually_hidden_text"] or p["title"] or "Contents",
    }


@prepares("pagination")
def pagination(p: Options) -> dict[str, Any]:
    """`previous`, `next` and, for numbered pages, `items`; or `page` (a Django page) and `query`."""
    if p["page"] is not EMPTY:
        p = _from_page(p)
    earlier, later = p["previous"] or Options(), p["next"] or Options()
    if p["previous_url"] or p["previous_page"]:
        earlier = Options(href=p["previous_url"] or None, label_text=p["previous_page"] or None)
    if p["next_url"] or p["next_page"]:
        later = Options(href=p["next_url"] or None, label_text=p["next_page"] or None)
    items = p["items"] or []
    return {
        "p": p,
        "numbered": bool(items),
        "classes": classes("nhsuk-pagination", "nhsuk-pagination--numbered" if items else "", p["classes"]),
        "items": [item for item in items if item],
        "previous": earlier,
        "previous_inner": content(earlier),
        "previous_label": content(part(earlier["label"]) or Options(text=earlier["label_text"] or None)),
        "next": later,
        "next_inner": content(later),
        "next_label": content(part(later["label"]) or Options(text=later["label_text"] or None)),
        "named": p["aria_label"] or p["landmark_label"] or "Pagination",
    }


def _from_page(p: Options) -> Options:
    """Numbered pages of a Django page, keeping the rest of the address's query."""
    page = p["page"]
    query = p["query"] if p["query"] is not EMPTY else None
    name = p.get("parameter", "page")

    def address(number: int) -> str:
        if query is None:
            return f"?{name}={number}"
        kept = query.copy()
        kept[name] = str(number)
        return "?" + kept.urlencode()

    items: list[dict[str, Any]] = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
        if isinstance(number, int):
            items.append({"number": number, "href": address(number), "current": number == page.number})
        else:
            items.append({"ellipsis": True})
    return wrap(
        {
            **p,
            "items": items if page.paginator.num_pages > 1 else [],
            "previous": {"href": address(page.previous_page_number())} if page.has_previous() else None,
            "next": {"href": address(page.next_page_number())} if page.has_next() else None,
        }
    )


@prepares("breadcrumb")
def breadcrumb(p: Options) -> dict[str, Any]:
    items = [item for item in (p["items"] or []) if item]
    last = items[-1] if items else Options()
    if p["text"] and p["href"]:
        last = Options(text=p["text"], href=p["href"])
    back = p["back_link"] or Options()
    own = content(back)
    reverse = "nhsuk-breadcrumb--reverse" if p["variant"] == "reverse" and "--reverse" not in str(p["classes"]) else ""
    return {
        "classes": classes("nhsuk-breadcrumb", reverse, p["classes"]),
        "items": [item for item in items if item["href"]],
        "named": p["aria_label"] or p["label_text"] or "Breadcrumb",
        "back": back.but(
            visually_hidden_text=back.get("visually_hidden_text", "Back to"),
            text=back["text"] or None if own else last["text"],
            html=back["html"] or None if own else None,
            href=back.get("href", last["href"] or None),
            attributes=back["attributes"] or last["attributes"] or None,
            variant=back.get("variant", p["variant"] or None),
        ),
    }
