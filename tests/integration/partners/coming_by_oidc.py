"""Setting up a provider as an installation does it, and coming in by it as a browser does."""

import html
import re
from typing import Any
from urllib.parse import urlsplit

import requests
from django.test import Client

from partners.models import AuditEvent
from partners.oidc.configuration import providers_from
from tests.integration.partners.fake_provider import CLIENT_ID, CLIENT_SECRET, FakeProvider

LOGIN = "/accounts/oidc/cis2/login/"


def set_up(settings: Any, provider: FakeProvider, **changes: Any) -> None:
    """`changes` of the description; None leaves something out."""
    described = {
        "id": "cis2",
        "name": "NHS CIS2",
        "issuer": provider.address,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "auth_params": {"acr_values": "AAL2_OR_AAL3_ANY"},
        "second_factor": {"authentication_assurance_level": ["2", "3"], "amr": ["mfa"]},
        **changes,
    }
    described = {name: said for name, said in described.items() if said is not None}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            **settings.SOCIALACCOUNT_PROVIDERS["openid_connect"],
            "APPS": [each.as_app() for each in providers_from([described])],
        }
    }


def leave(client: Client, **sent: str) -> str:
    """Press the button; the address the browser is sent to."""
    page = client.post(LOGIN, sent).content.decode()
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page)
    assert found, page
    return html.unescape(found[1])


def back_from(address: str) -> str:
    """What the provider answers to the browser: the address on our side."""
    there = urlsplit(requests.get(address, allow_redirects=False, timeout=5).headers["Location"])
    return f"{there.path}?{there.query}"


def comes(client: Client, **sent: str) -> Any:
    """All of it: the button, the provider, and back. The answer to coming back."""
    return client.get(back_from(leave(client, **sent)))


def who(client: Client) -> str:
    return client.session.get("_auth_user_id", "")


def refusals() -> list[str]:
    return list(AuditEvent.objects.filter(action="log_in_refused").values_list("detail__reason", flat=True))
