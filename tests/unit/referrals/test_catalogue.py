import pytest

from housing.catalogue import INTERVENTION_KINDS
from referrals import catalogue
from referrals.catalogue import (
    CODE_LENGTH,
    CONSENT_BASES,
    DELAY_PARTIES,
    NEED_CATEGORIES,
    NEEDS,
    OUTCOME_RESULTS,
    OUTCOMES,
    PAUSE_REASONS,
    TENURES,
    URGENCIES,
    Entry,
    UnknownCode,
    choices,
    codes,
    find,
    grouped_choices,
    hints,
    label_of,
)
from referrals.clock import DEFAULT_TARGETS

LISTS = {
    name: value
    for name, value in vars(catalogue).items()
    if isinstance(value, tuple) and value and all(isinstance(entry, Entry) for entry in value)
}


@pytest.mark.parametrize("name", LISTS)
def test_list_has_each_code_once(name: str) -> None:
    assert len(codes(LISTS[name])) == len(LISTS[name])


@pytest.mark.parametrize("name", LISTS)
def test_list_has_each_label_once(name: str) -> None:
    assert len({entry.label for entry in LISTS[name]}) == len(LISTS[name])


@pytest.mark.parametrize("name", LISTS)
def test_codes_fit_their_column(name: str) -> None:
    assert all(0 < len(entry.code) <= CODE_LENGTH and entry.code.isascii() for entry in LISTS[name])


@pytest.mark.parametrize("name", LISTS)
def test_words_are_as_the_house_writes_them(name: str) -> None:
    for entry in LISTS[name]:
        words = f"{entry.label} {entry.hint}".lower()
        assert entry.label[0].isupper()
        assert not entry.label.endswith(".")
        assert not any(word in words for word in ("please", "sorry", "successfully", "!", "user", "sla "))


@pytest.mark.parametrize("name", LISTS)
def test_entries_of_a_group_follow_one_another(name: str) -> None:
    groups = [entry.group for entry in LISTS[name]]
    changes = [group for before, group in zip(["", *groups], groups, strict=False) if group != before]
    assert len(changes) == len(set(changes))


def test_every_need_is_in_a_category_of_the_report() -> None:
    assert {need.category for need in NEEDS} <= codes(NEED_CATEGORIES)


def test_every_category_of_the_report_has_a_need() -> None:
    assert {need.category for need in NEEDS} == codes(NEED_CATEGORIES)


def test_every_need_suggests_kinds_of_work_that_exist() -> None:
    assert {kind for need in NEEDS for kind in need.usual_kinds} <= codes(INTERVENTION_KINDS)


def test_every_urgency_has_a_clock() -> None:
    assert {urgency.target for urgency in URGENCIES} <= DEFAULT_TARGETS.keys()


def test_every_urgency_promises_what_its_clock_says() -> None:
    assert all(DEFAULT_TARGETS[urgency.target].in_words in urgency.promise for urgency in URGENCIES)


def test_every_pause_names_whom_we_wait_for() -> None:
    assert {reason.party for reason in PAUSE_REASONS} <= codes(DELAY_PARTIES)


def test_every_outcome_has_a_known_result() -> None:
    assert {outcome.result for outcome in OUTCOMES} == codes(OUTCOME_RESULTS)


def test_every_basis_that_allows_sharing_says_what_to_record_and_why() -> None:
    assert all(basis.must_record and basis.source for basis in CONSENT_BASES if basis.allows_sharing)


def test_some_answers_lead_to_the_stop_page() -> None:
    assert {basis.code for basis in CONSENT_BASES if not basis.allows_sharing} == {"refused", "not_asked"}


def test_choices_are_codes_and_labels_in_order() -> None:
    assert choices(URGENCIES) == [("emergency", "Emergency"), ("urgent", "Urgent"), ("routine", "Routine")]


def test_grouped_choices_hold_every_choice() -> None:
    assert [choice for _, group in grouped_choices(NEEDS) for choice in group] == choices(NEEDS)


def test_hints_are_only_of_those_that_have_one() -> None:
    assert "alone" not in hints(catalogue.HOUSEHOLDS)
    assert "owner" in hints(TENURES)


def test_find_gives_the_entry_with_its_own_fields() -> None:
    assert find(NEEDS, "no_fixed_abode").duty_to_refer


def test_find_of_an_unknown_code_is_an_error() -> None:
    with pytest.raises(UnknownCode):
        find(NEEDS, "nothing")


def test_label_of_a_code_no_longer_in_the_list_is_the_code() -> None:
    assert label_of(NEEDS, "old_code") == "old_code"
