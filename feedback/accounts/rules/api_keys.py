"""Keys of programs: what a key is, what a signed request says of itself, whether it may be believed.

A key is `prefix.secret`. The secret is computed from the prefix and this installation's key file, so the database
needs no more of it than a hash, and it never travels: requests carry an HMAC-SHA256 made with it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address, ip_network

from feedback.foundation.errors import Invalid
from feedback.foundation.text import clean

SCHEME = "LangNghe-HMAC-SHA256"
PURPOSE = "api-key"
"""What the sealer derives the secrets' own key for."""
PREFIX_BYTES = 10
FIRST_LINE = "lang-nghe-api-1"
WINDOW = timedelta(minutes=5)
"""How far a program's clock may be from ours, either way."""
NONCES_KEPT = 2 * WINDOW
"""Longer than any request can stay acceptable: its time may lie five minutes ahead."""
REPLIES_KEPT = timedelta(hours=24)
WORKING = timedelta(minutes=2)
"""After this a request that never finished no longer holds its Idempotency-Key."""
DEFAULT_DAYS, MOST_DAYS = 365, 730
DEFAULT_OVERLAP_DAYS, MOST_OVERLAP_DAYS = 7, 30
DEFAULT_DAILY_ROWS, MOST_DAILY_ROWS = 100_000, 5_000_000
MOST_NETWORKS = 20
LONGEST_NAME = 100

_HEADER = re.compile(
    rf"{SCHEME} Key=([A-Z2-7]{{16}}), ?Time=([0-9]{{1,11}}), ?Nonce=([A-Za-z0-9_-]{{16,64}}), "
    "?Signature=([0-9a-f]{64})"
)
IDEMPOTENCY_KEY = r"^[A-Za-z0-9._:-]{8,100}$"


class Verb(StrEnum):
    """What a key may do. Writing alone is the usual key."""

    WRITE = "write"
    READ = "read"


VERB_WORDS: Mapping[Verb, str] = {Verb.WRITE: "gửi hồ sơ", Verb.READ: "đọc hồ sơ"}


class KeyState(StrEnum):
    ACTIVE = "active"
    ENDING = "ending"
    EXPIRED = "expired"
    REVOKED = "revoked"


STATE_WORDS: Mapping[KeyState, str] = {
    KeyState.ACTIVE: "đang dùng",
    KeyState.ENDING: "sắp hết hạn",
    KeyState.EXPIRED: "đã hết hạn",
    KeyState.REVOKED: "đã thu hồi",
}
ENDING_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a request says of itself before anything is proved."""

    prefix: str
    at: datetime
    nonce: str
    signature: str


def key_state(now: datetime, *, expires_at: datetime, revoked_at: datetime | None) -> KeyState:
    if revoked_at is not None:
        return KeyState.REVOKED
    if expires_at <= now:
        return KeyState.EXPIRED
    return KeyState.ENDING if expires_at - now <= ENDING_SOON else KeyState.ACTIVE


# ── the secret ────────────────────────────────────────────────────────────────────────────────────────────────────────


def secret_of(master: bytes, prefix: str) -> str:
    """The secret that goes with a prefix: 43 letters, 256 bits. `master` is derived from the key file."""
    return urlsafe_b64encode(hmac.digest(master, prefix.encode(), "sha256")).rstrip(b"=").decode()


# ── a signed request ──────────────────────────────────────────────────────────────────────────────────────────────────


def read_claim(header: str) -> Claim | None:
    """The claim in an Authorization header; None for anything else."""
    found = _HEADER.fullmatch(header.strip())
    if found is None:
        return None
    try:
        at = datetime.fromtimestamp(int(found[2]), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return Claim(found[1], at, found[3], found[4])


def canonical(method: str, path: str, query: str, body: bytes, *, at: int, nonce: str) -> bytes:
    """The text that is signed. `path` without %-escapes, `query` as it stands after the question mark."""
    lines = (FIRST_LINE, method, path, query, hashlib.sha256(body).hexdigest(), str(at), nonce)
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def sign(secret: str, text: bytes) -> str:
    return hmac.new(secret.encode(), text, "sha256").hexdigest()


def is_signed(secret: str, text: bytes, signature: str) -> bool:
    return hmac.compare_digest(sign(secret, text), signature)


def clock_fits(at: datetime, now: datetime) -> bool:
    """Whether the request was made within five minutes of now."""
    return abs(at - now) <= WINDOW


def comes_from(address: str, networks: Sequence[str]) -> bool:
    """Whether the address lies in one of the networks; without networks every address does."""
    if not networks:
        return True
    try:
        here = ip_address(address)
    except ValueError:
        return False
    return any(here in ip_network(each) for each in networks)


# ── a key as somebody asks for it ─────────────────────────────────────────────────────────────────────────────────────


def read_name(text: str) -> str:
    name = clean(text)
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(f"Tên khóa để trống hoặc dài quá {LONGEST_NAME} chữ. Xin ghi phần mềm nào dùng khóa này.")
    return name


def read_verbs(chosen: Collection[str]) -> tuple[Verb, ...]:
    """In the order of the list of verbs. Invalid when none is chosen."""
    verbs = tuple(verb for verb in Verb if verb.value in chosen)
    if not verbs or set(chosen) - set(Verb):
        raise Invalid("Khóa phải được làm ít nhất một việc. Xin chọn gửi hồ sơ, đọc hồ sơ hoặc cả hai.")
    return verbs


def read_networks(text: str) -> tuple[str, ...]:
    """Networks written one after another (10.1.2.0/24, one address alone too). Invalid names the wrong one."""
    found: list[str] = []
    for word in re.split(r"[\s,;]+", clean(text, lines=True)):
        if not word:
            continue
        try:
            found.append(str(ip_network(word, strict=False)))
        except ValueError as error:
            raise Invalid(f"“{word}” không phải dải mạng. Xin ghi như 10.1.2.0/24 hoặc 10.1.2.3.") from error
    if len(found) > MOST_NETWORKS:
        raise Invalid(f"Nhiều nhất {MOST_NETWORKS} dải mạng cho một khóa. Xin gộp lại.")
    return tuple(dict.fromkeys(found))


def check_within(value: int, most: int, words: str) -> int:
    """The number, from 1 to `most`. Invalid with the words of the field."""
    if not 1 <= value <= most:
        raise Invalid(f"{words} từ 1 đến {most}. Xin sửa lại.")
    return value
