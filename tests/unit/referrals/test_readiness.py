from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.readiness import (
    NOT_RECORDED,
    DelayPart,
    ReadyPeriod,
    days_by_party,
    days_ready,
    delay_days,
    ready_since,
)

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


def test_days_by_party_count_each_night_with_the_party_of_its_day() -> None:
    delays = [
        DelayPart(date(2026, 11, 16), date(2026, 11, 18), "council_housing"),
        DelayPart(date(2026, 11, 18), None, "provider"),
    ]
    assert days_by_party([PRESENT], delays, TODAY) == {"council_housing": 2, "provider": 3}


def test_days_by_party_of_a_party_that_comes_back_are_added() -> None:
    delays = [
        DelayPart(date(2026, 11, 16), date(2026, 11, 17), "provider"),
        DelayPart(date(2026, 11, 17), date(2026, 11, 18), "patient"),
        DelayPart(date(2026, 11, 18), None, "provider"),
    ]
    assert days_by_party([PRESENT], delays, TODAY) == {"provider": 4, "patient": 1}


def test_days_by_party_without_a_reason_are_not_recorded() -> None:
    delays = [DelayPart(date(2026, 11, 18), date(2026, 11, 19), "patient")]
    assert days_by_party([PRESENT], delays, TODAY) == {"patient": 1, NOT_RECORDED: 4}


def test_days_by_party_leave_out_reasons_of_an_earlier_period() -> None:
    assert days_by_party([FIRST, PRESENT], [DelayPart(FIRST.start, FIRST.end, "patient")], TODAY) == {NOT_RECORDED: 5}


def test_days_by_party_stop_at_the_discharge() -> None:
    delays = [DelayPart(date(2026, 11, 17), None, "provider")]
    assert days_by_party([PRESENT], delays, TODAY, date(2026, 11, 18)) == {NOT_RECORDED: 1, "provider": 1}


def test_days_by_party_of_who_is_not_ready_are_none() -> None:
    assert days_by_party([FIRST], [DelayPart(FIRST.start, None, "patient")], TODAY) == {}


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


parts = st.builds(
    lambda start, length, party: DelayPart(start, None if length is None else start + timedelta(days=length), party),
    st.dates(date(2026, 1, 1), date(2026, 12, 1)),
    st.none() | st.integers(0, 30),
    st.sampled_from(["provider", "patient", "hospital"]),
)
with_present = st.builds(lambda past, start: [*past, ReadyPeriod(start)], st.lists(periods, max_size=3), st.dates())


@given(
    with_present | st.lists(periods, max_size=4),
    st.lists(parts, max_size=6),
    st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
)
def test_days_by_party_add_up_to_the_days_ready(
    found: list[ReadyPeriod], delays: list[DelayPart], on: date, discharged_on: date | None
) -> None:
    split = days_by_party(found, delays, on, discharged_on)
    assert sum(split.values()) == (days_ready(found, on, discharged_on) or 0)
    assert all(days > 0 for days in split.values())


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["provider", "patient"])), max_size=6), st.integers(0, 40))
def test_days_by_party_are_the_nights_counted_one_by_one(lengths: list[tuple[int, str]], stay: int) -> None:
    start, delays, nights = PRESENT.start, [], []
    for length, party in lengths:
        day = start + timedelta(days=len(nights))
        delays.append(DelayPart(day, day + timedelta(days=length), party))
        nights += [party] * length
    counted = [*nights, *[NOT_RECORDED] * stay][:stay]
    split = days_by_party([PRESENT], delays, start + timedelta(days=stay))
    assert split == {party: counted.count(party) for party in set(counted)}


MONDAY = date(2026, 11, 2)


def test_days_by_party_after_leaving_are_those_of_the_period_that_lasted_until_then() -> None:
    left = MONDAY + timedelta(days=3)
    assert days_by_party([ReadyPeriod(MONDAY, left)], [], left, left) == {NOT_RECORDED: 3}


def test_days_by_party_of_reasons_that_overlap_count_each_night_for_the_earlier_one() -> None:
    delays = [
        DelayPart(MONDAY, MONDAY + timedelta(days=4), "provider"),
        DelayPart(MONDAY + timedelta(days=2), MONDAY + timedelta(days=6), "patient"),
    ]
    split = days_by_party([ReadyPeriod(MONDAY)], delays, MONDAY + timedelta(days=6))
    assert split == {"provider": 4, "patient": 2}


def test_days_by_party_without_a_party_are_one_sum_with_those_of_no_record() -> None:
    delays = [DelayPart(MONDAY, MONDAY + timedelta(days=2), NOT_RECORDED)]
    assert days_by_party([ReadyPeriod(MONDAY)], delays, MONDAY + timedelta(days=5)) == {NOT_RECORDED: 5}
