from __future__ import annotations

from feedback.records.rules import Found, Layout
from feedback.records.rules.wording import conversions, say_change, say_stamp, say_unsettled
from tests.records.rules.samples import at, row


def test_stamps_are_told_as_far_as_they_are_known():
    assert say_stamp(at("01/07/2026 11:05")) == "11:05 ngày 01/07/2026"
    assert say_stamp(at("1/7/26")) == "01/07/2026"
    assert say_stamp(None) == "—"


def test_changes_are_told_in_words():
    assert say_change("state", "awaiting_supplement") == "chờ bổ sung (tạm dừng tính hạn)"
    assert say_change("due", "2026-11-19T09:00") == "09:00 ngày 19/11/2026"
    assert say_change("due", "2026-11-19") == "19/11/2026"
    assert say_change("due", None) == "chưa có"
    waited = "2026-11-17T08:00/2026-11-18T09:00 bản sao"
    assert say_change("supplement", waited) == "hỏi: 08:00 ngày 17/11/2026; xong: 09:00 ngày 18/11/2026; bản sao"
    assert say_change("supplement", "2026-11-17T08:00/") == "hỏi: 08:00 ngày 17/11/2026"
    assert say_change("step", "2026-11-17T08:00// Cơ quan A") == "nhận: 08:00 ngày 17/11/2026; Cơ quan A"


def test_what_is_not_settled_is_told_in_days_and_years():
    assert say_unsettled("2026-11-24 2027") == "24/11/2026, cả năm 2027"
    assert say_unsettled("") == ""


def test_the_preview_shows_what_each_cell_was_read_as_and_nothing_personal():
    titles = row(1, "Mã hồ sơ", "Tên TTHC", "Chủ hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái")
    line = row(2, " h50.41.03-260701-0001", "a", "Ông Mẫu", "9h28 15/07/2026", "31/11/2026", "Lạ")
    found = next(each for each in Layout().read([titles, line]) if isinstance(each, Found))
    told = {each.column: (each.read, each.good) for each in conversions(found)}
    assert told == {
        "Mã hồ sơ": ("H50.41.03-260701-0001", True),
        "Tên thủ tục": ("a", True),
        "Tiếp nhận": ("09:28 ngày 15/07/2026", True),
        "Hẹn trả": ("không đọc được", False),
        "Trạng thái": ("chữ lạ", False),
    }
    assert conversions(found)[0].converted
