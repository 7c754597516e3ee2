"""Opening hours as people type them, as they are kept, and as they are said."""

from datetime import time

import pytest

from partners.opening import (
    check_week,
    day_in_words,
    last_closing,
    office_week,
    read_day,
    week_in_words,
)

HEATHERSTONES = [["08:00", "13:00"], ["16:45", "21:45"]]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("9am to 5pm", [["09:00", "17:00"]]),
        ("8am to 1pm, 4.45pm to 9.45pm", HEATHERSTONES),
        ("8am to 1pm and 4.45pm to 9.45pm", HEATHERSTONES),
        ("08:00-13:00; 16:45-21:45", HEATHERSTONES),
        (" 8 AM – 1 PM , 4:45 pm until 9:45 pm ", HEATHERSTONES),
        ("9 to 17", [["09:00", "17:00"]]),
        ("12am to 12pm", [["00:00", "12:00"]]),
        ("midnight to midnight", [["00:00", "00:00"]]),
        ("9am to 24:00", [["09:00", "00:00"]]),
        ("", []),
        ("Closed", []),
    ],
)
def test_day_as_typed_is_read(typed: str, kept: list[list[str]]) -> None:
    assert read_day(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["9am", "9am to", "9am to 5pm to 6pm", "mornings", "25:00 to 26:00", "9:75 to 17:00", "13pm to 3pm"],
)
def test_day_that_cannot_be_read_says_how_to_type_it(typed: str) -> None:
    with pytest.raises(ValueError, match="Enter hours like 9am to 5pm"):
        read_day(typed)


@pytest.mark.parametrize("typed", ["5pm to 9am", "9am to 9am", "9am to 1pm, midday to 5pm", "1pm to 5pm, 8am to 11am"])
def test_day_out_of_order_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="Each closing time must be after its opening time"):
        read_day(typed)


@pytest.mark.parametrize("typed", ["9am to 5pm", "8am to 1pm, 4.45pm to 9.45pm", "8am to midnight", ""])
def test_day_in_words_is_what_can_be_typed_again(typed: str) -> None:
    assert day_in_words(read_day(typed)) == typed


@pytest.mark.parametrize("week", [[], [[]] * 7, [HEATHERSTONES] * 6, [HEATHERSTONES] * 8])
def test_week_without_seven_days_of_which_one_is_open_is_refused(week: list[list[list[str]]]) -> None:
    with pytest.raises(ValueError, match="at least one day"):
        check_week(week)


def test_week_with_a_day_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="Each closing time"):
        check_week([*[[]] * 6, [["17:00", "09:00"]]])


@pytest.mark.parametrize(
    ("week", "lines"),
    [
        (office_week(), ["Monday to Friday: 9am to 5pm", "Saturday and Sunday: closed"]),
        ([HEATHERSTONES] * 7, ["Every day: 8am to 1pm, 4.45pm to 9.45pm"]),
        (
            [*[[["09:00", "17:00"]]] * 4, [["09:00", "12:00"]], [], []],
            ["Monday to Thursday: 9am to 5pm", "Friday: 9am to midday", "Saturday and Sunday: closed"],
        ),
    ],
)
def test_week_in_words_joins_days_with_the_same_hours(week: list[list[list[str]]], lines: list[str]) -> None:
    assert week_in_words(week) == lines


@pytest.mark.parametrize(("day", "closes"), [(HEATHERSTONES, time(21, 45)), ([], None), ([["09:00", "00:00"]], None)])
def test_last_closing_of_a_day(day: list[list[str]], closes: time | None) -> None:
    assert last_closing(day) == closes
