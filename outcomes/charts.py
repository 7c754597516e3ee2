"""Charts as numbers for an SVG: where each point, line and label stands. Pure; the template draws them.

Colours and shapes are attributes of the drawing, never styles, so that the Content-Security-Policy need not allow any.
A shape says the same as its colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from outcomes import xmr

COMMON, IMPROVING, CONCERNING = "common", "improving", "concerning"


@dataclass(frozen=True, slots=True)
class Tick:
    """A label on an axis and the place it belongs to, in units of the drawing."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Marker:
    """One point. `shape`: circle as usual, diamond better, square worse. `path` draws it."""

    x: float
    y: float
    shape: str
    kind: str
    path: str
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """One size of a chart; all numbers in units of the drawing, from the top left."""

    width: int
    height: int
    left: float
    right: float
    bottom: float
    top: float
    line: str
    markers: tuple[Marker, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    mean: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class SeriesChart:
    """A series by month with its limits: a title, what it shows in words, and the same drawing wide and narrow."""

    code: str
    title: str
    description: str
    wide: Drawing
    narrow: Drawing
    has_limits: bool


def series_chart(
    *,
    code: str,
    title: str,
    unit: str,
    part: str,
    labels: Sequence[str],
    values: Sequence[float],
    found: xmr.Chart | None,
    better: xmr.Direction,
    ceiling: float | None = None,
) -> SeriesChart:
    """The chart of 2 values or more, one for each `part`; `found`: limits and signals, None when there are too few."""
    return SeriesChart(
        code=code,
        title=title,
        description=_described(labels, values, unit, part, found),
        wide=_drawing(720, 250, 12, labels, values, found, better, ceiling),
        narrow=_drawing(340, 220, 5, labels, values, found, better, ceiling),
        has_limits=found is not None,
    )


def _described(labels: Sequence[str], values: Sequence[float], unit: str, part: str, found: xmr.Chart | None) -> str:
    text = (
        f"{len(values)} {part} from {labels[0]} to {labels[-1]}. Lowest {min(values):g}, highest {max(values):g}, "
        f"latest {values[-1]:g} {unit}."
    )
    if found is None:
        return text
    limits = found.limits
    return f"{text} Mean {limits.mean:.1f}, usual range {limits.lower:.1f} to {limits.upper:.1f}."


def _drawing(
    width: int,
    height: int,
    most_labels: int,
    labels: Sequence[str],
    values: Sequence[float],
    found: xmr.Chart | None,
    better: xmr.Direction,
    ceiling: float | None,
) -> Drawing:
    left, right, top, bottom = 44.0, width - 30.0, 14.0, height - 34.0
    highest = max([*values, found.limits.upper if found else 0])
    ticks = _steps(highest if ceiling is None else ceiling)
    scale = (bottom - top) / (ticks[-1] or 1)
    apart = (right - left - 16) / max(1, len(values) - 1)

    def x_of(position: int) -> float:
        return round(left + 8 + position * apart, 1)

    def y_of(value: float) -> float:
        return round(bottom - value * scale, 1)

    every = ceil(len(labels) / most_labels)
    kinds = _kinds(values, found, better)
    markers = tuple(
        _marker(x_of(place), y_of(value), kind, f"{label}: {value:g}")
        for place, (label, value, kind) in enumerate(zip(labels, values, kinds, strict=True))
    )
    last = len(labels) - 1
    return Drawing(
        width=width,
        height=height,
        left=left,
        right=right,
        bottom=bottom,
        top=top,
        line=" ".join(f"{marker.x:g},{marker.y:g}" for marker in markers),
        markers=markers,
        x_ticks=tuple(Tick(x_of(place), labels[place]) for place in range(last, -1, -every))[::-1],
        y_ticks=tuple(Tick(y_of(value), f"{value:g}") for value in ticks),
        mean=y_of(found.limits.mean) if found else None,
        lower=y_of(found.limits.lower) if found else None,
        upper=y_of(found.limits.upper) if found else None,
    )


def _steps(highest: float) -> list[float]:
    """Round numbers from 0 to at least the highest, four or five of them."""
    if highest <= 0:
        return [0, 1]
    rough = highest / 4
    power = 10 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough)
    return [round(step * number, 6) for number in range(ceil(highest / step - 1e-9) + 1)]


def _kinds(values: Sequence[float], found: xmr.Chart | None, better: xmr.Direction) -> list[str]:
    if found is None:
        return [COMMON] * len(values)
    kinds = []
    for signals in found.signals:
        first = next((signal for signal in xmr.Signal if signal in signals), None)
        if first is None:
            kinds.append(COMMON)
        elif better is xmr.Direction.NEITHER:
            kinds.append(IMPROVING)
        else:
            kinds.append(IMPROVING if first.is_high == (better is xmr.Direction.HIGHER) else CONCERNING)
    return kinds


def _marker(x: float, y: float, kind: str, label: str) -> Marker:
    if kind == CONCERNING:
        return Marker(x, y, "square", kind, f"M{x - 5:g} {y - 5:g}h10v10h-10z", label)
    if kind == IMPROVING:
        return Marker(x, y, "diamond", kind, f"M{x:g} {y - 7:g}l7 7l-7 7l-7 -7z", label)
    return Marker(x, y, "circle", kind, f"M{x - 4.5:g} {y:g}a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z", label)
