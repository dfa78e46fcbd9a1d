"""Excel 97–2003 (.xls): cells, merged cells, hidden rows and sheets; nothing in it is executed."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any

import xlrd

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.cells import Book, Cell, Kind, Merge, Row, Sheet, number_text
from feedback.foundation.spreadsheets.dates import from_day_number

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGED = (
    *(xlrd.XLRDError, xlrd.compdoc.CompDocError, AssertionError, IndexError, KeyError, ValueError, TypeError),
    *(AttributeError, UnicodeError, struct.error, ArithmeticError, RecursionError),
)
"""What the reader raises on damaged files: it checks little, so that a damaged file fails anywhere."""


def read_xls(content: bytes) -> Book:
    """A book with the sheet's own row numbers. Invalid for a password, damage, or what is no workbook inside."""
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
        return Book("xlsx", tuple(_sheet(book, sheet) for sheet in book.sheets()))
    except _DAMAGED as error:
        if "encrypt" in str(error).lower() or "password" in str(error).lower():
            raise Invalid("Tệp Excel đang đặt mật khẩu. Xin bỏ mật khẩu rồi nhập lại.") from error
        raise Invalid(
            "Tệp Excel đời cũ (.xls) hỏng hoặc không phải bảng tính. Xin mở bằng Excel, lưu thành .xlsx rồi nhập lại."
        ) from error


def _sheet(book: Any, sheet: Any) -> Sheet:
    merges = tuple(Merge(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells)
    return Sheet(str(sheet.name), lambda: _rows(book, sheet), bool(sheet.visibility), merges)


def _rows(book: Any, sheet: Any) -> Iterator[Row]:
    for at in range(sheet.nrows):
        cells = {}
        for column, each in enumerate(sheet.row(at), 1):
            cell = _cell(book, each)
            if cell is not None:
                cells[column] = cell
        if cells:
            look = sheet.rowinfo_map.get(at)
            yield Row(at + 1, cells, hidden=bool(look is not None and look.hidden))


def _cell(book: Any, cell: Any) -> Cell | None:
    value = cell.value
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return Cell(Kind.TEXT, value) if value else None
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        # A day number without a date format: only this book knows whether it counts from 1904.
        moment = from_day_number(value, epoch_1904=True) if book.datemode else None
        return Cell(Kind.NUMBER, number_text(value), value, moment)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _moment(book, value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return Cell(Kind.TRUTH, "TRUE" if value else "FALSE")
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Cell(Kind.ERROR, xlrd.error_text_from_code.get(value, "#?"))
    return None


def _moment(book: Any, value: float) -> Cell:
    """A date cell; a number that can be no date of a file stays the number it is."""
    moment = from_day_number(value, epoch_1904=bool(book.datemode))
    if moment is None:
        return Cell(Kind.NUMBER, number_text(value), number=value)
    return Cell(Kind.MOMENT, moment.isoformat(" "), value, moment)
