"""The lists of reasons for a delay, and the words for whom the days were spent with."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.delay_codes import DELAY_LISTS, WITH_PARTY, DelayList, list_on, reason_of, reasons_on, split_words
from referrals.lists import CODE_LENGTH, codes
from referrals.readiness import NOT_RECORDED
from referrals.reasons import DELAY_PARTIES

EACH = pytest.mark.parametrize("each", DELAY_LISTS, ids=lambda each: each.version)


@EACH
def test_list_has_each_code_once(each: DelayList) -> None:
    assert len(codes(each.reasons)) == len(each.reasons)


@EACH
def test_list_names_parties_that_exist(each: DelayList) -> None:
    assert {reason.party for reason in each.reasons} <= codes(DELAY_PARTIES)


@EACH
def test_list_codes_and_version_fit_the_database(each: DelayList) -> None:
    assert max(len(text) for text in (each.version, *codes(each.reasons))) <= CODE_LENGTH


@EACH
def test_list_says_where_it_comes_from_and_that_its_words_are_ours(each: DelayList) -> None:
    assert each.source
    assert not each.national_wording


def test_lists_follow_one_another_without_gap_or_overlap() -> None:
    assert [each.valid_until for each in DELAY_LISTS] == [*(each.valid_from for each in DELAY_LISTS[1:]), None]


def test_lists_have_versions_of_their_own() -> None:
    assert len({each.version for each in DELAY_LISTS}) == len(DELAY_LISTS)


def test_present_list_has_a_reason_for_every_party() -> None:
    assert {reason.party for reason in DELAY_LISTS[-1].reasons} == codes(DELAY_PARTIES)


def test_every_party_and_no_party_have_words() -> None:
    assert WITH_PARTY.keys() == codes(DELAY_PARTIES) | {NOT_RECORDED}


@given(st.sampled_from(DELAY_LISTS[1:]))
def test_list_changes_on_the_day_the_new_one_begins(new: DelayList) -> None:
    before = list_on(new.valid_from - timedelta(days=1))
    assert before is not None
    assert (before.valid_until, list_on(new.valid_from)) == (new.valid_from, new)


def test_no_reason_may_be_recorded_before_the_first_list() -> None:
    assert reasons_on(date(2020, 3, 31)) == ()


def test_same_code_in_two_lists_keeps_each_list_s_meaning() -> None:
    labels = {reason_of(each.version, "equipment").label for each in DELAY_LISTS}
    assert len(labels) == 2


def test_reason_that_no_list_knows_counts_with_somebody_else() -> None:
    assert (reason_of("2030", "x").label, reason_of("2024-own", "x").party) == ("x", "other")


def test_split_words_name_most_days_first_and_the_unknown_last() -> None:
    parts = {NOT_RECORDED: 9, "provider": 1, "council_housing": 2}
    assert split_words(parts) == "2 with council housing, 1 with a provider, 9 not recorded"


@pytest.mark.parametrize("parts", [{}, {NOT_RECORDED: 3}])
def test_split_words_where_no_day_has_a_reason_are_none(parts: dict[str, int]) -> None:
    assert split_words(parts) == ""
