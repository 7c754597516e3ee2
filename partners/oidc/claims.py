"""What another service says about somebody, read strictly. Pure.

Source of the rules: OpenID Connect Core 1.0, §3.1.3.7 (the ID token), §5.1 (`email_verified`), §5.3.2 (the subject of
both answers must be one); Microsoft's optional claim `xms_edov`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

# Kept with the connection; whatever else a provider tells is dropped at once.
KEPT = (
    "iss",
    "sub",
    "aud",
    "nonce",
    "acr",
    "amr",
    "auth_time",
    "email",
    "email_verified",
    "xms_edov",
    "authentication_assurance_level",
    "id_assurance_level",
)


def kept(claims: Mapping[str, Any], also: Sequence[str] = ()) -> dict[str, Any]:
    """The claims we decide by, and those the configuration names."""
    return {claim: claims[claim] for claim in (*KEPT, *also) if claim in claims}


def checked_email(claims: Mapping[str, Any], verified_domains: Sequence[str]) -> tuple[str, bool]:
    """The address in small letters ("" for none), and whether the provider vouches for it.

    Only true counts, or the text "true" that some providers send: the text "false" must not pass as something.
    """
    email = claims.get("email")
    if not isinstance(email, str) or "@" not in email:
        return "", False
    email = email.strip().lower()
    said = any(_is_true(claims.get(claim)) for claim in ("email_verified", "xms_edov"))
    refused = "email_verified" in claims and not _is_true(claims["email_verified"])
    return email, said or (not refused and email.rpartition("@")[2] in verified_domains)


def same_person(id_token: Mapping[str, Any], userinfo: Mapping[str, Any]) -> bool:
    """Are the two answers about one subject? Without it, an answer meant for somebody else could be mixed in."""
    return bool(id_token.get("sub")) and id_token.get("sub") == userinfo.get("sub", id_token.get("sub"))


def meant_for(id_token: Mapping[str, Any], client_id: str) -> bool:
    """Is the token for this client and for nobody else? One for several could have been got by another of them."""
    audience = id_token.get("aud")
    return audience in (client_id, [client_id]) and id_token.get("azp", client_id) == client_id


def used_two_factors(id_token: Mapping[str, Any], wanted: Mapping[str, Sequence[str]]) -> bool:
    """Does the ID token say, in one of the wanted claims, that two factors were used?"""
    for claim, accepted in wanted.items():
        said = id_token.get(claim)
        values = said if isinstance(said, list) else [said]
        if any(str(value) in accepted for value in values if value is not None):
            return True
    return False


def _is_true(said: Any) -> bool:
    return said is True or (isinstance(said, str) and said.lower() in {"true", "1"}) or said == 1
