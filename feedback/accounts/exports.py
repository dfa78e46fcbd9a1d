"""The organisation workbook as a file: the template written, a filled one read into rows."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from feedback.accounts.rules.workbook import INSTRUCTIONS, SHEETS, column_title, instructions, read
from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets import Book, Cell, Kind, new_workbook, open_book
from feedback.organisation.rules.sheets import Reading, Rows, Sheet

WIDTH = 24
BLANK_ROWS = 500
"""Rows kept as text below the examples, so that codes and telephone numbers keep their leading zeros."""


def write_template(*, made_at: datetime) -> bytes:
    """An empty workbook to fill in: instructions first, then one sheet a subject with marked examples."""
    stream = io.BytesIO()
    book = new_workbook(stream, made_at=made_at)
    forms = {
        "title": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
        "example": book.add_format({"italic": True, "font_color": "#56605d", "num_format": "@"}),
        "text": book.add_format({"num_format": "@"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    _write_instructions(book.add_worksheet(INSTRUCTIONS), forms)
    for sheet in SHEETS:
        _write_sheet(book.add_worksheet(sheet.title), sheet, forms)
    book.close()
    return stream.getvalue()


def _write_instructions(page: Any, forms: dict[str, Any]) -> None:
    page.set_column(0, 1, WIDTH)
    page.set_column(2, 2, 80, forms["wrap"])
    for down, cells in enumerate(instructions()):
        for at, text in enumerate(cells):
            bold = down == 0 or text in {"Trang tính", "Cột", "Cách điền"}
            page.write_string(down, at, text, forms["title"] if bold and text else None)


def _write_sheet(page: Any, sheet: Sheet, forms: dict[str, Any]) -> None:
    page.set_column(0, len(sheet.columns) - 1, WIDTH, forms["text"])
    for at, column in enumerate(sheet.columns):
        page.write_string(0, at, column_title(column), forms["title"])
        if column.choices:
            page.data_validation(1, at, BLANK_ROWS, at, {"validate": "list", "source": list(column.choices)})
    page.freeze_panes(1, 0)
    for down, example in enumerate(sheet.examples, 1):
        for at, text in enumerate(example):
            page.write_string(down, at, text, forms["example"])


def read_workbook_file(content: bytes) -> Reading:
    """What a filled workbook says. Raises Invalid when the bytes are no workbook at all."""
    book = open_book(content)
    if book.form != "xlsx":
        raise Invalid("Tệp không phải bảng tính Excel (.xlsx). Xin điền vào tệp mẫu rồi nạp lại.")
    return read(rows_by_sheet(book))


def rows_by_sheet(book: Book) -> dict[str, Rows]:
    """Each sheet's rows with plain values in column order; a hidden row counts like any other."""
    return {sheet.name: list(_plain_rows(sheet.rows())) for sheet in book.sheets}


def _plain_rows(rows: Iterator[Any]) -> Iterator[tuple[int, Sequence[Any]]]:
    for row in rows:
        last = max(row.cells, default=0)
        yield row.number, [_value(row.cells.get(at)) for at in range(1, last + 1)]


def _value(cell: Cell | None) -> Any:
    if cell is None:
        return None
    return cell.moment if cell.kind is Kind.MOMENT and cell.moment is not None else cell.text
