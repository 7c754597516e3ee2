"""Our own parts: what the design system does not have."""

from datetime import datetime
from typing import Any

from django.utils.html import conditional_escape

from discharge.components.options import EMPTY, Options, classes, content, part
from discharge.components.render import prepares
from partners import words

# One status a case, in words and colour: blue we act, orange blocked, green good, grey waiting, white finished.
STATUSES: dict[str, tuple[str, str]] = {
    "draft": ("Draft", "white"),
    "submitted": ("Not accepted yet", "blue"),
    "information_requested": ("Needs information", "orange"),
    "accepted": ("In progress", "blue"),
    "discharged": ("Gone home", "green"),
    "closed": ("Closed", "white"),
    "declined": ("Declined", "red"),
    "withdrawn": ("Withdrawn", "white"),
}
LIGHTS = {"green": ("●", "On time"), "amber": ("▲", "Due soon"), "red": ("■", "Overdue"), "grey": ("○", "Paused")}


@prepares("icon")
def icon(p: Options) -> dict[str, Any]:
    size = f"nhsuk-icon--size-{p['size']}" if str(p["size"]) in ("25", "50", "75", "100") else ""
    return {"classes": classes("nhsuk-icon", f"nhsuk-icon--{p['name']}", size, p["classes"])}


@prepares("back")
def back(p: Options) -> dict[str, Any]:
    """A back link in a landmark of its own, for above `<main>`."""
    return {"text": p.get("text", "Back")}


@prepares("status_tag")
def status_tag(p: Options) -> dict[str, Any]:
    text, colour = STATUSES.get(str(p["status"]).lower(), (str(p["status"]), "grey"))
    return {"text": p.get("text", text), "colour": p.get("colour", colour)}


@prepares("traffic_light")
def traffic_light(p: Options) -> dict[str, Any]:
    level = str(p["level"])
    symbol, text = LIGHTS.get(level, LIGHTS["grey"])
    return {"level": level if level in LIGHTS else "grey", "symbol": symbol, "text": p.get("text", text)}


#: So that how a deadline stands is never told by colour alone.
DUE_ICONS = {"overdue": "warning", "late": "warning", "soon": "clock", "paused": "pause", "met": "tick"}


@prepares("due_time")
def due_time(p: Options) -> dict[str, Any]:
    """`due` and `now` are moments; `done_at` says it was met or late; `paused` gives the reason it waits."""
    due, now, done = p["due"], p["now"], p["done_at"]
    say = words.due_words if p["long"] else words.due_short
    if p["paused"]:
        state, text = "paused", "Paused" + (f": {p['paused']}" if isinstance(p["paused"], str) else "")
    elif not isinstance(due, datetime):
        state, text = "none", p.get("empty", "No date")
    elif isinstance(done, datetime):
        late = (done - due).total_seconds()
        state, text = ("late", f"Late by {words.span(late)}") if late > 0 else ("met", "Met on time")
    elif not isinstance(now, datetime):
        state, text = "due", words.datetime_long(due)
    else:
        left = (due - now).total_seconds()
        state = "overdue" if left < 0 else "soon" if words.day_of(due) == words.day_of(now) else "due"
        text = say(due, now)
    moment = due if isinstance(due, datetime) else None
    return {
        "state": state,
        "icon": DUE_ICONS.get(state, ""),
        "text": text,
        "machine": words.in_london(moment).isoformat(timespec="minutes") if moment else "",
        "title": words.datetime_long(moment) if moment else "",
        # The script words it again each minute, only while it still runs.
        "ticks": state in ("overdue", "soon", "due") and isinstance(now, datetime),
    }


@prepares("identity_bar")
def identity_bar(p: Options) -> dict[str, Any]:
    born, today = p["born"], p["today"]
    age = words.age_on(born, words.day_of(today)) if born and today else p["age"]
    return {
        "born": words.date_long(born) if born else "",
        "age": age,
        "number": words.nhs_number_groups(p["nhs_number"]) if p["nhs_number"] else "",
        "flags": [flag if isinstance(flag, Options) else part(flag) for flag in (p["flags"] or [])],
        "facts": [fact for fact in (p["facts"] or []) if fact],
    }


@prepares("section_navigation")
def section_navigation(p: Options) -> dict[str, Any]:
    items = [item.but(has_count=item["count"] is not EMPTY) for item in (p["items"] or []) if item]
    return {"items": items, "label": p.get("label", "Sections")}


@prepares("kpi_card")
def kpi_card(p: Options) -> dict[str, Any]:
    return {"classes": classes("app-kpi", f"app-kpi--{p['tone']}" if p["tone"] else "", p["classes"])}


@prepares("activity_log")
def activity_log(p: Options) -> dict[str, Any]:
    """Takes `items` ({heading, by, at, text}) newest first and groups them by day, or `days` ready made."""
    if p["days"]:
        return {"days": p["days"], "level": p.get("level", 3)}
    days: list[dict[str, Any]] = []
    today = words.day_of(p["now"]) if p["now"] else None
    for item in p["items"] or []:
        day = words.day_of(item["at"])
        if not days or days[-1]["day"] != day:
            apart = (today - day).days if today else -1
            name = {0: "Today, ", 1: "Yesterday, "}.get(apart, "")
            days.append(
                {
                    "day": day,
                    "label": name + words.date_with_weekday(day) if not name else name + words.date_long(day),
                    "items": [],
                }
            )
        days[-1]["items"].append(
            item.but(time=words.time_nhs(item["at"]), machine=words.in_london(item["at"]).isoformat(timespec="minutes"))
        )
    return {"days": days, "level": p.get("level", 3)}


@prepares("message_thread")
def message_thread(p: Options) -> dict[str, Any]:
    items = [
        item.but(
            when=words.datetime_long(item["at"]) if item["at"] else "",
            machine=words.in_london(item["at"]).isoformat(timespec="minutes") if item["at"] else "",
            body=conditional_escape(content(item)),
        )
        for item in (p["items"] or [])
        if item
    ]
    return {"items": items, "level": p.get("level", 3)}


@prepares("filter_panel")
def filter_panel(p: Options) -> dict[str, Any]:
    applied = p["applied"] or 0
    return {
        "applied": applied,
        "summary": "Filters" + (f" ({applied} applied)" if applied else ""),
        "title": p.get("title", "Filters"),
    }


@prepares("filter_chips")
def filter_chips(p: Options) -> dict[str, Any]:
    return {"items": [item for item in (p["items"] or []) if item]}


@prepares("result_count")
def result_count(p: Options) -> dict[str, Any]:
    """`page` (a Django page) or `first`, `last`, `total`; `noun` in the singular, `nouns` when adding s is wrong."""
    first, last, total = p["first"], p["last"], p["total"]
    if p["page"] is not EMPTY:
        page = p["page"]
        first, last, total = page.start_index(), page.end_index(), page.paginator.count
    noun = p.get("noun", "case")
    total = total or 0
    nouns = noun if total == 1 else p.get("nouns", noun + "s")
    if total == 0:
        text = f"No {p.get('nouns', noun + 's')}"
    elif first in (EMPTY, 1) and last in (EMPTY, total):
        text = f"Showing {'1' if total == 1 else f'all {total:,}'} {nouns}"
    else:
        text = f"Showing {first:,} to {last:,} of {total:,} {nouns}"
    return {"text": text + (f", {p['limits']}" if p["limits"] else ""), "id": p.get("id", "result-count")}
