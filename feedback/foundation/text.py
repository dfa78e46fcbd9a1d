"""Text at the boundary: NFC, no control or invisible characters, folding for comparison."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = dict.fromkeys(
    [
        *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x180E, 0x3164, 0xFEFF, 0xFFA0, 0xFFFE, 0xFFFF),
        *(0x200B, 0x200C, 0x200E, 0x200F),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFFF9, 0xFFFC),
        *range(0xE0000, 0xE0080),
        # Halves of a character, as broken JSON brings them: no database or file takes them.
        *range(0xD800, 0xE000),
    ]
)
_PICTURE = "[\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff]"
_LOOSE_JOINER = re.compile(f"(?<!{_PICTURE})\u200d+|\u200d+(?!{_PICTURE})")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_ODD = re.compile("[\u034f\u115f\u1160\u3164\uffa0]")
"""What is invisible although it counts as a letter or a mark."""
_WHOLE = re.compile("[0-9]{1,10}")
LARGEST = 2**31 - 1
_SPACES = re.compile(r"[^\S\n]+")


def clean(text: str, *, lines: bool = False) -> str:
    """NFC, stripped, without control, bidi and zero-width characters; runs of blanks become one space.

    With `lines` line breaks stay (comments), otherwise they become spaces. The joiner U+200D stays between the
    pictures of an emoji. Doing it again changes nothing.
    """
    if text.isprintable() and (text.isascii() or _is_plain(text)):
        return " ".join(text.split())
    text = _BREAKS.sub("\n", text.translate(_INVISIBLE))
    if not lines:
        text = text.replace("\n", " ")
    # Only now: an invisible character between letter and accent kept them from becoming one.
    text = unicodedata.normalize("NFC", _CONTROL.sub(" ", text))
    if "\u200d" in text:
        text = unicodedata.normalize("NFC", _LOOSE_JOINER.sub("", text))
    return _SPACES.sub(" ", text).strip()


def _is_plain(text: str) -> bool:
    """Of a printable text: whether nothing in it is to be removed or composed. Most texts are so."""
    return unicodedata.is_normalized("NFC", text) and _ODD.search(text) is None


def whole(text: str) -> int | None:
    """A whole number from 0 as every database here holds it (to 2.147.483.647); None for anything else."""
    number = int(text) if _WHOLE.fullmatch(text) else LARGEST + 1
    return number if number <= LARGEST else None


def fold(text: str) -> str:
    """Lower case without any diacritic (đ → d), single spaces: for matching names, never for showing."""
    plain = clean(text).casefold().replace("đ", "d")
    if plain.isascii():
        return " ".join(plain.split())
    plain = unicodedata.normalize("NFD", plain)
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
