"""Which follow-ups a discharge plans, and from when their time runs."""

from datetime import UTC, date, datetime

import pytest

from outcomes.schedule import FOLLOW_UPS, planned_after, went_home_at
from referrals.catalogue import DESTINATIONS
from referrals.targets import CLOCKS


def test_every_follow_up_has_a_default_target() -> None:
    assert {planned.code for planned in FOLLOW_UPS} <= set(CLOCKS)


@pytest.mark.parametrize("destination", [each.code for each in DESTINATIONS if each.code != "died"])
def test_planned_after_leaving_alive_is_everything(destination: str) -> None:
    assert {each.code for each in planned_after(destination)} >= {each.code for each in FOLLOW_UPS} - {"survey"}


@pytest.mark.parametrize(("destination", "asked"), [("new_home", True), ("extra_care", True), ("usual_home", False)])
def test_survey_is_planned_for_who_moved(destination: str, asked: bool) -> None:
    assert ("survey" in {each.code for each in planned_after(destination)}) is asked


def test_planned_after_death_is_nothing() -> None:
    assert planned_after("died") == ()


def test_went_home_recorded_same_morning_counts_from_then() -> None:
    recorded = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert went_home_at(date(2026, 11, 23), recorded) == recorded


def test_went_home_recorded_days_later_counts_from_five_in_london() -> None:
    recorded = datetime(2026, 7, 3, 9, tzinfo=UTC)
    assert went_home_at(date(2026, 7, 1), recorded) == datetime(2026, 7, 1, 16, tzinfo=UTC)
