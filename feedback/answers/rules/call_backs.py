"""A wish to be called back: its one-time form, its contact, its withdrawal code. Nothing of it is drawn from a sheet.

The form carries a number drawn when it was opened and a MAC; the withdrawal code and the row's id are drawn from that
number, so a form sent twice is one wish, and whoever has the code can take the wish back without any account.
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from feedback.answers.rules.keys import CROCKFORD, MISREAD
from feedback.answers.rules.lettering import plain
from feedback.foundation.errors import Invalid
from feedback.foundation.text import clean

PURPOSE = "call-back"
"""What the installation's key is derived for: another one than the sheets'."""

NONCE, TIME, MAC = 12, 5, 12
GOOD_FOR = timedelta(hours=24)
CONTACT_DAYS = 30
"""A contact is gone after so many days at the latest."""
MOST_A_DAY = 200
"""Wishes of one unit and day: above it a machine is at work."""
CONSENT = "goi-lai-1"
"""Which wording of the consent was agreed to; the language is added to it."""
LONGEST_NAME, LONGEST_WHEN = 60, 100
CODE_LENGTH = 10


class State(StrEnum):
    """open → done, withdrawn or expired; only an open one has a contact."""

    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


STATE_WORDS = {
    State.OPEN: "chờ gọi",
    State.DONE: "đã xong",
    State.WITHDRAWN: "người dân đã rút",
    State.EXPIRED: "hết hạn, chưa gọi được",
}
OUTCOMES = {
    "reached": "Đã gọi và nói chuyện",
    "no_answer": "Gọi ba lần không có người nghe",
    "wrong_number": "Số không đúng",
    "not_wanted": "Người dân không cần gọi nữa",
}


@dataclass(frozen=True, slots=True)
class Contact:
    """What is sealed: the number, and a name and a time if they were given."""

    phone: str
    name: str = ""
    when: str = ""


def make_form_key(secret: bytes, nonce: bytes, now: datetime) -> str:
    """The hidden number of a form opened now. `nonce` is twelve random bytes."""
    body = nonce + int(now.timestamp()).to_bytes(TIME, "big")
    return urlsafe_b64encode(body + _mac(secret, b"form", body)).decode()


def read_form_key(secret: bytes, text: str, now: datetime) -> bytes | None:
    """The number of a form that we made less than a day ago; None for anything else."""
    try:
        raw = urlsafe_b64decode(text.encode("ascii"))
    except ValueError:
        return None
    if len(raw) != NONCE + TIME + MAC:
        return None
    body = raw[: NONCE + TIME]
    opened = datetime.fromtimestamp(int.from_bytes(body[NONCE:], "big"), UTC)
    fresh = timedelta(0) <= now - opened + timedelta(minutes=5) and now - opened <= GOOD_FOR
    return body[:NONCE] if hmac.compare_digest(raw[NONCE + TIME :], _mac(secret, b"form", body)) and fresh else None


def withdrawal_code(secret: bytes, nonce: bytes) -> str:
    """Ten letters and digits that only the confirmation shows: ABCDE-FGHJK."""
    number = int.from_bytes(_mac(secret, b"code", nonce)[:8], "big")
    return "".join(CROCKFORD[number >> (5 * place) & 31] for place in range(CODE_LENGTH))


def shown_code(code: str) -> str:
    return f"{code[:5]}-{code[5:]}"


def read_withdrawal_code(text: str) -> str | None:
    """A typed code: any case, with or without its dash. None: misspelt."""
    code = text.strip().upper().translate(MISREAD)
    return code if len(code) == CODE_LENGTH and all(letter in CROCKFORD for letter in code) else None


def row_id(secret: bytes, code: str) -> UUID:
    """The row that a code stands for; without the installation's key nothing leads there."""
    return UUID(bytes=hmac.digest(secret, b"row\0" + code.encode(), "sha256")[:16])


def read_contact(phone: str, name: str, when: str) -> Contact:
    """What somebody typed, checked. Invalid names what to mend."""
    return Contact(_phone(phone), _short(name, LONGEST_NAME, "Tên"), _short(when, LONGEST_WHEN, "Lúc tiện nghe máy"))


def _phone(text: str) -> str:
    digits = re.sub(r"[^\d+]", "", plain(clean(text)))
    digits = re.sub(r"^(?:\+84|0084|84(?=\d{9,10}$))0?", "0", digits)
    if not re.fullmatch(r"0[35789]\d{8}|02\d{9}", digits):
        raise Invalid("Số điện thoại chưa đúng. Xin ghi đủ 10 số (di động) hoặc 11 số (máy bàn), bắt đầu bằng 0.")
    return digits


def _short(text: str, limit: int, what: str) -> str:
    short = clean(text)
    if len(short) > limit:
        raise Invalid(f"{what} dài quá {limit} chữ. Xin ghi ngắn lại.")
    return short


def half_hidden(phone: str) -> str:
    """09xx xxx 123: enough to tell two apart, too little to call."""
    return f"{phone[:2]}xx xxx {phone[-3:]}"


def shown_phone(phone: str) -> str:
    """0905 123 456."""
    return f"{phone[:4]} {phone[4:7]} {phone[7:]}"


def check_outcome(value: str) -> str:
    """Invalid unless it is one of the ways a wish can end."""
    if value not in OUTCOMES:
        raise Invalid("Xin chọn kết quả cuộc gọi rồi bấm “Xong”.")
    return value


def _mac(secret: bytes, purpose: bytes, message: bytes) -> bytes:
    return hmac.digest(secret, purpose + b"\0" + message, "sha256")[:MAC]
