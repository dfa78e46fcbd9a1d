"""The people's sheets and the instructions."""

import pytest

from feedback.accounts.rules.workbook import PEOPLE, ROLES, SHEETS, column_help, column_title, instructions, read
from feedback.organisation.rules.sheets import EXAMPLE_MARK, read_sheet


@pytest.mark.parametrize("sheet", [PEOPLE, ROLES], ids=lambda sheet: sheet.key)
def test_each_example_would_be_read_without_its_mark(sheet):
    rows = [(1, [column.title for column in sheet.columns])]
    rows += [(2, [cell.removeprefix(EXAMPLE_MARK).strip() for cell in example]) for example in sheet.examples]
    lines, problems = read_sheet(sheet, rows)
    assert not problems
    assert len(lines) == len(sheet.examples)


def test_instructions_name_every_sheet_and_column():
    told = {cell for line in instructions() for cell in line}
    for sheet in SHEETS:
        assert sheet.title in told
        assert {column_title(column) for column in sheet.columns} <= told


def test_every_column_says_how_to_fill_it():
    assert all(column_help(column) for sheet in SHEETS for column in sheet.columns)


def test_the_instructions_sheet_is_no_problem_when_read_back():
    rows = [(1, [column.title for column in PEOPLE.columns]), (2, ["vidu.nv", "Nguyễn Văn Ví Dụ", "", "19702"])]
    reading = read({"Hướng dẫn": [(1, ["chữ"])], "Cán bộ": rows})
    assert not reading.problems
    assert reading.lines["people"][0].text("login") == "vidu.nv"
