"""A workbook's sheets as specified columns, and the reading of their rows into plain values.

The organisation's own sheets stand in `workbook.py`; accounts adds the people's. Every problem names sheet, row and
column and says what to do; a row with a problem yields no line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from feedback.foundation.errors import Invalid
from feedback.foundation.text import clean, fold
from feedback.organisation.rules.addresses import parse_address
from feedback.organisation.rules.changes import Change, Outcome

EXAMPLE_MARK = "VD:"
"""A row whose first cell starts so is an example of the template and is never loaded."""

MAX_TEXT = 300
Rows = Sequence[tuple[int, Sequence[Any]]]
"""Rows of a sheet: row number as the spreadsheet counts, and its cells (text, number, date or None)."""


class Kind(StrEnum):
    TEXT = "text"
    UNIT = "unit"
    CODE = "code"
    DAY = "day"
    YES = "yes"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    title: str
    kind: Kind = Kind.TEXT
    required: bool = False
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """`examples` are rows of cells in column order, shown in the template behind the mark."""

    key: str
    title: str
    purpose: str
    columns: tuple[Column, ...]
    examples: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One readable row: `values` holds a value (or None) for every column of the sheet."""

    sheet: Sheet
    row: int
    values: Mapping[str, Any]

    def text(self, key: str) -> str:
        return str(self.values[key] or "")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a workbook says: readable lines by sheet key, and the problems."""

    lines: Mapping[str, tuple[Line, ...]]
    problems: tuple[Change, ...]


def problem(sheet: str, row: int | None, message: str) -> Change:
    return Change(sheet, row, "", Outcome.ERROR, message=message)


def read_workbook(sheets: Sequence[Sheet], found: Mapping[str, Rows], ignored: Sequence[str]) -> Reading:
    """Match sheets by folded title and read them. `ignored` are titles (the instructions) that hold no rows."""
    known = {fold(sheet.title): sheet for sheet in sheets}
    passed = {fold(title) for title in ignored}
    lines: dict[str, tuple[Line, ...]] = {}
    problems: list[Change] = []
    for title, rows in found.items():
        sheet = known.get(fold(title))
        if sheet is not None:
            read, wrong = read_sheet(sheet, rows)
            lines[sheet.key] = tuple(read)
            problems += wrong
        elif fold(title) not in passed:
            names = ", ".join(f"“{each.title}”" for each in sheets)
            problems.append(
                problem(title, None, f"Tên trang tính lạ. Đổi thành một trong: {names}, hoặc xóa trang này.")
            )
    if not lines and not problems:
        problems.append(problem("", None, "File không có trang tính nào của mẫu. Tải mẫu về, điền rồi nạp lại."))
    return Reading(lines, tuple(problems))


def read_sheet(sheet: Sheet, rows: Rows) -> tuple[list[Line], list[Change]]:
    """The sheet's lines and problems. Its first row that is not blank must hold the column titles."""
    filled = [(number, cells) for number, cells in rows if any(_written(cell) for cell in cells)]
    if not filled:
        return [], []
    places, problems = _find_columns(sheet, *filled[0])
    if problems:
        return [], problems
    lines: list[Line] = []
    for number, cells in filled[1:]:
        if _written(cells[0] if cells else "").startswith(EXAMPLE_MARK):
            continue
        values, wrong = _read_row(sheet, number, cells, places)
        problems += wrong
        if not wrong:
            lines.append(Line(sheet, number, values))
    return lines, problems


def _find_columns(sheet: Sheet, number: int, cells: Sequence[Any]) -> tuple[dict[str, int], list[Change]]:
    titles = {_title_key(_written(cell)): place for place, cell in enumerate(cells) if _written(cell)}
    wanted = {_title_key(column.title): column for column in sheet.columns}
    problems = [
        problem(sheet.title, number, f"Cột “{_written(cells[place])}” không có trong mẫu. Đổi tên hoặc xóa cột này.")
        for key, place in titles.items()
        if key not in wanted
    ]
    problems += [
        problem(sheet.title, number, f"Thiếu cột “{column.title}”. Dòng đầu của trang tính phải là tên các cột.")
        for key, column in wanted.items()
        if column.required and key not in titles
    ]
    return {wanted[key].key: place for key, place in titles.items() if key in wanted}, problems


def _title_key(title: str) -> str:
    return fold(title).rstrip(" *")


def _read_row(
    sheet: Sheet, number: int, cells: Sequence[Any], places: Mapping[str, int]
) -> tuple[dict[str, Any], list[Change]]:
    values: dict[str, Any] = {}
    problems: list[Change] = []
    for column in sheet.columns:
        place = places.get(column.key)
        cell = cells[place] if place is not None and place < len(cells) else None
        try:
            values[column.key] = read_cell(column, cell)
        except Invalid as wrong:
            problems.append(problem(sheet.title, number, f"Cột “{column.title}”: {wrong.message}"))
    return values, problems


def read_cell(column: Column, cell: Any) -> Any:
    """The cell's value by the column's kind, None where blank. Raises Invalid with what to write."""
    if column.kind is Kind.DAY and isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    text = _written(cell)
    if not text:
        if column.required:
            raise Invalid("còn trống. Điền vào ô này.")
        return True if column.kind is Kind.YES else None
    if len(text) > MAX_TEXT:
        raise Invalid(f"dài {len(text)} ký tự. Rút gọn còn dưới {MAX_TEXT}.")
    if column.choices:
        return _choice(column, text)
    return _READERS[column.kind](text)


def _choice(column: Column, text: str) -> str:
    chosen = {fold(word): value for word, value in column.choices.items()}.get(fold(text))
    if chosen is None:
        raise Invalid(f"“{text}” chưa đúng. Chọn một trong: {', '.join(column.choices)}.")
    return chosen


def _written(cell: Any) -> str:
    """The cell as text: numbers without a trailing `.0`, days as 21/11/2026."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return clean(f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell))


def _read_day(text: str) -> date:
    match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    try:
        if match:
            return date(int(match[3]), int(match[2]), int(match[1]))
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(f"“{text}” không phải ngày. Ghi ngày/tháng/năm, ví dụ 01/07/2025.") from None


def _read_yes(text: str) -> bool:
    answer = {"co": True, "x": True, "1": True, "khong": False, "0": False}.get(fold(text))
    if answer is None:
        raise Invalid(f"“{text}” chưa đúng. Ghi có hoặc không.")
    return answer


def _read_email(text: str) -> str:
    if not re.fullmatch(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]+", text):
        raise Invalid(f"“{text}” không phải địa chỉ thư điện tử. Ví dụ: ten@quangtri.gov.vn.")
    return text


def _read_code(text: str) -> str:
    if not re.fullmatch(r"[0-9A-Za-zĐđ][0-9A-Za-zĐđ._-]{0,39}", text):
        raise Invalid(f"“{text}” chưa đúng. Mã chỉ gồm chữ, số, dấu chấm, gạch ngang; không có khoảng trắng.")
    return text


_READERS: Mapping[Kind, Any] = {
    Kind.TEXT: lambda text: text,
    Kind.UNIT: parse_address,
    Kind.CODE: _read_code,
    Kind.DAY: _read_day,
    Kind.YES: _read_yes,
    Kind.EMAIL: _read_email,
}
