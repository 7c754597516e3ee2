"""XmR charts: is a change in a series a signal, or the noise it always had?

As NHS England's Making Data Count draws them. Limits are the mean plus and minus 2.66 times the mean moving range, from
the first 12 points and then locked; with fewer points they are trial limits. Signals: a point outside a limit, 7 points
running on one side of the mean, 7 points running that rise or fall, and 2 of 3 points running near a limit on the same
side. With fewer than 10 points no signal is claimed. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import mean

#: 3 / d2 for ranges of two points (d2 = 1.128).
LIMIT_FACTOR = 2.66
#: Points the limits are worked out from; from then on they are locked.
BASELINE_POINTS = 12
#: Below this a chart shows its points and claims nothing.
FEWEST_FOR_SIGNALS = 10
#: Points running on one side of the mean, or rising or falling.
RUN_LENGTH = 7
#: Near a limit: in the outer third between the mean and it.
NEAR = 2 / 3


class Direction(StrEnum):
    """What is better for the person: more of it, less of it, or neither."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Signal(StrEnum):
    """A rule that a point breaks, with the side on which it does."""

    ABOVE_LIMIT = "above_limit"
    BELOW_LIMIT = "below_limit"
    ABOVE_MEAN = "above_mean"
    BELOW_MEAN = "below_mean"
    RISING = "rising"
    FALLING = "falling"
    NEAR_UPPER = "near_upper"
    NEAR_LOWER = "near_lower"

    @property
    def is_high(self) -> bool:
        """True when the signal points upwards."""
        return self in (Signal.ABOVE_LIMIT, Signal.ABOVE_MEAN, Signal.RISING, Signal.NEAR_UPPER)


class Variation(StrEnum):
    """What the latest point says."""

    COMMON_CAUSE = "common_cause"
    IMPROVING_HIGH = "improving_high"
    IMPROVING_LOW = "improving_low"
    CONCERNING_HIGH = "concerning_high"
    CONCERNING_LOW = "concerning_low"
    CHANGED_HIGH = "changed_high"
    CHANGED_LOW = "changed_low"
    TOO_FEW_POINTS = "too_few_points"


class Assurance(StrEnum):
    """Whether the target will be met if nothing changes."""

    CONSISTENTLY_MEETS = "consistently_meets"
    HIT_OR_MISS = "hit_or_miss"
    CONSISTENTLY_MISSES = "consistently_misses"
    NO_TARGET = "no_target"


@dataclass(frozen=True, slots=True)
class Limits:
    """The lines of the chart, in the unit of the points. `trial`: from fewer than `BASELINE_POINTS`, not locked yet."""

    mean: float
    lower: float
    upper: float
    mean_moving_range: float
    trial: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A series with its limits, the signals of each point, and what they say together."""

    points: tuple[float, ...]
    limits: Limits
    signals: tuple[frozenset[Signal], ...]
    variation: Variation
    assurance: Assurance


def limits_of(points: Sequence[float], *, floor: float | None = None, ceiling: float | None = None) -> Limits:
    """The limits of a series of at least 2 points.

    `floor` and `ceiling`: what the measure cannot pass, such as 0 days or 100 per cent; limits stop there. Raises
    `ValueError` for fewer than 2 points.
    """
    if len(points) < 2:
        raise ValueError("Limits need at least 2 points.")
    baseline = points[:BASELINE_POINTS]
    centre = mean(baseline)
    moving_range = mean(abs(later - earlier) for earlier, later in pairwise(baseline))
    lower, upper = centre - LIMIT_FACTOR * moving_range, centre + LIMIT_FACTOR * moving_range
    return Limits(
        mean=centre,
        lower=lower if floor is None else max(floor, lower),
        upper=upper if ceiling is None else min(ceiling, upper),
        mean_moving_range=moving_range,
        trial=len(points) < BASELINE_POINTS,
    )


def chart(
    points: Sequence[float],
    *,
    better: Direction = Direction.NEITHER,
    target: float | None = None,
    floor: float | None = None,
    ceiling: float | None = None,
) -> Chart:
    """The chart of a series in the order of time. Raises `ValueError` for fewer than 2 points."""
    limits = limits_of(points, floor=floor, ceiling=ceiling)
    signals = signals_of(points, limits)
    return Chart(tuple(points), limits, signals, _variation(signals, better), _assurance(limits, better, target))


def signals_of(points: Sequence[float], limits: Limits) -> tuple[frozenset[Signal], ...]:
    """The signals each point takes part in; none at all in a series shorter than `FEWEST_FOR_SIGNALS`.

    A point exactly on the mean or a limit is on neither side of it, and ends a run.
    """
    found: list[set[Signal]] = [set() for _ in points]
    if len(points) < FEWEST_FOR_SIGNALS:
        return tuple(frozenset(signals) for signals in found)
    for position, point in enumerate(points):
        if point > limits.upper:
            found[position].add(Signal.ABOVE_LIMIT)
        if point < limits.lower:
            found[position].add(Signal.BELOW_LIMIT)
    _mark_runs(found, [point > limits.mean for point in points], Signal.ABOVE_MEAN)
    _mark_runs(found, [point < limits.mean for point in points], Signal.BELOW_MEAN)
    _mark_trends(found, [later > earlier for earlier, later in pairwise(points)], Signal.RISING)
    _mark_trends(found, [later < earlier for earlier, later in pairwise(points)], Signal.FALLING)
    nearly_up = limits.mean + NEAR * (limits.upper - limits.mean)
    nearly_down = limits.mean - NEAR * (limits.mean - limits.lower)
    _mark_two_of_three(found, [point > nearly_up for point in points], Signal.NEAR_UPPER)
    _mark_two_of_three(found, [point < nearly_down for point in points], Signal.NEAR_LOWER)
    return tuple(frozenset(signals) for signals in found)


def _mark_runs(found: list[set[Signal]], holds: list[bool], signal: Signal) -> None:
    """Mark every point of a run of `RUN_LENGTH` or more."""
    for start in range(len(holds) - RUN_LENGTH + 1):
        if all(holds[start : start + RUN_LENGTH]):
            for position in range(start, start + RUN_LENGTH):
                found[position].add(signal)


def _mark_trends(found: list[set[Signal]], steps: list[bool], signal: Signal) -> None:
    """Mark `RUN_LENGTH` points joined by steps in one direction: one step fewer than points."""
    for start in range(len(steps) - RUN_LENGTH + 2):
        if all(steps[start : start + RUN_LENGTH - 1]):
            for position in range(start, start + RUN_LENGTH):
                found[position].add(signal)


def _mark_two_of_three(found: list[set[Signal]], near: list[bool], signal: Signal) -> None:
    """Mark the points near a limit where 2 of 3 running are."""
    for start in range(len(near) - 2):
        if sum(near[start : start + 3]) >= 2:
            for position in range(start, start + 3):
                if near[position]:
                    found[position].add(signal)


def _variation(signals: Sequence[frozenset[Signal]], better: Direction) -> Variation:
    """What the latest point says. Where its signals disagree the first of these decides: limit, mean, trend, near."""
    if len(signals) < FEWEST_FOR_SIGNALS:
        return Variation.TOO_FEW_POINTS
    latest = next((signal for signal in Signal if signal in signals[-1]), None)
    if latest is None:
        return Variation.COMMON_CAUSE
    if better is Direction.NEITHER:
        return Variation.CHANGED_HIGH if latest.is_high else Variation.CHANGED_LOW
    if latest.is_high:
        return Variation.IMPROVING_HIGH if better is Direction.HIGHER else Variation.CONCERNING_HIGH
    return Variation.IMPROVING_LOW if better is Direction.LOWER else Variation.CONCERNING_LOW


def _assurance(limits: Limits, better: Direction, target: float | None) -> Assurance:
    """A target between the limits is hit or missed by chance; one beyond them is always met or always missed."""
    if target is None or better is Direction.NEITHER:
        return Assurance.NO_TARGET
    if limits.lower <= target <= limits.upper:
        return Assurance.HIT_OR_MISS
    below = target < limits.lower
    return Assurance.CONSISTENTLY_MEETS if below == (better is Direction.HIGHER) else Assurance.CONSISTENTLY_MISSES
