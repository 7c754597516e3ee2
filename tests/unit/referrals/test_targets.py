"""Targets as data: what is refused, how it is said, when a service is open."""

from datetime import UTC, date, datetime, time

import pytest

from referrals.calendar import WorkingCalendar
from referrals.targets import CLOCKS, DEFAULT_TARGETS, MOST, OperatingHours, Target, Unit

CALENDAR = WorkingCalendar()
MONDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 28)
GOOD_FRIDAY = date(2026, 4, 3)


def at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=UTC)


@pytest.mark.parametrize("amount", [0, -1])
def test_target_of_nothing_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match=r"^A target allows at least one hour, day or month\.$"):
        Target(Unit.WORKING_DAYS, amount)


def test_target_of_two_same_operating_days_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^The same operating day is one day\.$"):
        Target(Unit.SAME_OPERATING_DAY, 2)


@pytest.mark.parametrize("closes", [time(9), time(8)])
def test_target_whose_working_day_closes_before_it_opens_is_refused(closes: time) -> None:
    with pytest.raises(ValueError, match=r"^A working day opens before it closes\.$"):
        Target(Unit.WORKING_DAYS, 1, day_opens=time(9), day_closes=closes)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (Target(Unit.ELAPSED_HOURS, 1), "1 hour"),
        (Target(Unit.ELAPSED_HOURS, 24), "24 hours"),
        (Target(Unit.WORKING_DAYS, 1), "1 working day"),
        (Target(Unit.WORKING_DAYS, 3), "3 working days"),
        (Target(Unit.CALENDAR_DAYS, 42), "42 days"),
        (Target(Unit.MONTHS, 6), "6 months"),
        (Target(Unit.SAME_OPERATING_DAY, 1), "the same operating day"),
    ],
)
def test_target_in_words(target: Target, words: str) -> None:
    assert target.in_words == words


@pytest.mark.parametrize(
    ("name", "units"),
    [
        ("emergency", "elapsed_hours same_operating_day working_days calendar_days"),
        ("urgent", "elapsed_hours same_operating_day working_days calendar_days"),
        ("first_response", "elapsed_hours same_operating_day working_days calendar_days"),
        ("stay_limit", "working_days calendar_days months"),
        ("needs_review", "working_days calendar_days months"),
    ],
)
def test_clock_can_be_counted_in_the_kinds_of_time_that_make_sense_for_it(name: str, units: str) -> None:
    assert [unit.value for unit in CLOCKS[name].units] == units.split()


def test_every_clock_can_be_counted_as_it_ships() -> None:
    assert [name for name, clock in CLOCKS.items() if clock.target.unit not in clock.units] == []
    assert [name for name, clock in CLOCKS.items() if clock.target.amount > MOST[clock.target.unit]] == []


@pytest.mark.parametrize("week", [((),) * 7, (((time(9), time(17)),),) * 6, (((time(9), time(17)),),) * 8])
def test_operating_hours_need_seven_days_of_which_one_is_open(week: tuple[tuple[tuple[time, time], ...], ...]) -> None:
    with pytest.raises(ValueError, match=r"^Operating hours need seven days, at least one of them open\.$"):
        OperatingHours(week)


@pytest.mark.parametrize(
    "hours",
    [
        ((time(17), time(9)),),
        ((time(9), time(9)),),
        ((time(9), time(13)), (time(12), time(17))),
        ((time(9), time(13)), (time(13), time(17))),
        ((time(9), time(0)), (time(1), time(2))),
        ((time(9, 30), time(9, 29)),),
    ],
)
def test_operating_hours_out_of_order_are_refused(hours: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match=r"^Opening and closing times of a day must follow one another\.$"):
        OperatingHours.every_day(*hours)


def test_operating_hours_from_half_past_to_the_hour_are_in_order() -> None:
    assert OperatingHours.every_day((time(9, 30), time(10, 0)), (time(23, 30), time(0)))


def test_operating_hours_until_midnight_are_in_order() -> None:
    assert OperatingHours.every_day((time(9), time(13)), (time(20), time(0))).windows_on(MONDAY, CALENDAR) == (
        (at(MONDAY, time(9)), at(MONDAY, time(13))),
        (at(MONDAY, time(20)), at(date(2026, 11, 24), time(0))),
    )


def test_weekdays_are_open_on_monday_and_closed_on_saturday_and_bank_holidays() -> None:
    weekdays = OperatingHours.weekdays(time(8), time(18))
    assert weekdays.windows_on(MONDAY, CALENDAR) == ((at(MONDAY, time(8)), at(MONDAY, time(18))),)
    assert weekdays.windows_on(SATURDAY, CALENDAR) == ()
    assert weekdays.windows_on(GOOD_FRIDAY, CALENDAR) == ()


@pytest.mark.parametrize("number", range(7))
def test_weekdays_are_monday_to_friday(number: int) -> None:
    day = date(2026, 11, 23 + number)
    assert bool(OperatingHours.weekdays(time(9), time(17)).windows_on(day, CALENDAR)) is (number < 5)


def test_every_day_is_open_on_bank_holidays_and_needs_none_known() -> None:
    assert OperatingHours.every_day((time(0), time(0))).windows_on(date(2040, 12, 25), CALENDAR) == (
        (at(date(2040, 12, 25), time(0)), at(date(2040, 12, 26), time(0))),
    )


def test_hours_that_close_on_bank_holidays_open_on_ones_that_are_worked() -> None:
    worked = WorkingCalendar(cancelled=[GOOD_FRIDAY])
    assert OperatingHours.weekdays(time(9), time(17)).windows_on(GOOD_FRIDAY, worked)


def test_working_day_of_a_target_is_nine_to_five_unless_said() -> None:
    target = Target(Unit.WORKING_DAYS, 3)
    assert (target.cut_off, target.day_opens, target.day_closes) == (time(17), time(9), time(17))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("emergency", "24 hours"),
        ("urgent", "3 working days"),
        ("routine", "10 working days"),
        ("first_response", "the same operating day"),
        ("support_plan", "48 hours"),
        ("mdt_review", "7 days"),
        ("stay_limit", "42 days"),
        ("support_period", "42 days"),
        ("call_48h", "48 hours"),
        ("home_visit", "7 days"),
        ("readmission", "30 days"),
        ("at_home_90", "90 days"),
        ("at_home_91", "91 days"),
        ("needs_review", "6 months"),
        ("survey", "28 days"),
        ("benefit_claim", "5 working days"),
        ("void_turnaround", "5 working days"),
        ("dtr_answer", "5 working days"),
        ("dtr_56_days", "56 days"),
        ("dfg_visit", "10 working days"),
        ("dfg_application", "20 working days"),
        ("dfg_decision", "6 months"),
        ("dfg_works", "12 months"),
        ("contract_renewal", "12 months"),
    ],
)
def test_clock_as_shipped_allows_so_much(name: str, words: str) -> None:
    assert DEFAULT_TARGETS[name].in_words == words


def test_clocks_over_which_going_is_authorised_and_never_blocked() -> None:
    assert {name for name, kind in CLOCKS.items() if kind.advisory} == {
        "stay_limit",
        "support_period",
        "dtr_56_days",
    }


def test_every_clock_says_what_starts_and_stops_it_and_where_its_figure_comes_from() -> None:
    assert all(
        kind.name == name and kind.label and kind.starts and kind.stops and kind.source for name, kind in CLOCKS.items()
    )
