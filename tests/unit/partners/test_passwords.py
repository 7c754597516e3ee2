"""Passwords that are easy to guess here, and those of a list of breached ones."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from partners.passwords import is_listed, without_words, words_around
from tests import factories as make


def refused(password: str, user: Any = None) -> set[str]:
    """The codes of what is wrong with it."""
    try:
        validate_password(password, user)
    except ValidationError as wrong:
        return {each.code for each in wrong.error_list}
    return set()


@pytest.mark.parametrize(
    "password",
    ["homeward2026!", "HomewardHomeward", "H0m3ward2026!!", "Trust-Ward-123456", "nhs-welcome-99", "P@ssw0rd-h0using"],
)
def test_password_of_our_own_words_is_refused(password: str) -> None:
    assert refused(password) == {"password_own_words"}


@pytest.mark.parametrize(
    "password", ["correct horse battery", "awkward penguin umbrella", "my ward sings at midnight", "Zq8-rT4_xK1.vB6"]
)
def test_password_with_enough_beside_our_words_is_accepted(password: str) -> None:
    assert refused(password) == set()


def test_letters_left_are_counted_beside_overlapping_words() -> None:
    assert without_words("wardward-abc", frozenset({"ward", "wardward"})) == (True, 3)
    assert without_words("quiet abc", frozenset({"ward"})) == (False, 8)


@given(st.text(max_size=30))
def test_any_text_at_all_is_read(password: str) -> None:
    found, left = without_words(password, frozenset({"ward"}))
    assert 0 <= left <= len(password.lower())
    assert found >= ("ward" in password.lower())


@pytest.mark.django_db
def test_password_of_the_name_of_ones_organisation_is_refused() -> None:
    world = make.world()
    organisation = world.coordinator.memberships.get().organisation
    organisation.name = "Brackenholme Homes"
    organisation.save()

    assert refused("Brackenholme2026", world.coordinator) == {"password_own_words"}
    assert refused("Brackenholme2026", world.sister) == set()


@pytest.mark.django_db
def test_words_around_somebody_hold_sites_and_wards_of_their_organisation() -> None:
    world = make.world()
    ward = world.sister.memberships.get().wards.first()
    assert ward is not None
    ward.name, ward.site.name = "Nightingale 7", "Saltmarsh Infirmary"
    ward.save()
    ward.site.save()

    assert {"nightingale", "saltmarsh", "infirmary"} <= words_around(world.sister)


def list_of(path: Path, passwords: list[str], ending: str = ":7\n") -> Path:
    lines = sorted(hashlib.sha1(each.encode(), usedforsecurity=False).hexdigest().upper() for each in passwords)
    path.write_text("".join(f"{line}{ending}" for line in lines))
    return path


@pytest.mark.parametrize("number", [0, 1, 2, 3, 50, 1000])
def test_every_password_of_a_list_is_found_and_no_other(tmp_path: Path, number: int) -> None:
    path = list_of(tmp_path / "list", [f"breached {each}" for each in range(number)])

    assert all(is_listed(path, f"breached {each}") for each in range(number))
    assert not any(is_listed(path, f"other {each}") for each in range(50))


def test_list_without_counts_and_with_carriage_returns_is_read(tmp_path: Path) -> None:
    assert is_listed(list_of(tmp_path / "a", ["one", "two", "three"], "\n"), "two")
    assert is_listed(list_of(tmp_path / "b", ["one", "two", "three"], ":1\r\n"), "two")


def test_breached_password_is_refused(tmp_path: Path, settings: Any) -> None:
    settings.BREACHED_PASSWORDS = str(list_of(tmp_path / "list", ["correct horse battery"]))

    assert refused("correct horse battery") == {"password_breached"}
    assert refused("correct horse stapler") == set()


def test_list_that_cannot_be_read_lets_no_password_through(tmp_path: Path, settings: Any) -> None:
    settings.BREACHED_PASSWORDS = str(tmp_path / "nowhere")

    with pytest.raises(OSError, match="nowhere"):
        validate_password("correct horse battery")
