"""Hiding what would name a person in a comment, before anybody reads it.

Hidden are telephone and identity numbers, e-mail addresses, file codes, accounts and other long numbers, number plates,
however they are written. Dates, money, document numbers and times stay: they are what the comment is about.
"""

from __future__ import annotations

from itertools import chain
from uuid import UUID, uuid5

from feedback.answers.rules.contacts import EMAIL, FILE_CODE, PLATE, find_codes, find_emails, find_plates
from feedback.answers.rules.lettering import plain
from feedback.answers.rules.numbers import ACCOUNT, IDENTITY, NUMBER, PHONE, Hidden, find_numbers
from feedback.foundation.errors import Invalid
from feedback.foundation.text import clean

__all__ = [
    "ACCOUNT",
    "EMAIL",
    "FILE_CODE",
    "IDENTITY",
    "MASKS",
    "NUMBER",
    "PHONE",
    "PLATE",
    "check_comment",
    "comment_id",
    "mask",
]

MASKS = (PHONE, IDENTITY, EMAIL, FILE_CODE, ACCOUNT, NUMBER, PLATE)
"""Every word that stands where something was hidden."""


def mask(text: str) -> str:
    """The comment as staff may read it. Takes and gives NFC; what is masked once stays as it is."""
    while (masked := _mask_once(text)) != text:
        text = masked
    return text


def _mask_once(text: str) -> str:
    """Where two readings meet, the first kind named here wins."""
    letters = plain(text)
    places: list[Hidden] = []
    for each in chain(find_emails(letters), find_codes(text, letters), find_plates(text, letters)):
        if _free(each, places):
            places.append(each)
    taken = sorted((each.start, each.end) for each in places)
    places = sorted([*places, *find_numbers(letters, taken)], key=lambda each: each.start)
    pieces, last = [], 0
    for each in places:
        pieces += [text[last : each.start], each.word]
        last = each.end
    return "".join([*pieces, text[last:]])


def _free(wanted: Hidden, places: list[Hidden]) -> bool:
    return all(wanted.end <= each.start or each.end <= wanted.start for each in places)


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
