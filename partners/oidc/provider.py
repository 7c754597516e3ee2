"""allauth's OpenID Connect, with what it leaves out: a nonce, the issuer, the signature of every ID token."""

from typing import Any

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

from partners.oidc.claims import kept

_SIGNATURES = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}


class Exchange(OpenIDConnectOAuth2Adapter):
    """The talk between the servers. Raises OAuth2Error, which becomes the page that says it did not work."""

    @property
    def openid_config(self) -> dict[str, Any]:
        if not hasattr(self, "_openid_config"):
            found = super().openid_config
            expected = self.get_provider().app.settings["issuer"]
            if str(found.get("issuer", "")).rstrip("/") != expected.rstrip("/"):
                del self._openid_config
                raise OAuth2Error("The provider names another issuer than the one that was set.")
        return self._openid_config

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            if jwt.get_unverified_header(id_token).get("alg") not in _SIGNATURES:
                raise OAuth2Error("The ID token is not signed in a way we accept.")
        except jwt.PyJWTError as broken:
            raise OAuth2Error("The ID token cannot be read.") from broken
        self.did_fetch_access_token = False  # allauth would trust the connection and skip the signature
        try:
            return super()._decode_id_token(app, id_token)
        except KeyError as missing:  # a key without an id
            raise OAuth2Error("The provider's keys cannot be used.") from missing

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("The provider sent no ID token.")
        return super().complete_login(request, app, token, **kwargs)


class Provider(OpenIDConnectProvider):
    """One provider of `HOMEWARD_OIDC_PROVIDERS`. Somebody is known by the subject of the signed ID token."""

    oauth2_adapter_class = Exchange
    package = "allauth.socialaccount.providers.openid_connect"

    def redirect_from_request(self, request: HttpRequest) -> HttpResponse:
        """Only for logging in, only with what was set: a visitor cannot lower what is asked of the provider."""
        nonce = get_random_string(32)
        return self.redirect(
            request,
            process="login",
            next_url=self.get_redirect_from_request_kwargs(request).get("next_url"),
            auth_params={**self.get_auth_params(), "nonce": nonce},
            nonce=nonce,
        )

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["id_token"]["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        also = tuple(self.app.settings.get("second_factor", {}))
        return {part: kept(data.get(part) or {}, also) for part in ("id_token", "userinfo")}


provider_classes = [Provider]
