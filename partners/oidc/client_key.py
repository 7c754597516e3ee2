"""The key with which Homeward proves to a provider that it is Homeward, in the place of a client secret. Pure.

Source of the rules: OpenID Connect Core 1.0, §9 (`private_key_jwt`); RFC 7523, §3 (the claims); RFC 7638 (a key's own
name); RFC 7517 (how the public half is published). NHS CIS2 compares the audience with its token address letter by
letter, and finds the key by its id at the address Homeward publishes.
"""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

RSA_SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
CURVES = {"secp256r1": "ES256", "secp384r1": "ES384", "secp521r1": "ES512"}
SMALLEST_RSA = 3072  # bits, for 128 bits of security
# From signing to use: one call between two servers, and clocks that differ a little.
HOLDS_FOR = timedelta(minutes=2)
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class WrongKey(ValueError):
    """The key cannot be used; the message says what to change, and nothing of the key."""


@dataclass(frozen=True, slots=True)
class ClientKey:
    """A private key with the name and the way of signing that the provider knows."""

    private: RSAPrivateKey | EllipticCurvePrivateKey = field(repr=False)
    kid: str
    algorithm: str

    def public_jwk(self) -> dict[str, str]:
        """The public half, as a provider reads it."""
        return {**_numbers(self.private), "kid": self.kid, "use": "sig", "alg": self.algorithm}

    def assertion(self, *, client_id: str, audience: str, at: datetime) -> str:
        """Who we are, signed: for this token address alone, once, and for two minutes."""
        claims: dict[str, Any] = {
            "iss": client_id,
            "sub": client_id,
            "aud": audience,
            "jti": str(uuid4()),
            "iat": at,
            "exp": at + HOLDS_FOR,
        }
        return jwt.encode(claims, self.private, algorithm=self.algorithm, headers={"kid": self.kid})


def client_key(pem: str, *, kid: str = "", algorithm: str = "") -> ClientKey:
    """The key in this PEM text. Without `kid` its name is its thumbprint, so that another key has another name.

    Without `algorithm` RS256, or what fits the curve. Raises WrongKey.
    """
    try:
        private = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError) as unreadable:
        raise WrongKey("the private key is not a PEM text without a password") from unreadable
    if isinstance(private, RSAPrivateKey):
        if private.key_size < SMALLEST_RSA:
            raise WrongKey(f"an RSA key needs {SMALLEST_RSA} bits or more")
        fitting: tuple[str, ...] = RSA_SIGNATURES
    elif isinstance(private, EllipticCurvePrivateKey) and private.curve.name in CURVES:
        fitting = (CURVES[private.curve.name],)
    else:
        raise WrongKey("the private key is neither RSA nor on a curve of P-256, P-384 or P-521")
    chosen = algorithm or fitting[0]
    if chosen not in fitting:
        raise WrongKey(f"this key signs with {', '.join(fitting)}, not with {chosen}")
    return ClientKey(private, kid or _thumbprint(private), chosen)


def _numbers(private: RSAPrivateKey | EllipticCurvePrivateKey) -> dict[str, str]:
    """The public numbers alone: those of the private half never get this far."""
    told: dict[str, Any]
    if isinstance(private, RSAPrivateKey):
        told = RSAAlgorithm.to_jwk(private.public_key(), as_dict=True)
    else:
        told = ECAlgorithm.to_jwk(private.public_key(), as_dict=True)
    return {name: str(told[name]) for name in ("kty", "n", "e", "crv", "x", "y") if name in told}


def _thumbprint(private: RSAPrivateKey | EllipticCurvePrivateKey) -> str:
    digest = hashlib.sha256(json.dumps(_numbers(private), sort_keys=True, separators=(",", ":")).encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
