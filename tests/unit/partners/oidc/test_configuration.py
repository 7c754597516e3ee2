"""The text that sets providers up: what is accepted, and what each mistake is told."""

from typing import Any

import pytest

from partners.oidc.configuration import WrongProvider, providers_from

CIS2 = {
    "id": "cis2",
    "name": "NHS CIS2",
    "issuer": "https://identity.example/realm",
    "client_id": "homeward",
    "client_secret": "secret",
}


def test_smallest_description_is_enough() -> None:
    (provider,) = providers_from([CIS2])

    assert provider.as_app()["settings"]["scope"] == ["openid", "profile", "email"]
    assert provider.as_app()["settings"]["oauth_pkce_enabled"] is True
    assert provider.as_app()["settings"]["second_factor"] == {}


def test_nothing_set_is_no_provider() -> None:
    assert providers_from([]) == []


def test_provider_on_this_machine_may_do_without_https() -> None:
    assert providers_from([{**CIS2, "issuer": "http://127.0.0.1:8080"}])


@pytest.mark.parametrize(
    ("described", "reason"),
    [
        ({}, "a JSON list"),
        (["cis2"], "a JSON list"),
        ([{"id": "cis2"}], "needs name, issuer, client_id, client_secret"),
        ([{**CIS2, "issuer": "http://identity.example"}], "starts with https"),
        ([{**CIS2, "id": "ci/s2"}], "letters, digits and hyphens"),
        ([{**CIS2, "token_auth_method": "private_key_jwt"}], "only a client secret"),
        ([{**CIS2, "second_facter": {}}], "second_facter is not known"),
        ([CIS2, CIS2], "the same id"),
    ],
)
def test_mistake_is_named(described: Any, reason: str) -> None:
    with pytest.raises(WrongProvider, match=reason):
        providers_from(described)
