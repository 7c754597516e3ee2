import pytest

from outcomes.xmr import Assurance, Direction, Limits, Signal, Variation, chart, limits_of, signals_of

FLAT = Limits(mean=10, lower=4, upper=16, mean_moving_range=2.26, trial=False)
QUIET = [10.5, 9.5] * 6


def signals_at_end(points: list[float]) -> set[Signal]:
    return set(signals_of(points, FLAT)[-1])


def test_limits_are_the_mean_and_2_66_mean_moving_ranges() -> None:
    found = limits_of([10, 12, 11, 13])
    assert found.mean == 11.5
    assert found.upper == pytest.approx(11.5 + 2.66 * 5 / 3)
    assert found.lower == pytest.approx(11.5 - 2.66 * 5 / 3)


def test_limits_from_fewer_than_12_points_are_trial_limits() -> None:
    assert [limits_of(QUIET[:11]).trial, limits_of(QUIET).trial] == [True, False]


def test_limits_are_locked_after_12_points() -> None:
    assert limits_of([*QUIET, 50, 60, 70]) == limits_of(QUIET)


def test_limits_stop_at_what_the_measure_cannot_pass() -> None:
    found = limits_of([1, 99, 1, 99], floor=0, ceiling=100)
    assert (found.lower, found.upper) == (0, 100)


def test_limits_of_one_point_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 2 points"):
        limits_of([1])


def test_a_quiet_series_has_no_signal() -> None:
    assert set().union(*signals_of(QUIET, FLAT)) == set()


@pytest.mark.parametrize(("point", "signal"), [(16.1, Signal.ABOVE_LIMIT), (3.9, Signal.BELOW_LIMIT)])
def test_a_point_outside_a_limit_is_a_signal(point: float, signal: Signal) -> None:
    assert signal in signals_at_end([*QUIET, point])


def test_a_point_on_the_limit_is_none() -> None:
    assert signals_at_end([*QUIET, 16]) == set()


def test_seven_points_above_the_mean_are_a_signal_and_six_are_not() -> None:
    run = [11.0, 10.5, 11, 10.5, 11, 10.5, 11]
    assert signals_at_end([*QUIET[:5], 9, *run]) == {Signal.ABOVE_MEAN}
    assert signals_at_end([*QUIET[:5], 9, *run[:6]]) == set()


def test_a_point_on_the_mean_ends_a_run() -> None:
    assert signals_at_end([9.5, 9.5, 9, 11, 10.5, 11, 10, 10.5, 11, 10.5, 11]) == set()


def test_every_point_of_a_run_is_marked() -> None:
    found = signals_of([*QUIET[:6], *[9.0, 9.5] * 4], FLAT)
    assert [Signal.BELOW_MEAN in signals for signals in found] == [False] * 5 + [True] * 9


def test_seven_rising_points_are_a_signal_and_six_are_not() -> None:
    rising = [7.5, 8.0, 9, 9.5, 10.5, 11, 12]
    assert Signal.RISING in signals_at_end([*QUIET[:5], 11, *rising])
    assert Signal.RISING not in signals_at_end([*QUIET[:5], 11, *rising[1:]])


def test_seven_falling_points_are_a_signal() -> None:
    assert Signal.FALLING in signals_at_end([*QUIET[:5], 9, 12.5, 12, 11, 10.5, 9.5, 9, 8])


def test_two_of_three_near_the_same_limit_are_a_signal() -> None:
    assert signals_at_end([*QUIET, 14.5, 10, 14.5]) == {Signal.NEAR_UPPER}


def test_two_near_different_limits_are_none() -> None:
    assert signals_at_end([*QUIET, 14.5, 10, 5.5]) == set()


def test_fewer_than_ten_points_claim_nothing() -> None:
    assert chart([1, 2, 3, 4, 5, 6, 7, 8, 9]).variation is Variation.TOO_FEW_POINTS


@pytest.mark.parametrize(
    ("better", "point", "variation"),
    [
        (Direction.HIGHER, 50, Variation.IMPROVING_HIGH),
        (Direction.HIGHER, -50, Variation.CONCERNING_LOW),
        (Direction.LOWER, 50, Variation.CONCERNING_HIGH),
        (Direction.LOWER, -50, Variation.IMPROVING_LOW),
        (Direction.NEITHER, 50, Variation.CHANGED_HIGH),
        (Direction.LOWER, 10, Variation.COMMON_CAUSE),
    ],
)
def test_variation_says_whether_the_latest_point_is_better(
    better: Direction, point: float, variation: Variation
) -> None:
    assert chart([*QUIET, point], better=better).variation is variation


@pytest.mark.parametrize(
    ("better", "target", "assurance"),
    [
        (Direction.HIGHER, 5, Assurance.CONSISTENTLY_MEETS),
        (Direction.HIGHER, 10, Assurance.HIT_OR_MISS),
        (Direction.HIGHER, 15, Assurance.CONSISTENTLY_MISSES),
        (Direction.LOWER, 5, Assurance.CONSISTENTLY_MISSES),
        (Direction.LOWER, 15, Assurance.CONSISTENTLY_MEETS),
        (Direction.LOWER, None, Assurance.NO_TARGET),
    ],
)
def test_assurance_compares_the_target_with_the_limits(
    better: Direction, target: float | None, assurance: Assurance
) -> None:
    assert chart(QUIET, better=better, target=target).assurance is assurance
