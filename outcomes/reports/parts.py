"""What a report is made of, in words and numbers ready to be seen: the page and the file show the same. Pure."""

from dataclasses import dataclass, field

from outcomes.charts import SeriesChart
from outcomes.measures import Measure


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table. `bar`: its length in per cent of the longest, or None where none is drawn. `sub`: where the
    row's numbers are from, under its heading."""

    heading: str
    cells: tuple[str, ...]
    bar: float | None = None
    sub: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column headings, with a caption that says what is counted and what the reader must know."""

    caption: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One headline. `change` compares with a year before, in words; `section` is where its working is."""

    label: str
    value: str
    unit: str
    change: str
    section: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One subject: what it means in a sentence or two, a chart if there is one, and its tables.

    `no_chart` says why none is drawn.
    """

    code: str
    title: str
    meaning: tuple[str, ...]
    tables: tuple[Table, ...]
    measure: Measure | None = None
    chart: SeriesChart | None = None
    no_chart: str = ""
    cautions: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Board:
    """A whole report: what it is about, its headlines and its sections."""

    scheme: str
    period: str
    compared_with: str
    cards: tuple[Card, ...]
    sections: tuple[Section, ...]
    rule: str
