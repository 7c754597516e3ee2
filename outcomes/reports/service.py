"""The sections about the service: referrals, answers in time, days from ready to gone home. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from outcomes import xmr
from outcomes.charts import SeriesChart
from outcomes.measures import measure
from outcomes.periods import Span, add_months, months_of, quarters_of
from outcomes.reports.counts import Counts, Row
from outcomes.reports.parts import Line, Section, Table
from outcomes.reports.series import (
    NO_CHART,
    NO_PARTS,
    Figure,
    lines_of,
    mean_in,
    or_none,
    rate_in,
    rounded_in,
    series_of,
)
from outcomes.reports.view import View
from outcomes.reports.words import change, days, lowered, number, one_decimal, per_cent
from outcomes.suppression import HIDDEN, Shown, show_mean
from referrals.catalogue import NEED_CATEGORIES, NEEDS, URGENCIES, UnknownCode, find


def referrals(view: View, counts: Counts, names: Mapping[int, str]) -> Section:
    """How many, when, for what."""
    rows, before = counts.referrals, view.of_year_before()
    figure = Figure(code="referrals", title="Referrals", unit="referrals", better=xmr.Direction.NEITHER)
    chart, finding = series_of(view, rows, figure, lambda span: rounded_in(view, rows, span))

    start, end = before.period.start, before.period.end
    then = before.by_span(rows, quarters_of(start, end)) | before.by_span(rows, months_of(start, end))

    def year_before(span: Span) -> tuple[str, ...]:
        return (number(then[Span(add_months(span.start, -12), add_months(span.end, -12))]),)

    now, was = view.count(rows), before.count(rows)
    lines = lines_of(view, rows, year_before)
    by_month = Table(
        caption=f"Referrals, {view.period.in_words}",
        columns=("Sent in", "Referrals", "A year before"),
        lines=(*lines, Line("Total", (number(now), number(was)), is_total=True)),
        note="" if lines else NO_PARTS,
    )
    tables = [by_month]
    if view.chosen is None and len(view.schemes) > 1:
        listed = view.by(rows, lambda row: names[row.scheme], [names[scheme] for scheme in view.schemes])
        tables.append(bars("Referrals by scheme", "Scheme", "Referrals", listed.cells, listed.total))
    may = view.may_show(rows)
    urgency = view.listed({entry.label: counts.urgencies.get(entry.code, 0) for entry in URGENCIES}, may)
    tables.append(bars("Referrals by urgency", "Urgency", "Referrals", urgency.cells, urgency.total))
    needs = view.listed(_by_category(counts.needs), may)
    note = "Each referral has one main need; others that were ticked are not counted here."
    tables.append(bars("Referrals by main need", "Main need", "Referrals", needs.cells, needs.total, note=note))
    return _section("referrals", "Referrals", [_received(now, was, view), finding], tables, "referrals", chart)


def answers(view: View, counts: Counts) -> Section:
    """How many first answers were given in time."""
    decided = [row for row in counts.answers if row.code in ("met", "missed")]
    met = [row for row in decided if row.code == "met"]
    waiting = [row for row in counts.answers if row.code == "open"]
    before = view.of_year_before()
    figure = Figure(code="answers", title="Answers in time", unit="per cent", better=xmr.Direction.HIGHER, ceiling=100)
    chart, finding = series_of(view, decided, figure, lambda span: rate_in(view, met, decided, span))
    lines = lines_of(view, decided, lambda span: (or_none(rate_in(view, met, decided, span), per_cent),))
    now, was = in_time(view, counts), in_time(before, counts)
    due = number(view.count(decided))
    said = lowered(change(now, was, than=before.period.in_words, unit="%"))
    meaning = [
        f"Of {due} answers due, {per_cent(now)} were given in time, {said}."
        if now.value is not None
        else "Too few answers were due to show how many were in time.",
        finding,
    ]
    table = Table(
        caption=f"First answers to the ward, {view.period.in_words}",
        columns=("Referral sent in", "Answers due", "In time"),
        lines=(*lines, Line("Total", (due, per_cent(now)), is_total=True)),
        note=(f"{NO_PARTS} " if not lines else "")
        + f"Not yet known: {number(view.count(waiting))} still to be answered and not late. Percentages are worked out "
        "before rounding. An answer is about the service, not about a patient, so few late answers are not hidden.",
    )
    tables = [table, _with_pauses(view, counts)]
    return _section("answers", "Answers in time", meaning, tables, "clocks_met", chart)


def in_time(view: View, counts: Counts) -> Shown:
    """Per cent of the answers due that were given in time, the time of pauses left out."""
    return _met(view, counts.answers)


def _met(view: View, answers: Sequence[Row]) -> Shown:
    decided = [row for row in answers if row.code in ("met", "missed")]
    met, all_of_them = view.n([row for row in decided if row.code == "met"]), view.n(decided)
    if not all_of_them or not view.may_show(decided):
        return HIDDEN
    return show_mean(round(100 * met / all_of_them), all_of_them, view.policy)


def _with_pauses(view: View, counts: Counts) -> Table:
    """The same answers judged twice: by when they were due, and by when they would have been without pauses."""
    counted = [replace(row, code=row.other) for row in counts.answers]
    lines = []
    for words, answers in (("Pauses left out, as above", counts.answers), ("Had pauses been counted", counted)):
        decided = [row for row in answers if row.code in ("met", "missed")]
        lines.append(Line(words, (number(view.count(decided)), per_cent(_met(view, answers)))))
    return Table(
        caption=f"In time with and without pauses, {view.period.in_words}",
        columns=("Time while paused", "Answers due", "In time"),
        lines=tuple(lines),
        note=measure("clocks_met_pauses_counted").caution,
    )


def ready_to_home(view: View, counts: Counts) -> Section:
    """How long people waited who were ready to leave."""
    rows, before = counts.ready, view.of_year_before()
    figure = Figure(code="ready", title="Mean days from ready to gone home,", unit="days", better=xmr.Direction.LOWER)
    chart, finding = series_of(view, rows, figure, lambda span: mean_in(view, rows, span))
    lines = lines_of(view, rows, lambda span: (or_none(mean_in(view, rows, span), one_decimal),))
    mean, median = mean_wait(view, counts), median_wait(view, counts)
    was = median_wait(before, counts, year_before=True)
    missing = max(0, view.n(went_home(counts.left)) - view.n(rows))
    unknown = left_over(view, missing, view.may_show(rows))
    said = lowered(change(median, was, than=before.period.in_words, decimals=1))
    meaning = [
        f"Half of the people went home within {days(median)} of being ready, {said}. The mean is {days(mean)}."
        if median.value is not None
        else "Too few people went home with a known ready date to show how long they waited.",
        finding,
    ]
    table = Table(
        caption=f"Days from ready to gone home, {view.period.in_words}",
        columns=("Left hospital in", "People", "Mean days"),
        lines=(*lines, Line("Whole period", (number(view.count(rows)), one_decimal(mean)), is_total=True)),
        note=(f"{NO_PARTS} " if not lines else "")
        + f"Without a ready date, and left out: {number(unknown)}. People who died in hospital and admissions avoided "
        "are not in these figures.",
    )
    return _section("ready", "Days from ready to gone home", meaning, [table], "ready_to_discharge", chart)


def left_over(view: View, people: int, may_show: bool) -> Shown:
    """How many are not in a figure, as it may be seen beside it."""
    return Shown(view.policy.rounded(people)) if may_show and not view.policy.is_small(people) else HIDDEN


def went_home(rows: Sequence[Row]) -> list[Row]:
    """The people who left hospital alive."""
    return [row for row in rows if row.code != "died" and row.other == "discharge"]


def median_wait(view: View, counts: Counts, *, year_before: bool = False) -> Shown:
    """Median days from ready to gone home."""
    value = counts.medians.before if year_before else counts.medians.now
    return show_mean(value, view.n(counts.ready), view.policy) if view.may_show(counts.ready) else HIDDEN


def mean_wait(view: View, counts: Counts) -> Shown:
    """Mean days from ready to gone home, to one decimal."""
    people = view.n(counts.ready)
    if not people or not view.may_show(counts.ready):
        return HIDDEN
    return show_mean(round(view.total(counts.ready) / people, 1), people, view.policy)


def bars(caption: str, what: str, counted: str, cells: Mapping[str, Shown], total: Shown, *, note: str = "") -> Table:
    """A table of counts with a bar for each that may be seen."""
    longest = max([shown.value or 0 for shown in cells.values()] or [0])
    lines = [
        Line(label, (number(shown),), bar=round(100 * (shown.value or 0) / longest, 1) if longest else None)
        for label, shown in cells.items()
    ]
    return Table(caption, (what, counted), (*lines, Line("Total", (number(total),), is_total=True)), note)


def _section(
    code: str,
    title: str,
    meaning: Sequence[str],
    tables: Sequence[Table],
    of: str,
    chart: SeriesChart | None,
) -> Section:
    return Section(
        code=code,
        title=title,
        meaning=tuple(sentence for sentence in meaning if sentence),
        tables=tuple(tables),
        measure=measure(of),
        chart=chart,
        no_chart="" if chart else NO_CHART,
    )


def _by_category(needs: Mapping[str, int]) -> dict[str, int]:
    """Referrals by the category of their main need, in the order of the list."""
    found = {category.label: 0 for category in NEED_CATEGORIES}
    labels = {category.code: category.label for category in NEED_CATEGORIES}
    for code, people in needs.items():
        try:
            label = labels[find(NEEDS, code).category]
        except UnknownCode:
            label = "Something else"
        found[label] = found.get(label, 0) + people
    return found


def _received(now: Shown, was: Shown, view: View) -> str:
    if now.value is None:
        return "Too few referrals to show."
    than = view.of_year_before().period.in_words
    return f"{number(now)} referrals were sent in {view.period.in_words}, {lowered(change(now, was, than=than))}."
