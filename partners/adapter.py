"""How allauth works here: nobody signs themselves up, and what it says is in our words."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest
from django.utils import timezone

from partners.actions.sign_in import record_failed_log_in
from partners.models import User
from partners.oidc.claims import used_two_factors
from partners.secret_text import seal, unseal

_SEEDS = "second factor"


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

    def get_login_stages(self) -> list[str]:
        """allauth's, with our own question for the second factor in the place of its own."""
        own = f"{FactorStage.__module__}.{FactorStage.__qualname__}"
        return [own if each == "allauth.mfa.stages.AuthenticateStage" else each for each in super().get_login_stages()]

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        email = str(credentials.get("email") or "")
        record_failed_log_in(email=email, reason="password", at=timezone.now())


class FactorStage(AuthenticateStage):
    """Asks for the second factor while somebody logs in; not again when another service says that two were used."""

    def _should_handle(self, request: HttpRequest) -> bool:
        sociallogin = (self.login.signal_kwargs or {}).get("sociallogin")
        if sociallogin is not None:
            told = sociallogin.account.extra_data.get("id_token", {})
            if used_two_factors(told, sociallogin.provider.app.settings.get("second_factor", {})):
                return False
        return bool(super()._should_handle(request))


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: our words, and seeds that are unreadable in the database."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is wrong or was used before. Wait for the next one and enter it.",
        "cannot_generate_recovery_codes": "Set up an authenticator app or a security key first.",
    }

    def encrypt(self, text: str) -> str:
        return seal(text, _SEEDS)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, _SEEDS)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Security key {held + 1}" if held else "Security key"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Homeward"}
