"""What a login name and a password may be; one-time codes and how secrets are kept.

Passwords: at least 12 characters in NFC, any characters, no composition rules, no forced change (OWASP ASVS 5.0 §6.2).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence

from feedback.foundation.errors import Invalid
from feedback.foundation.text import clean, fold

MIN_LENGTH = 12
MAX_LENGTH = 128
FEWEST_DIFFERENT = 6
GUESSED_FIRST = re.compile(
    "(?:matkhau|password|passwrd|quangtri|quangbinh|langnghe|motcua|xinloi|xinchao|admin|administrator|canbo|congchuc"
    "|vienchuc|abcdefgh|abcdef|abc|qwertyuiop|qwerty|asdfghjkl|asdfgh|zxcvbnm|vietnam|ubnd|hanhchinhcong|dichvucong"
    "|anhyeuem|khongco|hanoi)+"
)
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 20


def normal(password: str) -> str:
    """The password in NFC: the same keys give the same password on every keyboard and system. Blanks stay."""
    return unicodedata.normalize("NFC", password)


def clean_login(text: str) -> str:
    """Lower-case login of letters, digits, `.`, `_`, `-`, `@`. Raises Invalid with an example."""
    login = clean(text).casefold()
    if not re.fullmatch(r"[a-z0-9][a-z0-9._@-]{2,59}", login):
        raise Invalid(
            "Tên đăng nhập gồm 3 đến 60 chữ cái không dấu, chữ số, dấu chấm, gạch ngang hoặc @, ví dụ nguyenvana."
        )
    return login


def check_password(password: str, *, login: str, name: str = "") -> str:
    """The password to keep, in NFC. Raises Invalid with what to change."""
    wanted = normal(password)
    if len(wanted) < MIN_LENGTH:
        raise Invalid(f"Mật khẩu cần ít nhất {MIN_LENGTH} ký tự. Một câu ngắn dễ nhớ là tốt; dấu cách cũng được.")
    if len(wanted) > MAX_LENGTH:
        raise Invalid(f"Mật khẩu dài quá {MAX_LENGTH} ký tự. Rút ngắn lại.")
    bare = re.sub(r"[^a-z]", "", fold(wanted))
    if len(set(wanted)) < FEWEST_DIFFERENT or GUESSED_FIRST.fullmatch(bare) or not bare:
        raise Invalid("Mật khẩu này dễ đoán. Dùng một câu ngắn chỉ ông/bà nghĩ ra.")
    if any(part and fold(part).replace(" ", "") == bare for part in (login, name)) or fold(wanted) == fold(login):
        raise Invalid("Mật khẩu không được là tên của chính ông/bà. Dùng một câu ngắn khác.")
    return wanted


def one_time_code(choose: Callable[[Sequence[str]], str]) -> str:
    """Twenty characters in fives (`7KQ2M-…`), about 99 bits, none that look alike; `choose` picks at random."""
    letters = "".join(choose(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(letters[at : at + 5] for at in range(0, CODE_LENGTH, 5))


def secret_hash(secret: str) -> str:
    """SHA-256 in hex: enough for random secrets of 99 bits and more, which nobody can guess their way to."""
    return hashlib.sha256(secret.strip().encode()).hexdigest()
