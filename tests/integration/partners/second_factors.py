"""What a person with an authenticator app does, for tests: log in, set it up, read codes off it."""

import base64
import hmac
import re
import struct
import time

from django.test import Client
from django.urls import reverse

from partners.models import User
from tests.factories.partners import PASSWORD


def code_of(key: str, at: float | None = None) -> str:
    """The six digits an app shows for this key at this time (RFC 6238, worked out without allauth)."""
    counter = int((time.time() if at is None else at) // 30)
    digest = hmac.new(base64.b32decode(key), struct.pack(">Q", counter), "sha1").digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def log_in(client: Client, user: User, password: str = PASSWORD, follow: bool = False) -> object:
    return client.post(reverse("account_login"), {"login": user.email, "password": password}, follow=follow)


def give_password_again(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def set_up_app(client: Client) -> str:
    """Set an app up for whoever is logged in at this browser; the key the page showed."""
    give_password_again(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    key = re.search(r'id="totp-key">([A-Z2-7]+)<', page)
    assert key, page
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(key[1])})
    assert answer.status_code == 302, answer.content.decode()
    return key[1]
