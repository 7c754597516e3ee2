"""What may be seen of the counts, other schemes and periods considered."""

from datetime import date

from outcomes.periods import months_of, period_on
from outcomes.reports.counts import Row
from outcomes.reports.view import View
from outcomes.suppression import HIDDEN, Policy, Shown

TODAY = date(2026, 11, 24)
STRICT = Policy(threshold=7, rounding=5)
A, B = 1, 2


def rows(*groups: tuple[int, int, int]) -> list[Row]:
    """(scheme, month of 2026, how many)"""
    return [Row(scheme=scheme, month=date(2026, month, 1), n=n) for scheme, month, n in groups]


def view(chosen: int | None = None, period: str = "year-to-date", schemes: tuple[int, ...] = (A, B)) -> View:
    return View(schemes, chosen, period_on(TODAY, period), TODAY.replace(day=1), STRICT)


def test_count_of_many_is_rounded() -> None:
    assert view(schemes=(A,)).count(rows((A, 4, 12), (A, 8, 11))) == Shown(25)


def test_count_of_few_is_hidden() -> None:
    assert view(schemes=(A,)).count(rows((A, 4, 7))) == HIDDEN


def test_count_of_nobody_is_shown() -> None:
    assert view(schemes=(A,)).count([]) == Shown(0)


def test_count_leaves_out_months_outside_the_period() -> None:
    assert view(schemes=(A,)).count(rows((A, 4, 20), (A, 11, 20))) == Shown(20)


def test_large_scheme_beside_a_small_one_is_hidden() -> None:
    assert view(chosen=A).count(rows((A, 4, 50), (B, 4, 3))) == HIDDEN


def test_total_of_a_large_and_a_small_scheme_is_shown() -> None:
    assert view().count(rows((A, 4, 50), (B, 4, 3))) == Shown(55)


def test_large_scheme_beside_a_large_one_is_shown() -> None:
    assert view(chosen=A).count(rows((A, 4, 50), (B, 4, 30))) == Shown(50)


def test_quarter_that_gives_a_small_one_away_is_hidden() -> None:
    small_second_quarter = rows((A, 4, 50), (A, 7, 3))
    assert view(period="2026-q1", schemes=(A,)).count(small_second_quarter) == HIDDEN


def test_months_hide_a_second_one_beside_the_small_one() -> None:
    quarter = period_on(TODAY, "2026-q1")
    months = view(period="2026-q1", schemes=(A,)).by_span(
        rows((A, 4, 3), (A, 5, 20), (A, 6, 40)), months_of(quarter.start, quarter.end)
    )
    assert list(months.values()) == [HIDDEN, HIDDEN, Shown(40)]


def test_list_of_a_hidden_whole_is_hidden() -> None:
    few = [Row(scheme=A, month=date(2026, 4, 1), n=5, code="x")]
    listed = view(schemes=(A,)).by(few, lambda row: row.code, ["x", "y"])
    assert (listed.cells, listed.total) == ({"x": HIDDEN, "y": HIDDEN}, HIDDEN)
