"""A program that signs its requests, for tests: written from the page about the API, not from the code that checks."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

from flask.testing import FlaskClient

from feedback.foundation import clock

SCHEME = "LangNghe-HMAC-SHA256"


def header(
    key: str, method: str, path: str, *, query: str = "", body: bytes = b"", at: int = 0, nonce: str = ""
) -> str:
    """The Authorization header of one request."""
    prefix, _, secret = key.partition(".")
    at, nonce = at or int(clock.now().timestamp()), nonce or secrets.token_hex(12)
    lines = ("lang-nghe-api-1", method, path, query, hashlib.sha256(body).hexdigest(), str(at), nonce)
    sign = hmac.new(secret.encode(), "\n".join(lines).encode(), "sha256").hexdigest()
    return f"{SCHEME} Key={prefix}, Time={at}, Nonce={nonce}, Signature={sign}"


class Program:
    """Somebody else's software with a key."""

    def __init__(self, client: FlaskClient, key: str) -> None:
        self.client, self.key = client, key

    def get(self, path: str, query: str = "", **headers: str) -> Any:
        signed = {"Authorization": header(self.key, "GET", path, query=query), **headers}
        return self.client.get(path + (f"?{query}" if query else ""), headers=signed)

    def post(self, path: str, body: bytes, **headers: str) -> Any:
        signed = {"Authorization": header(self.key, "POST", path, body=body), **headers}
        return self.client.post(path, data=body, headers=signed, content_type="application/json")
