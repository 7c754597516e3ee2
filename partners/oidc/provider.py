"""allauth's OpenID Connect, with what it leaves out: a nonce, the issuer, the signature of every ID token, and proving
who we are with a signature of our own."""

from typing import Any

import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import get_random_string

from partners.oidc.claims import kept, meant_for
from partners.oidc.client_key import ASSERTION_TYPE, ClientKey

CLOCKS_DIFFER = 30  # seconds between their clock and ours


class Client(OAuth2Client):
    """Changes the code for tokens; with a key, it signs who it is and sends no secret."""

    key: ClientKey | None = None

    def get_access_token(
        self, code: str, pkce_code_verifier: str | None = None, extra_data: dict[str, str] | None = None
    ) -> dict[str, Any]:
        more = dict(extra_data or {})
        if self.key is not None:
            more["client_assertion_type"] = ASSERTION_TYPE
            more["client_assertion"] = self.key.assertion(
                client_id=self.consumer_key, audience=self.access_token_url, at=timezone.now()
            )
        answer: dict[str, Any] = super().get_access_token(code, pkce_code_verifier, more)
        return answer


class Exchange(OpenIDConnectOAuth2Adapter):
    """The talk between the servers. Raises OAuth2Error, which becomes the page that says it did not work."""

    client_class = Client

    @property
    def openid_config(self) -> dict[str, Any]:
        if not hasattr(self, "_openid_config"):
            found = super().openid_config
            if found.get("issuer") != self.get_provider().app.settings["issuer"]:
                del self._openid_config
                raise OAuth2Error("The provider names another issuer than the one that was set.")
        return self._openid_config

    def get_client(self, request: HttpRequest, app: Any) -> Client:
        client: Client = super().get_client(request, app)
        client.key = app.settings["client_key"]
        return client

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """The claims of a token that this provider signed, in a way we listed, for us, and that is in its time.

        allauth's own would trust the connection it came by, and take the token's word for the way it is signed.
        """
        try:
            _, key = jwtkit.fetch_key(id_token, self.openid_config["jwks_uri"], jwtkit.lookup_kid_jwk)
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=key,
                algorithms=app.settings["id_token_algorithms"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                leeway=CLOCKS_DIFFER,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except (jwt.PyJWTError, KeyError) as wrong:  # a token or a key without an id is a KeyError
            raise OAuth2Error("The ID token cannot be accepted.") from wrong
        if not meant_for(claims, app.client_id):
            raise OAuth2Error("The ID token is for others as well.")
        return claims

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
