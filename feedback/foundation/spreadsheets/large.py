"""Files too large for memory: XLSX and UTF-8 text read from the disk, row by row. Other kinds stay small."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from pathlib import Path

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.cells import Book, Gauge
from feedback.foundation.spreadsheets.delimited import book_of, refuse_endless
from feedback.foundation.spreadsheets.encodings import SAMPLE, UTF8, changed, convert_line, find_legacy
from feedback.foundation.spreadsheets.html_tables import looks_like_html
from feedback.foundation.spreadsheets.reading import MAX_FILE, open_book, refuse_other_kinds, with_unicode_letters
from feedback.foundation.spreadsheets.xls import OLE
from feedback.foundation.spreadsheets.xlsx import read_xlsx

MAX_LARGE = 300 * 1024 * 1024
HEAD = 65_536
CHUNK = 1 << 20
LONGEST_LINE = 4 << 20
"""Characters: sixteen thousand columns of some hundred letters."""


def open_large(path: Path) -> Book:
    """The spreadsheet in this file. Raises Invalid with a Vietnamese sentence for anything else.

    Its rows are read from the file whenever they are asked for, so the file has to stay where it is.
    """
    size = path.stat().st_size
    if size > MAX_LARGE:
        raise Invalid("Tệp lớn hơn 300 MB. Xin chia sổ thành nhiều tệp nhỏ hơn.")
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(b"PK"):
        return with_unicode_letters(read_xlsx(path))
    if not head.startswith(OLE) and not looks_like_html(head) and _is_utf8(path):
        refuse_other_kinds(head)
        return _read_text(path)
    if size > MAX_FILE:
        raise Invalid(
            "Tệp lớn hơn 50 MB mà không phải .xlsx hoặc CSV bằng UTF-8. Xin mở bằng Excel, lưu thành .xlsx "
            "hoặc “CSV UTF-8”, hoặc chia sổ thành nhiều tệp nhỏ hơn."
        )
    return open_book(path.read_bytes())


def _is_utf8(path: Path) -> bool:
    """Whether all of it is UTF-8 text, and some of it is not blank."""
    decoder, blank = codecs.getincrementaldecoder("utf-8")(), True
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            blank = blank and not chunk.strip()
            if b"\x00" in chunk or not _goes_on(decoder, chunk, final=False):
                return False
    return not blank and _goes_on(decoder, b"", final=True)


def _goes_on(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _read_text(path: Path) -> Book:
    with path.open(encoding="utf-8-sig", newline="") as file:
        sample = file.read(SAMPLE)
    gauge = Gauge(total=path.stat().st_size)
    legacy = find_legacy(sample)

    def lines() -> Iterator[str]:
        return _lines(path, gauge, legacy)

    if legacy is None:
        return with_unicode_letters(book_of(lines, UTF8, (), gauge))
    shown = changed((line, convert_line(line, legacy)) for line in sample.splitlines())
    return book_of(lines, legacy, shown, gauge)


def _lines(path: Path, gauge: Gauge, legacy: str | None) -> Iterator[str]:
    with path.open("rb") as file:
        gauge.tell = file.tell
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        number = 0
        while line := text.readline(LONGEST_LINE):
            number += 1
            refuse_endless(line, number)
            if len(line) >= LONGEST_LINE:
                raise Invalid(f"Dòng {number} dài quá, không phải bảng tính. Xin xuất lại tệp.")
            yield convert_line(line, legacy) if legacy else line
