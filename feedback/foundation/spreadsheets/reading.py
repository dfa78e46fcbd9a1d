"""Which kind of file this is, told by its bytes and never by its name; letters of old fonts read as Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.cells import Book, Cell, Kind, Row, Sheet
from feedback.foundation.spreadsheets.delimited import read_delimited
from feedback.foundation.spreadsheets.encodings import changed, convert, find_legacy
from feedback.foundation.spreadsheets.html_tables import looks_like_html, read_html
from feedback.foundation.spreadsheets.xls import OLE, read_xls
from feedback.foundation.spreadsheets.xlsx import read_xlsx

MAX_FILE = 50 * 1024 * 1024
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
LOOKED_AT = 200
"""Rows of each sheet in which letters of old fonts are looked for."""


def open_book(content: bytes) -> Book:
    """The spreadsheet in these bytes. Raises Invalid with a Vietnamese sentence for anything else."""
    if not content.strip():
        raise Invalid("Tệp rỗng. Xin chọn lại tệp.")
    if len(content) > MAX_FILE:
        raise Invalid("Tệp lớn hơn 50 MB. Xin chia sổ thành nhiều tệp nhỏ hơn.")
    if content.startswith(b"PK"):
        return _with_unicode_letters(read_xlsx(content))
    if content.startswith(OLE):
        if ENCRYPTED in content:
            raise Invalid("Tệp Excel đang đặt mật khẩu. Xin bỏ mật khẩu (Tệp → Thông tin → Bảo vệ) rồi nhập lại.")
        return _with_unicode_letters(read_xls(content))
    _refuse_other_kinds(content)
    return read_html(content) if looks_like_html(content) else read_delimited(content)


def _refuse_other_kinds(content: bytes) -> None:
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"%pdf", b"\x89png", b"\xff\xd8\xff", b"{\\rtf", b"\x1f\x8b", b"rar!", b"7z\xbc\xaf")):
        raise Invalid("Tệp không phải bảng tính. Chỉ nhận .xlsx, .xls, .csv và .txt xuất từ phần mềm một cửa.")
    if head.startswith(b"<?xml") and not looks_like_html(content):
        raise Invalid("Tệp là XML, không phải bảng tính. Xin mở bằng Excel, lưu thành .xlsx rồi nhập lại.")


def _with_unicode_letters(book: Book) -> Book:
    """A workbook typed in fonts of TCVN3 or VNI, its texts in Unicode; any other book as it is."""
    texts = [text for sheet in book.sheets for text in _texts(sheet)]
    encoding = find_legacy("\n".join(texts))
    if encoding is None:
        return book
    sheets = tuple(replace(sheet, rows=partial(_converted, sheet, encoding)) for sheet in book.sheets)
    return replace(
        book, sheets=sheets, encoding=encoding, converted=changed((text, convert(text, encoding)) for text in texts)
    )


def _texts(sheet: Sheet) -> Iterator[str]:
    for row in islice(sheet.rows(), LOOKED_AT):
        yield from (cell.text for cell in row.cells.values() if cell.kind is Kind.TEXT)


def _converted(sheet: Sheet, encoding: str) -> Iterator[Row]:
    for row in sheet.rows():
        yield replace(row, cells={column: _cell(cell, encoding) for column, cell in row.cells.items()})


def _cell(cell: Cell, encoding: str) -> Cell:
    return replace(cell, text=convert(cell.text, encoding)) if cell.kind is Kind.TEXT else cell
