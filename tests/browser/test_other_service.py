"""Logging in with another service in a real browser: leaving for it from a form, under our Content-Security-Policy."""

from collections.abc import Callable
from typing import Any

import pytest

from partners.oidc.configuration import providers_from
from tests import factories as make
from tests.browser.person import Person
from tests.integration.partners.fake_provider import CLIENT_ID, CLIENT_SECRET, FakeProvider, served


@pytest.mark.django_db(transaction=True)
def test_coordinator_logs_in_with_another_service(
    visit: Callable[..., Person], world: make.World, settings: Any
) -> None:
    with served(FakeProvider(claims={"email": world.coordinator.email, "email_verified": True})) as provider:
        described = {
            "id": "entra",
            "name": "Microsoft",
            "issuer": provider.address,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
        }
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                **settings.SOCIALACCOUNT_PROVIDERS["openid_connect"],
                "APPS": [each.as_app() for each in providers_from([described])],
            }
        }
        coordinator = visit()
        coordinator.goes_to("/accounts/login/")
        coordinator.finds_nothing_wrong()
        coordinator.presses("Log in with Microsoft")

        coordinator.sees_heading("Needs you now")
        coordinator.goes_to("/account/")
        coordinator.sees("Other services that let you in", "Microsoft")
        coordinator.finds_nothing_wrong()
        coordinator.goes_to("/accounts/2fa/")
        coordinator.finds_nothing_wrong()
