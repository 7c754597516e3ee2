"""Logging in with another service, against a provider that really answers on this machine."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from partners.models import AuditEvent, User
from tests import factories as make
from tests.integration.partners.coming_by_oidc import LOGIN, back_from, comes, leave, refusals, set_up, who
from tests.integration.partners.fake_provider import FakeProvider, served
from tests.integration.partners.second_factors import log_in, set_up_app

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture(scope="module")
def running() -> Iterator[FakeProvider]:
    with served(FakeProvider()) as provider:
        yield provider


@pytest.fixture
def provider(running: FakeProvider, world: make.World, settings: Any) -> FakeProvider:
    """The provider, set up as an installation does it; it vouches for the coordinator's address."""
    cache.clear()
    set_up(settings, running)
    running.claims = {"email": world.coordinator.email.upper(), "email_verified": True}
    running.userinfo, running.id_token_changes = {}, {}
    running.sign_with, running.issuer = None, ""
    running.codes.clear()
    return running


def test_person_who_was_added_comes_in_by_a_checked_address(
    client: Client, provider: FakeProvider, world: make.World
) -> None:
    answer = comes(client)

    assert answer.status_code == 302
    assert who(client) == str(world.coordinator.pk)


def test_first_time_connects_the_subject_and_tells_the_person(
    client: Client, provider: FakeProvider, world: make.World, mailoutbox: list[Any]
) -> None:
    comes(client)

    connected = SocialAccount.objects.get(user=world.coordinator)
    assert (connected.provider, connected.uid) == ("cis2", "subject-1")
    assert AuditEvent.objects.filter(action="provider_connected", object_id=world.coordinator.pk).exists()
    assert mailoutbox[0].to == [world.coordinator.email]
    assert "NHS CIS2" in mailoutbox[0].body


def test_connected_subject_comes_in_with_another_address(
    client: Client, provider: FakeProvider, world: make.World
) -> None:
    comes(client)
    provider.claims = {"email": "new.name@homeward.example", "email_verified": False}
    other = Client()

    comes(other)

    assert who(other) == str(world.coordinator.pk)


def test_password_still_works_after_connecting(client: Client, provider: FakeProvider, world: make.World) -> None:
    comes(client)

    assert log_in(Client(), world.coordinator).status_code == 302  # type: ignore[attr-defined]


def test_log_in_asks_with_code_state_nonce_and_pkce(client: Client, provider: FakeProvider) -> None:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(leave(client)).query).items()}

    assert asked["response_type"] == "code"
    assert len(asked["state"]) >= 16
    assert len(asked["nonce"]) == 32
    assert asked["code_challenge_method"] == "S256"
    assert asked["acr_values"] == "AAL2_OR_AAL3_ANY"
    assert asked["redirect_uri"].endswith("/accounts/oidc/cis2/login/callback/")


def test_visitor_cannot_change_what_the_provider_is_asked(client: Client, provider: FakeProvider) -> None:
    page = client.post(f"{LOGIN}?auth_params=acr_values%3DAAL1&scope=admin&process=connect").content.decode()

    assert "AAL1" not in page
    assert "admin" not in page


def test_unknown_address_is_refused_and_nobody_is_added(client: Client, provider: FakeProvider) -> None:
    provider.claims["email"] = "stranger@nhs.example"
    before = User.objects.count()

    answer = comes(client)

    assert answer.status_code == 403
    assert "Nobody here has the email address" in answer.content.decode()
    assert (who(client), User.objects.count(), SocialAccount.objects.count()) == ("", before, 0)
    assert refusals() == ["unknown"]


@pytest.mark.parametrize("said", [False, "false", None, 0, ""])
def test_unchecked_address_is_refused(client: Client, provider: FakeProvider, said: object) -> None:
    provider.claims["email_verified"] = said

    answer = comes(client)

    assert answer.status_code == 403
    assert "did not confirm an email address" in answer.content.decode()
    assert (who(client), refusals()) == ("", ["unverified"])


def test_address_of_one_answer_is_not_vouched_for_by_the_other(
    client: Client, provider: FakeProvider, world: make.World
) -> None:
    provider.claims = {}
    provider.id_token_changes = {"email": world.coordinator.email}
    provider.userinfo = {"email": "somebody.else@homeward.example", "email_verified": True}

    comes(client)

    assert (who(client), refusals()) == ("", ["unknown"])


def test_inactive_person_is_refused(client: Client, provider: FakeProvider, world: make.World) -> None:
    User.objects.filter(pk=world.coordinator.pk).update(is_active=False)

    answer = comes(client)

    assert answer["Location"] == reverse("account_inactive")
    assert (who(client), refusals(), SocialAccount.objects.count()) == ("", ["inactive"], 0)


def test_connected_person_who_left_is_refused(client: Client, provider: FakeProvider, world: make.World) -> None:
    comes(client)
    User.objects.filter(pk=world.coordinator.pk).update(is_active=False)
    other = Client()

    comes(other)

    assert (who(other), refusals()) == ("", ["inactive"])


def test_state_of_another_browser_is_refused(client: Client, provider: FakeProvider) -> None:
    """Somebody is lured to the end of a log-in that another began."""
    back = back_from(leave(Client()))

    answer = client.get(back)

    assert answer.status_code == 401
    assert who(client) == ""


def test_state_that_nobody_sent_is_refused(client: Client, provider: FakeProvider) -> None:
    back = back_from(leave(client))
    forged = re.sub(r"state=[^&]+", "state=forged", back)

    assert client.get(forged).status_code == 401
    assert who(client) == ""


def test_answer_twice_is_refused(client: Client, provider: FakeProvider) -> None:
    back = back_from(leave(client))
    client.get(back)
    client.post(reverse("account_logout"))

    client.get(back)

    assert who(client) == ""


def test_wrong_nonce_is_refused(client: Client, provider: FakeProvider) -> None:
    provider.id_token_changes = {"nonce": "of another log-in"}

    answer = comes(client)

    assert (answer.status_code, who(client), refusals()) == (403, "", ["nonce"])


def test_userinfo_of_another_subject_is_refused(client: Client, provider: FakeProvider) -> None:
    provider.userinfo = {"sub": "subject-2"}

    comes(client)

    assert (who(client), refusals()) == ("", ["subject"])


@pytest.mark.parametrize(
    "changes",
    [{"iss": "https://elsewhere.example"}, {"aud": "another client"}, {"exp": 1_000_000_000}],
    ids=["issuer", "audience", "expired"],
)
def test_id_token_that_is_not_for_us_is_refused(
    client: Client, provider: FakeProvider, changes: dict[str, object]
) -> None:
    provider.id_token_changes = changes

    assert comes(client).status_code == 401
    assert who(client) == ""


def test_id_token_signed_by_another_is_refused(client: Client, provider: FakeProvider) -> None:
    provider.sign_with = rsa.generate_private_key(65537, 2048)

    assert comes(client).status_code == 401
    assert who(client) == ""


def test_provider_that_names_another_issuer_is_not_used(client: Client, provider: FakeProvider) -> None:
    provider.issuer = "https://elsewhere.example"

    assert client.post(LOGIN).status_code == 502


def test_provider_that_cannot_be_reached_is_said_so(client: Client, provider: FakeProvider, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"

    answer = client.post(LOGIN)

    assert answer.status_code == 502
    assert "did not work" in answer.content.decode()


def test_person_who_stops_at_the_provider_is_told(client: Client, provider: FakeProvider) -> None:
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]

    page = client.get(f"{LOGIN}callback/?error=access_denied&state={state}", follow=True).content.decode()

    assert "You did not log in" in page


def test_provider_nobody_set_up_does_not_exist(client: Client, provider: FakeProvider) -> None:
    assert client.post("/accounts/oidc/other/login/").status_code == 404
    assert client.get("/accounts/oidc/other/login/callback/?code=x&state=y").status_code == 404


def test_button_is_shown_only_where_a_provider_is_set_up(client: Client, provider: FakeProvider, settings: Any) -> None:
    with_it = client.get(reverse("account_login")).content.decode()
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = []
    without = client.get(reverse("account_login")).content.decode()

    assert "Log in with NHS CIS2" in with_it
    assert "another service" not in without


def test_page_asked_for_is_reached_afterwards(client: Client, provider: FakeProvider) -> None:
    assert comes(client, next=reverse("notifications"))["Location"] == reverse("notifications")


def test_page_of_another_site_is_not_reached_afterwards(client: Client, provider: FakeProvider) -> None:
    assert comes(client, next="https://elsewhere.example/")["Location"] == reverse("home")


@pytest.mark.parametrize(
    ("claims", "path"),
    [
        ({"authentication_assurance_level": "3"}, None),
        ({"authentication_assurance_level": 2}, None),
        ({"amr": ["pwd", "mfa"]}, None),
        ({"authentication_assurance_level": "1"}, "second_factor"),
        ({"amr": ["pwd"]}, "second_factor"),
        ({}, "second_factor"),
    ],
)
def test_second_factor_asserted_by_the_provider_counts(
    client: Client, provider: FakeProvider, settings: Any, claims: dict[str, object], path: str | None
) -> None:
    settings.HOMEWARD_REQUIRE_SECOND_FACTOR = True
    provider.id_token_changes = claims

    comes(client)
    answer = client.get(reverse("worklist"))

    assert (answer.get("Location"), answer.status_code) == ((reverse(path), 302) if path else (None, 200))


def test_second_factor_claimed_only_by_userinfo_does_not_count(
    client: Client, provider: FakeProvider, settings: Any
) -> None:
    settings.HOMEWARD_REQUIRE_SECOND_FACTOR = True
    provider.userinfo = {"authentication_assurance_level": "3"}

    comes(client)

    assert client.get(reverse("worklist"))["Location"] == reverse("second_factor")


def test_own_factor_is_asked_for_unless_the_provider_asserts_one(
    client: Client, provider: FakeProvider, world: make.World
) -> None:
    log_in(client, world.coordinator)
    set_up_app(client)
    assert Authenticator.objects.filter(user=world.coordinator).exists()
    without, with_two = Client(), Client()

    first = comes(without)
    provider.id_token_changes = {"authentication_assurance_level": "3"}
    second = comes(with_two)

    assert (first["Location"], who(without)) == (reverse("mfa_authenticate"), "")
    assert (second["Location"], who(with_two)) == (reverse("home"), str(world.coordinator.pk))


def test_what_is_kept_of_the_answer_is_little(client: Client, provider: FakeProvider, world: make.World) -> None:
    provider.claims |= {"name": "Sam Lee", "nhsid_nrbac_roles": [{"person_orgid": "1"}]}

    comes(client)

    kept = SocialAccount.objects.get(user=world.coordinator).extra_data
    assert "Sam Lee" not in str(kept)
    assert set(kept["userinfo"]) == {"sub", "email", "email_verified"}
