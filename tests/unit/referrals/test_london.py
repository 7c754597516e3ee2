from datetime import UTC, date, datetime, time

import pytest

from referrals.london import (
    LONDON,
    NotALondonTime,
    date_words,
    london_date,
    london_instant,
    time_words,
    to_london,
    to_utc,
    utc_from_typed,
)


def test_utc_from_typed_without_offset_in_summer_is_an_hour_earlier() -> None:
    assert utc_from_typed(datetime(2026, 7, 1, 12)) == datetime(2026, 7, 1, 11, tzinfo=UTC)


def test_utc_from_typed_without_offset_in_winter_is_the_same() -> None:
    assert utc_from_typed(datetime(2026, 12, 1, 12)) == datetime(2026, 12, 1, 12, tzinfo=UTC)


def test_utc_from_typed_with_offset_keeps_the_moment() -> None:
    assert utc_from_typed(datetime.fromisoformat("2026-10-25T01:30+01:00")) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_utc_from_typed_in_the_missing_hour_says_it_did_not_exist() -> None:
    with pytest.raises(NotALondonTime) as refused:
        utc_from_typed(datetime(2026, 3, 29, 1, 30))
    assert refused.value.message == (
        "1.30am on Sunday 29 March 2026 did not exist in London: the clocks went forward an hour at 1am."
    )


def test_utc_from_typed_in_the_doubled_hour_asks_which() -> None:
    with pytest.raises(NotALondonTime) as refused:
        utc_from_typed(datetime(2026, 10, 25, 1, 30))
    assert refused.value.message == (
        "1.30am on Sunday 25 October 2026 came twice in London: the clocks went back an hour at 2am. "
        "Add +01:00 for the first time or +00:00 for the second."
    )


@pytest.mark.parametrize("hour", [0, 2])
def test_utc_from_typed_beside_a_clock_change_is_plain(hour: int) -> None:
    assert to_london(utc_from_typed(datetime(2026, 10, 25, hour))).hour == hour


def test_to_utc_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^2026-01-01 00:00:00 has no offset from UTC\.$"):
        to_utc(datetime(2026, 1, 1))


def test_london_date_late_on_a_summer_evening_is_the_next_day() -> None:
    assert london_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)


def test_london_instant_of_a_doubled_time_is_the_first() -> None:
    assert london_instant(date(2026, 10, 25), time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (time(0), "midnight"),
        (time(0, 5), "12.05am"),
        (time(9), "9am"),
        (time(12), "midday"),
        (time(12, 30), "12.30pm"),
        (time(17, 30), "5.30pm"),
    ],
)
def test_time_words_as_the_service_manual_has_them(clock: time, words: str) -> None:
    assert time_words(clock) == words


def test_date_words_has_the_weekday_and_no_leading_zero() -> None:
    assert date_words(date(2026, 11, 1)) == "Sunday 1 November 2026"


def test_utc_from_typed_in_the_doubled_hour_asks_which_also_of_a_time_marked_as_the_second() -> None:
    with pytest.raises(NotALondonTime):
        utc_from_typed(datetime(2026, 10, 25, 1, 30, fold=1))


def test_not_a_london_time_says_its_message() -> None:
    assert str(NotALondonTime("came twice")) == "came twice"


def test_to_utc_is_utc_wherever_the_machine_stands() -> None:
    assert to_utc(datetime(2026, 7, 1, 12, tzinfo=LONDON)).tzinfo is UTC


def test_london_instant_is_utc_wherever_the_machine_stands() -> None:
    assert london_instant(date(2026, 7, 1), time(12)).tzinfo is UTC
