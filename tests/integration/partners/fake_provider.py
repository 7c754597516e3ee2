"""An OpenID Connect provider of the tests' own: a real HTTP server on this machine, with a real signed ID token.

It checks what a good provider checks: the client's secret or its signature, the redirect address, the code once, and
PKCE.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "homeward", "a secret of the tests"


@dataclass
class FakeProvider:
    """What it says of whoever comes, and what it was asked. Change `claims` and the others before somebody comes."""

    address: str = ""
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    id_token_changes: dict[str, Any] = field(default_factory=dict)
    sign_with: rsa.RSAPrivateKey | None = None
    issuer: str = ""  # another than its address, when it lies
    # Makes the ID token of these claims in the place of RS256 with its own key.
    make_id_token: Callable[[dict[str, Any]], str] | None = None
    moved: bool = False  # answers the exchange of the code with a redirect
    # Where it reads our public keys, set when clients prove themselves with a signature; and the proofs it accepted.
    client_keys: Callable[[], dict[str, Any]] | None = None
    assertions: list[dict[str, Any]] = field(default_factory=list)
    sent: dict[str, str] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)  # the addresses that were only read
    asked: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def authorize(self, asked: dict[str, str]) -> str:
        """The address to send the browser back to."""
        self.asked = asked
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> dict[str, Any] | None:
        """The answer to the code, or None when something does not fit."""
        self.sent = sent
        asked = self.codes.pop(sent.get("code", ""), None)
        if asked is None or not (self._signed_by_client(sent) if self.client_keys else self._knows_secret(sent)):
            return None
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked.get("code_challenge_method") != "S256" or asked.get("code_challenge") != challenge:
            return None
        if sent.get("redirect_uri") != asked["redirect_uri"]:
            return None
        return {"access_token": "for the user's data", "token_type": "Bearer", "id_token": self._id_token(asked)}

    def _knows_secret(self, sent: dict[str, str]) -> bool:
        return (sent.get("client_id"), sent.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)

    def _signed_by_client(self, sent: dict[str, str]) -> bool:
        """As NHS CIS2 does it: the key by its id from the client's own address, the audience letter by letter, once."""
        assert self.client_keys is not None
        if sent.get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer":
            return False
        proof = sent.get("client_assertion", "")
        try:
            key = jwt.PyJWKSet.from_dict(self.client_keys())[jwt.get_unverified_header(proof)["kid"]]
            claims: dict[str, Any] = jwt.decode(
                proof,
                key,
                algorithms=[str(key.algorithm_name)],
                audience=f"{self.address}/token",
                issuer=CLIENT_ID,
                options={"require": ["iss", "sub", "aud", "exp", "jti"]},
            )
        except (jwt.PyJWTError, KeyError):
            return False
        if claims["sub"] != CLIENT_ID or claims["jti"] in {each["jti"] for each in self.assertions}:
            return False
        self.assertions.append(claims)
        return True

    def _id_token(self, asked: dict[str, str]) -> str:
        import time

        now = int(time.time())
        payload = {
            "iss": self.address,
            "aud": CLIENT_ID,
            "sub": "subject-1",
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce", ""),
            **self.claims,
            **self.id_token_changes,
        }
        payload = {claim: said for claim, said in payload.items() if said is not None}
        if self.make_id_token:
            return self.make_id_token(payload)
        return jwt.encode(payload, self.sign_with or self.key, algorithm="RS256", headers={"kid": "one"})

    def page(self, path: str) -> dict[str, Any] | None:
        """What the addresses that are only read answer."""
        self.read.append(path)
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.issuer or self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "userinfo_endpoint": f"{self.address}/userinfo",
                "jwks_uri": f"{self.address}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}
        if path == "/userinfo":
            return {"sub": "subject-1", **self.claims, **self.userinfo}
        return None


@contextmanager
def served(provider: FakeProvider) -> Iterator[FakeProvider]:
    """The provider at an address of this machine, for a block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            if asked.path == "/authorize":
                one = {name: values[0] for name, values in parse_qs(asked.query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorize(one))
                self.end_headers()
            else:
                self._answer(provider.page(asked.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if provider.moved:
                self.send_response(302)
                self.send_header("Location", f"{provider.address}/userinfo")
                self.end_headers()
                return
            self._answer(provider.token({name: values[0] for name, values in parse_qs(body).items()}))

        def _answer(self, what: dict[str, Any] | None) -> None:
            text = json.dumps(what if what is not None else {"error": "invalid_grant"}).encode()
            self.send_response(200 if what is not None else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
