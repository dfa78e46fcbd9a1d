"""Which kind of file this is, told by its bytes and never by its name; letters of old fonts read as Vietnamese."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.cells import Book, Cell, Kind, Row, Sheet
from feedback.foundation.spreadsheets.delimited import read_delimited
from feedback.foundation.spreadsheets.encodings import UTF8, UTF16, changed, convert, find_legacy, is_doubtful
from feedback.foundation.spreadsheets.html_tables import looks_like_html, read_html
from feedback.foundation.spreadsheets.xls import OLE, read_xls
from feedback.foundation.spreadsheets.xlsx import read_xlsx

MAX_FILE = 50 * 1024 * 1024
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
LOOKED_AT = 200
"""Rows of each sheet in which letters of old fonts are looked for."""
NEARLY_ALL = 0.8
"""Of a column in an old font, its title and a few rows may have been typed in another."""


def open_book(content: bytes) -> Book:
    """The spreadsheet in these bytes. Raises Invalid with a Vietnamese sentence for anything else."""
    if not content.strip():
        raise Invalid("Tệp rỗng. Xin chọn lại tệp.")
    if len(content) > MAX_FILE:
        raise Invalid("Tệp lớn hơn 50 MB. Xin chia sổ thành nhiều tệp nhỏ hơn.")
    if content.startswith(b"PK"):
        return with_unicode_letters(read_xlsx(content))
    if content.startswith(OLE):
        if ENCRYPTED in content:
            raise Invalid("Tệp Excel đang đặt mật khẩu. Xin bỏ mật khẩu (Tệp → Thông tin → Bảo vệ) rồi nhập lại.")
        return with_unicode_letters(read_xls(content))
    refuse_other_kinds(content)
    if looks_like_html(content):
        return with_unicode_letters(read_html(content))
    book = read_delimited(content)
    return with_unicode_letters(book) if book.encoding in (UTF8, UTF16) else book


def refuse_other_kinds(content: bytes) -> None:
    """Invalid for what is no spreadsheet, told by how it begins."""
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"%pdf", b"\x89png", b"\xff\xd8\xff", b"{\\rtf", b"\x1f\x8b", b"rar!", b"7z\xbc\xaf")):
        raise Invalid("Tệp không phải bảng tính. Chỉ nhận .xlsx, .xls, .csv và .txt xuất từ phần mềm một cửa.")
    if head.startswith(b"mime-version:"):
        raise Invalid("Tệp là trang web đóng gói (MHTML). Xin mở bằng Excel, lưu thành .xlsx rồi nhập lại.")
    if head.startswith((b"<?xml", b"<?mso", b"<workbook")) and not looks_like_html(content):
        raise Invalid("Tệp là XML, không phải bảng tính. Xin mở bằng Excel, lưu thành .xlsx rồi nhập lại.")


def with_unicode_letters(book: Book) -> Book:
    """A workbook, a page with its letters as numbers, a text saved from one, typed in fonts of TCVN3 or VNI: its
    texts in Unicode.

    Where only some columns are, or only some rows of them, only those. Any other book as it is.
    """
    looked = [(sheet, list(islice(sheet.rows(), LOOKED_AT))) for sheet in book.sheets]
    whole = find_legacy("\n".join(cell.text for _, rows in looked for row in rows for _, cell in _texts(row)))
    letters = [(sheet, rows, Letters(whole, {} if whole else _old_columns(rows))) for sheet, rows in looked]
    encoding = whole or next((each for _, _, old in letters for each, _ in old.columns.values()), None)
    if encoding is None:
        return book
    pairs = [
        (cell.text, old.converted(row).cells[at].text)
        for _, rows, old in letters
        for row in rows
        for at, cell in _texts(row)
    ]
    sheets = tuple(replace(sheet, rows=partial(_converted, sheet, old)) for sheet, _, old in letters)
    return replace(book, sheets=sheets, encoding=encoding, converted=changed(pairs))


@dataclass(frozen=True, slots=True)
class Letters:
    """Where a sheet has letters of an old font: in all of it, or in some columns (its font, whether nearly all)."""

    whole: str | None
    columns: Mapping[int, tuple[str, bool]]

    def converted(self, row: Row) -> Row:
        """The row in Unicode. Of a column that holds both, the row decides: registers are pasted below each other."""
        if self.whole is None and not self.columns:
            return row
        own = None if self.whole else find_legacy(_doubtful(cell for at, cell in _texts(row) if at in self.columns))
        return replace(row, cells={at: self._cell(at, cell, own) for at, cell in row.cells.items()})

    def _cell(self, at: int, cell: Cell, own: str | None) -> Cell:
        font, nearly_all = self.columns.get(at, (None, False))
        encoding = self.whole or (own or (font if nearly_all else None) if font else None)
        return replace(cell, text=convert(cell.text, encoding)) if encoding and cell.kind is Kind.TEXT else cell


def _old_columns(rows: Sequence[Row]) -> dict[int, tuple[str, bool]]:
    cells = defaultdict(list)
    for row in rows:
        for at, cell in _texts(row):
            if not cell.text.isascii():
                cells[at].append(cell)
    found = {at: find_legacy(_doubtful(column)) for at, column in cells.items()}
    share = {at: sum(is_doubtful(cell.text) for cell in column) / len(column) for at, column in cells.items()}
    return {at: (font, share[at] >= NEARLY_ALL) for at, font in found.items() if font is not None}


def _doubtful(cells: Iterable[Cell]) -> str:
    return "\n".join(cell.text for cell in cells if is_doubtful(cell.text))


def _texts(row: Row) -> Iterator[tuple[int, Cell]]:
    return ((at, cell) for at, cell in row.cells.items() if cell.kind is Kind.TEXT)


def _converted(sheet: Sheet, letters: Letters) -> Iterator[Row]:
    return map(letters.converted, sheet.rows())
