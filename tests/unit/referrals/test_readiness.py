from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.readiness import ReadyPeriod, days_ready, delay_days, ready_since

FIRST = ReadyPeriod(date(2026, 11, 2), date(2026, 11, 5))
SECOND = ReadyPeriod(date(2026, 11, 9), date(2026, 11, 11))
PRESENT = ReadyPeriod(date(2026, 11, 16))
TODAY = date(2026, 11, 21)


def test_ready_since_without_periods_is_unknown() -> None:
    assert ready_since([]) is None


def test_ready_since_after_being_ready_twice_before_is_the_start_of_the_final_period() -> None:
    assert ready_since([PRESENT, FIRST, SECOND]) == date(2026, 11, 16)


def test_ready_since_when_no_longer_ready_is_unknown() -> None:
    assert ready_since([FIRST, SECOND]) is None


def test_ready_since_of_a_period_closed_by_the_discharge_is_its_start() -> None:
    assert ready_since([FIRST, SECOND], discharged_on=date(2026, 11, 11)) == date(2026, 11, 9)


def test_ready_since_when_not_ready_at_discharge_is_unknown() -> None:
    assert ready_since([FIRST, SECOND], discharged_on=date(2026, 11, 20)) is None


def test_days_ready_counts_from_the_final_period_only() -> None:
    assert days_ready([FIRST, SECOND, PRESENT], TODAY) == 5


def test_days_ready_on_the_day_itself_is_none_yet() -> None:
    assert days_ready([ReadyPeriod(TODAY)], TODAY) == 0


def test_days_ready_stops_at_the_discharge() -> None:
    assert days_ready([PRESENT], TODAY, discharged_on=date(2026, 11, 18)) == 2


def test_days_ready_from_a_date_ahead_is_none_yet() -> None:
    assert days_ready([PRESENT], date(2026, 11, 10)) == 0


def test_days_ready_of_a_period_closed_by_the_discharge_are_its_days() -> None:
    assert days_ready([FIRST, SECOND], TODAY, discharged_on=date(2026, 11, 11)) == 2


def test_period_of_no_days_is_possible() -> None:
    assert delay_days([ReadyPeriod(TODAY, TODAY)], TODAY) == 0


def test_periods_that_start_on_one_day_need_not_both_have_ended() -> None:
    both = [ReadyPeriod(date(2026, 11, 16), date(2026, 11, 17)), PRESENT]
    assert (delay_days(both, TODAY), delay_days(both[::-1], TODAY)) == (5, 5)
    assert ready_since([PRESENT, ReadyPeriod(date(2026, 11, 16), date(2026, 11, 17))], date(2026, 11, 16)) is not None


def test_ready_since_of_a_period_that_begins_after_the_discharge_is_unknown() -> None:
    assert ready_since([PRESENT], discharged_on=date(2026, 11, 15)) is None


def test_ready_since_on_the_day_of_discharge_is_that_day() -> None:
    assert ready_since([PRESENT], discharged_on=date(2026, 11, 16)) == date(2026, 11, 16)


def test_delay_days_adds_up_all_periods() -> None:
    assert delay_days([FIRST, SECOND, PRESENT], TODAY) == 3 + 2 + 5


def test_delay_days_counts_overlapping_periods_once() -> None:
    assert delay_days([PRESENT, ReadyPeriod(date(2026, 11, 18), date(2026, 11, 20))], TODAY) == 5


def test_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^A period of readiness ends after it starts\.$"):
        ReadyPeriod(date(2026, 11, 2), date(2026, 11, 1))


periods = st.builds(
    lambda start, length: ReadyPeriod(start, start + timedelta(days=length)),
    st.dates(date(2026, 1, 1), date(2026, 12, 1)),
    st.integers(0, 30),
)


@given(st.lists(periods, max_size=5))
def test_delay_days_are_the_distinct_nights_ready(found: list[ReadyPeriod]) -> None:
    until = date(2026, 10, 1)
    nights = {
        period.start + timedelta(days=number)
        for period in found
        for number in range(((period.end or until) - period.start).days)
    }
    assert delay_days(found, until) == len([night for night in nights if night < until])
