import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.nhs_number import (
    TEST_NUMBERS,
    NhsNumberProblem,
    check,
    check_digit,
    display,
    make_test_number,
)

VALID = "9434765919"  # the example of the NHS Data Dictionary


def problem(text: str, *, allow_test_range: bool = True) -> str:
    with pytest.raises(NhsNumberProblem) as refused:
        check(text, allow_test_range=allow_test_range)
    return refused.value.code


@pytest.mark.parametrize(
    "typed",
    [
        "9434765919",
        "943 476 5919",
        " 943-476-5919 ",
        "943\u2013476\u20145919",  # en dash and em dash
        "943\u2212476\u20115919",  # minus and non-breaking hyphen
        "943\u00a0476\u202f5919",  # non-breaking spaces
        "943\u200b4765919\ufeff",  # marks nobody sees, from copying
        "943\t476\n5919",
        "\uff19\uff14\uff13 476 5919",  # full-width digits
    ],
)
def test_check_with_blanks_and_dashes_gives_ten_digits(typed: str) -> None:
    assert check(typed, allow_test_range=False) == VALID


@pytest.mark.parametrize("typed", ["", "943476591", "94347659190", "1"])
def test_check_of_another_length_is_a_length_problem(typed: str) -> None:
    assert problem(typed) == "length"


@pytest.mark.parametrize("typed", ["943476591X", "none", "943/476/5919"])
def test_check_with_letters_or_signs_is_a_letters_problem(typed: str) -> None:
    assert problem(typed) == "letters"


@pytest.mark.parametrize("typed", ["9434765918", "4934765919", "9434756919"])
def test_check_with_a_wrong_or_swapped_digit_is_a_checksum_problem(typed: str) -> None:
    assert problem(typed) == "checksum"


def test_check_of_digits_without_check_digit_is_a_checksum_problem() -> None:
    remainder_ten = next(f"4000000{last:02}" for last in range(100) if check_digit(f"4000000{last:02}") is None)
    assert {problem(remainder_ten + str(last)) for last in range(10)} == {"checksum"}


@pytest.mark.parametrize("digit", "0123456789")
def test_check_of_one_digit_ten_times_is_a_checksum_problem(digit: str) -> None:
    assert problem(digit * 10) == "checksum"


@pytest.mark.parametrize("typed", ["QQ123456C", "qq 12 34 56 c", "QQ123456"])
def test_check_of_a_national_insurance_number_says_what_it_is(typed: str) -> None:
    assert problem(typed) == "national_insurance"


def test_check_of_a_test_number_in_production_is_refused() -> None:
    assert problem(make_test_number(1), allow_test_range=False) == "test_range"


def test_check_of_a_test_number_elsewhere_is_accepted() -> None:
    assert check(make_test_number(1), allow_test_range=True) == make_test_number(1)


def test_each_problem_has_a_message_of_its_own() -> None:
    messages = set()
    for typed in ("1", "x", "9434765918", "QQ123456C", make_test_number(1)):
        with pytest.raises(NhsNumberProblem) as refused:
            check(typed, allow_test_range=False)
        messages.add(refused.value.message)
    assert len(messages) == 5


@pytest.mark.parametrize("typed", ["9434765918", "99999999999"])
def test_problem_never_repeats_the_number(typed: str) -> None:
    with pytest.raises(NhsNumberProblem) as refused:
        check(typed, allow_test_range=False)
    assert typed not in str(refused.value)


def test_display_shows_three_three_and_four_digits() -> None:
    assert display(VALID) == "943 476 5919"


def test_display_of_nothing_is_nothing() -> None:
    assert display("") == ""


@given(st.integers(0, TEST_NUMBERS - 1))
def test_make_test_number_is_valid_and_in_the_test_range(seed: int) -> None:
    number = make_test_number(seed)
    assert check(number, allow_test_range=True) == number
    assert number.startswith("999")


def test_make_test_number_differs_for_different_seeds() -> None:
    assert len({make_test_number(seed) for seed in range(20_000)}) == 20_000


@pytest.mark.parametrize("seed", [-1, TEST_NUMBERS])
def test_make_test_number_outside_its_seeds_is_refused(seed: int) -> None:
    with pytest.raises(ValueError, match="seeds from 0"):
        make_test_number(seed)


@given(st.integers(0, TEST_NUMBERS - 1), st.integers(0, 9), st.integers(1, 9))
def test_any_single_wrong_digit_is_found(seed: int, place: int, change: int) -> None:
    number = make_test_number(seed)
    wrong = number[:place] + str((int(number[place]) + change) % 10) + number[place + 1 :]
    assert problem(wrong) == "checksum"


@given(st.text())
def test_check_of_any_text_gives_ten_digits_or_a_problem_in_words(text: str) -> None:
    try:
        answer = check(text, allow_test_range=True)
    except NhsNumberProblem as refused:
        answer = refused.message
    assert answer.isdigit() == (len(answer) == 10)
