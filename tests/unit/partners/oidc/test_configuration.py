"""The text that sets providers up: what is accepted, and what each mistake is told."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from partners.oidc.configuration import WrongProvider, providers_from

CIS2 = {
    "id": "cis2",
    "name": "NHS CIS2",
    "issuer": "https://identity.example/realm",
    "client_id": "homeward",
    "client_secret": "secret",
}
BY_KEY = {name: said for name, said in CIS2.items() if name != "client_secret"} | {
    "token_auth_method": "private_key_jwt"
}


def pem_of(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


SMALL, CURVE = pem_of(rsa.generate_private_key(65537, 2048)), pem_of(ec.generate_private_key(ec.SECP384R1()))


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
        ([{"id": "cis2"}], "needs name, issuer, client_id"),
        ([{**CIS2, "client_secret": ""}], "client_secret_post it needs client_secret"),
        ([{**CIS2, "issuer": "http://identity.example"}], "starts with https"),
        ([{**CIS2, "id": "ci/s2"}], "letters, digits and hyphens"),
        ([{**CIS2, "token_auth_method": "tls_client_auth"}], "tls_client_auth is not supported"),
        ([{**CIS2, "token_auth_method": "private_key_jwt"}], "one of private_key and private_key_file"),
        ([{**CIS2, "private_key": "x"}], "no client_secret"),
        ([{**CIS2, "key_id": "x", "token_auth_method": "client_secret_basic"}], "and no key"),
        ([{**BY_KEY, "private_key": "x", "private_key_file": "y"}], "one of private_key and private_key_file"),
        ([{**BY_KEY, "private_key_file": "/nowhere/key.pem"}], "private_key_file cannot be read"),
        ([{**BY_KEY, "private_key": "not a key"}], "not a PEM text"),
        ([{**BY_KEY, "private_key": SMALL}], "3072 bits or more"),
        ([{**BY_KEY, "private_key": CURVE, "signing_algorithm": "RS512"}], "signs with ES384, not with RS512"),
        ([{**CIS2, "id_token_algorithms": ["RS256", "none"]}], "id_token_algorithms are of RS256"),
        ([{**CIS2, "id_token_algorithms": ["HS256"]}], "id_token_algorithms are of RS256"),
        ([{**CIS2, "id_token_algorithms": []}], "id_token_algorithms are of RS256"),
        ([{**CIS2, "second_facter": {}}], "second_facter is not known"),
        ([CIS2, CIS2], "the same id"),
    ],
)
def test_mistake_is_named(described: Any, reason: str) -> None:
    with pytest.raises(WrongProvider, match=reason):
        providers_from(described)


def test_accepted_signature_is_rs256_unless_it_says_otherwise() -> None:
    (provider,) = providers_from([CIS2])

    assert provider.id_token_algorithms == ("RS256",)


def test_provider_with_a_key_authenticates_by_it_without_saying_so() -> None:
    described = {name: said for name, said in BY_KEY.items() if name != "token_auth_method"}
    (provider,) = providers_from([{**described, "private_key": CURVE}])

    assert provider.token_auth_method == "private_key_jwt"


def test_written_out_provider_shows_neither_secret_nor_key() -> None:
    by_secret, by_key = providers_from([{**CIS2, "id": "a", "client_secret": "hush"}, {**BY_KEY, "private_key": CURVE}])

    assert "hush" not in repr(by_secret)
    assert "PRIVATE" not in repr(by_key)
    assert "PrivateKey" not in repr(by_key)
