from __future__ import annotations

from feedback.records.rules import Found, Layout, Role, State
from feedback.records.rules.headers import find_header
from feedback.records.rules.mappings import ColumnMapping, fingerprint, keys_of
from feedback.records.rules.raw import pack, unpack
from feedback.records.rules.stamps import DateOrder, read_stamp
from tests.records.rules.samples import row

STRANGE = ("Số BN", "Nội dung", "Ngày nộp", "Hẹn", "TT HS")
ROLES = {
    "so bn": Role.CODE,
    "noi dung": Role.PROCEDURE_NAME,
    "ngay nop": Role.RECEIVED,
    "hen": Role.DUE,
    "tt ho so": Role.STATUS,
}


def mapping(**more):
    keys = keys_of(dict(enumerate(STRANGE, 1))).values()
    return ColumnMapping("X", ROLES, fingerprint=fingerprint(keys), **more)


def test_titles_nobody_knows_are_no_header_until_a_clerk_says_what_they_are():
    assert find_header(row(1, *STRANGE), None, {}) is None
    header = find_header(row(1, *STRANGE), None, {}, mapping())
    assert header is not None
    assert dict(header.columns) == {
        Role.CODE: 1,
        Role.PROCEDURE_NAME: 2,
        Role.RECEIVED: 3,
        Role.DUE: 4,
        Role.STATUS: 5,
    }


def test_what_a_clerk_said_comes_before_what_we_know():
    titles = ("Mã hồ sơ", "Tên TTHC", "Ngày tiếp nhận", "Ngày nhận thực tế")
    said = {"ma ho so": Role.CODE, "ten thu tuc hanh chinh": Role.PROCEDURE_NAME, "ngay nhan thuc te": Role.RECEIVED}
    told = ColumnMapping("X", said, fingerprint=fingerprint(keys_of(dict(enumerate(titles, 1))).values()))
    header = find_header(row(1, *titles), None, {}, told)
    assert header is not None
    assert header.columns[Role.RECEIVED] == 4
    assert find_header(row(1, *titles[:3]), None, {}, told) is not None, "other titles: as we know them"


def test_months_first_and_words_of_the_software_are_read_as_the_clerk_said_and_survive_keeping():
    told = mapping(order=DateOrder.MONTH_FIRST, statuses={"cho ky so": State.RECEIVED})
    code = "H50.41.03-260705-0001"
    sheet = [row(1, *STRANGE), row(2, code, "Khai sinh", "07/05/2026 08:30", "13/05/2026", "Chờ ký số")]
    found = next(each for each in Layout(mapping=told).read(sheet) if isinstance(each, Found))
    for each in (found, unpack(pack(found, None))):
        received = read_stamp(each.cells[Role.RECEIVED])
        assert received is not None
        assert received.local_iso == "2026-07-05T08:30"
        assert each.cells[Role.RECEIVED].text == "07/05/2026 08:30"
        assert each.state is State.RECEIVED
        assert "tháng/ngày/năm" in each.cells[Role.DUE].text, "there is no thirteenth month: never read the other way"


def test_two_rows_of_titles_can_be_told_as_well():
    titles = {1: "Số BN", 2: "Nội dung", 3: "Nhận Ngày", 4: "Trả Ngày"}
    said = {"so bn": Role.CODE, "noi dung": Role.PROCEDURE_NAME, "nhan ngay": Role.RECEIVED, "tra ngay": Role.DUE}
    told = ColumnMapping("X", said, rows=2, fingerprint=fingerprint(keys_of(titles).values()))
    header = find_header(row(1, "Số BN", "Nội dung", "Nhận", "Trả"), row(2, None, None, "Ngày", "Ngày"), {}, told)
    assert header is not None
    assert header.rows == (1, 2)
    assert (header.columns[Role.RECEIVED], header.columns[Role.DUE]) == (3, 4)


def test_an_hour_beside_a_day_is_its_time_and_never_takes_its_place():
    titles = ("Mã hồ sơ", "Tên TTHC", "Ngày tiếp nhận", "Giờ", "Ngày hẹn trả")
    header = find_header(row(1, *titles), None, {})
    assert header is not None
    assert header.hours == {Role.RECEIVED: 4}
    alone = find_header(row(1, "Mã hồ sơ", "Tên TTHC", "Giờ", "Ngày tiếp nhận"), None, {})
    assert alone is not None
    assert alone.columns[Role.RECEIVED] == 4
    assert alone.hours == {Role.RECEIVED: 3}
    nobodys = find_header(row(1, "Mã hồ sơ", "Giờ", "Tên TTHC", "Ngày tiếp nhận"), None, {})
    assert nobodys is not None
    assert not nobodys.hours


def test_hours_left_of_their_days_are_not_taken_for_those_of_the_day_before():
    header = find_header(row(1, "Mã hồ sơ", "Tên TTHC", "Giờ", "Ngày nhận", "Giờ", "Ngày hẹn trả"), None, {})
    assert header is not None
    assert header.hours == {Role.RECEIVED: 3, Role.DUE: 5}
    named = find_header(row(1, "Mã hồ sơ", "Tên TTHC", "Ngày nhận", "Giờ nhận", "Ngày hẹn trả", "Giờ hẹn"), None, {})
    assert named is not None
    assert named.hours == {Role.RECEIVED: 4, Role.DUE: 6}


def test_a_title_that_says_just_the_role_is_read_before_one_that_says_more():
    titles = ("Mã hồ sơ", "Tên TTHC", "Ngày tiếp nhận trên cổng DVCQG", "Ngày tiếp nhận", "Ngày hẹn trả theo quy định",
              "Ngày hẹn trả")  # fmt: skip
    header = find_header(row(1, *titles), None, {})
    assert header is not None
    assert (header.columns[Role.RECEIVED], header.columns[Role.DUE]) == (4, 6)


def test_titles_that_reach_down_over_both_rows_are_one_header_and_the_next_page_is_none():
    above = row(1, "STT", "Mã hồ sơ", "Mã TTHC", "Tên TTHC", "Thời gian")
    below = row(2, "STT", "Mã hồ sơ", "Mã TTHC", "Tên TTHC", "Tiếp nhận", "Hẹn trả")
    header = find_header(above, below, {})
    assert header is not None
    assert header.rows == (1, 2)
    assert (header.columns[Role.RECEIVED], header.columns[Role.DUE]) == (5, 6)
    titles = ("STT", "Mã hồ sơ", "Tên TTHC", "Ngày tiếp nhận")
    again = find_header(row(1, *titles), row(2, *titles), {})
    assert again is not None
    assert again.rows == (1,)


def test_a_third_row_of_titles_names_the_days_below_their_group():
    sheet = [
        row(1, "STT", "Mã hồ sơ", "Tên TTHC", "Người nộp", None, "Quá trình giải quyết"),
        row(2, None, None, None, "Họ và tên", "Địa chỉ", "Thời gian"),
        row(3, None, None, None, None, None, "Tiếp nhận", "Hẹn trả"),
        row(4, 1, "H50.41.03-260705-0001", "Khai sinh", "Hồ Văn Thử", "Xã Thử", "05/07/2026", "06/07/2026"),
    ]
    for numbered, number in ((True, 4), (False, 1)):
        read = list(Layout(numbered=numbered).read(sheet))
        found = [each for each in read if isinstance(each, Found)]
        assert [each.number for each in found] == [number]
        assert found[0].cells[Role.RECEIVED].text == "05/07/2026"
        assert found[0].cells[Role.DUE].text == "06/07/2026"
        assert len(read) == number


def test_of_two_columns_of_one_role_the_files_own_is_read_wherever_it_stands():
    titles = ("Số hồ sơ", "Mã hồ sơ DVCQG", "Mã hồ sơ", "Nội dung hồ sơ", "Tên TTHC", "Người nộp", "SĐT người nộp")
    more = ("Chủ hồ sơ", "Số điện thoại", "Ngày tiếp nhận", "Hạn xử lý", "Ngày hẹn trả kết quả", "Ngày hẹn trả")
    for order in (1, -1):
        shown = (*titles, *more)[::order]
        header = find_header(row(1, *shown), None, {})
        assert header is not None
        read = {role: shown[column - 1] for role, column in header.columns.items()}
        due = read.pop(Role.DUE)
        assert due == ("Ngày hẹn trả kết quả" if order == 1 else "Ngày hẹn trả"), "of two as good the first"
        assert read == {
            Role.CODE: "Mã hồ sơ",
            Role.PROCEDURE_NAME: "Tên TTHC",
            Role.APPLICANT: "Chủ hồ sơ",
            Role.PHONE: "Số điện thoại",
            Role.RECEIVED: "Ngày tiếp nhận",
        }
