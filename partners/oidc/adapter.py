"""Who may come in by another service's log-in: people who are here already, and nobody else.

Expected refusals become a page with the reason; each is written down with a code, never with an address.
"""

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from partners.actions import sign_in as actions
from partners.models import User
from partners.oidc.claims import checked_email, same_person
from partners.queries.sign_in import person_with_address


def described_apps() -> list[dict[str, Any]]:
    """The providers that were set up, in allauth's words."""
    providers: dict[str, Any] = settings.SOCIALACCOUNT_PROVIDERS
    apps: list[dict[str, Any]] = providers["openid_connect"]["APPS"]
    return apps


class OidcAdapter(DefaultSocialAccountAdapter):
    """Matches by the connected subject, or the first time by an address the provider vouches for. Adds no person."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Those of the settings; no row in the database can add one."""
        apps = [SocialApp(provider="openid_connect", **each) for each in described_apps()]
        return [
            app
            for app in apps
            if provider in {None, "openid_connect", app.provider_id} and client_id in {None, app.client_id}
        ]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def get_requests_session(self) -> Any:
        """The addresses are those of the settings and of the provider's own description: a redirect is not followed."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let somebody in, or raise the page that says why not."""
        told = sociallogin.account.extra_data
        id_token, userinfo = told.get("id_token", {}), told.get("userinfo", {})
        app = sociallogin.provider.app
        expected = str(sociallogin.state.get("nonce") or "")
        if not expected or not constant_time_compare(expected, str(id_token.get("nonce") or "")):
            self._refuse(request, app, "nonce")
        if not same_person(id_token, userinfo):
            self._refuse(request, app, "subject")
        person = sociallogin.user if sociallogin.is_existing else self._match(request, app, sociallogin)
        if not person.is_active:
            actions.record_refused_log_in(provider=app.provider_id, reason="inactive", person=person, at=timezone.now())
            raise ImmediateHttpResponse(redirect("account_inactive"))

    def _match(self, request: HttpRequest, app: SocialApp, sociallogin: Any) -> User:
        told = sociallogin.account.extra_data
        domains = app.settings.get("verified_domains", ())
        # Each answer by itself: an address from one must not be vouched for by the other.
        answers = [checked_email(told.get(part) or {}, domains) for part in ("id_token", "userinfo")]
        email, checked = next((each for each in answers if each[1]), ("", False))
        if not checked:
            self._refuse(request, app, "unverified")
        person = person_with_address(email)
        if person is None:
            self._refuse(request, app, "unknown")
        if person.is_active:
            actions.connect_subject(
                person=person, account=sociallogin.account, provider=app.provider_id, at=timezone.now()
            )
            self.send_notification_mail("socialaccount/email/account_connected", person, context={"name": app.name})
        sociallogin.user = person
        return person

    def _refuse(self, request: HttpRequest, app: SocialApp, reason: str) -> NoReturn:
        actions.record_refused_log_in(provider=app.provider_id, reason=reason, person=None, at=timezone.now())
        page = render(request, "socialaccount/refused.html", {"reason": reason, "provider": app.name}, status=403)
        raise ImmediateHttpResponse(page)
