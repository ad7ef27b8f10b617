"""A small OpenID Connect provider on this machine, as a city might have it."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID = "gerai"
CLIENT_SECRET = "rahasia-gerai"  # noqa: S105
KEY_ID = "1"


@dataclass(slots=True)
class Provider:
    """Who is signed in there, and what it says of them."""

    claims: dict[str, Any]
    url: str = ""
    audience: str = CLIENT_ID
    issuer: str = ""
    algorithm: str = "RS256"
    published: dict[str, Any] | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(
            public_exponent=65537, key_size=2048
        )
    )

    def approve(self, address: str) -> str:
        """What a person does there: agree. Returns where the browser goes next."""
        asked = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def configuration(self) -> dict[str, Any]:
        """The document that every provider publishes."""
        return {
            "issuer": self.issuer or self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        """The public key, as JWKS."""
        if self.published is not None:
            return self.published
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": KEY_ID, "alg": "RS256", "use": "sig"}]}

    def token(self, given: dict[str, str]) -> dict[str, Any] | None:
        """Tokens for a code; None if secret, code or proof (PKCE) are wrong."""
        asked = self.codes.pop(given.get("code", ""), None)
        if asked is None or given.get("client_secret") != CLIENT_SECRET:
            return None
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked.get("code_challenge") != challenge:
            return None
        now = int(time.time())
        content = {
            **{"iss": self.url, "aud": self.audience, "iat": now, "exp": now + 300},
            **({"nonce": asked["nonce"]} if "nonce" in asked else {}),
            **self.claims,
        }
        secret = {"RS256": self.key, "HS256": CLIENT_SECRET * 3}.get(self.algorithm)
        signed = jwt.encode(content, secret, self.algorithm, headers={"kid": KEY_ID})  # type: ignore[arg-type]
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}


@contextmanager
def running(provider: Provider) -> Iterator[Provider]:
    """Serve it on a free port of this machine until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_arguments: Any) -> None:
            pass

        def do_GET(self) -> None:
            answers = {
                "/.well-known/openid-configuration": provider.configuration,
                "/keys": provider.keys,
                "/userinfo": lambda: provider.claims,
            }
            make = answers.get(self.path)
            self._answer(make() if make else None)  # type: ignore[no-untyped-call]

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(provider.token({k: v[0] for k, v in parse_qs(body).items()}))

        def _answer(self, content: Any) -> None:
            body = json.dumps(content or {"error": "invalid_grant"}).encode()
            self.send_response(200 if content else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
