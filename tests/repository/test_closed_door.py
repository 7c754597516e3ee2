"""No view without a rule: every address of the site is walked."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from partners.guards import rule_of

#: The only pages that anybody may open without logging in.
OPEN_TO_ALL = {
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_confirm_login_code",
    "mfa_authenticate",
    "openid_connect_login",
    "openid_connect_callback",
    "openid_connect_keys",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "admin:login",
    "admin:jsi18n",
    "demo_sign_in",
    "join",
    "join_link",
    "session_ended",
    "components_gallery",
    "health",
}


def every_pattern(
    patterns: list[URLPattern | URLResolver] | None = None, namespaces: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], URLPattern]]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from every_pattern(pattern.url_patterns, inner)
        else:
            yield namespaces, pattern


ADDRESSES = {
    ":".join([*namespaces, pattern.name or str(pattern.pattern)]): (namespaces, pattern)
    for namespaces, pattern in every_pattern()
}


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_address_has_a_declared_rule(name: str) -> None:
    namespaces, pattern = ADDRESSES[name]
    assert rule_of(pattern.callback, list(namespaces), pattern.name) is not None


def test_only_the_listed_addresses_are_open_to_all() -> None:
    found = set()
    for name, (namespaces, pattern) in ADDRESSES.items():
        rule = rule_of(pattern.callback, list(namespaces), pattern.name)
        if rule is not None and rule.public and not rule.by_link:
            found.add(name)
    assert found <= OPEN_TO_ALL


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_address_without_login_shows_nothing_of_a_case(client: Client, name: str) -> None:
    """Whatever the arguments: a stranger is sent to log in, refused, or finds nothing."""
    namespaces, pattern = ADDRESSES[name]
    rule = rule_of(pattern.callback, list(namespaces), pattern.name)
    if rule is not None and rule.public and not rule.by_link:
        assert name in OPEN_TO_ALL
        return
    samples = {
        "reference": "HW-22222",
        "pk": 1,
        "page": "who",
        "section": "summary",
        "slug": "x",
        "object_id": "1",
    }
    wanted = {each: samples.get(each, 1) for each in pattern.pattern.converters}
    try:
        path = reverse(name, kwargs=wanted)
    except NoReverseMatch:  # the admin's and allauth's regular expressions take unnamed arguments
        return
    assert client.get(path).status_code in {302, 401, 403, 404, 405}
