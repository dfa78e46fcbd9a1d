"""The workbook as a file."""

import io
from datetime import date

import openpyxl
import pytest

from feedback.accounts.exports import read_workbook_file, rows_by_sheet, write_template
from feedback.accounts.rules.workbook import INSTRUCTIONS, SHEETS, column_title
from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets import open_book
from feedback.organisation.rules.addresses import UnitAddress


@pytest.fixture
def template(now):
    return write_template(made_at=now)


def filled(template, sheet, *rows):
    """The template with rows typed below the examples, as Excel would save it."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    for row in rows:
        book[sheet].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_template_has_instructions_first_and_every_sheet_with_its_columns(template):
    book = openpyxl.load_workbook(io.BytesIO(template))
    assert book.sheetnames == [INSTRUCTIONS, *(sheet.title for sheet in SHEETS)]
    for sheet in SHEETS:
        assert [cell.value for cell in book[sheet.title][1]] == [column_title(column) for column in sheet.columns]


def test_the_untouched_template_says_nothing_and_has_no_problem(template):
    reading = read_workbook_file(template)
    assert not reading.problems
    assert not any(reading.lines.values())


def test_rows_typed_below_the_examples_are_read(template):
    content = filled(template, "Người đứng đầu", [19702, "Nguyễn Văn Mẫu", "Chủ tịch", None, date(2025, 7, 1), None])
    (line,) = read_workbook_file(content).lines["heads"]
    assert line.values["unit"] == UnitAddress("19702")
    assert line.values["valid_from"] == date(2025, 7, 1)


def test_a_problem_names_sheet_row_and_column(template):
    content = filled(template, "Quầy", ["Q 1", "19702", "", "Quầy 1", "có lẽ"])
    first, second = read_workbook_file(content).problems
    assert (first.sheet, first.row) == ("Quầy", 3)
    assert "Cột “Mã quầy”" in first.message
    assert "Cột “Đang dùng”" in second.message


def test_a_text_file_is_told_to_be_no_workbook():
    with pytest.raises(Invalid, match="không phải bảng tính Excel"):
        read_workbook_file(b"a;b\n1;2\n")


def test_bytes_that_are_no_workbook_are_refused_in_words():
    with pytest.raises(Invalid):
        read_workbook_file(b"%PDF-1.7")


def test_the_same_moment_gives_the_same_bytes(now):
    assert write_template(made_at=now) == write_template(made_at=now)


def test_rows_keep_their_numbers_and_blank_cells(template):
    content = filled(template, "Địa chỉ", ["19702", None, "0233 000 000"])
    assert rows_by_sheet(open_book(content))["Địa chỉ"][-1] == (3, ["19702", None, "0233 000 000"])
