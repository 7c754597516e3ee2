"""Puts a whole report together from counts: headlines first, then a section for each. Pure."""

from collections.abc import Mapping
from datetime import date

from outcomes.periods import Period
from outcomes.reports import results, service
from outcomes.reports.counts import Counts
from outcomes.reports.parts import Board, Card
from outcomes.reports.view import View
from outcomes.reports.words import change, number, one_decimal, per_cent
from outcomes.suppression import HIDDEN_MEANING, HIDDEN_TEXT, Policy


def board(
    *, names: Mapping[int, str], chosen: int | None, period: Period, today: date, counts: Counts, policy: Policy
) -> Board:
    """The report about one scheme, or all of them, in a period. `names`: every scheme this person may see, by id."""
    view = View(tuple(names), chosen, period, today.replace(day=1), policy)
    return Board(
        scheme="All schemes" if chosen is None and len(names) > 1 else names[chosen or next(iter(names))],
        period=period.in_words,
        compared_with=view.of_year_before().period.in_words,
        cards=_cards(view, counts),
        sections=(
            service.referrals(view, counts, names),
            service.answers(view, counts),
            service.ready_to_home(view, counts),
            results.destinations(view, counts),
            results.bed_days(view, counts),
            results.money(view, counts),
            results.still_home(view, counts),
            results.endings(view, counts),
        ),
        rule=rule_in_words(policy),
    )


def rule_in_words(policy: Policy) -> str:
    """How small numbers are hidden, for whoever reads the figures."""
    hidden = f"Numbers from 1 to {policy.threshold} are hidden" if policy.threshold else "No numbers are hidden"
    rounded = f", and every other number is rounded to the nearest {policy.rounding}" if policy.rounding > 1 else ""
    others = (
        " More are hidden where a small number could be worked out from the rest, from another scheme or from another "
        "period; means, medians and money go with the number of people behind them."
        if policy.threshold
        else ""
    )
    return f"{hidden}{rounded}.{others} {HIDDEN_MEANING}"


def _cards(view: View, counts: Counts) -> tuple[Card, ...]:
    before = view.of_year_before()
    than = before.period.in_words
    referrals, in_time = view.count(counts.referrals), service.in_time(view, counts)
    wait, days = service.median_wait(view, counts), results.days_saved(view, counts)
    home, _ = results.at_home(view, counts)
    gross, gross_before = results.gross(view, counts), results.gross(before, counts)
    return (
        Card(
            "Referrals",
            number(referrals),
            "",
            change(referrals, before.count(counts.referrals), than=than),
            "referrals",
        ),
        Card(
            "Answers in time",
            per_cent(in_time),
            "",
            change(in_time, service.in_time(before, counts), than=than, unit="%"),
            "answers",
        ),
        Card(
            "Ready to gone home",
            one_decimal(wait),
            "days, median",
            change(wait, service.median_wait(before, counts, year_before=True), than=than, decimals=1),
            "ready",
        ),
        Card(
            "Bed days saved",
            number(days),
            "",
            change(days, results.days_saved(before, counts), than=than),
            "bed-days",
        ),
        Card(
            "Gross saving",
            gross,
            "",
            _money_before(gross, gross_before, than),
            "money",
            "Capacity, most of it not cash",
        ),
        Card(
            "At home on day 91",
            per_cent(home),
            "",
            change(home, results.at_home(before, counts)[0], than=than, unit="%"),
            "day-91",
            "People not reached count as not at home",
        ),
    )


def _money_before(gross: str, before: str, than: str) -> str:
    if gross == HIDDEN_TEXT:
        return "Too few to show"
    return f"Too few to compare with {than}" if before == HIDDEN_TEXT else f"{before} in {than}"
