"""The other services that may say who somebody is, from the text an installation sets. Pure."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

_KNOWN = {
    "id",
    "name",
    "issuer",
    "client_id",
    "client_secret",
    "scope",
    "auth_params",
    "token_auth_method",
    "second_factor",
    "verified_domains",
    "userinfo",
}
_NEEDED = ("id", "name", "issuer", "client_id", "client_secret")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class WrongProvider(ValueError):
    """The text that describes a provider cannot be used; the message says what to change."""


@dataclass(frozen=True)
class OidcProvider:
    """One OpenID Connect provider.

    `second_factor` is claim → accepted values of the ID token: any of them says that two factors were used there.
    `verified_domains` are the e-mail domains whose addresses count as checked although no claim says so.
    """

    id: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    scope: tuple[str, ...] = ("openid", "profile", "email")
    auth_params: dict[str, str] = field(default_factory=dict)
    token_auth_method: str = "client_secret_post"  # noqa: S105 - the name of a way, not a secret
    second_factor: dict[str, tuple[str, ...]] = field(default_factory=dict)
    verified_domains: tuple[str, ...] = ()
    userinfo: bool = True

    def as_app(self) -> dict[str, Any]:
        """The same in allauth's words."""
        return {
            "provider_id": self.id,
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.client_secret,
            "settings": {
                "server_url": self.issuer.rstrip("/"),
                "issuer": self.issuer,
                "scope": list(self.scope),
                "auth_params": dict(self.auth_params),
                "token_auth_method": self.token_auth_method,
                "fetch_userinfo": self.userinfo,
                "oauth_pkce_enabled": True,
                "second_factor": {claim: list(values) for claim, values in self.second_factor.items()},
                "verified_domains": list(self.verified_domains),
            },
        }


def providers_from(described: Any) -> list[OidcProvider]:
    """The providers of `HOMEWARD_OIDC_PROVIDERS`, a list of objects. Raises WrongProvider with the reason."""
    if not isinstance(described, list) or not all(isinstance(each, dict) for each in described):
        raise WrongProvider("HOMEWARD_OIDC_PROVIDERS is a JSON list of objects, one for each provider.")
    providers = [_provider(each) for each in described]
    if len({each.id for each in providers}) != len(providers):
        raise WrongProvider("Two OpenID Connect providers have the same id.")
    return providers


def _provider(described: dict[str, Any]) -> OidcProvider:
    missing = [key for key in _NEEDED if not described.get(key)]
    if missing:
        raise WrongProvider(f"An OpenID Connect provider needs {', '.join(missing)}.")
    name = str(described["id"])
    if unknown := sorted(set(described) - _KNOWN):
        raise WrongProvider(f"OpenID Connect provider {name}: {', '.join(unknown)} is not known.")
    if not name.replace("-", "").isalnum() or not name.isascii():
        raise WrongProvider(f"OpenID Connect provider {name}: the id is letters, digits and hyphens.")
    issuer = urlsplit(str(described["issuer"]))
    if issuer.scheme != "https" and not (issuer.scheme == "http" and issuer.hostname in _LOOPBACK):
        raise WrongProvider(f"OpenID Connect provider {name}: the issuer starts with https://.")
    method = described.get("token_auth_method", "client_secret_post")
    if method not in {"client_secret_post", "client_secret_basic"}:
        raise WrongProvider(f"OpenID Connect provider {name}: {method} is not supported, only a client secret.")
    return OidcProvider(
        id=name,
        name=str(described["name"]),
        issuer=str(described["issuer"]),
        client_id=str(described["client_id"]),
        client_secret=str(described["client_secret"]),
        scope=tuple(described.get("scope", ("openid", "profile", "email"))),
        auth_params=dict(described.get("auth_params", {})),
        token_auth_method=method,
        second_factor={
            claim: tuple(str(value) for value in values) for claim, values in described.get("second_factor", {}).items()
        },
        verified_domains=tuple(str(each).lower() for each in described.get("verified_domains", ())),
        userinfo=bool(described.get("userinfo", True)),
    )
