from __future__ import annotations

import io
from datetime import UTC, date, datetime

import openpyxl

from feedback.foundation.spreadsheets import Column, SheetOut, write_workbook

MADE = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
COLUMNS = [
    Column("Chữ"),
    Column("Số", "number"),
    Column("Tỷ lệ", "percent"),
    Column("Ngày", "day"),
    Column("Lúc", "moment"),
]


def write(rows):
    return write_workbook([SheetOut("Báo cáo", COLUMNS, rows, notes=["Tuần 46"])], made_at=MADE)


def test_values_keep_their_types_and_moments_are_vietnamese_time():
    page = openpyxl.load_workbook(io.BytesIO(write([["a", 3, 87.6, date(2026, 11, 20), MADE]])))["Báo cáo"]
    assert page["A1"].value == "Tuần 46"
    assert [cell.value for cell in page[2]] == [column.title for column in COLUMNS]
    assert [cell.value for cell in page[3]][:3] == ["a", 3, 87.6]
    assert page["E3"].value == datetime.fromisoformat("2026-11-20T17:00")


def test_text_never_becomes_a_formula_or_a_link():
    hostile = ["=1+1", "+84", "@SUM(1)", "http://example.invalid/", "-x"]
    page = openpyxl.load_workbook(io.BytesIO(write([[text, None, None, None, None] for text in hostile])))["Báo cáo"]
    assert [(page.cell(3 + at, 1).value, page.cell(3 + at, 1).data_type) for at in range(5)] == [
        (t, "s") for t in hostile
    ]
    assert page.sheet_state == "visible"


def test_the_same_input_gives_the_same_bytes():
    assert write([["a", 1, 2.0, None, None]]) == write([["a", 1, 2.0, None, None]])
