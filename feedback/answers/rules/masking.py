"""Hiding what would name a person in a comment, before anybody reads it.

Masked are telephone and identity numbers, e-mail addresses, file codes and other long numbers (accounts). Dates, money,
document numbers and times stay: they are what the comment is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID, uuid5

from feedback.foundation.errors import Invalid
from feedback.foundation.text import clean

EMAIL = "[thư điện tử]"
FILE_CODE = "[mã hồ sơ]"
PHONE = "[số điện thoại]"
IDENTITY = "[số giấy tờ]"
NUMBER = "[dãy số]"

_EMAIL = re.compile(r"[\w.+%-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
_FILE_CODE = re.compile(
    r"(?<![\w.])(?:\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2}(?:\.\d{1,3}){0,3}\s?-\s?\d{6}\s?-\s?\d{3,5}(?!\d)"
)
_LONG_NUMBER = re.compile(r"\+?\(?\d(?:[ .\-–()]{0,3}\d){8,}")
_ONE_DATE = r"\d{1,2}[.\-]\d{1,2}[.\-](?:19|20)\d\d"
_DATES = re.compile(rf"^\(?{_ONE_DATE}(?:[ .\-–]{{1,3}}{_ONE_DATE})*$")
_YEARS = re.compile(r"^(?:19|20)\d\d(?:\D+(?:19|20)\d\d)+$")
_TIMES = re.compile(r"^\d{1,2}\.\d{2}(?:[ \-–]{1,3}\d{1,2}\.\d{2})+$")
_MONEY = re.compile(r"^\s*(?:đ\b|đồng|d\b|dong|vnđ|vnd|k\b|triệu|trieu|tỷ|tỉ|nghìn|ngàn)", re.IGNORECASE)
_GROUPED_BY_THREE = re.compile(r"^\d{1,3}(?:\.\d{3})+$")


def mask(text: str) -> str:
    """The comment as staff may read it. Takes and gives NFC."""
    text = _EMAIL.sub(EMAIL, text)
    text = _FILE_CODE.sub(FILE_CODE, text)
    return _LONG_NUMBER.sub(_number_mask(text), text)


def _number_mask(text: str) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        written = match.group()
        if _is_harmless(written, text[match.end() :]):
            return written
        return _kind(re.sub(r"\D", "", written))

    return replace


def _is_harmless(written: str, following: str) -> bool:
    """Money, dates, years and opening hours only look like numbers that name a person."""
    if _MONEY.match(following) and (written.isdigit() or _GROUPED_BY_THREE.match(written)):
        return True
    return any(pattern.match(written) for pattern in (_DATES, _YEARS, _TIMES))


def _kind(digits: str) -> str:
    local = "0" + digits[2:] if digits.startswith("84") and len(digits) in (11, 12) else digits
    if local.startswith("0") and len(local) in (10, 11):
        return PHONE
    return IDENTITY if len(digits) in (9, 12) else NUMBER


def check_comment(text: str, limit: int) -> str:
    """The comment in NFC, without invisible characters. Invalid when it is longer than `limit` characters."""
    comment = clean(text, lines=True)
    if len(comment) > limit:
        raise Invalid(
            f"Lời nhắn dài {len(comment)} chữ, nhiều hơn {limit} chữ mà trang này nhận được. "
            "Toàn bộ lời nhắn còn nguyên bên dưới: xin rút gọn rồi gửi lại."
        )
    return comment


def comment_id(sheet_id: UUID, comment: str) -> UUID:
    """The same words on the same sheet are the same comment, however often they arrive."""
    return uuid5(sheet_id, comment)
