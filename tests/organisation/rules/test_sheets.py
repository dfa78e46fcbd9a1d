"""Reading the rows of a workbook."""

from datetime import date, datetime, time

import pytest

from feedback.foundation.errors import Invalid
from feedback.organisation.rules.addresses import UnitAddress
from feedback.organisation.rules.sheets import Column, Kind, Sheet, read_cell, read_sheet, read_workbook

SHEET = Sheet(
    "things",
    "Thứ",
    "",
    (
        Column("unit", "Mã đơn vị", Kind.UNIT, required=True),
        Column("name", "Tên", required=True),
        Column("since", "Từ ngày", Kind.DAY),
        Column("active", "Đang dùng", Kind.YES),
    ),
)
HEAD = (1, ["Mã đơn vị *", "TÊN*", "Từ ngày", "Đang dùng"])


def test_a_full_row_becomes_plain_values():
    since = datetime.combine(date(2025, 7, 1), time())
    lines, problems = read_sheet(SHEET, [HEAD, (2, [19702.0, " Quầy  1 ", since, "không"])])
    assert not problems
    assert lines[0].row == 2
    assert lines[0].values == {
        "unit": UnitAddress("19702"),
        "name": "Quầy 1",
        "since": date(2025, 7, 1),
        "active": False,
    }


def test_columns_may_stand_in_another_order_and_optional_ones_be_missing():
    lines, problems = read_sheet(SHEET, [(1, ["Tên", "Mã đơn vị"]), (2, ["Quầy 1", "19702"])])
    assert not problems
    assert lines[0].values == {"unit": UnitAddress("19702"), "name": "Quầy 1", "since": None, "active": True}


def test_examples_and_blank_rows_are_no_lines():
    lines, problems = read_sheet(SHEET, [HEAD, (2, ["VD: 19702", "Quầy", "", ""]), (3, ["", None, "", " "])])
    assert (lines, problems) == ([], [])


def test_a_missing_column_is_told_with_what_to_do():
    _, problems = read_sheet(SHEET, [(1, ["Mã đơn vị"]), (2, ["19702"])])
    assert "Thiếu cột “Tên”" in problems[0].message


def test_a_strange_column_is_told_rather_than_dropped():
    _, problems = read_sheet(SHEET, [(1, ["Mã đơn vị", "Tên", "Lương"]), (2, ["19702", "A", "5"])])
    assert "“Lương”" in problems[0].message


def test_every_wrong_cell_of_a_row_is_told_and_the_row_is_left_out():
    lines, problems = read_sheet(SHEET, [HEAD, (2, ["19702@nay", "", "31/02/2025", "có lẽ"])])
    assert lines == []
    assert [problem.row for problem in problems] == [2, 2, 2, 2]
    assert "Cột “Tên”: còn trống" in problems[1].message


def test_sheets_are_found_by_folded_title_and_strange_ones_told():
    reading = read_workbook([SHEET], {"THU": [HEAD, (2, ["19702", "A"])], "Hướng dẫn": [], "Khác": []}, ["Hướng dẫn"])
    assert len(reading.lines["things"]) == 1
    assert [problem.sheet for problem in reading.problems] == ["Khác"]


def test_a_workbook_without_any_known_sheet_is_told():
    assert "không có trang tính nào của mẫu" in read_workbook([SHEET], {}, []).problems[0].message


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (Kind.DAY, "1/7/2025", date(2025, 7, 1)),
        (Kind.DAY, "2025-07-01", date(2025, 7, 1)),
        (Kind.YES, "Có", True),
        (Kind.YES, "x", True),
        (Kind.EMAIL, "a@b.vn", "a@b.vn"),
        (Kind.CODE, "H50.41.01", "H50.41.01"),
        (Kind.TEXT, "Nguye\u0302\u0303n", "Nguyễn"),
        (Kind.TEXT, "", None),
    ],
)
def test_a_cell_is_read_by_its_kind(kind, cell, value):
    assert read_cell(Column("x", "X", kind), cell) == value


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        (Column("x", "X", Kind.EMAIL), "a b@c", "thư điện tử"),
        (Column("x", "X", Kind.CODE), "a b", "khoảng trắng"),
        (Column("x", "X"), "a" * 301, "Rút gọn"),
        (Column("x", "X", choices={"sở": "sở"}), "xưởng", "Chọn một trong: sở"),
    ],
)
def test_a_wrong_cell_says_what_to_write(column, cell, words):
    with pytest.raises(Invalid, match=words):
        read_cell(column, cell)
