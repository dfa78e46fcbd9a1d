from __future__ import annotations

import pytest

from feedback.foundation.spreadsheets.cells import Merge
from feedback.records.rules import Found, Ignored, Layout, Role, find_header
from tests.records.rules.samples import row, text

TITLES = ("STT", "Mã hồ sơ", "Mã TTHC", "Tên TTHC", "Chủ hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày trả kết quả")
FILE = (1.0, "H50.41.03-260701-0001", "1.004873", "Thủ tục", "Ông Mẫu", "01/07/2026", "06/07/2026", None)


def told(rows, merges=(), numbered=True):
    """`row number: why` for ignored rows, `row number: code` for files."""
    found = {}
    for each in Layout(merges, numbered).read(rows):
        found[each.number] = each.why if isinstance(each, Ignored) else each.cells[Role.CODE].text
    return found


def test_title_header_files_and_blanks():
    rows = [row(1, "UBND XÃ MẪU"), row(4, *TITLES), row(5, *FILE), row(7, *FILE)]
    assert told(rows) == {
        1: "title",
        2: "blank",
        3: "blank",
        4: "header",
        5: FILE[1],
        6: "blank",
        7: FILE[1],
    }


def test_a_two_row_header_with_merged_groups():
    upper = row(7, "STT", "Mã hồ sơ", "Nội dung hồ sơ", "Ngày, tháng, năm", None, "Trả kết quả", None, "Ghi chú")
    lower = row(8, None, None, None, "Nhận hồ sơ", "Hẹn trả kết quả", "Ngày nhận kết quả", "Bên giao")
    header = find_header(upper, lower, {(7, 6): 7})
    assert header is not None
    assert header.rows == (7, 8)
    assert {role.value: column for role, column in header.columns.items()} == {
        "number": 1,
        "code": 2,
        "procedure_name": 3,
        "received": 4,
        "due": 5,
        "returned": 6,
    }


def test_a_title_row_right_above_a_two_row_header_is_not_part_of_it():
    rows = [
        row(1, "SỔ THEO DÕI HỒ SƠ"),
        row(2, "Mã hồ sơ", "Tên TTHC", "Ngày"),
        row(3, None, None, "Tiếp nhận", "Hẹn trả"),
        row(4, "H50.41.03-260701-0001", "a", "01/07/2026", "02/07/2026"),
    ]
    assert told(rows) == {1: "title", 2: "header", 3: "header", 4: "H50.41.03-260701-0001"}


def test_a_summary_table_is_no_header():
    assert find_header(row(1, "Lĩnh vực", "Số hồ sơ"), None, {}) is None
    assert find_header(row(1, "Mã hồ sơ", "Ghi chú", "Số"), None, {}) is None


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (("(1)", "(2)", "(3)", "(4)", "(5)"), "column index"),
        (("Lĩnh vực: Hộ tịch",), "group heading"),
        ((None, "Lĩnh vực: Đất đai"), "group heading"),
        (("II. HỒ SƠ TIẾP NHẬN TỪ KỲ TRƯỚC CHUYỂN SANG",), "group heading"),
        (("Tổng cộng: (bằng số)", None, None, 276.0), "total"),
        ((None, "Tổng số", "", 12.0, 13.0), "total"),
        (("NGƯỜI LẬP BIỂU", None, None, None, None, "Quảng Trị, ngày 20 tháng 11 năm 2026"), "signature"),
        (("NGƯỜI LẬP", "KẾ TOÁN", None, "CHỦ TỊCH"), "signature"),
        ((None, None, "Nguyễn Mẫu", None, "Trần Mẫu", "Lê Mẫu"), "signature"),
        (("   ", "  ", "\u00a0"), "blank"),
        (TITLES, "repeated header"),
    ],
)
def test_rows_that_are_no_files_say_what_they_are(cells, why):
    assert told([row(1, *TITLES), row(2, *FILE), row(3, *cells)])[3] == why


def test_a_file_without_code_is_still_a_file():
    found = list(Layout().read([row(1, *TITLES), row(2, 1.0, None, *FILE[2:])]))
    assert isinstance(found[1], Found)
    assert Role.CODE not in found[1].cells


def test_a_number_and_a_receipt_make_a_file_however_little_else_there_is():
    layout = Layout((), True)
    rows = [row(1, *TITLES), row(2, 7.0, None, None, None, "Ông Mẫu", "01/07/2026"), row(3, 8.0, None, None, "Hộ tịch")]
    assert [isinstance(each, Found) for each in layout.read(rows)] == [False, True, False]


@pytest.mark.parametrize("received", ["01/07/2026", "1/7/26", 46204.0, "30/02/2026"])
@pytest.mark.parametrize("code", [None, "12345"])
def test_a_procedure_that_begins_like_a_total_is_still_a_file(received, code):
    file = (1.0, code, None, "Công nhận hộ nghèo, hộ cận nghèo", "Ông Mẫu", received, "06/07/2026")
    found = list(Layout().read([row(1, *TITLES), row(2, *file)]))
    assert isinstance(found[1], Found)
    found = list(Layout().read([row(1, *TITLES[1:]), row(2, *file[1:])]))
    assert isinstance(found[1], Found)
    total = (None, None, None, "Cộng nhóm", None, 24.0, 24.0)
    assert told([row(1, *TITLES), row(2, *total)])[2] == "total"
    assert told([row(1, *TITLES[1:]), row(2, *total[1:])])[2] == "total"


def test_a_repeated_header_may_move_the_columns():
    moved = (TITLES[1], TITLES[0], *TITLES[2:])
    rows = [row(1, *TITLES), row(2, *FILE), row(3, *moved), row(4, FILE[1], 2.0, *FILE[2:])]
    assert told(rows) == {1: "header", 2: FILE[1], 3: "repeated header", 4: FILE[1]}


def test_a_cell_merged_downwards_holds_for_all_its_rows():
    titles = (*TITLES, "Cơ quan giải quyết")
    rows = [row(1, *titles), row(2, *FILE, "UBND xã Mẫu"), row(3, *FILE), row(4, *FILE)]
    found = [each for each in Layout([Merge(2, 9, 3, 9)]).read(rows) if isinstance(each, Found)]
    assert [Role.SOLVING_UNIT in each.cells for each in found] == [True, True, False]


def test_text_files_number_their_records_from_the_header_on():
    rows = [row(1, "DANH SÁCH"), row(2, *TITLES), row(3, *FILE), row(4, *FILE)]
    assert told(rows, numbered=False) == {1: FILE[1], 2: FILE[1]}


def test_a_stray_cell_far_below_does_not_list_a_million_blanks():
    assert len(told([row(1, *TITLES), row(900_000, "x")])) == 2


def test_headings_are_kept_for_the_unit():
    layout = Layout()
    list(layout.read([row(1, "UBND TỈNH MẪU"), row(2, text("UBND XÃ MẪU")), row(3, *TITLES)]))
    assert layout.headings == ["UBND TỈNH MẪU", "UBND XÃ MẪU"]
