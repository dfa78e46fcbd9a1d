"""Workbooks for people: typed values only, no formula, no link, no hidden sheet.

A text such as `=1+1` stays that text: a cell written by a citizen must never compute on an officer's machine.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal

import xlsxwriter

from feedback.foundation.clock import to_local

Form = Literal["text", "number", "percent", "day", "moment"]
Value = str | int | float | bool | date | datetime | None
FORMATS: dict[str, str] = {
    "number": "#,##0.##",
    "percent": '0.0" %"',
    "day": "dd/mm/yyyy",
    "moment": "dd/mm/yyyy hh:mm",
}
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


@dataclass(frozen=True, slots=True)
class Column:
    """`percent` values are already in percent (87.6). Aware moments are written as Vietnamese wall-clock time."""

    title: str
    form: Form = "text"
    width: float = 16


@dataclass(frozen=True, slots=True)
class SheetOut:
    """`notes` stand above the table, one line each."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    notes: Sequence[str] = field(default=())


def new_workbook(stream: io.BytesIO, *, made_at: datetime) -> xlsxwriter.Workbook:
    """An XlsxWriter workbook that never turns text into formulas, links or numbers; same input, same bytes."""
    book = xlsxwriter.Workbook(stream, dict(PLAIN))
    book.set_properties({"created": made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)})
    return book


def write_workbook(sheets: Sequence[SheetOut], *, made_at: datetime) -> bytes:
    """The workbook's bytes; each sheet with frozen, repeated column titles."""
    stream = io.BytesIO()
    book = new_workbook(stream, made_at=made_at)
    forms = {form: book.add_format({"num_format": code}) for form, code in FORMATS.items()}
    forms["title"] = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1})
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name[:31]), sheet, forms)
    book.close()
    return stream.getvalue()


def _write_sheet(page: Any, sheet: SheetOut, forms: dict[str, Any]) -> None:
    for at, note in enumerate(sheet.notes):
        page.write_string(at, 0, note)
    top = len(sheet.notes)
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
        page.write_string(top, at, column.title, forms["title"])
    page.freeze_panes(top + 1, 0)
    page.repeat_rows(top)
    for down, values in enumerate(sheet.rows, top + 1):
        for at, (column, value) in enumerate(zip(sheet.columns, values, strict=True)):
            write_value(page, down, at, value, forms.get(column.form))


def write_value(page: Any, row: int, column: int, value: Value, form: Any = None) -> None:
    """One typed cell of an XlsxWriter worksheet, rows and columns from 0."""
    if value is None:
        page.write_blank(row, column, None, form)
    elif isinstance(value, bool):
        page.write_boolean(row, column, value, form)
    elif isinstance(value, (int, float)):
        page.write_number(row, column, value, form)
    elif isinstance(value, datetime):
        local = to_local(value) if value.tzinfo else value
        page.write_datetime(row, column, local.replace(tzinfo=None), form)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, form)
    else:
        page.write_string(row, column, value, form)
