"""The other services that may say who somebody is, from the text an installation sets. Pure, but for reading a key."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from partners.oidc.client_key import CURVES, RSA_SIGNATURES, ClientKey, WrongKey, client_key

_KNOWN = {
    "id",
    "name",
    "issuer",
    "client_id",
    "client_secret",
    "scope",
    "auth_params",
    "token_auth_method",
    "private_key",
    "private_key_file",
    "key_id",
    "signing_algorithm",
    "id_token_algorithms",
    "second_factor",
    "verified_domains",
    "userinfo",
}
_NEEDED = ("id", "name", "issuer", "client_id")
_KEY_OPTIONS = ("private_key", "private_key_file", "key_id", "signing_algorithm")
_BY_SECRET = ("client_secret_post", "client_secret_basic")
_BY_KEY = "private_key_jwt"
# Signed with a private key each: whoever reads the provider's public keys can make none of them. Never "none" or HS….
ASYMMETRIC = (*RSA_SIGNATURES, *CURVES.values())
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class WrongProvider(ValueError):
    """The text that describes a provider cannot be used; the message says what to change."""


@dataclass(frozen=True)
class OidcProvider:
    """One OpenID Connect provider.

    `second_factor` is claim → accepted values of the ID token: any of them says that two factors were used there.
    `verified_domains` are the e-mail domains whose addresses count as checked although no claim says so.
    `id_token_algorithms` are the signatures accepted on its ID tokens. There is a `client_secret` or a `client_key`.
    """

    id: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    client_key: ClientKey | None = None
    scope: tuple[str, ...] = ("openid", "profile", "email")
    auth_params: dict[str, str] = field(default_factory=dict)
    token_auth_method: str = "client_secret_post"  # noqa: S105 - the name of a way, not a secret
    id_token_algorithms: tuple[str, ...] = ("RS256",)
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
                "client_key": self.client_key,
                "id_token_algorithms": list(self.id_token_algorithms),
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
    algorithms = tuple(described.get("id_token_algorithms", ("RS256",)))
    if not algorithms or not set(algorithms) <= set(ASYMMETRIC):
        raise WrongProvider(f"OpenID Connect provider {name}: id_token_algorithms are of {', '.join(ASYMMETRIC)}.")
    method = described.get("token_auth_method") or (_BY_KEY if _names_key(described) else _BY_SECRET[0])
    try:
        secret, key = _credentials(described, method)
    except WrongKey as wrong:
        raise WrongProvider(f"OpenID Connect provider {name}: {wrong}.") from wrong
    return OidcProvider(
        id=name,
        name=str(described["name"]),
        issuer=str(described["issuer"]),
        client_id=str(described["client_id"]),
        client_secret=secret,
        client_key=key,
        scope=tuple(described.get("scope", ("openid", "profile", "email"))),
        auth_params=dict(described.get("auth_params", {})),
        token_auth_method=method,
        id_token_algorithms=algorithms,
        second_factor={
            claim: tuple(str(value) for value in values) for claim, values in described.get("second_factor", {}).items()
        },
        verified_domains=tuple(str(each).lower() for each in described.get("verified_domains", ())),
        userinfo=bool(described.get("userinfo", True)),
    )


def _names_key(described: dict[str, Any]) -> bool:
    return any(option in described for option in _KEY_OPTIONS)


def _credentials(described: dict[str, Any], method: str) -> tuple[str, ClientKey | None]:
    """The secret, or "" and the key: by which the provider knows us. Never both, never neither. Raises WrongKey."""
    secret = str(described.get("client_secret") or "")
    if method in _BY_SECRET:
        if _names_key(described) or not secret:
            raise WrongKey(f"with {method} it needs client_secret, and no key")
        return secret, None
    if method != _BY_KEY:
        raise WrongKey(f"{method} is not supported, only {', '.join((*_BY_SECRET, _BY_KEY))}")
    text, path = str(described.get("private_key") or ""), str(described.get("private_key_file") or "")
    if secret or bool(text) == bool(path):
        raise WrongKey(f"with {_BY_KEY} it needs one of private_key and private_key_file, and no client_secret")
    if path:
        try:
            text = Path(path).read_text()
        except (OSError, UnicodeDecodeError) as unreadable:
            raise WrongKey("private_key_file cannot be read") from unreadable
    return "", client_key(
        text, kid=str(described.get("key_id") or ""), algorithm=str(described.get("signing_algorithm") or "")
    )
