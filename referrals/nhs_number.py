"""NHS numbers: as people type them, as they are stored, as they are shown.

An NHS number is 10 digits; the last is a check digit (modulus 11, weights 10 to 2: NHS Data Dictionary, NHS
NUMBER). It is stored without blanks and shown as 3, 3 and 4 digits. Numbers beginning 999 belong to nobody
and are kept for tests and demonstrations. A number that passes here is well formed, no more: only a trace
shows whose it is.

No message and no exception repeats the number, so that none reaches a log. Pure.
"""

import re
import unicodedata

from nhs_number.validate import is_valid

LENGTH = 10
TEST_PREFIX = "999"

#: How many different test numbers there are: 5 digits after the prefix, and 9 last digits for each that give
#: a check digit.
TEST_NUMBERS = 900_000

_NATIONAL_INSURANCE = re.compile(r"[A-Z]{2}[0-9]{6}[A-D]?", re.IGNORECASE)
_DASH_CATEGORY = "Pd"
_MINUS_AND_SOFT_HYPHEN = "\u2212\u00ad"
# Categories of characters that show nothing: spaces, line ends, and marks such as the zero-width space.
_BLANK_CATEGORIES = ("Zs", "Zl", "Zp", "Cc", "Cf")
# Coprime to TEST_NUMBERS, so that neighbouring seeds give numbers that do not look alike.
_SPREAD = 7_919


class NhsNumberProblem(ValueError):
    """What was typed is not an NHS number that may be used here.

    `code`: letters, length, checksum, national_insurance or test_range. `message`: plain words for the
    person.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)


def clean(text: str) -> str:
    """What was typed without blanks and dashes of any sort, digits of other alphabets turned into ours."""
    return "".join(
        character
        for character in unicodedata.normalize("NFKC", text)
        if character not in _MINUS_AND_SOFT_HYPHEN
        and unicodedata.category(character) not in (*_BLANK_CATEGORIES, _DASH_CATEGORY)
    )


def check(text: str, *, allow_test_range: bool) -> str:
    """The 10 digits of the NHS number typed. `allow_test_range`: 999 numbers too; never in production.

    Raises `NhsNumberProblem`.
    """
    number = clean(text)
    if _NATIONAL_INSURANCE.fullmatch(number):
        raise NhsNumberProblem(
            "national_insurance",
            "This is a National Insurance number. Enter the NHS number, which has 10 digits",
        )
    if not re.fullmatch(r"[0-9]*", number):
        raise NhsNumberProblem("letters", "NHS number must only include digits, spaces and dashes")
    if len(number) != LENGTH:
        raise NhsNumberProblem("length", f"NHS number must have 10 digits, and this has {len(number)}")
    # One digit ten times passes the sum for some digits, and is what people type to get past a question.
    if not is_valid(number) or len(set(number)) == 1:
        raise NhsNumberProblem("checksum", "Check the NHS number: at least one digit is wrong")
    if number.startswith(TEST_PREFIX) and not allow_test_range:
        raise NhsNumberProblem("test_range", "Numbers beginning 999 are for testing and cannot be used here")
    return number


def display(number: str) -> str:
    """A stored number as it is read out: 999 123 4567. Anything that is not 10 characters comes back as it
    is.
    """
    return f"{number[:3]} {number[3:6]} {number[6:]}" if len(number) == LENGTH else number


def make_test_number(seed: int) -> str:
    """A valid number in the 999 range, the same for the same seed and different for each seed below
    `TEST_NUMBERS`.

    Raises `ValueError` for a seed outside 0 to `TEST_NUMBERS` - 1.
    """
    if not 0 <= seed < TEST_NUMBERS:
        raise ValueError(f"Test numbers have seeds from 0 to {TEST_NUMBERS - 1}.")
    middle, choice = divmod(seed * _SPREAD % TEST_NUMBERS, 9)
    # At most one of the ten ninth digits leads to the remainder that has no check digit, so 9 are always
    # left.
    whole = (f"{TEST_PREFIX}{middle:05}{ninth}" for ninth in range(10))
    valid = [digits for digits in whole if check_digit(digits) is not None]
    return f"{valid[choice]}{check_digit(valid[choice])}"


def check_digit(first_nine: str) -> int | None:
    """The check digit of nine digits, or None where the sum leaves none: such a number is never issued."""
    weights = range(10, 1, -1)
    weighted = sum(int(digit) * weight for digit, weight in zip(first_nine, weights, strict=True))
    digit = (11 - weighted % 11) % 11
    return None if digit == 10 else digit
