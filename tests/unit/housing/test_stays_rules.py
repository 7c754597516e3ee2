"""Days in a flat, as arithmetic."""

from datetime import date

import pytest

from housing.stays import Days, first_free, free_gaps, nights_over, span_words

D = date


@pytest.mark.parametrize(("until", "over"), [(D(2027, 1, 3), 0), (D(2027, 1, 4), 0), (D(2027, 1, 5), 1)])
def test_nights_over_of_41_42_and_43_nights_flags_only_the_last(until: date, over: int) -> None:
    assert nights_over(D(2026, 11, 23), until) == over


def test_overlaps_of_stays_that_share_the_changeover_day_is_false() -> None:
    assert not Days(D(2026, 12, 1), D(2026, 12, 5)).overlaps(Days(D(2026, 12, 5), D(2026, 12, 9)))


def test_overlaps_with_open_end_is_true_for_all_later_days() -> None:
    assert Days(D(2026, 12, 1), None).overlaps(Days(D(2028, 1, 1), D(2028, 1, 2)))


def test_first_free_skips_a_gap_that_is_too_short() -> None:
    taken = [Days(D(2026, 12, 3), D(2026, 12, 15)), Days(D(2026, 12, 18), D(2026, 12, 20))]
    assert first_free(taken, Days(D(2026, 12, 1), D(2026, 12, 8))) == D(2026, 12, 20)


def test_first_free_behind_an_open_end_is_none() -> None:
    assert first_free([Days(D(2026, 12, 3), None)], Days(D(2026, 12, 1), D(2026, 12, 8))) is None


def test_first_free_without_anything_is_the_day_wanted() -> None:
    assert first_free([], Days(D(2026, 12, 1), D(2026, 12, 8))) == D(2026, 12, 1)


def test_free_gaps_around_two_stays_are_three() -> None:
    taken = [Days(D(2026, 12, 3), D(2026, 12, 5)), Days(D(2026, 12, 7), D(2026, 12, 9))]
    gaps = free_gaps(taken, Days(D(2026, 12, 1), D(2026, 12, 31)))
    assert [(gap.start.day, gap.end.day if gap.end else 0) for gap in gaps] == [(1, 3), (5, 7), (9, 31)]


def test_free_gaps_before_an_open_end_stop_there() -> None:
    gaps = free_gaps([Days(D(2026, 12, 3), None)], Days(D(2026, 12, 1), D(2026, 12, 31)))
    assert gaps == [Days(D(2026, 12, 1), D(2026, 12, 3))]


@pytest.mark.parametrize(
    ("start", "last", "said"),
    [
        (D(2026, 12, 3), D(2026, 12, 14), "from 3 to 14 December"),
        (D(2026, 11, 28), D(2026, 12, 3), "from 28 November to 3 December"),
        (D(2026, 12, 3), D(2026, 12, 3), "on 3 December"),
    ],
)
def test_span_words_of_days_says_them_as_people_do(start: date, last: date, said: str) -> None:
    assert span_words(start, last) == said
