"""Tokens that are short, easily typed and not worth guessing; where a code may lead when it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from feedback.foundation.errors import Invalid

ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
"""No 0 o 1 l i: mistaken for each other. No vowels: a code must not spell a word."""
TOKEN_LENGTH = 8
TOKEN_BYTES = 10
ACTIVE, REVOKED = "active", "revoked"


@dataclass(frozen=True, slots=True)
class Point:
    """What a token stands for. `desk_address` is where the counter is; `revoked_at` is None while it is in use."""

    token: str
    version: int
    issued_at: datetime
    revoked_at: datetime | None
    counter_id: int
    counter_code: str
    counter_name: str
    unit_id: int
    unit_code: str
    unit_name: str
    desk_name: str
    desk_address: str
    is_sample: bool

    @property
    def path(self) -> str:
        """Where its pages are on this site."""
        return f"/q/{self.token}"


def token_from(randomness: bytes) -> str:
    """Eight characters, 38 bits: with a thousand codes in use, one guess in 380 million finds one."""
    number = int.from_bytes(randomness, "big")
    letters = []
    for _ in range(TOKEN_LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def read_token(typed: str) -> str:
    """As stored: people type capitals, blanks and the dash that is printed."""
    return typed.replace("-", "").replace(" ", "").lower()


def shown_token(token: str) -> str:
    """With a dash in the middle, easier to copy from paper."""
    return f"{token[:4]}-{token[4:]}"


def address_of(base_url: str, token: str) -> str:
    """The address in the QR code; `base_url` without a slash at the end."""
    return f"{base_url}/q/{token}"


def shown_address(base_url: str, token: str) -> str:
    """The address in words beside the code, short enough to type."""
    return address_of(base_url.removeprefix("https://").removeprefix("http://"), shown_token(token))


def check_printable(*, url: str, is_loopback: bool, demo: bool) -> None:
    """Refuse to print codes that lead nowhere: a loopback address works on this machine only."""
    if is_loopback and not demo:
        raise Invalid(
            f"Địa chỉ {url} chỉ mở được trên chính máy này nên không in mã QR được. "
            "Xin đặt FEEDBACK_PUBLIC_URL là địa chỉ người dân mở được (như https://danhgia.quangtri.gov.vn) rồi in lại."
        )
