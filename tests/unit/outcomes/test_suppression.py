from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.suppression import (
    HIDDEN_TEXT,
    Policy,
    SafeTable,
    Shown,
    may_differ,
    show_mean,
    show_rate,
    suppress_list,
    suppress_table,
)

DEFAULT = Policy()
EXACT = Policy(threshold=7, rounding=1)
FIVE = Policy(threshold=4, rounding=1)


def hidden_names(counts: dict[str, int], policy: Policy) -> set[str]:
    return {name for name, shown in suppress_list(counts, policy).cells.items() if shown.is_hidden}


@pytest.mark.parametrize(
    ("count", "seen"),
    [(0, "0"), (1, "[c]"), (4, "[c]"), (5, "[c]"), (7, "[c]"), (8, "10"), (10, "10"), (12, "10"), (13, "15")],
)
def test_default_policy_hides_1_to_7_and_rounds_the_rest_to_5(count: int, seen: str) -> None:
    cells = suppress_list({"small": count, "one": 100, "other": 100}, DEFAULT).cells
    assert str(cells["small"]) == seen


@pytest.mark.parametrize(("count", "hidden"), [(0, False), (1, True), (4, True), (5, False), (7, False)])
def test_another_threshold_hides_up_to_it(count: int, hidden: bool) -> None:
    assert ("a" in hidden_names({"a": count, "b": 50, "c": 60}, FIVE)) is hidden


def test_policy_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="threshold"):
        Policy(threshold=-1)


def test_list_with_one_small_number_hides_the_next_smallest_too() -> None:
    assert hidden_names({"a": 3, "b": 20, "c": 50}, EXACT) == {"a", "b"}


def test_list_with_two_small_numbers_that_are_small_together_hides_a_third() -> None:
    assert hidden_names({"a": 1, "b": 1, "c": 50, "d": 20}, EXACT) == {"a", "b", "d"}


def test_list_with_two_small_numbers_that_are_enough_together_hides_no_other() -> None:
    assert hidden_names({"a": 4, "b": 6, "c": 50}, EXACT) == {"a", "b"}


def test_list_without_small_numbers_hides_nothing() -> None:
    assert hidden_names({"a": 0, "b": 8, "c": 50}, EXACT) == set()


def test_list_of_one_small_number_hides_the_total_as_well() -> None:
    assert suppress_list({"a": 3}, EXACT).total.is_hidden


def test_list_with_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        suppress_list({"a": -1}, EXACT)


def test_table_hides_a_closed_path_around_one_small_number() -> None:
    found = suppress_table([[3, 20, 30], [40, 50, 60], [70, 80, 90]], EXACT)
    hidden = {
        (row, column) for row, line in enumerate(found.cells) for column, cell in enumerate(line) if cell.is_hidden
    }
    assert hidden == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_table_without_small_numbers_shows_everything() -> None:
    found = suppress_table([[10, 0], [20, 30]], EXACT)
    assert [str(cell) for line in found.cells for cell in line] == ["10", "0", "20", "30"]


def test_table_shows_the_totals_that_give_nothing_away() -> None:
    found = suppress_table([[3, 20, 30], [40, 50, 60], [70, 80, 90]], EXACT)
    assert [cell.value for cell in (*found.row_totals, *found.column_totals, found.total)] == [
        53, 150, 240, 113, 150, 180, 443,
    ]  # fmt: skip


def test_table_with_rows_of_different_lengths_is_refused() -> None:
    with pytest.raises(ValueError, match="same length"):
        suppress_table([[1], [1, 2]], EXACT)


def test_table_without_rows_is_empty() -> None:
    assert suppress_table([], EXACT).cells == ()


def lines_of(found: SafeTable) -> list[list[Shown]]:
    grid = [[*line, total] for line, total in zip(found.cells, found.row_totals, strict=True)]
    grid.append([*found.column_totals, found.total])
    return grid


tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 30), min_size=width, max_size=width), min_size=1, max_size=4)
)


@settings(max_examples=200)
@given(tables)
def test_table_never_shows_a_small_number(table: list[list[int]]) -> None:
    shown = [cell.value for line in lines_of(suppress_table(table, EXACT)) for cell in line if cell.value is not None]
    assert not any(EXACT.is_small(int(value)) for value in shown)


@settings(max_examples=200)
@given(tables)
def test_table_never_hides_exactly_one_number_of_a_line(table: list[list[int]]) -> None:
    grid = lines_of(suppress_table(table, EXACT))
    lines = [*grid, *map(list, zip(*grid, strict=True))]
    assert not any(sum(cell.is_hidden for cell in line) == 1 for line in lines)


@settings(max_examples=40)
@given(st.tuples(*[st.integers(0, 6)] * 4))
def test_small_number_is_never_the_only_one_that_fits_what_is_shown(table: tuple[int, int, int, int]) -> None:
    """By trying every table of 2 by 2 that an onlooker could think of."""
    policy = Policy(threshold=2, rounding=1)
    grid = lines_of(suppress_table([table[:2], table[2:]], policy))
    shown = [(position, cell.value) for position, cell in enumerate(cell for line in grid for cell in line)]
    known = [(position, value) for position, value in shown if value is not None]
    possible: list[set[int]] = [set(), set(), set(), set()]
    for a, b, c, d in product(range(10), repeat=4):
        candidate = (a, b, a + b, c, d, c + d, a + c, b + d, a + b + c + d)
        if all(candidate[position] == value for position, value in known):
            for values, value in zip(possible, (a, b, c, d), strict=True):
                values.add(value)
    assert all(len(values) > 1 for values, value in zip(possible, table, strict=True) if policy.is_small(value))


@pytest.mark.parametrize(("n", "seen"), [(7, HIDDEN_TEXT), (8, "4.5")])
def test_mean_of_few_people_is_hidden(n: int, seen: str) -> None:
    assert str(show_mean(4.5, n, DEFAULT)) == seen


def test_mean_of_nobody_is_hidden() -> None:
    assert show_mean(None, 0, DEFAULT).is_hidden


@pytest.mark.parametrize(
    ("numerator", "denominator", "seen"),
    [
        (50, 100, "50"),
        (0, 100, "0"),
        (100, 100, "100"),
        (3, 100, HIDDEN_TEXT),
        (97, 100, HIDDEN_TEXT),  # the 3 who are not counted would show
        (0, 7, HIDDEN_TEXT),
        (0, 0, HIDDEN_TEXT),
    ],
)
def test_rate_is_hidden_with_the_counts_it_is_made_of(numerator: int, denominator: int, seen: str) -> None:
    assert str(show_rate(numerator, denominator, DEFAULT)) == seen


@pytest.mark.parametrize(("narrow", "both_shown"), [(50, True), (49, False), (43, False), (42, True)])
def test_two_views_that_differ_by_few_are_not_both_shown(narrow: int, both_shown: bool) -> None:
    assert may_differ(50, narrow, DEFAULT) is both_shown
