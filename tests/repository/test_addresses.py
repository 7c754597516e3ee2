"""Addresses end up in histories, logs and screenshots: what can stand in them is a reference, a number or a code."""

import pytest
from django.urls import resolve, reverse

from referrals.forms.ward_form import PAGES
from tests.repository.test_closed_door import ADDRESSES

#: What an address may hold, and as what: references and row numbers, names of pages, codes of schemes and acts.
ALLOWED = {
    "reference": "StringConverter",
    "page": "StringConverter",
    **dict.fromkeys(("pk", "membership", "site", "ward", "photo", "file"), "IntConverter"),
    **dict.fromkeys(("section", "slug", "word"), "SlugConverter"),
    **dict.fromkeys(("key", "uuid"), "UUIDConverter"),
    "token": "LinkTokenConverter",
}
# Django's admin shows no patient; allauth's addresses carry keys it made.
OTHERS = ("admin:", "account_", "mfa_", "usersessions_", "socialaccount_", "openid_connect")


@pytest.mark.parametrize("name", sorted(each for each in ADDRESSES if not each.startswith(OTHERS)))
def test_address_holds_nothing_but_references_numbers_and_codes(name: str) -> None:
    _, pattern = ADDRESSES[name]
    found = {word: type(converter).__name__ for word, converter in pattern.pattern.converters.items()}
    assert {word: kind for word, kind in found.items() if ALLOWED.get(word) != kind} == {}
    assert type(pattern.pattern).__name__ == "RoutePattern"


def test_page_in_an_address_is_one_of_the_referral_s_own() -> None:
    assert {page.code for page in PAGES} == {"who", "where", "needs", "home", "urgency", "sharing"}
    assert resolve(reverse("referral_page", args=["HW-22222", "who"])).kwargs["page"] == "who"
