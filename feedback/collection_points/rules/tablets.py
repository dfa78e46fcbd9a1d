"""Tablets: their states, the code that invites one, the six digits both sides compare, the staff's PIN."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from feedback.foundation.actors import Permission
from feedback.foundation.errors import Invalid
from feedback.foundation.text import clean

VIEW_TABLETS = Permission("collection_points.view_tablets")
MANAGE_TABLETS = Permission("collection_points.manage_tablets")

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
CODE_BYTES = 10
CODE_PURPOSE = "tablet-code"
CODE_LIFE = timedelta(minutes=10)
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\u2013": None})

PIN_LENGTH = 6
PIN_ROUNDS = 200_000
"""About half a second on a cheap tablet. Six digits can be tried out by whoever holds the device: the PIN keeps
passers-by from the health page, it guards no secret."""
SALT_BYTES = 16
NAME_LENGTH = 40
REASON_LENGTH = 300

LOOK = "Nhấn giữ góc trên bên trái màn hình hai giây rồi gõ mã PIN của cán bộ để xem tình trạng máy."
"""How whoever stands before a tablet sees how it is, without an account and without network."""

STORAGE_FULL = 80
"""Percent of its storage from which staff are told."""
SILENCE = 120
"""Minutes of office hours without a word that become an alert."""
QUIET = timedelta(minutes=15)
"""A pause between two signs of life that counts as silence: a tablet in order is heard every five minutes."""


class TabletState(StrEnum):
    """`REJECTED`: its six digits were not those on the screen, so it was never let in."""

    INVITED = "invited"
    WAITING = "waiting"
    ACTIVE = "active"
    REVOKED = "revoked"
    REJECTED = "rejected"


STATE_WORDS = {
    TabletState.INVITED: "chờ nhập mã",
    TabletState.WAITING: "chờ so sáu số",
    TabletState.ACTIVE: "đang dùng",
    TabletState.REVOKED: "đã thu hồi",
    TabletState.REJECTED: "không khớp số",
}
ENDED = (TabletState.REVOKED, TabletState.REJECTED)
"""Never comes back; its name is free again."""


class Ask(StrEnum):
    """What the tablet asks before the five faces."""

    NONE = "none"
    COUNTER = "counter"
    OFFICER = "officer"


ASK_WORDS = {
    Ask.NONE: "Không hỏi gì thêm",
    Ask.COUNTER: "Hỏi quầy nào",
    Ask.OFFICER: "Hỏi cán bộ nào tiếp",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What an administrator decides about a tablet. `counter_id` is where it stands, when it stands at one counter."""

    name: str
    ask: Ask
    counter_id: int | None


def device_state(state: str) -> str:
    """How the tablet hears of its state: a rejected one is as good as revoked."""
    return TabletState.REVOKED.value if state == TabletState.REJECTED else state


def read_terms(name: str, ask: str, counter_id: int | None) -> Terms:
    """Checked terms. Invalid says what to change."""
    name = clean(name)
    if not name or len(name) > NAME_LENGTH:
        raise Invalid(f"Xin đặt tên cho máy, tối đa {NAME_LENGTH} chữ, như K03.")
    if ask not in set(Ask):
        raise Invalid("Xin chọn máy có hỏi quầy hoặc cán bộ hay không.")
    if counter_id is not None and ask == Ask.COUNTER:
        raise Invalid("Máy đặt cố định ở một quầy thì không hỏi quầy nữa. Xin bỏ một trong hai.")
    return Terms(name, Ask(ask), counter_id)


def read_reason(text: str) -> str:
    """A reason as it goes into the books. Invalid when there is none."""
    reason = clean(text)
    if not reason or len(reason) > REASON_LENGTH:
        raise Invalid(f"Xin ghi lý do, tối đa {REASON_LENGTH} chữ.")
    return reason


def code_from(randomness: bytes) -> str:
    """Sixteen characters, 80 bits: guessing one within its ten minutes is hopeless at any speed."""
    number = int.from_bytes(randomness[:CODE_BYTES], "big")
    return "".join(CODE_ALPHABET[number >> (5 * place) & 31] for place in reversed(range(CODE_LENGTH)))


def shown_code(code: str) -> str:
    """In groups, as it is read aloud: ABCD-EFGH-JKMN-PQRS."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(typed: str) -> str:
    """As issued: any case, with or without dashes, O for 0 and I or L for 1."""
    return typed.strip().upper().translate(MISREAD)


def invitation(base_url: str, code: str) -> str:
    """The app's address with the code behind the #, which no browser sends to any server."""
    return f"{base_url}/may/#{shown_code(code)}"


def code_hash(secret: bytes, code: str) -> str:
    """What is stored of a code."""
    return hmac.digest(secret, code.encode(), "sha256").hex()


def digits_of(public_key: bytes, tablet: UUID) -> str:
    """Six digits that tablet and website each work out; they differ when somebody put another key in between."""
    digest = hashlib.sha256(b"lang-nghe-digits" + public_key + tablet.bytes).digest()
    return f"{int.from_bytes(digest, 'big') % 1_000_000:06d}"


def hash_pin(pin: str, salt: bytes, rounds: int = PIN_ROUNDS) -> str:
    """`rounds.salt.hash` of a PIN of six digits, in base64url. Invalid for anything else."""
    pin = pin.strip()
    if len(pin) != PIN_LENGTH or not (pin.isascii() and pin.isdecimal()):
        raise Invalid("Mã PIN của cán bộ gồm đúng 6 chữ số.")
    if len(set(pin)) == 1 or pin in "0123456789" or pin in "9876543210":
        raise Invalid("Mã PIN này quá dễ đoán. Xin chọn sáu chữ số khác.")
    digest = hashlib.pbkdf2_hmac("sha256", pin.encode(), salt, rounds)
    return f"{rounds}.{base64url(salt)}.{base64url(digest)}"


def pin_for_tablet(stored: str) -> dict[str, str | int]:
    """What the tablet needs to check a PIN without network."""
    rounds, salt, digest = stored.split(".")
    return {"salt": salt, "hash": digest, "rounds": int(rounds)}


def base64url(raw: bytes) -> str:
    """Without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def clock_words(offset: int) -> str:
    """How wrong a tablet's clock is, from server time minus its own in milliseconds."""
    minutes = abs(offset) // 60_000
    if minutes == 0:
        return "đúng giờ"
    days, hours = minutes // 1440, minutes // 60
    amount = f"{days} ngày" if days else f"{hours} giờ" if hours else f"{minutes} phút"
    return f"{'chậm' if offset > 0 else 'nhanh'} {amount}"
