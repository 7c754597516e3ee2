"""A figure month by month, or quarter by quarter where months are too small: its table lines and its chart. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from outcomes import xmr
from outcomes.charts import SeriesChart, series_chart
from outcomes.periods import Span
from outcomes.reports.counts import Row
from outcomes.reports.parts import Line
from outcomes.reports.view import View
from outcomes.reports.words import number, variation
from outcomes.suppression import Shown

FEWEST_MONTHS = 12
NO_CHART = "No chart is drawn: over the last two years the numbers are too small to show month by month."
NO_PARTS = "The numbers of single months and quarters are too small to show."

Value = Callable[[Span], float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What is drawn: `title` without "each month", what a value is called, and which way is better."""

    code: str
    title: str
    unit: str
    better: xmr.Direction
    ceiling: float | None = None


def lines_of(view: View, rows: Sequence[Row], more: Callable[[Span], tuple[str, ...]]) -> list[Line]:
    """A line for each month or quarter of the period that may be seen: how many, and what `more` says of it."""
    shown = view.finest(rows, view.period.start, view.period.end)
    return [Line(span.in_words, (number(people), *more(span))) for span, people in shown.items()]


def series_of(view: View, rows: Sequence[Row], figure: Figure, value: Value) -> tuple[SeriesChart | None, str]:
    """The chart from the start of the year before on, and what its latest point says; none where a part is hidden.

    Quarters have no limits: there are too few of them. One that is not over is left out.
    """
    shown = view.finest(rows, view.of_year_before().period.year_start, view.period.end)
    spans = list(shown)
    # A service that began within these months has nothing to show before it did.
    while spans and shown[spans[0]].value == 0:
        spans = spans[1:]
    by_month = all(span.is_month for span in shown)
    if not by_month:
        spans = [span for span in spans if span.is_whole_quarter]
    values = [value(span) for span in spans]
    known = [each for each in values if each is not None]
    if len(known) < 2 or len(known) < len(values):
        return None, ""
    enough = by_month and len(known) >= FEWEST_MONTHS
    found = xmr.chart(known, better=figure.better, floor=0, ceiling=figure.ceiling) if enough else None
    chart = series_chart(
        code=figure.code,
        title=f"{figure.title} each {'month' if by_month else 'quarter'}",
        unit=figure.unit,
        part="months" if by_month else "quarters",
        labels=[span.short for span in spans],
        values=known,
        found=found,
        better=figure.better,
        ceiling=figure.ceiling,
    )
    return chart, variation(found, figure.title[0].lower() + figure.title[1:].rstrip(",")) if found else ""


def rate_in(view: View, some: Sequence[Row], every: Sequence[Row], span: Span) -> float | None:
    """Per cent of the cases of a month or quarter, to a whole number; None of nobody."""
    all_of_them = sum(row.n for row in view.in_span(every, span))
    return round(100 * sum(row.n for row in view.in_span(some, span)) / all_of_them) if all_of_them else None


def mean_in(view: View, rows: Sequence[Row], span: Span) -> float | None:
    """The mean of a month or quarter, to one decimal; None of nobody."""
    found = view.in_span(rows, span)
    people = sum(row.n for row in found)
    return round(sum(row.total for row in found) / people, 1) if people else None


def rounded_in(view: View, rows: Sequence[Row], span: Span) -> float:
    """The number of cases of a month or quarter that may be seen, rounded."""
    return view.policy.rounded(sum(row.n for row in view.in_span(rows, span)))


def or_none(value: float | None, say: Callable[[Shown], str]) -> str:
    """A value in words, or that there is none: of a month in which nobody was."""
    return "None" if value is None else say(Shown(value))
