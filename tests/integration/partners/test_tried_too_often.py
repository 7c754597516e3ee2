"""How often somebody may try to log in, and what is written down about it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from partners.models import AuditEvent
from tests import factories as make
from tests.integration.partners.second_factors import log_in

pytestmark = pytest.mark.django_db
WRONG = "not the password"


@pytest.fixture(autouse=True)
def at_a_fixed_time() -> Iterator[time_machine.Traveller]:
    cache.clear()
    with time_machine.travel(make.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world() -> make.World:
    return make.world()


def fail(client: Client, email: str, times: int = 1) -> None:
    for _ in range(times):
        client.post(reverse("account_login"), {"login": email, "password": WRONG})


def test_sixth_try_is_refused_even_with_the_right_password(client: Client, world: make.World) -> None:
    fail(client, world.coordinator.email, 5)

    answer = log_in(client, world.coordinator)

    assert answer.status_code == 429  # type: ignore[attr-defined]
    assert "_auth_user_id" not in client.session


def test_refusal_says_when_to_try_again(client: Client, world: make.World) -> None:
    fail(client, world.coordinator.email, 5)

    answer = log_in(client, world.coordinator)

    again = make.NOW + timedelta(minutes=6)  # 5 minutes, and the minute rounded up
    hour = again.hour % 12 or 12
    assert f"try again at {hour}.{again.minute:02}" in answer.content.decode()  # type: ignore[attr-defined]
    assert 299 <= int(answer["Retry-After"]) <= 301  # type: ignore[index]


def test_limit_follows_the_address_to_another_place(client: Client, world: make.World) -> None:
    fail(client, world.coordinator.email, 5)
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")

    assert log_in(elsewhere, world.coordinator).status_code == 429  # type: ignore[attr-defined]


def test_limit_is_each_address_own(client: Client, world: make.World) -> None:
    fail(client, world.coordinator.email, 5)

    assert log_in(client, world.team_lead).status_code == 302  # type: ignore[attr-defined]


def test_after_the_wait_the_right_password_lets_in(
    client: Client, world: make.World, at_a_fixed_time: time_machine.Traveller
) -> None:
    fail(client, world.coordinator.email, 5)
    at_a_fixed_time.shift(timedelta(minutes=5, seconds=1))

    assert log_in(client, world.coordinator).status_code == 302  # type: ignore[attr-defined]


def test_slow_guessing_is_stopped_within_the_hour(
    client: Client, world: make.World, at_a_fixed_time: time_machine.Traveller
) -> None:
    for _ in range(4):
        fail(client, world.coordinator.email, 5)
        at_a_fixed_time.shift(timedelta(minutes=5, seconds=1))

    assert log_in(client, world.coordinator).status_code == 429  # type: ignore[attr-defined]


def test_many_addresses_from_one_place_are_stopped(client: Client, world: make.World) -> None:
    for number in range(30):
        fail(client, f"guess.{number}@homeward.example")

    assert log_in(client, world.coordinator).status_code == 429  # type: ignore[attr-defined]


def test_place_is_what_our_own_proxy_says_and_not_what_the_visitor_says(world: make.World, settings: Any) -> None:
    """Behind one proxy, which adds the address it was called from behind whatever came."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(30):
        liar = Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.5")
        fail(liar, f"guess.{number}@homeward.example")
    same = Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.99, 203.0.113.5")
    other = Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.6")

    assert log_in(same, world.coordinator).status_code == 429  # type: ignore[attr-defined]
    assert log_in(other, world.coordinator).status_code == 302  # type: ignore[attr-defined]


def test_without_a_proxy_of_ours_nobody_s_word_for_a_place_counts(client: Client, world: make.World) -> None:
    for number in range(30):
        fail(Client(HTTP_X_FORWARDED_FOR=f"203.0.113.{number}"), f"guess.{number}@homeward.example")

    assert log_in(client, world.coordinator).status_code == 429  # type: ignore[attr-defined]


def test_address_nobody_has_is_refused_like_one_of_ours(client: Client) -> None:
    fail(client, "nobody@homeward.example", 5)

    answer = client.post(reverse("account_login"), {"login": "nobody@homeward.example", "password": WRONG})

    assert answer.status_code == 429


def test_failed_log_in_is_written_down_without_the_address(client: Client, world: make.World) -> None:
    fail(client, world.coordinator.email)

    event = AuditEvent.objects.get(action="log_in_failed")
    assert (event.object_id, event.actor_id, event.actor_kind) == (world.coordinator.pk, None, "sign_in")
    assert event.detail == {"reason": "password"}


def test_failed_log_in_of_nobody_is_written_down_as_nobody(client: Client) -> None:
    fail(client, "nobody@homeward.example")

    assert AuditEvent.objects.get(action="log_in_failed").object_id == 0


def test_lock_out_is_written_down(client: Client, world: make.World) -> None:
    fail(client, world.coordinator.email, 6)

    reasons = list(AuditEvent.objects.filter(action="log_in_failed").values_list("detail__reason", flat=True))
    assert (reasons.count("password"), reasons.count("locked_out")) == (5, 1)


def test_log_in_and_out_are_written_down(client: Client, world: make.World) -> None:
    log_in(client, world.coordinator)
    client.post(reverse("account_logout"))

    events = AuditEvent.objects.filter(actor_id=world.coordinator.pk).order_by("pk")
    assert [(each.action, each.detail) for each in events] == [
        ("logged_in", {"with": ["password"]}),
        ("logged_out", {}),
    ]


def test_limits_are_named_in_the_settings() -> None:
    """A new version of allauth changes none of them."""
    assert set(settings.ACCOUNT_RATE_LIMITS) >= {
        "login",
        "login_failed",
        "reauthenticate",
        "change_password",
        "reset_password",
        "reset_password_from_key",
    }
