"""A security key, from being asked for one to logging in with it, with Chromium's own virtual key."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import factories as make
from tests.browser.person import Person
from tests.factories.partners import PASSWORD


def with_key(page: Page) -> Any:
    """Plug a key into this browser; it is touched at once whenever it is asked."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasResidentKey": False,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session


@pytest.mark.django_db(transaction=True)
def test_ward_sister_sets_a_security_key_up_and_logs_in_with_it(
    visit: Callable[..., Person], world: make.World, settings: Any
) -> None:
    settings.HOMEWARD_REQUIRE_SECOND_FACTOR = True
    sister = visit()
    with_key(sister.page)
    sister.goes_to("/accounts/login/")
    sister.writes("Email address", world.sister.email)
    sister.page.get_by_label("Password", exact=True).fill(PASSWORD)
    sister.presses("Log in")

    # Nothing but the page that asks, and there she chooses the key
    sister.sees_heading("Set up a second factor")
    sister.finds_nothing_wrong()
    sister.presses("Use a security key")
    sister.sees_heading("Enter your password")
    sister.page.get_by_label("Password", exact=True).fill(PASSWORD)
    sister.presses("Continue")
    sister.sees_heading("Add a security key")
    sister.finds_nothing_wrong()
    sister.presses("Add this key")

    # Recovery codes follow at once, and then her work
    sister.sees_heading("Recovery codes")
    expect(sister.page.locator("#recovery-codes li")).to_have_count(10)
    sister.finds_nothing_wrong()
    sister.follows("I have kept them, go on")
    sister.sees_heading("Our referrals")
    sister.goes_to("/accounts/2fa/totp/activate/")  # an app beside the key, for who wants it
    sister.finds_nothing_wrong()
    sister.logs_out()

    # The next log-in asks for the key after the password
    sister.goes_to("/accounts/login/")
    sister.writes("Email address", world.sister.email)
    sister.page.get_by_label("Password", exact=True).fill(PASSWORD)
    sister.presses("Log in")
    sister.sees_heading("Show your second factor")
    sister.finds_nothing_wrong()
    sister.presses("Use a security key")
    sister.sees_heading("Our referrals")
    sister.goes_to("/account/sessions/")
    sister.sees("Chrome on Linux, this one")
    sister.finds_nothing_wrong()
