from __future__ import annotations

import io

import openpyxl
import pytest

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets import open_book
from feedback.organisation.tables import UnitSetting
from feedback.records.actions.reading import CODE_PATTERN, Upload, choose_sheet, code_pattern, read_upload
from tests.records.reference import AS_OF, content

TITLES = ["Mã hồ sơ", "Tên TTHC", "Ngày tiếp nhận"]


def workbook(*sheets):
    """(name, first row, state, further rows …) of each sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, titles, state, *rows in sheets:
        page = book.create_sheet(name)
        for row in (titles, *rows):
            page.append(row)
        page.sheet_state = state
    stream = io.BytesIO()
    book.save(stream)
    return open_book(stream.getvalue())


def test_the_first_visible_sheet_with_records_is_read_and_others_are_told():
    book = workbook(
        ("Tổng hợp", ["Lĩnh vực", "Số hồ sơ"], "visible"),
        ("Ẩn", TITLES, "hidden"),
        ("Hộ tịch", TITLES, "visible"),
        ("Đất đai", TITLES, "visible"),
    )
    sheet, others = choose_sheet(book)
    assert (sheet.name, others) == ("Hộ tịch", ["Đất đai", "Ẩn"])


def test_a_sheet_with_files_comes_before_one_that_has_only_titles():
    row = ["H50.41.01-261001-0001", "Thủ tục đăng ký khai sinh", "01/10/2026 09:00"]
    book = workbook(("Tháng 9", TITLES, "visible"), ("Tháng 10", TITLES, "visible", row), ("Ẩn", TITLES, "hidden", row))
    sheet, others = choose_sheet(book)
    assert (sheet.name, others) == ("Tháng 10", ["Tháng 9", "Ẩn"])


def test_a_workbook_without_records_says_what_is_missing():
    with pytest.raises(Invalid, match="Mã hồ sơ"):
        choose_sheet(workbook(("Tổng hợp", ["Lĩnh vực", "Số hồ sơ"], "visible")))


def test_the_name_is_only_a_name():
    assert Upload("C:\\so sach\\a.csv", b"", AS_OF).base_name == "a.csv"
    assert Upload("../../a.csv", b"", AS_OF).base_name == "a.csv"
    assert Upload("\u202e", b"", AS_OF).base_name == "khong-ten"


def test_the_preview_knows_which_columns_were_recognised(session):
    reading = read_upload(session, Upload("H.xlsx", content("H_khong-co-ho-so.xlsx"), AS_OF))
    assert (reading.rows, len(reading.ignored), reading.about["titles"]["received"]) == ((), 1, "Ngày tiếp nhận")


def test_the_form_of_codes_is_a_setting(session, make):
    assert code_pattern(session).match("H50.41.01-260701-0001")
    session.add(UnitSetting(unit_id=None, key=CODE_PATTERN, value=r"^X\d+$"))
    session.flush()
    assert code_pattern(session).match("X1")
    session.query(UnitSetting).update({"value": "("})
    with pytest.raises(Invalid, match="biểu thức"):
        code_pattern(session)
