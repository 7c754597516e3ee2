from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.money import (
    AnnualBasis,
    CostedDays,
    SavingKind,
    annualise,
    break_even_on,
    gross_savings,
    net_saving,
    reconcile,
    return_gross,
    return_net,
    split_to_the_penny,
    to_the_penny,
)


def costed(days: int, unit_cost: str, kind: SavingKind = SavingKind.REACTIVE) -> CostedDays:
    return CostedDays(days, Decimal(unit_cost), "acute bed", "2015/16", "test", kind)


def test_amount_of_costed_days_is_to_the_penny() -> None:
    assert costed(3, "106.815").amount == Decimal("320.45")


def test_half_a_penny_is_rounded_up() -> None:
    assert to_the_penny(Decimal("0.005")) == Decimal("0.01")


def test_gross_savings_of_two_kinds_are_kept_apart() -> None:
    found = gross_savings([costed(1, "100"), costed(2, "100"), costed(5, "10", SavingKind.PREVENTIVE)])
    assert found == {SavingKind.REACTIVE: Decimal(300), SavingKind.PREVENTIVE: Decimal(50)}


def test_net_saving_of_a_service_that_cost_more_is_negative() -> None:
    assert net_saving(Decimal(100), Decimal(150)) == Decimal(-50)


def test_net_return_is_one_less_than_the_gross_return() -> None:
    gross, cost = Decimal(300), Decimal(100)
    assert (return_gross(gross, cost), return_net(gross, cost)) == (Decimal(3), Decimal(2))


def test_return_without_a_cost_is_unknown() -> None:
    assert (return_gross(Decimal(1), Decimal(0)), return_net(Decimal(1), Decimal(0))) == (None, None)


def test_annualised_by_months_differs_from_by_weeks() -> None:
    total = Decimal(100)
    by_weeks = annualise(total, length=40, basis=AnnualBasis.WEEKS).amount
    by_months = annualise(total, length=10, basis=AnnualBasis.MONTHS).amount
    assert (by_weeks, by_months) == (Decimal("130.00"), Decimal("120.00"))


def test_annualised_says_how_it_was_reached() -> None:
    found = annualise(Decimal(1054872), length=40, basis=AnnualBasis.WEEKS)
    assert found.in_words == "£1,054,872.00 over 40 weeks, times 52 over 40"


def test_annualised_from_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than nothing"):
        annualise(Decimal(1), length=0, basis=AnnualBasis.WEEKS)


def test_split_in_three_gives_the_odd_penny_to_the_first() -> None:
    assert split_to_the_penny(Decimal(10), {"a": 1, "b": 1, "c": 1}) == {
        "a": Decimal("3.34"),
        "b": Decimal("3.33"),
        "c": Decimal("3.33"),
    }


def test_split_gives_the_odd_penny_to_the_largest_remainder() -> None:
    assert split_to_the_penny(Decimal("0.10"), {"a": 14, "b": 86}) == {"a": Decimal("0.01"), "b": Decimal("0.09")}


def test_split_of_a_loss_mirrors_that_of_a_saving() -> None:
    assert split_to_the_penny(Decimal(-10), {"a": 1, "b": 2}) == {"a": Decimal("-3.33"), "b": Decimal("-6.67")}


@pytest.mark.parametrize("shares", [{}, {"a": 0}, {"a": 2, "b": -1}])
def test_split_by_no_shares_or_negative_ones_is_refused(shares: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="not negative"):
        split_to_the_penny(Decimal(1), shares)


def test_split_of_a_fraction_of_a_penny_is_refused() -> None:
    with pytest.raises(ValueError, match="whole pence"):
        split_to_the_penny(Decimal("0.001"), {"a": 1})


amounts = st.integers(-(10**9), 10**9).map(lambda pence: Decimal(pence) / 100)
shares = st.dictionaries(st.text(min_size=1), st.integers(0, 1000), min_size=1).filter(
    lambda found: sum(found.values())
)


@given(amounts, shares)
def test_parts_of_a_split_add_up_to_the_penny(amount: Decimal, parts: dict[str, int]) -> None:
    assert sum(split_to_the_penny(amount, parts).values()) == amount


@given(amounts, shares)
def test_parts_of_a_split_are_within_a_penny_of_exact(amount: Decimal, parts: dict[str, int]) -> None:
    whole = sum(parts.values())
    found = split_to_the_penny(amount, parts)
    assert all(abs(found[name] - amount * share / whole) < Decimal("0.01") for name, share in parts.items())


def test_break_even_is_the_day_the_savings_reach_the_cost() -> None:
    savings = [(date(2016, month, 1), Decimal(20)) for month in (3, 1, 2)]
    assert break_even_on(Decimal(40), savings) == date(2016, 2, 1)


def test_break_even_of_savings_below_the_cost_is_never() -> None:
    assert break_even_on(Decimal(40), [(date(2016, 1, 1), Decimal(39))]) is None


def test_reconcile_within_the_tolerance_reconciles() -> None:
    assert reconcile(Decimal(9958), Decimal("9958.12"), tolerance=Decimal("0.5")).reconciles


def test_reconcile_beyond_the_tolerance_keeps_the_difference() -> None:
    found = reconcile(Decimal(500000), Decimal(351371))
    assert (found.reconciles, found.difference) == (False, Decimal(148629))
