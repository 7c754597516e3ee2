"""The periods a report can be about."""

from datetime import date

import pytest

from outcomes.periods import Period, Span, period_on, periods_on, quarters_of

NOVEMBER = date(2026, 11, 24)


def test_usual_period_is_the_year_up_to_the_last_whole_month() -> None:
    usual = periods_on(NOVEMBER)[0]
    assert (usual.start, usual.end, usual.label) == (
        date(2026, 4, 1),
        date(2026, 11, 1),
        "2026/27 so far: April to October 2026",
    )


def test_usual_period_in_april_is_the_year_just_ended() -> None:
    assert periods_on(date(2026, 4, 30))[0].label == "2025/26, whole year"


def test_quarter_so_far_ends_with_the_last_whole_month() -> None:
    quarter = period_on(NOVEMBER, "2026-q3")
    assert (quarter.end, quarter.label) == (date(2026, 11, 1), "Quarter 3 of 2026/27 so far: October 2026")


def test_quarter_without_whole_month_is_not_offered() -> None:
    assert "2026-q3" not in {period.code for period in periods_on(date(2026, 10, 31))}


def test_fourth_quarter_belongs_to_the_year_that_began_in_april() -> None:
    assert period_on(NOVEMBER, "2025-q4").label == "Quarter 4 of 2025/26: January to March 2026"


def test_period_of_two_years_names_both() -> None:
    assert Period("", "", date(2025, 12, 1), date(2026, 3, 1)).in_words == "December 2025 to February 2026"


def test_year_before_is_the_same_months() -> None:
    before = periods_on(NOVEMBER)[0].year_before
    assert (before.start, before.end) == (date(2025, 4, 1), date(2025, 11, 1))


def test_atoms_cut_the_year_at_quarters_and_at_the_period() -> None:
    before = periods_on(NOVEMBER)[0].year_before
    assert [start.month for start, _ in before.atoms(date(2026, 4, 1))] == [4, 7, 10, 11, 1]


def test_unknown_period_is_a_lookup_error() -> None:
    with pytest.raises(LookupError):
        period_on(NOVEMBER, "1999-q1")


def test_quarter_that_is_not_over_is_a_shorter_span() -> None:
    assert quarters_of(date(2026, 7, 1), date(2026, 11, 1))[-1] == Span(date(2026, 10, 1), date(2026, 11, 1))


def test_fourth_quarter_is_short_for_its_nhs_year() -> None:
    assert Span(date(2026, 1, 1), date(2026, 4, 1)).short == "Q4 25/26"
