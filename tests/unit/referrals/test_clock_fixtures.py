"""The moments every deadline must get right, each by its name.

Referrals just before and after a cut-off, before holidays, across changes of the clocks; pauses across what is not
counted; stays around their limit; a person ready twice; a person who dies. And what users of such systems complained
of. All times are London's.
"""

from datetime import date, datetime, time, timedelta

import pytest

from referrals.calendar import WorkingCalendar
from referrals.clock import DEFAULT_TARGETS, Pause, Target, Unit, due_at, is_late, next_alert, time_used
from referrals.london import to_london, utc_from_typed
from referrals.readiness import ReadyPeriod, days_ready, delay_days, ready_since

CALENDAR = WorkingCalendar()
EMERGENCY, URGENT = DEFAULT_TARGETS["emergency"], DEFAULT_TARGETS["urgent"]
STAY, READMISSION = DEFAULT_TARGETS["stay_limit"], DEFAULT_TARGETS["readmission"]
AT_ONE = Target(Unit.WORKING_DAYS, 3, cut_off=time(13))
MOVED_IN = "2026-11-01T11:00"


def london(text: str) -> datetime:
    return utc_from_typed(datetime.fromisoformat(text))


def due(
    received: str, target: Target = URGENT, *pauses: tuple[str, str], calendar: WorkingCalendar = CALENDAR
) -> str | None:
    spans: list[Pause] = [(london(begun), london(ended)) for begun, ended in pauses]
    found = due_at(london(received), target, calendar, spans).due_at
    return found and f"{to_london(found):%a %d %b %Y %H:%M}"


def late(started: str, target: Target, stopped: str) -> bool:
    return is_late(due_at(london(started), target, CALENDAR).due_at, london(stopped))


# When it came in.


def test_referral_at_1259_before_a_cut_off_at_1pm_counts_from_today() -> None:
    assert due("2026-11-23T12:59", AT_ONE) == "Thu 26 Nov 2026 17:00"


def test_referral_at_1300_on_the_stroke_of_the_cut_off_counts_from_today() -> None:
    assert due("2026-11-23T13:00", AT_ONE) == "Thu 26 Nov 2026 17:00"


def test_referral_at_1301_after_a_cut_off_at_1pm_counts_from_tomorrow() -> None:
    assert due("2026-11-23T13:01", AT_ONE) == "Fri 27 Nov 2026 17:00"


def test_referral_on_friday_at_1700_counts_from_friday() -> None:
    assert due("2026-11-20T17:00") == "Wed 25 Nov 2026 17:00"


def test_referral_on_friday_at_1701_counts_from_monday() -> None:
    assert due("2026-11-20T17:01") == "Thu 26 Nov 2026 17:00"


def test_referral_on_24_december_passes_over_christmas_and_the_substitute_day() -> None:
    assert due("2026-12-24T12:00") == "Thu 31 Dec 2026 17:00"


def test_referral_on_24_december_after_the_cut_off_counts_from_the_day_after_the_holidays() -> None:
    assert due("2026-12-24T17:01") == "Mon 04 Jan 2027 17:00"


def test_referral_before_easter_passes_over_good_friday_and_easter_monday() -> None:
    assert due("2026-04-02T12:00") == "Thu 09 Apr 2026 17:00"


def test_referral_on_easter_sunday_counts_from_tuesday() -> None:
    assert due("2026-04-05T12:00") == "Fri 10 Apr 2026 17:00"


def test_referral_before_a_one_off_holiday_is_due_a_day_later() -> None:
    royal = WorkingCalendar({date(2026, 11, 25): "Royal wedding"})
    assert due("2026-11-23T12:00", calendar=royal) == "Fri 27 Nov 2026 17:00"


def test_referral_on_a_one_off_holiday_counts_from_the_next_day() -> None:
    royal = WorkingCalendar({date(2026, 11, 25): "Royal wedding"})
    assert due("2026-11-25T12:00", calendar=royal) == "Tue 01 Dec 2026 17:00"


def test_referral_before_a_holiday_that_was_moved_counts_the_old_day_and_not_the_new() -> None:
    moved = WorkingCalendar({date(2027, 6, 3): "Spring bank holiday, moved"}, cancelled=[date(2027, 5, 31)])
    assert due("2027-05-28T12:00", calendar=moved) == "Wed 02 Jun 2027 17:00"
    assert due("2027-06-01T12:00", calendar=moved) == "Mon 07 Jun 2027 17:00"


def test_referral_on_the_sunday_of_the_spring_change_counts_from_monday() -> None:
    assert due("2026-03-29T12:00") == "Thu 02 Apr 2026 17:00"


def test_referral_on_the_sunday_of_the_autumn_change_counts_from_monday() -> None:
    assert due("2026-10-25T12:00") == "Thu 29 Oct 2026 17:00"


def test_referral_on_29_february_counts_it_as_a_working_day() -> None:
    assert due("2028-02-29T12:00") == "Fri 03 Mar 2028 17:00"


def test_referral_the_day_before_29_february_is_due_after_it() -> None:
    assert due("2028-02-28T12:00") == "Thu 02 Mar 2028 17:00"


def test_24_hours_over_the_spring_change_end_an_hour_later_on_the_wall() -> None:
    assert due("2026-03-28T12:00", EMERGENCY) == "Sun 29 Mar 2026 13:00"


def test_24_hours_over_the_autumn_change_end_an_hour_earlier_on_the_wall() -> None:
    assert due("2026-10-24T12:00", EMERGENCY) == "Sun 25 Oct 2026 11:00"


def test_24_hours_from_the_hour_that_comes_twice_tell_the_two_apart() -> None:
    assert due("2026-10-25T01:30+01:00", EMERGENCY) == "Mon 26 Oct 2026 00:30"
    assert due("2026-10-25T01:30+00:00", EMERGENCY) == "Mon 26 Oct 2026 01:30"


def test_24_hours_from_29_february_end_on_1_march() -> None:
    assert due("2028-02-29T09:00", EMERGENCY) == "Wed 01 Mar 2028 09:00"


# Pauses.


def test_pause_across_closing_time_loses_only_the_hours_of_work_on_both_sides() -> None:
    assert due("2026-11-23T12:00", URGENT, ("2026-11-23T16:00", "2026-11-24T10:00")) == "Fri 27 Nov 2026 11:00"


def test_pause_across_a_holiday_loses_only_the_hours_of_work_on_both_sides() -> None:
    assert due("2026-04-02T12:00", URGENT, ("2026-04-02T16:00", "2026-04-07T10:00")) == "Fri 10 Apr 2026 11:00"


def test_pause_from_closing_time_to_opening_time_loses_nothing() -> None:
    assert due("2026-11-23T12:00", URGENT, ("2026-11-23T17:00", "2026-11-24T09:00")) == "Thu 26 Nov 2026 17:00"


def test_pause_over_the_spring_change_loses_the_real_hours_of_an_emergency() -> None:
    # From midnight to 3am on the wall are two hours.
    assert due("2026-03-28T12:00", EMERGENCY, ("2026-03-29T00:00", "2026-03-29T03:00")) == "Sun 29 Mar 2026 15:00"


# The limit of a stay.


@pytest.mark.parametrize("clock_time", ["00:01", "10:00", "17:00"])
def test_stay_of_41_days_is_within_the_limit(clock_time: str) -> None:
    assert not late(MOVED_IN, STAY, f"2026-12-12T{clock_time}")


@pytest.mark.parametrize("clock_time", ["00:01", "10:00", "17:00"])
def test_stay_of_42_days_is_within_the_limit(clock_time: str) -> None:
    assert not late(MOVED_IN, STAY, f"2026-12-13T{clock_time}")


def test_stay_of_42_days_past_closing_time_is_over_the_limit() -> None:
    assert late(MOVED_IN, STAY, "2026-12-13T17:01")


@pytest.mark.parametrize("clock_time", ["00:01", "10:00", "17:00"])
def test_stay_of_43_days_is_over_the_limit(clock_time: str) -> None:
    assert late(MOVED_IN, STAY, f"2026-12-14T{clock_time}")


def test_stay_over_the_autumn_change_is_no_day_longer_or_shorter() -> None:
    assert due("2026-10-01T11:00", STAY) == "Thu 12 Nov 2026 17:00"


def test_stay_over_29_february_counts_it() -> None:
    assert due("2028-02-01T11:00", STAY) == "Tue 14 Mar 2028 17:00"


# Ready to leave, set back twice.

TWICE_SET_BACK = [
    ReadyPeriod(date(2026, 11, 2), date(2026, 11, 5)),
    ReadyPeriod(date(2026, 11, 9), date(2026, 11, 11)),
    ReadyPeriod(date(2026, 11, 16)),
]


def test_ready_date_set_back_twice_is_the_start_of_the_final_period() -> None:
    assert ready_since(TWICE_SET_BACK) == date(2026, 11, 16)


def test_days_ready_set_back_twice_count_from_the_final_period() -> None:
    assert days_ready(TWICE_SET_BACK, date(2026, 11, 21)) == 5


def test_delay_set_back_twice_counts_the_nights_of_every_period() -> None:
    assert delay_days(TWICE_SET_BACK, date(2026, 11, 21)) == 3 + 2 + 5


# Death.


def test_death_before_discharge_ends_the_days_ready_that_day() -> None:
    died_on = date(2026, 11, 18)
    assert days_ready(TWICE_SET_BACK, date(2026, 12, 31), discharged_on=died_on) == 2


def test_death_before_discharge_while_unwell_leaves_no_ready_date() -> None:
    assert ready_since(TWICE_SET_BACK[:2], discharged_on=date(2026, 11, 13)) is None


def test_death_before_discharge_on_the_day_of_becoming_ready_is_no_day_of_delay() -> None:
    assert days_ready(TWICE_SET_BACK, date(2026, 12, 31), discharged_on=date(2026, 11, 16)) == 0


def test_death_in_the_flat_ends_the_stay_within_its_limit() -> None:
    assert not late(MOVED_IN, STAY, "2026-11-11T03:00")


def test_death_in_the_flat_leaves_the_days_that_were_stayed() -> None:
    assert time_used(london(MOVED_IN), london("2026-11-11T03:00"), STAY, CALENDAR) == timedelta(days=9)


def test_death_after_30_days_comes_when_the_30_days_are_over() -> None:
    assert late("2026-11-01T11:00", READMISSION, "2026-12-02T03:00")


def test_death_on_day_30_comes_within_the_30_days() -> None:
    assert not late("2026-11-01T11:00", READMISSION, "2026-12-01T03:00")


def test_death_after_30_days_comes_before_the_90_days_are_over() -> None:
    assert not late("2026-11-01T11:00", DEFAULT_TARGETS["at_home_90"], "2026-12-02T03:00")


# What users of such systems complained of.


def test_complaint_hold_over_closing_time_is_not_taken_out_twice() -> None:
    overnight = ("2026-11-23T17:00", "2026-11-24T09:00")
    evening = ("2026-11-23T16:00", "2026-11-23T17:00")
    morning = ("2026-11-24T09:00", "2026-11-24T10:00")
    apart = due("2026-11-23T12:00", URGENT, evening, morning)
    assert due("2026-11-23T12:00", URGENT, evening, overnight, morning) == apart == "Fri 27 Nov 2026 11:00"


def test_complaint_finished_exactly_at_the_limit_is_in_time() -> None:
    assert not late("2026-11-23T12:00", URGENT, "2026-11-26T17:00")


def test_complaint_without_a_due_time_is_never_late_and_never_announced() -> None:
    standing = [(london("2026-11-23T12:00"), None)]
    found = due_at(london("2026-11-23T12:00"), URGENT, CALENDAR, standing).due_at
    assert not is_late(found, london("2027-11-23T12:00"))
    assert next_alert({50: None, 80: None, 100: None}, 0) is None


@pytest.mark.parametrize("day", ["2026-03-29", "2026-03-30", "2026-10-25", "2026-10-26"])
def test_complaint_deadline_an_hour_or_a_day_out_at_a_change_of_the_clocks(day: str) -> None:
    found = due(f"{day}T09:00", Target(Unit.CALENDAR_DAYS, 1))
    assert found is not None
    assert found.endswith("17:00")
    assert date.fromisoformat(day) + timedelta(days=1) == datetime.strptime(found, "%a %d %b %Y %H:%M").date()
