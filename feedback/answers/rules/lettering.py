"""One plain letter for every letter: what all reading of comments looks at.

The plain text is as long as the text itself, so that a place found in one is the same place in the other.
"""

from __future__ import annotations

import unicodedata

ACCENT = "\u0300"
"""Stands for an accent that found no letter (struck-out or underlined digits)."""

_ALIKE = {"đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "о": "o", "О": "o", "ο": "o", "Ο": "o", "¤": "@", "·": ".", "•": "."}


class _Letters(dict[int, str]):
    def __missing__(self, code: int) -> str:
        letter = self[code] = _plain(chr(code))
        return letter


def _plain(letter: str) -> str:
    if letter == "\n" or letter.isascii():
        return letter.lower()
    if letter in _ALIKE:
        return _ALIKE[letter]
    digit = unicodedata.digit(letter, None)
    if digit is not None:
        return str(digit)
    kind = unicodedata.category(letter)
    special = {"Mn": ACCENT, "Pd": "-", "Zs": " "}.get(kind)
    if special:
        return special
    bases = [each for each in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(each)]
    return bases[0].lower()[:1] if len(bases) == 1 else letter


_LETTERS = _Letters()


def plain(text: str) -> str:
    """Lower case without diacritics, digits of every script as 0…9, every dash a hyphen; same length as `text`."""
    return text.translate(_LETTERS)
