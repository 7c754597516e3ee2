"""Small numbers are hidden, so that nobody can be recognised in a table.

The default rule is the one NHS Digital has used for Hospital Episode Statistics below national level since September
2018: 1 to 7 hidden, every other number rounded to the nearest 5, 0 shown. The threshold and the rounding are settings.

Hiding one number is not enough when the rest of its row and the total are shown: it is what is missing. So more are
hidden (secondary suppression), and everything hidden looks the same, so that nobody can tell which number was the
small one. A rate or a mean is hidden with the counts it is made of, and a difference between two filtered views counts
as a number too. Pure.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

#: What stands where a number is hidden, in tables and files.
HIDDEN_TEXT = "[c]"
HIDDEN_MEANING = "[c] is a number hidden so that nobody can be recognised."


@dataclass(frozen=True, slots=True)
class Policy:
    """Which numbers are small: 1 to `threshold` are hidden. Others are shown to the nearest `rounding`; 1 leaves them.

    Raises `ValueError` for a threshold below 0 or a rounding below 1.
    """

    threshold: int = 7
    rounding: int = 5

    def __post_init__(self) -> None:
        if self.threshold < 0 or self.rounding < 1:
            raise ValueError("The threshold is 0 or more and the rounding 1 or more.")

    def is_small(self, count: int) -> bool:
        """True for a count that could point at somebody. Nobody, 0, points at nobody."""
        return 0 < count <= self.threshold

    def rounded(self, count: int) -> int:
        """To the nearest multiple, halves up."""
        return (count + self.rounding // 2) // self.rounding * self.rounding


@dataclass(frozen=True, slots=True)
class Shown:
    """A number after suppression: its value as it may be seen, or None where it is hidden."""

    value: float | None

    @property
    def is_hidden(self) -> bool:
        return self.value is None

    def __str__(self) -> str:
        return HIDDEN_TEXT if self.value is None else f"{self.value:g}"


HIDDEN = Shown(None)

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SafeList:
    """Counts by name with their total, ready to be seen."""

    cells: dict[str, Shown]
    total: Shown


@dataclass(frozen=True, slots=True)
class SafeTable:
    """Counts by row and column with their totals, ready to be seen."""

    cells: tuple[tuple[Shown, ...], ...]
    row_totals: tuple[Shown, ...]
    column_totals: tuple[Shown, ...]
    total: Shown


def suppress_list(counts: Mapping[str, int], policy: Policy) -> SafeList:
    """A list of counts that do not overlap, and their total.

    The total is hidden when it is small itself. Raises `ValueError` for a negative count.
    """
    names = list(counts)
    values = [*counts.values(), sum(counts.values())]
    _refuse_negative(values)
    hidden = {position for position, value in enumerate(values) if policy.is_small(value)}
    _widen_line(values, hidden, policy)
    shown = [HIDDEN if position in hidden else Shown(policy.rounded(value)) for position, value in enumerate(values)]
    return SafeList(dict(zip(names, shown, strict=False)), shown[-1])


def suppress_table(rows: Sequence[Sequence[int]], policy: Policy) -> SafeTable:
    """A table of counts that do not overlap, with the totals of rows, columns and everything.

    No hidden number can be worked out from the numbers shown: each lies on a closed path of hidden numbers through rows
    and columns, so that it could be more or less with every total unchanged (Gusfield 1988, A graph theoretic approach
    to statistical data security). And no line hides numbers that are small together. Raises `ValueError` for a negative
    count or rows of different lengths.
    """
    if len({len(row) for row in rows}) > 1:
        raise ValueError("Rows of a table have the same length.")
    table = [[*row, sum(row)] for row in rows]
    table.append([sum(column) for column in zip(*table, strict=True)] if table else [0])
    _refuse_negative(chain.from_iterable(table))
    width = len(table[0])
    hidden: set[Cell] = {
        (row, column) for row, line in enumerate(table) for column, value in enumerate(line) if policy.is_small(value)
    }
    before = -1
    while before != len(hidden):  # hiding in a row may call for hiding in a column, and the other way round
        before = len(hidden)
        for cell in sorted(hidden):
            hidden |= _closed_path(table, hidden, cell)
        for row, line in enumerate(table):
            chosen = {column for column in range(width) if (row, column) in hidden}
            _widen_line(line, chosen, policy)
            hidden |= {(row, column) for column in chosen}
        for column in range(width):
            line = [table[row][column] for row in range(len(table))]
            chosen = {row for row in range(len(table)) if (row, column) in hidden}
            _widen_line(line, chosen, policy)
            hidden |= {(row, column) for row in chosen}
    shown = [
        tuple(HIDDEN if (row, column) in hidden else Shown(policy.rounded(value)) for column, value in enumerate(line))
        for row, line in enumerate(table)
    ]
    return SafeTable(
        cells=tuple(line[:-1] for line in shown[:-1]),
        row_totals=tuple(line[-1] for line in shown[:-1]),
        column_totals=shown[-1][:-1],
        total=shown[-1][-1],
    )


def show_mean(value: float | None, n: int, policy: Policy) -> Shown:
    """A mean, median or sum of money of `n` people: hidden when they are few, and when there is none to show.

    It is not rounded: it belongs to people enough.
    """
    return HIDDEN if value is None or n <= policy.threshold else Shown(value)


def show_rate(numerator: int, denominator: int, policy: Policy) -> Shown:
    """A rate in per cent, to a whole number, worked out from the rounded counts so that it does not give them away.

    Hidden when the denominator, the numerator or what is left between them is small, and of nobody.
    """
    _refuse_negative((numerator, denominator - numerator))
    parts = (numerator, denominator, denominator - numerator)
    if denominator == 0 or any(policy.is_small(part) for part in parts):
        return HIDDEN
    whole = policy.rounded(denominator)
    return Shown(min(100, round(100 * policy.rounded(numerator) / whole))) if whole else HIDDEN


def may_differ(one_view: int, another_view: int, policy: Policy) -> bool:
    """Whether the same count under two filters, one within the other, may both be shown: their difference is a
    count.
    """
    return not policy.is_small(abs(one_view - another_view))


def _refuse_negative(values: "Sequence[int] | chain[int]") -> None:
    if any(value < 0 for value in values):
        raise ValueError("A count is not negative.")


def _widen_line(values: Sequence[int], hidden: set[int], policy: Policy) -> None:
    """Hide more of a line until what it hides is two numbers or more and not small together.

    The last value is the total of the others. The smallest number shown goes first; the total and zeros last, as hiding
    a zero protects only those who do not guess it.
    """
    total = len(values) - 1
    while hidden and (len(hidden) < 2 or policy.is_small(_sum_in_doubt(values, hidden))):
        candidates = [position for position in range(len(values)) if position not in hidden]
        if not candidates:
            return
        hidden.add(min(candidates, key=lambda position: (values[position] == 0, position == total, values[position])))


def _sum_in_doubt(values: Sequence[int], hidden: set[int]) -> int:
    """What the hidden parts add up to, which anybody can work out while the total is shown; otherwise nobody can."""
    total = len(values) - 1
    if total in hidden:
        return max(values[position] for position in hidden)
    return sum(values[position] for position in hidden)


def _closed_path(table: Sequence[Sequence[int]], hidden: set[Cell], cell: Cell) -> set[Cell]:
    """The cheapest cells that, hidden too, put this one on a closed path of hidden cells.

    Rows and columns are the points of a graph, cells its lines. A closed path through a cell is a way from its row to
    its column that does not use it. A cell already hidden costs nothing, one shown costs its value, and zeros cost
    most.
    """
    height, width = len(table), len(table[0])
    dearest = 1 + sum(chain.from_iterable(table))
    start, goal = ("row", cell[0]), ("column", cell[1])
    queue: list[tuple[int, tuple[str, int], frozenset[Cell]]] = [(0, start, frozenset())]
    reached: set[tuple[str, int]] = set()
    while queue:
        cost, (side, number), used = heapq.heappop(queue)
        if (side, number) == goal:
            return set(used)
        if (side, number) in reached:
            continue
        reached.add((side, number))
        for other in range(width if side == "row" else height):
            step = (number, other) if side == "row" else (other, number)
            if step == cell:
                continue
            price = 0 if step in hidden else table[step[0]][step[1]] or dearest
            heapq.heappush(queue, (cost + price, ("column" if side == "row" else "row", other), used | {step}))
    return set()
