"""The sections about what came of it: where people went, bed days, money, still at home, how cases ended. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from outcomes.measures import measure, still_at_home
from outcomes.models import Outcome
from outcomes.money import CostedDays, SavingKind, gross_savings
from outcomes.reports.counts import Counts, Price, Row
from outcomes.reports.parts import Line, Section, Table
from outcomes.reports.service import bars, left_over, went_home
from outcomes.reports.view import View
from outcomes.reports.words import change, lowered, number, per_cent, pounds
from outcomes.suppression import HIDDEN, HIDDEN_TEXT, Shown, show_rate
from referrals.catalogue import DESTINATIONS, OUTCOME_RESULTS, OUTCOMES, UnknownCode, find, label_of

AVOIDED = "admission_avoidance"
KIND_WORDS = {
    SavingKind.REACTIVE: "People who left hospital sooner",
    SavingKind.PREVENTIVE: "People who were not admitted",
}


@dataclass(frozen=True, slots=True)
class Saved:
    """Days saved of one kind at one price. `people` and `days` as they may be seen; `costed` in rounded days."""

    kind: SavingKind
    price: Price | None
    people: Shown
    days: Shown
    costed: CostedDays | None


def kind_of(row: Row) -> SavingKind:
    """Leaving sooner is a reactive saving, not being admitted a preventive one."""
    return SavingKind.PREVENTIVE if row.other.startswith(AVOIDED) else SavingKind.REACTIVE


def destinations(view: View, counts: Counts) -> Section:
    """Where people went when they left hospital."""
    listed = view.by(
        counts.left, lambda row: label_of(DESTINATIONS, row.code), [destination.label for destination in DESTINATIONS]
    )
    cells = {label: shown for label, shown in listed.cells.items() if shown.value != 0}
    home = [row for row in counts.left if _is_home(row.code)]
    rate = show_rate(view.n(home), view.n(counts.left), view.policy) if view.may_show(counts.left) else HIDDEN
    people = number(view.count(counts.left))
    sentence = f"{people} people left hospital or were kept out of it"
    sentence += f"; {per_cent(rate)} of them went home." if rate.value is not None else "."
    if view.count(counts.left).value is None:
        sentence = "Too few people left hospital to show where they went."
    caption = f"Where people went, {view.period.in_words}"
    note = "Usual home, new home, extra care and family or friends count as home. Destinations of nobody are left out."
    tables = (bars(caption, "Destination", "People", cells, listed.total, note=note),) if cells else ()
    return Section("destinations", "Where people went", (sentence,), tables)


def _is_home(code: str) -> bool:
    try:
        return find(DESTINATIONS, code).at_home
    except UnknownCode:
        return False


def bed_days(view: View, counts: Counts) -> Section:
    """Days saved, by how the comparison is known."""
    rows = [row for row in counts.claims if kind_of(row) is SavingKind.REACTIVE]
    shown, before = days_saved(view, counts), days_saved(view.of_year_before(), counts)
    grounds = [(str(each.value), str(each.label)) for each in Outcome.Counterfactual]
    people = view.by(rows, lambda row: row.code, [code for code, _ in grounds])
    lines = []
    for code, label in grounds:
        total = view.total([row for row in rows if row.code == code])
        days = HIDDEN if people.cells[code].is_hidden else Shown(view.policy.rounded(total))
        lines.append(Line(label, (number(people.cells[code]), number(days))))
    lines.append(Line("Total", (number(view.count(rows)), number(shown)), is_total=True))
    left = max(0, view.n(went_home(counts.left)) - view.n(rows))
    missing = left_over(view, left, view.may_show(rows))
    avoided = days_saved(view, counts, SavingKind.PREVENTIVE)
    than = view.of_year_before().period.in_words
    if shown.value is None:
        meaning = ["Too few cases have a comparison to show how many bed days were saved."]
    else:
        meaning = [
            f"{number(shown)} bed days were saved: days between the day people would have left hospital and the day "
            f"they did. That is {lowered(change(shown, before, than=than))}.",
            f"{number(missing)} people went home without a comparison: left out, not counted as nothing saved.",
        ]
    note = f"Admissions avoided are counted apart: {number(avoided)} bed days."
    table = Table(f"Bed days saved, {view.period.in_words}", ("How it is known", "People", "Bed days"), (*lines,), note)
    return Section("bed-days", "Bed days saved", tuple(meaning), (table,), measure("bed_days_saved"))


def days_saved(view: View, counts: Counts, kind: SavingKind = SavingKind.REACTIVE) -> Shown:
    """Bed days of this kind, to the nearest of the rounding: the sum of what each person is known to have saved."""
    rows = [row for row in counts.claims if kind_of(row) is kind]
    if not view.may_show(rows):
        return HIDDEN
    return Shown(view.policy.rounded(view.total(rows)))


def saved_at_prices(view: View, counts: Counts) -> list[Saved]:
    """Days saved of each kind at each price, the newest price first."""
    prices = {str(price.pk): price for price in counts.prices}
    groups: dict[tuple[SavingKind, str], list[Row]] = defaultdict(list)
    for row in counts.claims:
        groups[kind_of(row), row.other.partition(":")[2]].append(row)
    found = []
    for kind in (SavingKind.REACTIVE, SavingKind.PREVENTIVE):
        mine = {price: rows for (of, price), rows in groups.items() if of is kind and view.n(rows)}
        every = [row for rows in mine.values() for row in rows]
        safe = view.listed({price: view.n(rows) for price, rows in mine.items()}, view.may_show(every))
        for code in sorted(mine, key=lambda one: -int(one or 0)):
            days = view.policy.rounded(view.total(mine[code]))
            shown = HIDDEN if safe.cells[code].is_hidden else Shown(days)
            found.append(Saved(kind, prices.get(code), safe.cells[code], shown, _costed(days, prices.get(code), kind)))
    return found


def _costed(days: int, price: Price | None, kind: SavingKind) -> CostedDays | None:
    if price is None:
        return None
    return CostedDays(days, price.pounds, price.setting, price.price_year, price.source, kind)


def gross(view: View, counts: Counts, kind: SavingKind = SavingKind.REACTIVE) -> str:
    """The gross saving of this kind in pounds, or the mark of a hidden number."""
    rows = [row for row in counts.claims if kind_of(row) is kind]
    if not view.may_show(rows):
        return HIDDEN_TEXT
    items = [saved.costed for saved in saved_at_prices(view, counts) if saved.costed is not None]
    return pounds(gross_savings(items)[kind])


def money(view: View, counts: Counts) -> Section:
    """What the bed days are worth, each with its price and source; gross only."""
    lines = []
    for saved in saved_at_prices(view, counts):
        if saved.price is None or saved.costed is None:
            price, amount = "No published price for these days", "Not priced"
        else:
            price = f"{pounds(saved.price.pounds)} a day, {saved.price.price_year} prices"
            amount = HIDDEN_TEXT if saved.days.is_hidden else pounds(saved.costed.amount)
        lines.append(Line(KIND_WORDS[saved.kind], (number(saved.days), amount), sub=price))
    total = gross(view, counts)
    days = days_saved(view, counts)
    meaning = [
        f"{total} gross: {number(days)} bed days at the price of a day on the day each person left."
        if total != HIDDEN_TEXT
        else "Too few cases have a comparison to show what the bed days are worth.",
        "This is capacity set free for other patients, most of it not cash. What the service cost is not recorded in "
        "Homeward, so there is no net saving and no return here.",
    ]
    tables = [
        Table(
            f"Gross saving, {view.period.in_words}",
            ("Saving", "Bed days", "Gross"),
            tuple(lines),
            "Bed days times price. People who were not admitted are never added to those who left sooner.",
        )
    ]
    if days.value:
        tables.append(_other_prices(days, counts.prices))
    return Section("money", "Gross saving", tuple(meaning), tuple(tables) if lines else (), measure("gross_saving"))


def _other_prices(days: Shown, prices: Sequence[Price]) -> Table:
    lines = []
    for price in prices:
        worth = pounds(price.pounds * int(days.value or 0))
        lines.append(Line(f"{price.setting}, {price.price_year}", (_to_the_penny(price), worth), sub=price.source))
    return Table(
        f"What the same {number(days)} bed days would be worth at each published price",
        ("Price of a day", "Pounds a day", "Gross"),
        tuple(lines),
        "Above, the price in force when each person left. The others show how much depends on the price.",
    )


def _to_the_penny(price: Price) -> str:
    return f"£{price.pounds:,.2f}".removesuffix(".00")


def still_home(view: View, counts: Counts) -> Section:
    """Who was at home on day 91, read both ways."""
    rows = counts.day_91
    strict, reached = at_home(view, counts)
    before, _ = at_home(view.of_year_before(), counts)
    words = {"home": "At home", "not_home": "In hospital, elsewhere, or died", "not_reached": "Not reached"}
    listed = view.by(rows, lambda row: words[row.code], list(words.values()))
    than = view.of_year_before().period.in_words
    if strict.value is None:
        meaning = ["Too few people were due a check at 91 days to show how many were at home."]
    else:
        meaning = [
            f"{per_cent(strict)} of the people whose day 91 fell in the period were known to be at home, "
            f"{lowered(change(strict, before, than=than, unit='%'))}.",
            f"Of those reached: {'too few to show' if reached.value is None else per_cent(reached)}.",
        ]
    tables = (
        bars(f"Where people were on day 91, {view.period.in_words}", "Found", "People", listed.cells, listed.total),
        Table(
            "At home on day 91, in per cent",
            ("Reading", "At home"),
            (
                Line("Not reached counted as not at home", (per_cent(strict),)),
                Line("Of those reached", (per_cent(reached),)),
            ),
        ),
    )
    return Section("day-91", "Still at home on day 91", tuple(meaning), tables, measure("at_home_91_strict"))


def at_home(view: View, counts: Counts) -> tuple[Shown, Shown]:
    """Per cent at home on day 91: with people nobody reached as not at home, and of those reached."""
    rows = counts.day_91
    if not view.may_show(rows):
        return HIDDEN, HIDDEN
    home, away, silent = (
        view.n([row for row in rows if row.code == code]) for code in ("home", "not_home", "not_reached")
    )
    both = still_at_home(at_home=home, not_at_home=away, not_reached=silent)
    return (
        show_rate(both.strict.numerator, both.strict.denominator, view.policy),
        show_rate(both.of_those_reached.numerator, both.of_those_reached.denominator, view.policy),
    )


def endings(view: View, counts: Counts) -> Section:
    """How the cases that were closed ended."""
    rows = counts.ended
    listed = view.by(rows, lambda row: _result_words(row.code), [entry.label for entry in OUTCOME_RESULTS])
    detail = view.by(rows, lambda row: _outcome_words(row.code), [outcome.label for outcome in OUTCOMES])
    cells = {label: shown for label, shown in detail.cells.items() if shown.value != 0}
    closed = view.count(rows)
    sentence = (
        f"{number(closed)} cases were closed." if closed.value is not None else "Too few cases were closed to show how."
    )
    tables = (
        bars(f"Cases closed, {view.period.in_words}", "Result", "Cases", listed.cells, listed.total),
        bars(
            "Cases closed by outcome", "Outcome", "Cases", cells, detail.total, note="Outcomes of no case are left out."
        ),
    )
    return Section("endings", "How cases ended", (sentence,), tables)


def _outcome_words(code: str) -> str:
    return label_of(OUTCOMES, code) if code else "Not recorded"


def _result_words(code: str) -> str:
    try:
        return label_of(OUTCOME_RESULTS, find(OUTCOMES, code).result)
    except UnknownCode:
        return "Not recorded"
