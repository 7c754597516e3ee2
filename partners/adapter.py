"""How allauth works here: nobody signs themselves up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """An administrator adds people, so the sign-up page is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
