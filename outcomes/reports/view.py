"""What of the counts may be seen in one view: one scheme or all of them, one period.

Small numbers are hidden so that they cannot be worked out from other views either: a scheme from all of them less the
others, a quarter from the year less the other quarters. Every number shown is rounded besides. Pure.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from outcomes.periods import Period, Span, months_of, quarter_of, quarters_of, year_of
from outcomes.reports.counts import Row
from outcomes.suppression import HIDDEN, Policy, SafeList, Shown, suppress_list, suppress_table


@dataclass(frozen=True, slots=True)
class View:
    """One look at the figures. `schemes`: all that this person may see; `chosen`: one of them, or None for all.

    `until`: the first day no longer counted today, for periods of the present year.
    """

    schemes: tuple[int, ...]
    chosen: int | None
    period: Period
    until: date
    policy: Policy

    def of_year_before(self) -> "View":
        """The same look a year earlier; that year is over, so all of it is counted."""
        return View(self.schemes, self.chosen, self.period.year_before, self.period.year_start, self.policy)

    def here(self, rows: Iterable[Row]) -> list[Row]:
        """The groups of the chosen schemes in the period."""
        return [row for row in rows if self._is_chosen(row) and self.period.start <= row.month < self.period.end]

    def n(self, rows: Iterable[Row]) -> int:
        """How many cases in the chosen schemes and the period. Not yet fit to be seen."""
        return sum(row.n for row in self.here(rows))

    def total(self, rows: Iterable[Row]) -> int:
        """The sum of the groups' totals in the chosen schemes and the period. Not yet fit to be seen."""
        return sum(row.total for row in self.here(rows))

    def may_show(self, rows: Iterable[Row]) -> bool:
        """Whether the number of these cases may be seen in this view, other views considered."""
        counted = list(rows)
        atoms = self.period.atoms(self.until)
        if not atoms or not self.schemes:
            return True
        table = suppress_table(
            [[_sum(counted, {scheme}, *atom) for atom in atoms] for scheme in self.schemes], self.policy
        )
        inside = [
            place for place, (start, end) in enumerate(atoms) if self.period.start <= start and end <= self.period.end
        ]
        line = table.column_totals if self.chosen is None else table.cells[self.schemes.index(self.chosen)]
        if len(inside) == len(atoms):
            whole = table.total if self.chosen is None else table.row_totals[self.schemes.index(self.chosen)]
            return not whole.is_hidden
        hidden = [place for place in inside if line[place].is_hidden]
        # One hidden part of several could be worked out from their sum.
        in_doubt = sum(_sum(counted, self._chosen_set(), *atoms[place]) for place in hidden)
        return not hidden or (len(hidden) > 1 and not self.policy.is_small(in_doubt))

    def count(self, rows: Sequence[Row]) -> Shown:
        """How many cases, as it may be seen."""
        return Shown(self.policy.rounded(self.n(rows))) if self.may_show(rows) else HIDDEN

    def by_span(self, rows: Sequence[Row], spans: Sequence[Span]) -> dict[Span, Shown]:
        """How many in each month or quarter, as it may be seen.

        Months are hidden quarter by quarter and quarters year by year, together with those of the other schemes.
        """
        found: dict[Span, Shown] = {}
        for together in _groups(spans):
            counts = [[_sum(rows, {scheme}, span.start, span.end) for span in together] for scheme in self.schemes]
            table = suppress_table(counts, self.policy)
            line = table.column_totals if self.chosen is None else table.cells[self.schemes.index(self.chosen)]
            found |= dict(zip(together, line, strict=True))
        return found

    def finest(self, rows: Sequence[Row], start: date, end: date) -> dict[Span, Shown]:
        """The months from `start` to `end` if all may be seen, else the quarters if all may; else nothing."""
        for spans in (months_of(start, end), quarters_of(start, end)):
            found = self.by_span(rows, spans)
            if not any(shown.is_hidden for shown in found.values()):
                return found
        return {}

    def in_span(self, rows: Sequence[Row], span: Span) -> list[Row]:
        """The groups of the chosen schemes in a month or quarter."""
        return [row for row in rows if self._is_chosen(row) and span.start <= row.month < span.end]

    def by(self, rows: Sequence[Row], name: Callable[[Row], str], order: Sequence[str]) -> SafeList:
        """How many of each kind, in this order, as it may be seen. Nothing of it where the whole may not be seen."""
        counts = dict.fromkeys(order, 0)
        for row in self.here(rows):
            counts[name(row)] = counts.get(name(row), 0) + row.n
        return self.listed(counts, self.may_show(rows))

    def listed(self, counts: dict[str, int], may_show: bool) -> SafeList:
        """A list of counts as it may be seen; all hidden where `may_show` is false."""
        safe = suppress_list(counts, self.policy)
        return safe if may_show else SafeList(dict.fromkeys(counts, HIDDEN), HIDDEN)

    def _chosen_set(self) -> set[int]:
        return set(self.schemes) if self.chosen is None else {self.chosen}

    def _is_chosen(self, row: Row) -> bool:
        return self.chosen is None or row.scheme == self.chosen


def _sum(rows: Iterable[Row], schemes: set[int], start: date, end: date) -> int:
    return sum(row.n for row in rows if row.scheme in schemes and start <= row.month < end)


def _groups(spans: Sequence[Span]) -> list[list[Span]]:
    """Months that make up a quarter, and quarters that make up a year, together."""
    by_month = all(span.is_month for span in spans)
    found: dict[date, list[Span]] = {}
    for span in spans:
        found.setdefault(quarter_of(span.start) if by_month else year_of(span.start), []).append(span)
    return list(found.values())
