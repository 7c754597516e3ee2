"""The figures the services published, worked out again with our arithmetic. R1 to R21 are our numbers for them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from outcomes.measures import Rate, bed_days_saved, most_stays_possible, readmitted_within, smallest_base
from outcomes.money import (
    AnnualBasis,
    CostedDays,
    annualise,
    break_even_on,
    net_saving,
    reconcile,
    return_gross,
    return_net,
    split_to_the_penny,
    to_the_penny,
)

ASSIST_GROSS = Decimal(1127) * 936
ASSIST_COST = Decimal(233520)


def test_r1_assist_936_pounds_for_4_5_bed_days_is_208_a_day() -> None:
    assert to_the_penny(Decimal(936) / Decimal("4.5")) == Decimal("208.00")


def test_r2_assist_annualised_by_weeks_is_the_published_figure() -> None:
    yearly = annualise(ASSIST_GROSS, length=40, basis=AnnualBasis.WEEKS).amount
    assert yearly == Decimal("1371333.60")
    assert reconcile(Decimal(1371000), yearly, tolerance=Decimal(500)).reconciles


@pytest.mark.parametrize(("months", "amount"), [(10, "1265846.40"), (9, "1406496.00")])
def test_r2_assist_annualised_by_months_does_not_reconcile(months: int, amount: str) -> None:
    yearly = annualise(ASSIST_GROSS, length=months, basis=AnnualBasis.MONTHS).amount
    assert yearly == Decimal(amount)
    assert not reconcile(Decimal(1371000), yearly, tolerance=Decimal(500)).reconciles


@pytest.mark.parametrize("months", [27, 28])
def test_r3_assist_to_date_does_not_give_the_annual_figure(months: int) -> None:
    yearly = annualise(Decimal(2000) * 936, length=months, basis=AnnualBasis.MONTHS).amount
    assert Decimal(800000) < yearly < Decimal(835000)
    assert not reconcile(Decimal(1371000), yearly, tolerance=Decimal(500)).reconciles


def test_r4_assist_returns_gross_and_net_differ_by_one() -> None:
    gross = Decimal("1371333.60")
    found = return_gross(gross, ASSIST_COST), return_net(gross, ASSIST_COST)
    assert [to_the_penny(value) for value in found if value] == [Decimal("5.87"), Decimal("4.87")]


def test_r5_oldham_percentages_need_75_people() -> None:
    assert smallest_base([52, 7, 19, 3, 13, 56, 9, 19, 16, 73, 27]) == 75


def test_r5_oldham_needs_do_not_add_up_to_a_hundred() -> None:
    assert sum([52, 7, 19, 3, 13]) == 94


def test_r6_home_group_recovers_its_contract_by_month_six() -> None:
    months = [date(2016, month, 28) for month in range(1, 7)]
    assert break_even_on(Decimal(96000), [(month, Decimal(16000)) for month in months]) == date(2016, 6, 28)


def test_r6_home_group_returns_two_gross_and_one_net_a_year() -> None:
    yearly = annualise(Decimal(96000), length=6, basis=AnnualBasis.MONTHS).amount
    assert (return_gross(yearly, Decimal(96000)), return_net(yearly, Decimal(96000))) == (2, 1)


def test_r9_nottingham_saving_for_each_case() -> None:
    assert to_the_penny(Decimal(169288) / 17) == Decimal("9958.12")


def test_r10_nottingham_bed_days_from_averages_do_not_reconcile() -> None:
    found = reconcile(Decimal(1585), Decimal((129 - 33) * 17), tolerance=Decimal("0.5"))
    assert (found.difference, found.reconciles) == (Decimal(-47), False)


def test_r10_waiting_list_comparator_saves_96_days_a_case() -> None:
    referred = date(2016, 1, 1)
    assert bed_days_saved(referred + timedelta(days=129), referred + timedelta(days=33)) == 96


def test_r11_nottingham_bed_day_is_a_blended_cost() -> None:
    assert to_the_penny(Decimal(169288) / 1585) == Decimal("106.81")


def test_r11_costed_days_come_within_a_rounding_of_the_published_saving() -> None:
    saving = CostedDays(1585, Decimal("106.81"), "hospital and rehabilitation", "2015/16", "Nottingham City Homes")
    assert reconcile(Decimal(169288), saving.amount, tolerance=Decimal("0.005") * 1585).reconciles


def test_r12_nottingham_prevention_cases() -> None:
    assert to_the_penny(Decimal(182083) / 27) == Decimal("6743.81")
    assert round(Decimal(182083) * 81 / 100) == 147487


def test_r13_nottingham_return_read_as_net() -> None:
    cost = Decimal(66401)
    gross = cost + 434927
    assert net_saving(gross, cost) == Decimal(434927)
    ratio = return_net(gross, cost)
    assert ratio is not None
    assert to_the_penny(ratio) == Decimal("6.55")


def test_r13_nottingham_return_read_as_gross() -> None:
    ratio = return_gross(Decimal(513292), Decimal(78365))
    assert ratio is not None
    assert to_the_penny(ratio) == Decimal("6.55")


def test_r13_nottingham_published_savings_do_not_reconcile_with_the_gross() -> None:
    found = reconcile(Decimal(434927 + 66401), Decimal(169288 + 182083))
    assert (found.difference, found.reconciles) == (Decimal(149957), False)


def test_r14_nottingham_split_adds_up_to_the_penny() -> None:
    parts = split_to_the_penny(Decimal(434927), {"nhs": 55, "council": 28, "housing": 17})
    assert parts == {
        "nhs": Decimal("239209.85"),
        "council": Decimal("121779.56"),
        "housing": Decimal("73937.59"),
    }
    assert sum(parts.values()) == Decimal(434927)


@pytest.mark.parametrize(("weekly", "yearly"), [(74, 3848), (825, 42900)])
def test_r15_roseberry_weekly_differences_times_52(weekly: int, yearly: int) -> None:
    assert annualise(Decimal(weekly), length=1, basis=AnnualBasis.WEEKS).amount == Decimal(yearly)


@pytest.mark.parametrize(("unit_cost", "days"), [(208, 1388), (395, 731), (562, 514)])
def test_r16_roseberry_saving_is_different_days_at_each_unit_cost(unit_cost: int, days: int) -> None:
    assert round(288695 / unit_cost) == days


def test_r17_roseberry_ten_flats_hold_at_most_89_stays_a_year() -> None:
    assert most_stays_possible(10, 41) == 89


@pytest.mark.parametrize(("readmitted", "under_five"), [(42, True), (43, False)])
def test_r19_sefton_under_five_per_cent_is_at_most_42_of_850(readmitted: int, under_five: bool) -> None:
    per_cent = Rate(readmitted, 850).per_cent
    assert per_cent is not None
    assert (per_cent < 5) is under_five


def test_r20_sefton_benefits_a_month() -> None:
    assert round(annualise(Decimal(250000), length=11, basis=AnnualBasis.MONTHS).amount / 12) == 22727


def test_r21_nottingham_fifteen_per_cent_of_153_is_23() -> None:
    assert round(153 * 15 / 100) == 23
    assert round(Rate(64, 153).per_cent or 0, 1) == 41.8


@pytest.mark.parametrize(("day", "counted"), [(0, True), (29, True), (30, False), (-1, False)])
def test_readmission_counts_day_0_to_day_29(day: int, counted: bool) -> None:
    home = date(2026, 11, 1)
    assert readmitted_within(home, home + timedelta(days=day)) is counted
