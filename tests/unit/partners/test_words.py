"""Dates, times and spans in the words of the NHS.UK service manual."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from partners import words

NOW = datetime(2026, 11, 21, 14, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 21, 17, 30, tzinfo=UTC), "5.30pm"),
        (datetime(2026, 11, 21, 9, 0, tzinfo=UTC), "9am"),
        (datetime(2026, 11, 21, 9, 5, tzinfo=UTC), "9.05am"),
        (datetime(2026, 11, 21, 12, 0, tzinfo=UTC), "midday"),
        (datetime(2026, 11, 21, 0, 0, tzinfo=UTC), "midnight"),
        (datetime(2026, 11, 21, 0, 1, tzinfo=UTC), "12.01am"),
        (datetime(2026, 11, 21, 12, 59, tzinfo=UTC), "12.59pm"),
    ],
)
def test_time_nhs_given_a_time_says_it_as_the_manual_does(at: datetime, said: str) -> None:
    assert words.time_nhs(at) == said


def test_time_nhs_in_summer_shows_the_clock_of_london() -> None:
    assert words.time_nhs(datetime(2026, 7, 1, 16, 0, tzinfo=UTC)) == "5pm"


def test_date_long_late_on_a_summer_evening_in_utc_is_the_next_day_in_london() -> None:
    assert words.date_long(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2026"


def test_date_long_given_a_date_does_not_move_it() -> None:
    assert words.date_long(date(2026, 7, 1)) == "1 July 2026"


@pytest.mark.parametrize(
    ("apart", "said"),
    [
        (timedelta(hours=3), "Saturday 21 November, 5.20pm (in 3 hours)"),
        (timedelta(days=4, hours=1, minutes=40), "Wednesday 25 November, 4pm (in 4 days)"),
        (timedelta(days=60), "Wednesday 20 January 2027, 2.20pm (in 60 days)"),
        (timedelta(hours=-2), "Overdue by 2 hours"),
        (timedelta(seconds=-10), "Overdue by less than a minute"),
        (timedelta(0), "Saturday 21 November, 2.20pm (in less than a minute)"),
    ],
)
def test_due_words_given_a_distance_says_when_and_how_far(apart: timedelta, said: str) -> None:
    assert words.due_words(NOW + apart, NOW) == said


@pytest.mark.parametrize(
    ("apart", "said"),
    [
        (timedelta(hours=3), "Today, 5.20pm"),
        (timedelta(hours=11), "Tomorrow, 1.20am"),
        (timedelta(days=3), "24 Nov, 2.20pm"),
        (timedelta(minutes=-25), "Overdue by 25 minutes"),
    ],
)
def test_due_short_given_a_distance_names_the_near_days(apart: timedelta, said: str) -> None:
    assert words.due_short(NOW + apart, NOW) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (60, "1 minute"),
        (3600, "1 hour"),
        (3600 + 1500, "1 hour 25 minutes"),
        (6 * 3600 + 1800, "6 hours"),
        (20 * 3600 + 1800, "20 hours"),
        (47 * 3600, "47 hours"),
        (48 * 3600, "2 days"),
    ],
)
def test_span_given_seconds_names_the_size_that_matters(seconds: int, said: str) -> None:
    assert words.span(seconds) == said


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1944, 3, 12), date(2026, 3, 11), 81),
        (date(1944, 3, 12), date(2026, 3, 12), 82),
        (date(1944, 2, 29), date(2026, 2, 28), 81),
        (date(1944, 2, 29), date(2026, 3, 1), 82),
    ],
)
def test_age_on_around_a_birthday_counts_whole_years(born: date, day: date, age: int) -> None:
    assert words.age_on(born, day) == age


def test_nhs_number_groups_given_ten_digits_writes_three_three_four() -> None:
    assert words.nhs_number_groups("9991234567") == "999 123 4567"


def test_nhs_number_groups_given_something_else_leaves_it() -> None:
    assert words.nhs_number_groups("12") == "12"


@pytest.mark.parametrize(
    ("amount", "said"),
    [(1250, "£1,250"), (Decimal("1250.50"), "£1,250.50"), (Decimal("-3"), "−£3"), (0, "£0")],
)
def test_money_given_an_amount_shows_pence_only_where_there_are_some(amount: object, said: str) -> None:
    assert words.money(amount) == said


def test_days_words_given_none_passed_says_today() -> None:
    assert [words.days_words(number) for number in (0, 1, 12)] == ["today", "1 day", "12 days"]
