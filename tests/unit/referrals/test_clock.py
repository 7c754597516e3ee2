from datetime import UTC, date, datetime, time, timedelta

import pytest

from referrals.calendar import BeyondKnownHolidays, WorkingCalendar
from referrals.clock import (
    DEFAULT_TARGETS,
    OperatingHours,
    Pause,
    Target,
    Unit,
    add_months,
    alert_times,
    due_at,
    explain,
    is_late,
    next_alert,
    time_allowed,
    time_used,
)
from referrals.london import to_london, utc_from_typed

CALENDAR = WorkingCalendar()
EMERGENCY = DEFAULT_TARGETS["emergency"]
URGENT = DEFAULT_TARGETS["urgent"]
SAME_DAY = DEFAULT_TARGETS["first_response"]
STAY = DEFAULT_TARGETS["stay_limit"]
REVIEW = DEFAULT_TARGETS["needs_review"]
HEATHERSTONES = Target(
    Unit.SAME_OPERATING_DAY,
    1,
    hours=OperatingHours.every_day((time(8), time(13)), (time(16, 45), time(21, 45))),
)


def london(text: str) -> datetime:
    return utc_from_typed(datetime.fromisoformat(text))


def due(received: str, target: Target, *pauses: tuple[str, str | None]) -> str | None:
    """The due time in London, to the minute, of something received at this London time."""
    return due_with(CALENDAR, received, target, *pauses)


def due_with(calendar: WorkingCalendar, received: str, target: Target, *pauses: tuple[str, str | None]) -> str | None:
    spans: list[Pause] = [(london(begun), london(ended) if ended else None) for begun, ended in pauses]
    found = due_at(london(received), target, calendar, spans).due_at
    return None if found is None else f"{to_london(found):%Y-%m-%dT%H:%M}"


# Elapsed hours.


def test_emergency_on_christmas_eve_is_due_on_christmas_day() -> None:
    assert due("2026-12-24T16:30", EMERGENCY) == "2026-12-25T16:30"


def test_emergency_paused_for_two_hours_is_due_two_hours_later() -> None:
    assert due("2026-11-20T12:00", EMERGENCY, ("2026-11-20T22:00", "2026-11-21T00:00")) == "2026-11-21T14:00"


def test_emergency_after_the_last_known_year_needs_no_holidays() -> None:
    assert due("2031-12-24T12:00", EMERGENCY) == "2031-12-25T12:00"


def test_emergency_day_zero_is_the_london_date_of_receipt() -> None:
    assert due_at(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), EMERGENCY, CALENDAR).day_zero == date(2026, 7, 1)


# Working days.


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-11-20T17:00:01", "2026-11-26T17:00"),  # a second later: day 0 is Monday
        ("2026-11-21T10:00", "2026-11-26T17:00"),  # Saturday
        ("2026-11-21T23:00", "2026-11-26T17:00"),  # Saturday after the cut-off is no later than Saturday
        ("2026-12-25T12:00", "2027-01-04T17:00"),  # Christmas Day
        ("2026-03-27T12:00", "2026-04-01T17:00"),  # over the spring change: still 5pm on the wall
        ("2026-10-23T12:00", "2026-10-28T17:00"),  # over the autumn change
    ],
)
def test_urgent_received_then_is_due_then(received: str, expected: str) -> None:
    assert due(received, URGENT) == expected


def test_urgent_counts_the_holidays_passed_over() -> None:
    counted = due_at(london("2026-12-25T12:00"), URGENT, CALENDAR).holidays_counted
    assert [holiday.date for holiday in counted] == [date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)]


def test_urgent_running_past_the_known_holidays_fails_loudly() -> None:
    with pytest.raises(BeyondKnownHolidays):
        due("2028-12-28T12:00", URGENT)


def test_urgent_paused_over_a_weekend_loses_nothing() -> None:
    assert due("2026-11-20T12:00", URGENT, ("2026-11-20T17:00", "2026-11-23T09:00")) == "2026-11-25T17:00"


def test_urgent_paused_over_christmas_loses_only_the_working_days() -> None:
    # From Thursday 24 December 1pm to Tuesday 29 December 1pm: 4 hours on each side of the holidays.
    assert due("2026-12-24T12:00", URGENT, ("2026-12-24T13:00", "2026-12-29T13:00")) == "2027-01-04T17:00"


def test_urgent_paused_before_it_was_received_loses_nothing() -> None:
    assert due("2026-11-23T12:00", URGENT, ("2026-11-23T09:00", "2026-11-23T12:00")) == "2026-11-26T17:00"


def test_urgent_while_paused_has_no_due_time() -> None:
    assert due("2026-11-23T12:00", URGENT, ("2026-11-24T10:00", None)) is None


def test_urgent_paused_after_it_was_due_keeps_its_due_time() -> None:
    assert due("2026-11-23T12:00", URGENT, ("2026-11-26T17:00", None)) == "2026-11-26T17:00"


def test_pause_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^A pause ends after it starts\.$"):
        due("2026-11-23T12:00", URGENT, ("2026-11-24T10:00", "2026-11-24T09:00"))


def test_start_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="no offset"):
        due_at(datetime(2026, 11, 23, 12), URGENT, CALENDAR)


# The same operating day.


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-11-23T07:00", "2026-11-23T17:00"),
        ("2026-11-23T16:59", "2026-11-23T17:00"),
        ("2026-11-23T17:00", "2026-11-24T17:00"),
        ("2026-11-21T12:00", "2026-11-23T17:00"),
        ("2026-12-24T18:00", "2026-12-29T17:00"),
    ],
)
def test_first_response_received_then_is_due_then(received: str, expected: str) -> None:
    assert due(received, SAME_DAY) == expected


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-12-25T14:00", "2026-12-25T21:45"),
        ("2026-12-25T22:00", "2026-12-26T21:45"),
    ],
)
def test_first_response_of_a_service_open_every_day_is_due_at_its_last_closing(received: str, expected: str) -> None:
    assert due(received, HEATHERSTONES) == expected


def test_first_response_paused_while_closed_between_shifts_loses_nothing() -> None:
    assert due("2026-11-23T09:00", HEATHERSTONES, ("2026-11-23T13:00", "2026-11-23T16:45")) == "2026-11-23T21:45"


def test_first_response_paused_for_an_open_hour_runs_into_the_next_day() -> None:
    assert due("2026-11-23T09:00", SAME_DAY, ("2026-11-23T12:00", "2026-11-23T13:00")) == "2026-11-24T10:00"


def test_round_the_clock_service_closes_at_midnight() -> None:
    target = Target(Unit.SAME_OPERATING_DAY, 1, hours=OperatingHours.every_day((time(0), time(0))))
    assert due("2026-11-23T09:00", target) == "2026-11-24T00:00"


# Calendar days and months.


def test_stay_of_42_days_ends_at_closing_time_on_day_42() -> None:
    assert due("2026-11-01T11:00", STAY) == "2026-12-13T17:00"


def test_calendar_days_are_not_moved_for_a_holiday() -> None:
    assert due("2026-12-18T09:00", DEFAULT_TARGETS["mdt_review"]) == "2026-12-25T17:00"


def test_calendar_days_paused_as_two_days_closed_end_two_days_later() -> None:
    assert due("2026-11-01T11:00", STAY, ("2026-11-10T12:00", "2026-11-12T12:00")) == "2026-12-15T17:00"


def test_calendar_days_paused_within_a_day_lose_nothing() -> None:
    assert due("2026-11-01T11:00", STAY, ("2026-11-10T09:00", "2026-11-10T16:00")) == "2026-12-13T17:00"


def test_calendar_days_paused_on_the_last_day_have_no_due_time() -> None:
    assert due("2026-11-01T11:00", STAY, ("2026-12-13T12:00", None)) is None


@pytest.mark.parametrize(
    ("moved", "expected"),
    [
        ("2026-02-28", "2026-08-28T17:00"),
        ("2026-08-31", "2027-02-28T17:00"),
        ("2027-08-29", "2028-02-29T17:00"),
    ],
)
def test_review_after_six_months_falls_on_the_same_date_or_the_month_end(moved: str, expected: str) -> None:
    assert due(f"{moved}T11:00", REVIEW) == expected


def test_add_months_over_the_turn_of_a_year_keeps_the_day() -> None:
    assert add_months(date(2026, 12, 15), 12) == date(2027, 12, 15)


# Used, allowed, alerts.


def test_time_allowed_from_midday_for_three_working_days_is_the_hours_of_work() -> None:
    assert time_allowed(london("2026-11-23T12:00"), URGENT, CALENDAR) == timedelta(hours=5 + 3 * 8)


def test_time_used_overnight_stands_still() -> None:
    start = london("2026-11-23T12:00")
    evening, morning = london("2026-11-23T18:00"), london("2026-11-24T08:00")
    assert time_used(start, evening, URGENT, CALENDAR) == time_used(start, morning, URGENT, CALENDAR)


def test_time_used_leaves_out_a_pause() -> None:
    pauses = [(london("2026-11-23T13:00"), london("2026-11-23T15:00"))]
    used = time_used(london("2026-11-23T12:00"), london("2026-11-23T17:00"), URGENT, CALENDAR, pauses)
    assert used == timedelta(hours=3)


def test_time_used_in_calendar_days_counts_days_closed() -> None:
    used = time_used(london("2026-11-01T11:00"), london("2026-11-11T16:59"), STAY, CALENDAR)
    assert used == timedelta(days=9)


def test_alert_times_of_an_emergency_are_at_12_and_a_bit_over_19_hours() -> None:
    start = london("2026-11-23T12:00")
    assert alert_times(start, EMERGENCY, CALENDAR) == {
        50: start + timedelta(hours=12),
        80: start + timedelta(hours=19, minutes=12),
        100: start + timedelta(hours=24),
    }


def test_alert_times_in_calendar_days_round_up_to_whole_days() -> None:
    times = alert_times(london("2026-11-01T11:00"), DEFAULT_TARGETS["mdt_review"], CALENDAR)
    assert [to_london(when).day for when in times.values() if when] == [5, 7, 8]


def test_alert_times_after_a_pause_opened_are_unknown_and_before_it_known() -> None:
    start = london("2026-11-23T12:00")
    times = alert_times(start, EMERGENCY, CALENDAR, [(start + timedelta(hours=15), None)])
    assert times == {50: start + timedelta(hours=12), 80: None, 100: None}


@pytest.mark.parametrize(("announced", "share"), [(0, 50), (50, 80), (80, 100)])
def test_next_alert_is_that_of_the_first_share_not_announced(announced: int, share: int) -> None:
    times = alert_times(london("2026-11-23T12:00"), EMERGENCY, CALENDAR)
    assert next_alert(times, announced) == times[share]


def test_next_alert_while_a_pause_leaves_the_due_time_unknown_is_none() -> None:
    half = london("2026-11-23T12:00")
    assert next_alert({50: half, 80: None, 100: None}, 0) is None


def test_next_alert_once_all_are_announced_is_none() -> None:
    assert next_alert(alert_times(london("2026-11-23T12:00"), EMERGENCY, CALENDAR), 100) is None


def test_stopped_on_the_stroke_is_not_late() -> None:
    moment = london("2026-11-26T17:00")
    assert not is_late(moment, moment)


def test_clock_without_due_time_is_never_late() -> None:
    assert not is_late(None, london("2026-11-26T17:00"))


# The explanation.


def test_explain_has_exactly_the_keys_promised() -> None:
    explained = explain("urgent", URGENT, london("2026-12-24T12:00"), CALENDAR)
    assert list(explained) == ["target", "received_at", "day_zero", "due_at", "holidays", "rule"]


def test_explain_gives_the_due_time_in_utc_and_london() -> None:
    assert explain("urgent", URGENT, london("2026-06-01T12:00"), CALENDAR)["due_at"] == {
        "utc": "2026-06-04T16:00:00+00:00",
        "london": "2026-06-04T17:00:00+01:00",
    }


def test_explain_names_the_holidays_counted() -> None:
    assert explain("urgent", URGENT, london("2026-12-24T12:00"), CALENDAR)["holidays"] == [
        {"date": "2026-12-25", "name": "Christmas Day"},
        {"date": "2026-12-28", "name": "Boxing Day (substitute day)"},
    ]


@pytest.mark.parametrize(
    ("name", "received", "rule"),
    [
        (
            "emergency",
            "2026-11-23T10:00",
            "24 hours of real time, counting nights, weekends and bank holidays. When the clocks change the time on "
            "the wall moves by an hour, the length does not. Due at 10am on Tuesday 24 November 2026.",
        ),
        (
            "first_response",
            "2026-11-23T10:00",
            "By the close of the service's hours the day it came in, or the next day it is open. "
            "Due at 5pm on Monday 23 November 2026.",
        ),
        (
            "urgent",
            "2026-11-23T10:00",
            "3 working days, not counting weekends and bank holidays. Day 0 is Monday 23 November 2026, the day it "
            "came in. Due at 5pm on Thursday 26 November 2026.",
        ),
        (
            "urgent",
            "2026-11-20T17:01",
            "3 working days, not counting weekends and bank holidays. Day 0 is Monday 23 November 2026, the next "
            "working day, because it did not come in on a working day by the cut-off, 5pm. "
            "Due at 5pm on Thursday 26 November 2026.",
        ),
        (
            "mdt_review",
            "2026-11-23T10:00",
            "7 days after Monday 23 November 2026, counting weekends and bank holidays. "
            "Due at 5pm on Monday 30 November 2026.",
        ),
        (
            "needs_review",
            "2026-11-23T10:00",
            "6 months after Monday 23 November 2026, counting weekends and bank holidays. "
            "Due at 5pm on Sunday 23 May 2027.",
        ),
    ],
)
def test_explain_says_the_rule_in_words(name: str, received: str, rule: str) -> None:
    assert explain(name, DEFAULT_TARGETS[name], london(received), CALENDAR)["rule"] == rule


def test_explain_gives_name_receipt_and_day_zero() -> None:
    explained = explain("urgent", URGENT, datetime(2026, 7, 3, 16, 30, tzinfo=UTC), CALENDAR)
    assert [explained[key] for key in ("target", "received_at", "day_zero")] == [
        "urgent",
        "2026-07-03T17:30:00+01:00",
        "2026-07-06",
    ]


@pytest.mark.parametrize(
    ("target", "names"),
    [
        (SAME_DAY, ["Christmas Day", "Boxing Day (substitute day)"]),
        (HEATHERSTONES, []),
        (EMERGENCY, []),
        (DEFAULT_TARGETS["mdt_review"], []),
    ],
)
def test_explain_names_holidays_only_where_they_are_not_counted(target: Target, names: list[str]) -> None:
    explained = explain("it", target, london("2026-12-24T18:00"), CALENDAR)
    assert [holiday["name"] for holiday in explained["holidays"]] == names


def test_holiday_on_a_day_a_service_never_opens_is_not_passed_over() -> None:
    only_tuesdays = OperatingHours(((), ((time(9), time(17)),), (), (), (), (), ()))
    target = Target(Unit.SAME_OPERATING_DAY, 1, hours=only_tuesdays)
    assert due_at(london("2026-12-24T12:00"), target, CALENDAR).holidays_counted == ()


@pytest.mark.parametrize("name", DEFAULT_TARGETS)
def test_explain_of_every_shipped_target_says_when_it_is_due(name: str) -> None:
    explained = explain(name, DEFAULT_TARGETS[name], london("2026-11-20T10:00"), CALENDAR)
    assert "Due at" in explained["rule"]


# On the stroke.


def test_pause_that_begins_as_a_day_closes_takes_that_day_out() -> None:
    assert due("2026-11-02T10:00", STAY, ("2026-11-10T17:00", "2026-11-10T17:01")) == "2026-12-15T17:00"


def test_pause_that_ends_as_a_day_closes_takes_nothing_out() -> None:
    assert due("2026-11-02T10:00", STAY, ("2026-11-10T09:00", "2026-11-10T17:00")) == "2026-12-14T17:00"


def test_pause_over_christmas_names_the_holidays_it_moved_the_due_day_past() -> None:
    pauses: list[Pause] = [(london("2026-12-21T09:00"), london("2026-12-24T17:00"))]
    found = due_at(london("2026-12-18T10:00"), URGENT, CALENDAR, pauses)
    assert [each.name for each in found.holidays_counted] == ["Christmas Day", "Boxing Day (substitute day)"]
