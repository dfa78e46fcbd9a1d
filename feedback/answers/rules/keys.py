"""The hidden key of a sheet, and what is drawn from it: the row's id, the receipt, the block of questions.

A key is `nonce (12) ‖ opened (6, milliseconds) ‖ MAC (12)` in base64url, 40 characters. The MAC binds it to the code it
was opened at, so nothing needs to be stored when a page is opened, and a key cannot be invented or carried to another
counter. The id and the receipt are separate MACs of the nonce: neither leads back to the key nor to the other.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

NONCE = 12
TIME = 6
MAC = 12
KEY_LENGTH = 40
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\u2013": None})
RECEIPT_DIGITS = 12


@dataclass(frozen=True, slots=True)
class SheetKey:
    """A key that proved genuine. `opened_at` is aware, to the millisecond."""

    nonce: bytes
    opened_at: datetime


def make_key(secret: bytes, token: str, nonce: bytes, opened_at: datetime) -> str:
    """The key of a page opened now at that code. `nonce` is twelve random bytes."""
    milliseconds = (opened_at - EPOCH) // timedelta(milliseconds=1)
    body = nonce + milliseconds.to_bytes(TIME, "big")
    return urlsafe_b64encode(body + _mac(secret, b"key", token.encode() + body)).decode()


def read_key(secret: bytes, token: str, text: str) -> SheetKey | None:
    """The key, if we made it for this code; None for anything else."""
    if len(text) != KEY_LENGTH or not text.isascii():
        return None
    try:
        raw = urlsafe_b64decode(text)
    except ValueError:
        return None
    if len(raw) != NONCE + TIME + MAC or urlsafe_b64encode(raw).decode() != text:
        return None
    body, mac = raw[: NONCE + TIME], raw[NONCE + TIME :]
    if not hmac.compare_digest(mac, _mac(secret, b"key", token.encode() + body)):
        return None
    return SheetKey(body[:NONCE], EPOCH + timedelta(milliseconds=int.from_bytes(body[NONCE:], "big")))


def sheet_id(secret: bytes, key: SheetKey) -> UUID:
    """The row's id: the same for every resend, and without order or time in it."""
    return UUID(bytes=hmac.digest(secret, b"id" + key.nonce, "sha256")[:16])


def receipt_for(secret: bytes, key: SheetKey) -> str:
    """Twelve Crockford characters (60 bits) and a check character."""
    number = int.from_bytes(hmac.digest(secret, b"receipt" + key.nonce, "sha256")[:8], "big") >> 4
    digits = "".join(CROCKFORD[number >> (5 * place) & 31] for place in reversed(range(RECEIPT_DIGITS)))
    return digits + _check_character(digits)


def shown_receipt(receipt: str) -> str:
    """In groups, as printed: ABCD-EFGH-JKMN-P."""
    return "-".join(receipt[start : start + 4] for start in range(0, len(receipt), 4))


def read_receipt(text: str) -> str | None:
    """A typed receipt as it is stored: any case, with or without dashes, O for 0 and I or L for 1. None: misspelt."""
    receipt = text.strip().upper().translate(MISREAD)
    if len(receipt) != RECEIPT_DIGITS + 1 or any(letter not in CROCKFORD for letter in receipt):
        return None
    return receipt if _check_character(receipt[:-1]) == receipt[-1] else None


def _check_character(digits: str) -> str:
    """A sum over the field of 32 elements: every single wrong character and every swap of two shows."""
    total = 0
    for digit in digits:
        total = _double(total) ^ CROCKFORD.index(digit)
    return CROCKFORD[_double(total)]


def _double(element: int) -> int:
    """Times x, modulo x⁵ + x² + 1."""
    return (element << 1) ^ (0b100101 if element & 0b10000 else 0)


def _mac(secret: bytes, purpose: bytes, message: bytes) -> bytes:
    return hmac.digest(secret, purpose + b"\0" + message, "sha256")[:MAC]
