"""From the e-mail's link to the first log-in."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from partners.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db
PASSWORD = "a long new password"
UNKNOWN = "/join/0b0d7f2e8a554d3a9c0b6a3f4b1f9a10_nobody-s_o/"
CHOSEN = {"password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def administrator(world: make.World) -> Client:
    client = Client()
    client.force_login(world.administrator)
    return client


@pytest.fixture
def link(
    administrator: Client,
    world: make.World,
    mailoutbox: list[Any],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> str:
    """The address in the e-mail to Ada, whom the administrator has just added."""
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(
            f"{reverse('add_person')}?organisation={world.council.pk}",
            {"name": "Ada Holt", "email": "ada.holt@homeward.example", "role": "coordinator"},
        )
    return re.findall(r"http://testserver(\S+)", mailoutbox[0].body)[0]


def ada() -> User:
    return User.objects.get(email="ada.holt@homeward.example")


def log_in(client: Client) -> bool:
    client.post(reverse("account_login"), {"login": "ada.holt@homeward.example", "password": PASSWORD})
    return "_auth_user_id" in client.session


def test_invited_person_joins_and_logs_in(client: Client, link: str) -> None:
    page = client.get(link, follow=True)
    assert "Welcome, Ada Holt" in page.content.decode()
    assert client.post(reverse("join"), CHOSEN)["Location"] == reverse("account_login")
    assert log_in(client)


def test_token_does_not_stay_in_the_address(client: Client, link: str) -> None:
    assert client.get(link)["Location"] == "/join/"


def test_opening_the_link_uses_nothing_up(client: Client, link: str) -> None:
    Client().get(link, follow=True)  # a mail program looks first
    assert client.get(link, follow=True).status_code == 200


def test_used_link_says_to_log_in(client: Client, link: str) -> None:
    client.get(link)
    client.post(reverse("join"), CHOSEN)
    page = client.get(link, follow=True)
    assert page.status_code == 410
    assert "It was used already" in page.content.decode()


@pytest.mark.parametrize("address", ["/join/", UNKNOWN])
def test_unknown_link_says_whom_to_ask(client: Client, address: str) -> None:
    page = client.get(address, follow=True)
    assert page.status_code == 410
    assert "ask your organisation’s administrator" in page.content.decode()


def test_expired_link_says_whom_to_ask_and_shows_at_the_administrator(
    client: Client, administrator: Client, link: str
) -> None:
    person = ada()
    with time_machine.travel(person.date_joined + timedelta(days=8), tick=False):
        assert client.get(link, follow=True).status_code == 410
        administrator.force_login(User.objects.get(memberships__role="administrator"))
        assert "the link has expired" in administrator.get(reverse("person", args=[person.pk])).content.decode()


def test_different_passwords_are_refused_in_plain_words(client: Client, link: str) -> None:
    client.get(link)
    page = client.post(reverse("join"), {**CHOSEN, "password2": "something else long"})
    assert "The two passwords are not the same" in page.content.decode()
    assert not ada().has_usable_password()


def test_weak_password_is_refused(client: Client, link: str) -> None:
    client.get(link)
    assert "too short" in client.post(reverse("join"), {"password1": "abc", "password2": "abc"}).content.decode()


def test_link_at_a_browser_where_somebody_is_logged_in_logs_them_out(administrator: Client, link: str) -> None:
    administrator.get(link)
    assert "_auth_user_id" not in administrator.session


def test_unknown_link_logs_nobody_out(administrator: Client) -> None:
    administrator.get(UNKNOWN)
    assert "_auth_user_id" in administrator.session


def test_administrator_reads_who_has_not_joined(administrator: Client, link: str) -> None:
    assert "Invited, not yet joined" in administrator.get(reverse("people")).content.decode()


def test_administrator_sends_again_and_takes_back(administrator: Client, client: Client, link: str) -> None:
    where = [ada().pk]
    administrator.post(reverse("send_invitation", args=where))
    assert client.get(link, follow=True).status_code == 410
    administrator.post(reverse("take_back_invitation", args=where))
    assert "Invitation taken back" in administrator.get(reverse("person", args=where)).content.decode()


def test_forgotten_password_is_no_way_round_the_invitation(client: Client, link: str, mailoutbox: list[Any]) -> None:
    client.post(reverse("account_reset_password"), {"email": "ada.holt@homeward.example"})
    assert "accounts/password/reset/key" not in mailoutbox[-1].body
