from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from referrals.calendar import (
    FIRST_KNOWN_YEAR,
    LAST_KNOWN_YEAR,
    UNNAMED_HOLIDAY,
    BeyondKnownHolidays,
    Holiday,
    WorkingCalendar,
)

CALENDAR = WorkingCalendar()


def days_of_known_years() -> Iterator[date]:
    day = date(FIRST_KNOWN_YEAR, 1, 1)
    while day.year <= LAST_KNOWN_YEAR:
        yield day
        day += timedelta(days=1)


@pytest.fixture(scope="module")
def govuk() -> dict[date, str]:
    """The GOV.UK list for England and Wales by date, with its own titles, as bundled with an independent package."""
    found = {}
    for entry in BankHolidays(use_cached_holidays=True).get_holidays(division="england-and-wales"):
        substitute = " (substitute day)" if entry["notes"] == "Substitute day" else ""
        found[entry["date"]] = entry["title"].replace("\u2019", "'") + substitute
    return found


def test_holiday_name_on_every_known_day_equals_govuk(govuk: dict[date, str]) -> None:
    ours = {day: name for day in days_of_known_years() if (name := CALENDAR.holiday_name(day))}
    theirs = {day: title for day, title in govuk.items() if FIRST_KNOWN_YEAR <= day.year <= LAST_KNOWN_YEAR}
    assert ours == theirs


def test_working_day_on_every_known_day_equals_govuk(govuk: dict[date, str]) -> None:
    wrong = [
        day for day in days_of_known_years() if CALENDAR.is_working_day(day) != (day.weekday() < 5 and day not in govuk)
    ]
    assert wrong == []


def test_known_years_equal_those_govuk_has_published(govuk: dict[date, str]) -> None:
    assert max(govuk).year == LAST_KNOWN_YEAR


def test_is_working_day_after_the_last_known_year_fails_loudly() -> None:
    with pytest.raises(BeyondKnownHolidays, match="known from 2012 to 2028"):
        CALENDAR.is_working_day(date(LAST_KNOWN_YEAR + 1, 1, 2))


def test_day_beyond_the_known_years_is_named_in_the_refusal() -> None:
    with pytest.raises(BeyondKnownHolidays) as refused:
        CALENDAR.is_working_day(date(2029, 1, 2))
    assert refused.value.day == date(2029, 1, 2)
    assert refused.value.message == (
        "Bank holidays are known from 2012 to 2028, so working days cannot be counted for 2 January 2029. "
        "Ask an administrator to update the bank holidays."
    )


def test_day_before_the_first_known_year_fails_loudly() -> None:
    with pytest.raises(BeyondKnownHolidays):
        CALENDAR.is_working_day(date(FIRST_KNOWN_YEAR - 1, 12, 30))


def test_last_known_year_said_for_one_calendar_holds_for_it() -> None:
    with pytest.raises(BeyondKnownHolidays, match="to 2026,"):
        WorkingCalendar(last_known_year=2026).is_working_day(date(2027, 1, 4))


def test_add_working_days_across_the_end_of_the_known_years_fails_loudly() -> None:
    with pytest.raises(BeyondKnownHolidays):
        CALENDAR.add_working_days(date(2028, 12, 28), 3)


def test_holiday_on_a_saturday_has_no_name_but_its_substitute_has() -> None:
    assert CALENDAR.holiday_name(date(2026, 12, 26)) is None
    assert CALENDAR.holiday_name(date(2026, 12, 28)) == "Boxing Day (substitute day)"


def test_add_working_days_over_christmas_2027_skips_both_substitute_days() -> None:
    assert CALENDAR.add_working_days(date(2027, 12, 24), 1) == date(2027, 12, 29)


def test_add_working_days_over_easter_skips_four_days() -> None:
    assert CALENDAR.add_working_days(date(2026, 4, 2), 1) == date(2026, 4, 7)


def test_add_no_working_days_to_a_sunday_gives_monday() -> None:
    assert CALENDAR.add_working_days(date(2026, 11, 22), 0) == date(2026, 11, 23)


def test_add_a_negative_number_of_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^Working days are only added, never taken away\.$"):
        CALENDAR.add_working_days(date(2026, 11, 23), -1)


def test_next_working_day_never_is_the_day_itself() -> None:
    assert CALENDAR.next_working_day(date(2026, 11, 23)) == date(2026, 11, 24)


def test_one_off_holiday_is_not_worked() -> None:
    calendar = WorkingCalendar({date(2027, 6, 4): "Royal wedding"})
    assert calendar.next_working_day(date(2027, 6, 3)) == date(2027, 6, 7)


def test_one_off_holiday_on_a_day_that_was_cancelled_is_not_worked() -> None:
    assert not WorkingCalendar([date(2027, 5, 31)], cancelled=[date(2027, 5, 31)]).is_working_day(date(2027, 5, 31))


def test_working_days_between_a_day_and_an_earlier_one_are_none() -> None:
    assert CALENDAR.working_days_between(date(2026, 11, 25), date(2026, 11, 20)) == 0


def test_holidays_between_leave_out_a_one_off_holiday_at_a_weekend() -> None:
    fair = WorkingCalendar({date(2026, 11, 28): "Fair"})
    assert fair.holidays_between(date(2026, 11, 23), date(2026, 12, 1)) == ()


def test_one_off_holiday_without_a_name_gets_one() -> None:
    assert WorkingCalendar([date(2027, 6, 4)]).holiday_name(date(2027, 6, 4)) == UNNAMED_HOLIDAY


def test_cancelled_holiday_is_worked() -> None:
    assert WorkingCalendar(cancelled=[date(2027, 5, 31)]).is_working_day(date(2027, 5, 31))


def test_holidays_between_names_each_in_order_both_ends_included() -> None:
    assert CALENDAR.holidays_between(date(2026, 12, 25), date(2026, 12, 28)) == (
        Holiday(date(2026, 12, 25), "Christmas Day"),
        Holiday(date(2026, 12, 28), "Boxing Day (substitute day)"),
    )


@given(st.dates(date(2024, 1, 1), date(2027, 6, 30)), st.integers(1, 60))
def test_added_working_days_are_counted_back_as_many(day: date, count: int) -> None:
    assert CALENDAR.working_days_between(day, CALENDAR.add_working_days(day, count)) == count


@given(st.dates(date(2024, 1, 1), date(2027, 6, 30)), st.integers(0, 60))
def test_added_working_days_end_on_a_working_day(day: date, count: int) -> None:
    assert CALENDAR.is_working_day(CALENDAR.add_working_days(day, count))


def test_one_off_holiday_keeps_its_name() -> None:
    assert WorkingCalendar({date(2026, 11, 26): "Royal wedding"}).holiday_name(date(2026, 11, 26)) == "Royal wedding"
