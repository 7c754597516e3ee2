from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from outcomes.measures import (
    MEASURES,
    Average,
    ClockResult,
    Measure,
    Rate,
    as_markdown,
    average,
    bed_days_saved,
    clock_result,
    clocks_met,
    days_ready_to_discharge,
    measure,
    smallest_base,
    still_at_home,
)

DUE = datetime(2026, 11, 20, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_measures_have_each_code_once() -> None:
    assert len({one.code for one in MEASURES}) == len(MEASURES)


def test_measure_is_found_by_its_code() -> None:
    assert measure("bed_days_saved").unit == "days"


def test_measure_of_an_unknown_code_is_an_error() -> None:
    with pytest.raises(LookupError):
        measure("nothing")


@pytest.mark.parametrize("one", MEASURES, ids=lambda one: one.code)
def test_every_measure_in_per_cent_says_of_what(one: Measure) -> None:
    assert one.unit != "per cent" or one.denominator


@pytest.mark.parametrize(
    ("would_have_left", "left", "saved"),
    [(10, 6, 4), (6, 6, 0), (6, 10, 0), (None, 6, None), (10, None, None)],
)
def test_bed_days_saved_are_never_negative(would_have_left: int | None, left: int | None, saved: int | None) -> None:
    days = [None if day is None else date(2026, 11, day) for day in (would_have_left, left)]
    assert bed_days_saved(*days) == saved


@pytest.mark.parametrize(
    ("ready", "left", "days"), [(6, 10, 4), (6, 6, 0), (7, 6, 0), (None, 6, None), (6, None, None)]
)
def test_days_ready_to_discharge_are_never_negative(ready: int | None, left: int | None, days: int | None) -> None:
    dates = [None if day is None else date(2026, 11, day) for day in (ready, left)]
    assert days_ready_to_discharge(*dates) == days


def test_average_counts_those_without_a_value_apart() -> None:
    assert average([1, 2, 6, None]) == Average(n=3, mean=3, median=2, missing=1)


def test_average_of_nobody_is_unknown() -> None:
    assert average([None]) == Average(n=0, mean=None, median=None, missing=1)


def test_rate_of_nobody_has_no_per_cent() -> None:
    assert Rate(0, 0).per_cent is None


def test_rate_of_more_than_all_is_refused() -> None:
    with pytest.raises(ValueError, match="some of all"):
        Rate(2, 1)


@pytest.mark.parametrize(
    ("due", "stopped", "as_at", "result"),
    [
        (DUE, DUE, DUE + HOUR, ClockResult.MET),
        (DUE, DUE + timedelta(seconds=1), DUE + HOUR, ClockResult.MISSED),
        (DUE, None, DUE, ClockResult.NOT_YET_KNOWN),
        (DUE, None, DUE + HOUR, ClockResult.MISSED),
        (DUE, DUE - HOUR, DUE - 2 * HOUR, ClockResult.NOT_YET_KNOWN),
        (None, None, DUE, ClockResult.NOT_YET_KNOWN),
        (None, DUE, DUE, ClockResult.MET),
    ],
)
def test_clock_result_as_known_then(
    due: datetime | None, stopped: datetime | None, as_at: datetime, result: ClockResult
) -> None:
    assert clock_result(due, stopped, as_at) is result


def test_clocks_met_keeps_those_not_yet_known_out_of_the_rate() -> None:
    results = [ClockResult.MET] * 3 + [ClockResult.MISSED] + [ClockResult.NOT_YET_KNOWN] * 2
    assert clocks_met(results) == Rate(numerator=3, denominator=4, not_known=2)


def test_still_at_home_strict_counts_people_not_reached_as_not_at_home() -> None:
    assert still_at_home(at_home=8, not_at_home=2, not_reached=5, not_yet_due=3).strict == Rate(8, 15, 3)


def test_still_at_home_of_those_reached_leaves_them_out() -> None:
    assert still_at_home(at_home=8, not_at_home=2, not_reached=5, not_yet_due=3).of_those_reached == Rate(8, 10, 8)


def test_smallest_base_of_a_half_is_two() -> None:
    assert smallest_base([50]) == 2


def test_smallest_base_beyond_the_limit_is_unknown() -> None:
    assert smallest_base([1, 99], limit=10) is None


def test_page_of_definitions_is_the_one_in_the_documentation() -> None:
    page = Path(__file__).parents[3] / "docs" / "measures.md"
    assert page.read_text() == as_markdown()
