"""`{% load homeward %}`: the design system's parts, and dates, times and numbers in the NHS's words.

Moments are shown as clocks in London show them. A filter never reads the time: pass `now` from the view.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.engine import Engine
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from discharge import components
from discharge.components import EMPTY, Options
from discharge.components import options as option_tools
from partners import words

register = template.Library()


def _engine(context: Context) -> Engine | None:
    """The engine of the page, so that its parts are as strict as it is."""
    return context.template.engine if context.template else None


@register.simple_tag(takes_context=True)
def nhs(context: Context, name: str, given: Any = None, /, **options: Any) -> SafeString:
    """A part of the design system: `{% nhs "button" text="Save and continue" %}`.

    A dictionary may come first; keyword options win over it.
    """
    return components.render(name, given or None, engine=_engine(context), **options)


class BlockNode(template.Node):
    """A part whose inside is written between the tags."""

    def __init__(
        self, name: FilterExpression, options: dict[str, FilterExpression], inside: NodeList, target: str | None
    ) -> None:
        self.name, self.options, self.nodelist, self.target = name, options, inside, target

    def render(self, context: Context) -> SafeString:
        options = {key: value.resolve(context) for key, value in self.options.items()}
        inside = self.nodelist.render(context).strip()
        part = components.render(
            str(self.name.resolve(context)), options, engine=_engine(context), html=SafeString(inside)
        )
        if self.target:
            context[self.target] = part
            return SafeString("")
        return part


@register.tag
def nhsblock(parser: Parser, token: Token) -> BlockNode:
    """A part with inner HTML: `{% nhsblock "details" summary="Who can see this" %}…{% endnhsblock %}`."""
    bits = token.split_contents()[1:]
    if not bits:
        raise template.TemplateSyntaxError("nhsblock needs the name of a part")
    target = None
    if len(bits) > 2 and bits[-2] == "as":
        target, bits = bits[-1], bits[:-2]
    name = parser.compile_filter(bits.pop(0))
    options = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError(f"nhsblock takes options as name=value, not {bits[0]}")
    inside = parser.parse(("endnhsblock",))
    parser.delete_first_token()
    return BlockNode(name, options, inside, target)


class CellNode(template.Node):
    """A cell of a responsive table, which names its column once the table is stacked."""

    def __init__(
        self, element: str, label: FilterExpression, options: dict[str, FilterExpression], inside: NodeList
    ) -> None:
        self.element, self.label, self.options, self.nodelist = element, label, options, inside

    def render(self, context: Context) -> SafeString:
        label = self.label.resolve(context)
        options = {key: value.resolve(context) for key, value in self.options.items()}
        base = "nhsuk-table__header" if self.element == "th" else "nhsuk-table__cell"
        numeric = f"{base}--numeric" if options.pop("numeric", False) else ""
        extra = option_tools.attributes(
            {key.replace("_", "-"): value for key, value in options.items() if key != "classes"}
        )
        role = "rowheader" if self.element == "th" else "cell"
        scope = SafeString(' scope="row"') if self.element == "th" else ""
        heading = (
            format_html('<span class="nhsuk-table__heading" aria-hidden="true">{} </span>', label) if label else ""
        )
        return format_html(
            '<{} class="{}" role="{}"{}{}>{}<span>{}</span></{}>',
            self.element,
            option_tools.classes(base, numeric, options.get("classes")),
            role,
            scope,
            extra,
            heading,
            SafeString(self.nodelist.render(context).strip()),
            self.element,
        )


def _cell(parser: Parser, token: Token, element: str) -> CellNode:
    bits = token.split_contents()
    tag = bits.pop(0)
    if not bits:
        raise template.TemplateSyntaxError(f"{tag} needs the name of its column")
    label = parser.compile_filter(bits.pop(0))
    options = token_kwargs(bits, parser)
    inside = parser.parse((f"end{tag}",))
    parser.delete_first_token()
    return CellNode(element, label, options, inside)


@register.tag
def td(parser: Parser, token: Token) -> CellNode:
    """`{% td "Due" numeric=True classes="…" %}…{% endtd %}`: a cell; its column's name shows on a phone."""
    return _cell(parser, token, "td")


@register.tag
def th(parser: Parser, token: Token) -> CellNode:
    """`{% th "Patient" %}…{% endth %}`: the cell that names its row."""
    return _cell(parser, token, "th")


@register.simple_tag(takes_context=True)
def site_header(context: Context) -> SafeString:
    """NHS.UK's header filled from `discharge.context.site`; complete even where that gave nothing."""
    get = context.get

    def address(key: str, *names: str) -> str:
        """The address the context gives, else that of the first view of these names that exists."""
        return str(get(key) or "") or next((found for found in (_reversed(name) for name in names) if found), "")

    items: list[dict[str, Any]] = []
    if get("person_name"):
        items.append({"text": get("person_name"), "icon": True, "href": address("account_url", "account") or None})
        place = " · ".join(str(word) for word in (get("organisation_name"), get("role_name")) if word)
        if place:
            items.append({"text": place})
        switch, notices, leave = (
            address("switch_url", "choose_role"),
            address("notifications_url", "notifications"),
            address("logout_url", "account_logout"),
        )
        if get("can_switch") and switch:
            items.append({"text": "Change role", "href": switch})
        count = get("notifications_count")
        if notices:
            shown = format_html("Notifications{}", _count(count, "unread") if count else "")
            items.append({"html": shown, "href": notices})
        if leave:
            items.append({"text": "Log out", "action": leave})
    nav = [
        {
            "html": format_html(
                "{}{}",
                item["text"],
                _count(item["count"], item.get("count_label", "to do")) if item.get("count") is not None else "",
            ),
            "href": item["href"],
            "current": bool(item.get("current")),
        }
        for item in (get("nav_items") or [])
    ]
    search = None
    found = address("search_url", "search") if get("can_search") else ""
    if found:
        search = {
            "action": found,
            "method": "post",  # what is typed names a patient and must not stand in an address
            "name": "q",
            "value": get("search_words") or None,
            "label": {"visually_hidden_text": "Search by name, NHS number or reference"},
            "placeholder": "Find a case",
        }
    options: dict[str, Any] = {
        "service": {"text": "Homeward", "href": get("home_url") or "/"},
        "navigation": {"items": nav} if nav else None,
        "account": {"items": items} if items else None,
        "nhs_logo": get("show_nhs_logo") or None,
        "csrf_token": str(get("csrf_token") or "") or None,
    }
    if search:
        options["search"] = search
    return components.render("header", options, engine=_engine(context))


def _reversed(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _count(number: Any, label: str) -> SafeString:
    return format_html(
        ' <span class="app-count">{}<span class="nhsuk-u-visually-hidden"> {}</span></span>', number, label
    )


@register.simple_tag(takes_context=True)
def title_errors(context: Context, *forms: Any) -> str:
    """ "Error: " at the start of a page's title when one of the forms has errors; with no form, looks for `form`."""
    checked = forms or (context.get("form"),)
    return (
        "Error: "
        if any(form is not None and getattr(form, "is_bound", False) and form.errors for form in checked)
        else ""
    )


# Filters for the templates of the parts.


@register.filter(name="attrs")
def attrs(value: Any) -> SafeString:
    return option_tools.attributes(value or None)


@register.filter(name="id")
def id_attribute(value: Any) -> SafeString:
    return format_html(' id="{}"', value) if value else SafeString("")


@register.filter
def inner(value: Any) -> str:
    return option_tools.content(value if isinstance(value, Options) else option_tools.part(value))


@register.filter
def part(value: Any) -> Options:
    return option_tools.part(value)


# Filters for every page. An empty value gives an empty string, so that a page can say what is missing in words.


def _said(value: Any, say: Any) -> str:
    return "" if value is None or value == "" or value is EMPTY else say(value)


@register.filter
def nhs_number(value: Any) -> SafeString:
    """999 123 4567, never broken over two lines."""
    if not value:
        return SafeString("")
    return format_html('<span class="nhsuk-u-nowrap app-nhs-number">{}</span>', words.nhs_number_groups(str(value)))


@register.filter
def date_long(value: date | datetime | None) -> str:
    """21 November 2026"""
    return _said(value, words.date_long)


@register.filter
def date_weekday(value: date | datetime | None) -> str:
    """Saturday 21 November 2026"""
    return _said(value, words.date_with_weekday)


@register.filter
def date_short(value: date | datetime | None) -> str:
    """21 Nov"""
    return _said(value, words.date_short)


@register.filter
def time_nhs(value: datetime | None) -> str:
    """5.30pm, midday, midnight"""
    return _said(value, words.time_nhs)


@register.filter
def datetime_long(value: datetime | None) -> str:
    """21 November 2026, 5.30pm"""
    return _said(value, words.datetime_long)


@register.filter
def datetime_short(value: datetime | None) -> str:
    """21 Nov, 5.30pm"""
    return _said(value, words.datetime_short)


@register.filter
def age(born: date | None, today: date | datetime) -> str:
    """Whole years on `today`: `{{ patient.born|age:now }}`."""
    return "" if born is None else str(words.age_on(born, words.day_of(today)))


@register.filter
def due_words(due: datetime | None, now: datetime) -> str:
    """Wednesday 25 November, 4pm (in 3 hours), or Overdue by 2 hours"""
    return "" if due is None else words.due_words(due, now)


@register.filter
def due_short(due: datetime | None, now: datetime) -> str:
    """Today, 4pm · 25 Nov, 4pm · Overdue by 2 hours"""
    return "" if due is None else words.due_short(due, now)


@register.filter
def span_until(since: datetime, until: datetime) -> str:
    """40 minutes, 6 hours, 2 days"""
    return words.span((until - since).total_seconds())


@register.filter
def days_words(value: int | None) -> str:
    """today, 1 day, 12 days"""
    return _said(value, lambda number: words.days_words(int(number)))


@register.filter
def money(value: Any) -> str:
    """£1,250 or £1,250.50"""
    return _said(value, words.money)


@register.filter
def counted(number: int, nouns: str) -> str:
    """`{{ 3|counted:"case" }}` gives 3 cases; `"person,people"` for nouns that do not add s."""
    one, _, many = nouns.partition(",")
    return words.count(int(number), one, many)


@register.simple_tag
def options_of(*pairs: Any, **named: Any) -> dict[str, Any]:
    """A dictionary to hand to a part: `{% options_of text="Back" href=url as back %}`."""
    return {**dict(zip(pairs[::2], pairs[1::2], strict=True)), **named}


@register.simple_tag
def list_of(*items: Any) -> Sequence[Any]:
    """A list to hand to a part: `{% list_of back next as items %}`; empty entries are left out."""
    return [item for item in items if item]


# Forms.


@register.simple_tag
def nhs_field(bound: Any) -> SafeString:
    """The part for a bound field; what `{{ form.name.as_field_group }}` renders."""
    from discharge.renderer import render_field

    return render_field(bound)


@register.simple_tag
def visible_fields(form: Any) -> list[Any]:
    """Visible fields of a form but those that show inside a choice of another."""
    from discharge.renderer import revealed

    inside = revealed(form)
    return [field for field in form.visible_fields() if field.name not in inside]
