"""What another service's words about somebody are worth."""

import pytest

from partners.oidc.claims import checked_email, kept, same_person, used_two_factors

WANTED = {"authentication_assurance_level": ("2", "3"), "amr": ("mfa",)}


@pytest.mark.parametrize("said", [True, "true", "True", "1", 1])
def test_address_said_to_be_checked_counts(said: object) -> None:
    assert checked_email({"email": "Sam@NHS.example", "email_verified": said}, ()) == ("sam@nhs.example", True)


@pytest.mark.parametrize("said", [False, "false", "no", "", None, 0, 2, ["true"], {"true": True}])
def test_address_said_anything_else_does_not_count(said: object) -> None:
    assert checked_email({"email": "sam@nhs.example", "email_verified": said}, ())[1] is False


def test_address_microsoft_vouches_for_counts() -> None:
    assert checked_email({"email": "sam@nhs.example", "xms_edov": True}, ())[1] is True


def test_address_of_a_domain_that_was_set_counts() -> None:
    assert checked_email({"email": "sam@nhs.example"}, ("nhs.example",))[1] is True


def test_address_of_a_domain_that_was_set_and_said_unchecked_does_not_count() -> None:
    assert checked_email({"email": "sam@nhs.example", "email_verified": False}, ("nhs.example",))[1] is False


@pytest.mark.parametrize("email", ["sam@evil.example", "sam@sub.nhs.example", "sam@nhs.example.evil.example"])
def test_address_of_another_domain_does_not_count(email: str) -> None:
    assert checked_email({"email": email}, ("nhs.example",))[1] is False


@pytest.mark.parametrize("email", [None, "", "nobody", 5, ["sam@nhs.example"]])
def test_no_address_is_none(email: object) -> None:
    assert checked_email({"email": email, "email_verified": True}, ("nhs.example",)) == ("", False)


def test_same_subject_in_both_answers_is_one_person() -> None:
    assert same_person({"sub": "1"}, {"sub": "1"})
    assert same_person({"sub": "1"}, {})


@pytest.mark.parametrize(("signed", "told"), [("1", "2"), ("", ""), (None, None)])
def test_other_or_no_subject_is_not(signed: object, told: object) -> None:
    assert not same_person({"sub": signed}, {"sub": told})


@pytest.mark.parametrize(
    "claims", [{"authentication_assurance_level": "3"}, {"authentication_assurance_level": 2}, {"amr": ["pwd", "mfa"]}]
)
def test_two_factors_said_in_a_wanted_claim_count(claims: dict[str, object]) -> None:
    assert used_two_factors(claims, WANTED)


@pytest.mark.parametrize(
    "claims",
    [{}, {"authentication_assurance_level": "1"}, {"amr": "pwd mfa"}, {"amr": []}, {"amr": None}, {"acr": "3"}],
)
def test_two_factors_not_said_do_not_count(claims: dict[str, object]) -> None:
    assert not used_two_factors(claims, WANTED)


def test_two_factors_count_nowhere_when_nothing_was_set() -> None:
    assert not used_two_factors({"amr": ["mfa"]}, {})


def test_only_what_we_decide_by_is_kept() -> None:
    assert kept({"sub": "1", "name": "Sam Lee", "level": "3"}, ("level",)) == {"sub": "1", "level": "3"}
