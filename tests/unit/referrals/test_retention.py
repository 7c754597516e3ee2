from datetime import date

import pytest

from referrals.retention import Facts, Kept, due_on, five_year_band, last_contact, why_kept

CONTACT = date(2018, 3, 5)


@pytest.mark.parametrize(
    ("contact", "first_day"),
    [
        (date(2018, 3, 5), date(2026, 3, 6)),
        (date(2018, 12, 31), date(2027, 1, 1)),
        (date(2020, 2, 29), date(2028, 3, 1)),
        (date(2092, 2, 29), date(2100, 3, 1)),  # 2100 is no leap year
        (date(2018, 2, 28), date(2026, 3, 1)),
    ],
)
def test_due_on_is_the_day_after_eight_calendar_years(contact: date, first_day: date) -> None:
    assert due_on(contact) == first_day


def test_last_contact_of_several_is_the_latest() -> None:
    assert last_contact([date(2018, 1, 1), CONTACT, date(2017, 1, 1)]) == CONTACT


def test_last_contact_of_none_is_unknown() -> None:
    assert last_contact([]) is None


def test_why_kept_on_the_first_day_is_nothing() -> None:
    assert why_kept(Facts(contacts=(CONTACT,)), date(2026, 3, 6)) is None


def test_why_kept_on_the_last_day_of_eight_years_is_contact() -> None:
    assert why_kept(Facts(contacts=(CONTACT,)), date(2026, 3, 5)) == Kept.CONTACT


def test_why_kept_without_any_known_contact_is_contact() -> None:
    assert why_kept(Facts(contacts=()), date(2100, 1, 1)) == Kept.CONTACT


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (Facts(contacts=(CONTACT,), open_case=True), Kept.OPEN_CASE),
        (Facts(contacts=(CONTACT,), hold=True), Kept.HOLD),
        (Facts(contacts=(CONTACT,), export=True), Kept.EXPORT),
        (Facts(contacts=(CONTACT,), anonymised=True), Kept.DONE),
    ],
)
def test_why_kept_however_old_says_what_keeps_it(facts: Facts, why: Kept) -> None:
    assert why_kept(facts, date(2100, 1, 1)) == why


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(1944, 3, 12), date(1940, 1, 1)),
        (date(1940, 1, 1), date(1940, 1, 1)),
        (date(2009, 12, 31), date(2005, 1, 1)),
    ],
)
def test_five_year_band_is_the_first_day_of_its_five_years(born: date, band: date) -> None:
    assert five_year_band(born) == band
