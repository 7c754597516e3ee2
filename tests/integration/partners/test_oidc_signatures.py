"""Signatures of logging in with another service: ours, by which the provider knows us, and those on its ID tokens."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests import factories as make
from tests.integration.partners.coming_by_oidc import comes, set_up, who
from tests.integration.partners.fake_provider import CLIENT_ID, FakeProvider, served

pytestmark = pytest.mark.django_db
KEYS = "/accounts/oidc/cis2/keys/"


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture(scope="module")
def running() -> Iterator[FakeProvider]:
    with served(FakeProvider()) as provider:
        yield provider


@pytest.fixture
def provider(running: FakeProvider, world: make.World, settings: Any) -> FakeProvider:
    """A provider that knows us by a secret and vouches for the coordinator's address."""
    cache.clear()
    set_up(settings, running)
    running.claims = {"email": world.coordinator.email, "email_verified": True}
    running.userinfo, running.id_token_changes = {}, {}
    running.make_id_token, running.client_keys, running.moved = None, None, False
    running.assertions.clear()
    return running


def pem_of(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.fixture(scope="module")
def our_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 3072)


@pytest.fixture
def by_key(
    provider: FakeProvider, our_key: rsa.RSAPrivateKey, settings: Any, tmp_path: Path
) -> Callable[..., FakeProvider]:
    """The same provider, which wants a signature instead of the secret."""

    def with_key(**changes: Any) -> FakeProvider:
        path = tmp_path / "key.pem"
        path.write_text(pem_of(our_key))
        set_up(settings, provider, client_secret=None, **{"private_key_file": str(path), **changes})
        published = Client().get(KEYS).json()
        provider.client_keys = lambda: published
        return provider

    return with_key


# Ours


@pytest.mark.parametrize("algorithm", ["RS256", "RS512", "PS256"])
def test_person_comes_in_by_a_provider_that_checks_our_signature(
    client: Client, by_key: Callable[..., FakeProvider], world: make.World, algorithm: str
) -> None:
    provider = by_key(signing_algorithm=algorithm)

    comes(client)

    assert who(client) == str(world.coordinator.pk)
    assert jwt.get_unverified_header(provider.sent["client_assertion"])["alg"] == algorithm


def test_key_on_a_curve_signs_as_well(client: Client, by_key: Callable[..., FakeProvider], world: make.World) -> None:
    by_key(private_key_file=None, private_key=pem_of(ec.generate_private_key(ec.SECP256R1())))

    comes(client)

    assert who(client) == str(world.coordinator.pk)


def test_assertion_says_who_we_are_to_the_token_address_alone(
    client: Client, by_key: Callable[..., FakeProvider]
) -> None:
    provider = by_key()
    comes(client)

    (claims,) = provider.assertions
    assert (claims["iss"], claims["sub"]) == (CLIENT_ID, CLIENT_ID)
    assert claims["aud"] == f"{provider.address}/token"


def test_assertion_holds_for_two_minutes(client: Client, by_key: Callable[..., FakeProvider]) -> None:
    provider = by_key()
    comes(client)

    (claims,) = provider.assertions
    assert claims["exp"] - claims["iat"] == 120
    assert abs(claims["iat"] - timezone.now().timestamp()) < 60


def test_assertion_is_another_each_time(by_key: Callable[..., FakeProvider]) -> None:
    provider = by_key()
    comes(Client())
    comes(Client())

    assert len({each["jti"] for each in provider.assertions}) == 2


def test_with_a_key_no_secret_is_sent(client: Client, by_key: Callable[..., FakeProvider]) -> None:
    provider = by_key()
    comes(client)

    assert "client_secret" not in provider.sent


def test_with_a_secret_no_assertion_is_sent(client: Client, provider: FakeProvider) -> None:
    comes(client)

    assert not [name for name in provider.sent if name.startswith("client_assertion")]


def test_signature_of_another_key_lets_nobody_in(
    client: Client, by_key: Callable[..., FakeProvider], settings: Any
) -> None:
    provider = by_key(key_id="ours")
    set_up(
        settings,
        provider,
        client_secret=None,
        private_key=pem_of(rsa.generate_private_key(65537, 3072)),
        key_id="ours",
    )

    assert comes(client).status_code == 401
    assert who(client) == ""


def test_published_key_holds_nothing_of_the_private_half(by_key: Callable[..., FakeProvider]) -> None:
    by_key(key_id="2026-10", signing_algorithm="RS512")

    (key,) = Client().get(KEYS).json()["keys"]
    assert set(key) == {"kty", "n", "e", "kid", "use", "alg"}
    assert (key["kid"], key["use"], key["alg"]) == ("2026-10", "sig", "RS512")


def test_key_without_an_id_is_published_under_its_thumbprint(by_key: Callable[..., FakeProvider]) -> None:
    by_key()

    (key,) = Client().get(KEYS).json()["keys"]
    names = json.dumps({name: key[name] for name in ("e", "kty", "n")}, separators=(",", ":"))
    thumbprint = base64.urlsafe_b64encode(hashlib.sha256(names.encode()).digest()).rstrip(b"=").decode()
    assert key["kid"] == thumbprint


def test_provider_with_a_secret_has_no_published_key(provider: FakeProvider) -> None:
    assert Client().get(KEYS).status_code == 404


def test_key_of_a_provider_nobody_set_up_does_not_exist(provider: FakeProvider) -> None:
    assert Client().get("/accounts/oidc/other/keys/").status_code == 404


# Theirs


def text_of(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def unsigned(claims: dict[str, Any]) -> str:
    return f"{text_of({'alg': 'none', 'kid': 'one'})}.{text_of(claims)}."


def test_id_token_without_a_signature_is_refused(client: Client, provider: FakeProvider) -> None:
    provider.make_id_token = unsigned

    assert comes(client).status_code == 401
    assert who(client) == ""


def test_id_token_signed_with_the_public_key_as_a_password_is_refused(client: Client, provider: FakeProvider) -> None:
    """Everybody has the public key; who takes the token's word for HS256 checks it with that."""

    def confused(claims: dict[str, Any]) -> str:
        public = provider.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        signed = f"{text_of({'alg': 'HS256', 'kid': 'one'})}.{text_of(claims)}"
        mac = hmac.new(public, signed.encode(), hashlib.sha256).digest()
        return f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"

    provider.make_id_token = confused

    assert comes(client).status_code == 401
    assert who(client) == ""


def signed_with(provider: FakeProvider, algorithm: str) -> Callable[[dict[str, Any]], str]:
    return lambda claims: jwt.encode(claims, provider.key, algorithm=algorithm, headers={"kid": "one"})


def test_id_token_signed_in_a_way_that_is_not_listed_is_refused(client: Client, provider: FakeProvider) -> None:
    provider.make_id_token = signed_with(provider, "RS512")

    assert comes(client).status_code == 401
    assert who(client) == ""


def test_id_token_signed_in_a_way_that_was_listed_is_accepted(
    client: Client, provider: FakeProvider, world: make.World, settings: Any
) -> None:
    set_up(settings, provider, id_token_algorithms=["RS256", "RS512"])
    provider.make_id_token = signed_with(provider, "RS512")

    comes(client)

    assert who(client) == str(world.coordinator.pk)


@pytest.mark.parametrize("claim", ["iss", "sub", "aud", "exp", "iat"])
def test_id_token_that_leaves_something_out_is_refused(client: Client, provider: FakeProvider, claim: str) -> None:
    provider.id_token_changes = {claim: None}

    assert comes(client).status_code == 401
    assert who(client) == ""


@pytest.mark.parametrize(
    "changes",
    [{"aud": [CLIENT_ID, "another"]}, {"aud": [CLIENT_ID, "another"], "azp": CLIENT_ID}, {"azp": "another"}],
    ids=["two audiences", "two audiences, ours asked", "asked by another"],
)
def test_id_token_that_is_for_others_as_well_is_refused(
    client: Client, provider: FakeProvider, changes: dict[str, object]
) -> None:
    provider.id_token_changes = changes

    assert comes(client).status_code == 401
    assert who(client) == ""


def test_id_token_without_the_nonce_is_refused(client: Client, provider: FakeProvider) -> None:
    provider.id_token_changes = {"nonce": None}

    assert comes(client).status_code == 403
    assert who(client) == ""


def test_issuer_that_differs_by_a_stroke_is_not_used(client: Client, provider: FakeProvider, settings: Any) -> None:
    set_up(settings, provider, issuer=f"{provider.address}/")

    assert client.post("/accounts/oidc/cis2/login/").status_code == 502


def test_provider_that_sends_the_exchange_elsewhere_is_not_followed(client: Client, provider: FakeProvider) -> None:
    """It leads to an address that only reads, so that following it would show."""
    provider.moved = True
    provider.read.clear()

    assert comes(client).status_code == 401
    assert "/userinfo" not in provider.read
