"""The sections about the service: referrals, answers in time, days from ready to gone home. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from outcomes import xmr
from outcomes.charts import SeriesChart, series_chart
from outcomes.measures import measure
from outcomes.periods import month_short, month_words, months_between
from outcomes.reports.counts import Counts, Row
from outcomes.reports.parts import Line, Section, Table
from outcomes.reports.view import View
from outcomes.reports.words import change, days, number, one_decimal, per_cent, variation
from outcomes.suppression import HIDDEN, Shown, show_mean
from referrals.catalogue import NEED_CATEGORIES, NEEDS, URGENCIES, UnknownCode, find

FEWEST_MONTHS = 12
NO_CHART = "No chart is drawn: in some months the numbers are too small to show."


def referrals(view: View, counts: Counts, names: Mapping[int, str]) -> Section:
    """How many, when, for what."""
    rows, before = counts.referrals, view.of_year_before()
    months = view.by_month(rows, view.period.months)
    last_year = before.by_month(rows, before.period.months)
    chart, finding = _series(
        view,
        rows,
        "referrals",
        "Referrals each month",
        "referrals",
        xmr.Direction.NEITHER,
        value=lambda month, shown: shown[month].value,
    )
    now, was = view.count(rows), before.count(rows)
    by_month = Table(
        caption=f"Referrals each month, {view.period.in_words}",
        columns=("Month", "Referrals", "A year before"),
        lines=(
            *(
                Line(month_words(month), (number(shown), number(then)))
                for (month, shown), then in zip(months.items(), last_year.values(), strict=True)
            ),
            Line("Total", (number(now), number(was)), is_total=True),
        ),
    )
    tables = [by_month]
    if view.chosen is None and len(view.schemes) > 1:
        listed = view.by(rows, lambda row: names[row.scheme], [names[scheme] for scheme in view.schemes])
        tables.append(bars("Referrals by scheme", "Scheme", "Referrals", listed.cells, listed.total))
    may = view.may_show(rows)
    urgency = view.listed({entry.label: counts.urgencies.get(entry.code, 0) for entry in URGENCIES}, may)
    tables.append(bars("Referrals by urgency", "Urgency", "Referrals", urgency.cells, urgency.total))
    needs = view.listed(_by_category(counts.needs), may)
    tables.append(
        bars(
            "Referrals by main need",
            "Main need",
            "Referrals",
            needs.cells,
            needs.total,
            note="Each referral has one main need; others that were ticked are not counted here.",
        )
    )
    meaning = [_received(now, was, view), finding]
    return _section("referrals", "Referrals", meaning, tables, "referrals", chart)


def answers(view: View, counts: Counts) -> Section:
    """How many first answers were given in time."""
    decided = [row for row in counts.answers if row.code in ("met", "missed")]
    met = [row for row in decided if row.code == "met"]
    waiting = [row for row in counts.answers if row.code == "open"]
    before = view.of_year_before()
    chart, finding = _series(
        view,
        decided,
        "answers",
        "Answers in time each month",
        "per cent",
        xmr.Direction.HIGHER,
        value=lambda month, shown: _month_rate(view, met, decided, month, shown[month]),
        ceiling=100,
    )
    months = view.by_month(decided, view.period.months)
    lines = []
    for month, shown in months.items():
        rate = _month_rate(view, met, decided, month, shown)
        lines.append(Line(month_words(month), (number(shown), per_cent(Shown(rate)))))
    now, was = in_time(view, counts), in_time(before, counts)
    lines.append(Line("Total", (number(view.count(decided)), per_cent(now)), is_total=True))
    meaning = [
        f"Of {number(view.count(decided))} answers due, {per_cent(now)} were given in time."
        if now.value is not None
        else "Too few answers were due to show how many were in time.",
        change(now, was, than=before.period.in_words, unit="%") + "." if now.value is not None else "",
        finding,
    ]
    table = Table(
        caption=f"First answers to the ward, by the month the referral came in, {view.period.in_words}",
        columns=("Month", "Answers due", "In time"),
        lines=tuple(lines),
        note=f"Not yet known: {number(view.count(waiting))} still to be answered and not late. Percentages are worked "
        "out before rounding. An answer is about the service, not about a patient, so few late answers are not hidden.",
    )
    return _section("answers", "Answers in time", meaning, [table], "clocks_met", chart)


def in_time(view: View, counts: Counts) -> Shown:
    """Per cent of the answers due that were given in time."""
    decided = [row for row in counts.answers if row.code in ("met", "missed")]
    met, all_of_them = view.n([row for row in decided if row.code == "met"]), view.n(decided)
    if not all_of_them or not view.may_show(decided):
        return HIDDEN
    return show_mean(round(100 * met / all_of_them), all_of_them, view.policy)


def ready_to_home(view: View, counts: Counts) -> Section:
    """How long people waited who were ready to leave."""
    rows, before = counts.ready, view.of_year_before()
    chart, finding = _series(
        view,
        rows,
        "ready",
        "Mean days from ready to gone home, each month",
        "days",
        xmr.Direction.LOWER,
        value=lambda month, shown: _month_mean(view, rows, month, shown[month]),
    )
    months = view.by_month(rows, view.period.months)
    lines = [
        Line(month_words(month), (number(shown), one_decimal(Shown(_month_mean(view, rows, month, shown)))))
        for month, shown in months.items()
    ]
    mean, median = mean_wait(view, counts), median_wait(view, counts)
    lines.append(Line("Whole period", (number(view.count(rows)), one_decimal(mean)), is_total=True))
    left = went_home(counts.left)
    missing = max(0, view.n(left) - view.n(rows))
    unknown = left_over(view, missing, view.may_show(rows))
    meaning = [
        f"Half of the people went home within {days(median)} of being ready; the mean is {days(mean)}."
        if median.value is not None
        else "Too few people went home with a known ready date to show how long they waited.",
        change(median, median_wait(before, counts, year_before=True), than=before.period.in_words, decimals=1) + "."
        if median.value is not None
        else "",
        finding,
    ]
    table = Table(
        caption=f"Days from ready to gone home, by the month of leaving hospital, {view.period.in_words}",
        columns=("Month", "People", "Mean days"),
        lines=tuple(lines),
        note=f"Without a ready date, and left out: {number(unknown)}. People who died in hospital and admissions "
        "avoided are not in these figures.",
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


def _series(
    view: View,
    rows: Sequence[Row],
    code: str,
    title: str,
    unit: str,
    better: xmr.Direction,
    *,
    value: "Callable[[date, Mapping[date, Shown]], float | None]",
    ceiling: float | None = None,
) -> tuple[SeriesChart | None, str]:
    """The chart of every month from the start of the year before, and what it says; none where a month is hidden."""
    months = months_between(view.of_year_before().period.year_start, view.period.end)
    shown = view.by_month(rows, months)
    values = [value(month, shown) for month in months]
    # A service that began within these months has nothing to show before it did.
    while values and shown[months[-len(values)]].value == 0:
        values = values[1:]
    known = [each for each in values if each is not None]
    if len(known) < 2 or len(known) < len(values):
        return None, ""
    found = xmr.chart(known, better=better, floor=0, ceiling=ceiling) if len(known) >= FEWEST_MONTHS else None
    chart = series_chart(
        code=code,
        title=title,
        unit=unit,
        labels=[month_short(month) for month in months[-len(known) :]],
        values=known,
        found=found,
        better=better,
        ceiling=ceiling,
    )
    what = title.split(",")[0].removesuffix(" each month")
    sentence = variation(found, what[0].lower() + what[1:]) if found else ""
    return chart, sentence


def _month_rate(view: View, met: Sequence[Row], decided: Sequence[Row], month: date, shown: Shown) -> float | None:
    due = _of_month(view, decided, month)
    if shown.value is None or not due:
        return None
    return round(100 * sum(row.n for row in _picked(view, met, month)) / due)


def _month_mean(view: View, rows: Sequence[Row], month: date, shown: Shown) -> float | None:
    people = _of_month(view, rows, month)
    if shown.value is None or not people:
        return None
    return round(sum(row.total for row in _picked(view, rows, month)) / people, 1)


def _of_month(view: View, rows: Sequence[Row], month: date) -> int:
    return sum(row.n for row in _picked(view, rows, month))


def _picked(view: View, rows: Sequence[Row], month: date) -> list[Row]:
    return [row for row in rows if row.month == month and (view.chosen is None or row.scheme == view.chosen)]


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
    said = change(now, was, than=than)
    return f"{number(now)} referrals were sent in {view.period.in_words}, {said[0].lower()}{said[1:]}."
