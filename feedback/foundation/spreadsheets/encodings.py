"""Which encoding a text file is in: told by what makes Vietnamese of it, always said, never converted in silence."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.legacy import from_tcvn3, from_vni, vietnamese_share

UTF8, UTF16, CP1258, TCVN3, VNI = "UTF-8", "UTF-16", "Windows-1258", "TCVN3 (ABC)", "VNI"
"""What a person reads."""

_BEYOND = re.compile("[\u0100-\u0151\u0154-\u015f\u0162-\u0177\u0179-\u017c\u017f-\u0191\u0193-\u1fff]")
"""Letters that neither font has: the text is Unicode already."""

SAMPLE = 200_000
"""Characters that are looked at to tell the encoding."""
SHOWN, LONGEST_SHOWN = 5, 160
SURE, AHEAD = 0.8, 0.1
"""A guess counts when four of five accented words become Vietnamese, and no other guess comes near."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the encoding it was in, and some lines before and after where letters had to be converted."""

    text: str
    encoding: str
    converted: tuple[tuple[str, str], ...] = ()


class _Converter(Protocol):
    def __call__(self, text: str, *, strict: bool = False) -> str: ...


_CONVERTERS: dict[str, _Converter] = {TCVN3: from_tcvn3, VNI: from_vni}


def _read(content: bytes, encoding: str, *, strict: bool = False) -> str:
    """Single bytes as text. UnicodeDecodeError where Windows-1258 has no such letter."""
    if encoding == CP1258:
        return unicodedata.normalize("NFC", content.decode("cp1258"))
    western = content.decode("cp1252", errors="replace")
    return _CONVERTERS[encoding](western, strict=strict)


def decode(content: bytes) -> Decoded:
    """The text of a file. Invalid, with the line, where no encoding makes sense of it."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Decoded(_utf16(content, "utf-16"), UTF16)
    if b"\x00" in content:
        return Decoded(_utf16(content, _endian(content)), UTF16)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _single_bytes(content, content.count(b"\n", 0, error.start) + 1)
    legacy = find_legacy(text)
    return _decoded(text, _CONVERTERS[legacy](text), legacy) if legacy else Decoded(text, UTF8)


def _decoded(before: str, after: str, encoding: str) -> Decoded:
    lines = zip(before[:SAMPLE].splitlines(), after[:SAMPLE].splitlines(), strict=False)
    return Decoded(after, encoding, changed(lines))


def changed(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The first few texts that read otherwise after converting, cut to a length that fits a screen."""
    differing = ((before[:LONGEST_SHOWN], after[:LONGEST_SHOWN]) for before, after in pairs if before != after)
    return tuple(islice(dict(differing).items(), SHOWN))


def convert(text: str, encoding: str) -> str:
    """One text in letters of `encoding` (TCVN3 or VNI) as found by `find_legacy`; texts already Vietnamese stay."""
    return _CONVERTERS[encoding](text) if is_doubtful(text) else text


def is_doubtful(text: str) -> bool:
    """Whether a text holds accents, and none that only Unicode has: it may be in letters of an old font."""
    return not text.isascii() and _BEYOND.search(text) is None


def convert_line(line: str, encoding: str) -> str:
    """A line of a text file that is in letters of `encoding` (TCVN3 or VNI) as a whole."""
    return _CONVERTERS[encoding](line)


def find_legacy(text: str) -> str | None:
    """TCVN3 or VNI when a Unicode text holds letters of those fonts in place of Vietnamese; None when it does not."""
    sample = text[:SAMPLE]
    share = vietnamese_share(sample)
    if share is None or share >= SURE:
        return None
    shares = {name: vietnamese_share(reader(sample, strict=True)) or 0.0 for name, reader in _CONVERTERS.items()}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= SURE and shares[best] - share > AHEAD else None


def _utf16(content: bytes, codec: str) -> str:
    try:
        text = content.decode(codec)
    except UnicodeDecodeError as error:
        raise Invalid("Tệp UTF-16 bị cắt hoặc hỏng. Xin xuất lại từ phần mềm một cửa.") from error
    if "\x00" in text:
        raise Invalid("Tệp có ký tự NUL: không phải văn bản, hoặc đã hỏng. Xin xuất lại từ phần mềm một cửa.")
    return text


def _endian(content: bytes) -> str:
    """UTF-16 without its mark: every other byte of plain letters is zero."""
    head = content[:2000]
    if head[1::2].count(0) > len(head) * 0.2 and head[::2].count(0) == 0:
        return "utf-16-le"
    if head[::2].count(0) > len(head) * 0.2 and head[1::2].count(0) == 0:
        return "utf-16-be"
    raise Invalid("Tệp có ký tự NUL: không phải văn bản CSV, hoặc đã hỏng. Xin xuất lại từ phần mềm một cửa.")


def _single_bytes(content: bytes, line: int) -> Decoded:
    shares = {name: _share(content[:SAMPLE], name) for name in (CP1258, TCVN3, VNI)}
    best, second = sorted(shares, key=lambda name: shares[name], reverse=True)[:2]
    if shares[best] < SURE or shares[best] - shares[second] < AHEAD or _is_mixed(content):
        raise Invalid(
            f"Không nhận ra bảng mã của tệp: dòng {line} có ký tự không đọc được "
            "bằng UTF-8, Windows-1258, TCVN3 hay VNI. "
            "Xin mở bằng Excel và lưu lại dạng “CSV UTF-8” rồi nhập lại. Chưa có gì được ghi."
        )
    return _decoded(content.decode("cp1252", errors="replace"), _read(content, best), best)


def _is_mixed(content: bytes) -> bool:
    """Whether some lines with accents are UTF-8 while others are not: pasted together, no one encoding reads them."""
    return any(not line.isascii() and _is_utf8(line) for line in content.splitlines())


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _share(content: bytes, encoding: str) -> float:
    try:
        return vietnamese_share(_read(content, encoding, strict=True)) or 0.0
    except UnicodeDecodeError:
        return 0.0
