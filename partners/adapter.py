"""How allauth works here: nobody signs themselves up, and what it says is in our words."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """An administrator adds people, so the sign-up page is closed.

    The message for a wrong password is the one for an address nobody has, so that the page tells nobody who works here.
    """

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or password is wrong. Check both and try again.",
        "too_many_login_attempts": "You have tried too often. Wait 5 minutes and try again.",
        "rate_limited": "You have tried too often. Wait a few minutes and try again.",
        "enter_current_password": "Your current password is wrong",
        "incorrect_password": "The password is wrong",
        "invalid_password_reset": "This link no longer works. Ask for a new one.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
