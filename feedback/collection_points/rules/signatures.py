"""Signed requests: the text a tablet signs, its headers, and whether the signature is its own.

ECDSA on P-256 over SHA-256. Browsers sign as r ‖ s (64 bytes); the library checks DER, so one becomes the other here.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode, urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from feedback.foundation.errors import Invalid

PREFIX = "lang-nghe-tablet-1"
POINT = 65
SIGNATURE = 64
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST_MS = 253_402_300_799_000
"""The end of the year 9999: no clock of ours can say more."""
LAST_COUNTER = 2**53 - 1
"""The largest whole number a browser counts exactly."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a request says of itself before anything is proved."""

    tablet: UUID
    counter: int
    time_ms: int
    signature: bytes

    @property
    def said_at(self) -> datetime:
        """The moment on the tablet's own clock."""
        return moment_of_ms(self.time_ms)


def moment_of_ms(milliseconds: int) -> datetime:
    """Milliseconds since 1970, as browsers tell the time."""
    return EPOCH + timedelta(milliseconds=milliseconds)


def ms_of(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)


def read_claim(headers: Mapping[str, str]) -> Claim | None:
    """The claim in the headers; None when one is missing or unreadable."""
    try:
        claim = Claim(
            tablet=UUID(headers.get("X-Tablet", "")),
            counter=_whole(headers.get("X-Counter", ""), LAST_COUNTER),
            time_ms=_whole(headers.get("X-Time", ""), LAST_MS),
            signature=unpad(headers.get("X-Signature", "")),
        )
    except ValueError:
        return None
    return claim if len(claim.signature) == SIGNATURE and claim.counter > 0 else None


def _whole(text: str, largest: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(largest)) and int(text) <= largest):
        raise ValueError(text)
    return int(text)


def unpad(text: str) -> bytes:
    """Bytes from base64url without padding. ValueError for anything else, also for a second spelling of the same."""
    raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if b64encode(raw, b"-_").rstrip(b"=").decode() != text:
        raise ValueError("not base64url without padding")
    return raw


def canonical(method: str, path: str, body: bytes, claim: Claim) -> bytes:
    """The text that is signed: what is asked, of whom, by whom, when, and how manieth."""
    digest = hashlib.sha256(body).hexdigest()
    parts = (PREFIX, method, path, digest, str(claim.counter), str(claim.time_ms), str(claim.tablet))
    return "\n".join(parts).encode()


def is_signed(public_key: bytes, text: bytes, signature: bytes) -> bool:
    """Whether the holder of that key signed exactly this text."""
    half = SIGNATURE // 2
    r, s = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
    try:
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public_key)
        key.verify(encode_dss_signature(r, s), text, ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def read_public_key(text: str) -> bytes:
    """An uncompressed point of P-256 from base64url. Invalid for anything else."""
    try:
        raw = unpad(text)
        if len(raw) != POINT:
            raise ValueError(len(raw))
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), raw)
    except ValueError as error:
        raise Invalid("Khóa của máy không đúng dạng. Xin mở lại ứng dụng trên máy rồi nhập mã lần nữa.") from error
    return raw
