from typing import Any

import pytest

from feedback.reports.documents.verbs import detail_words, object_words, verb_words


def test_a_known_verb_is_said_in_vietnamese_and_a_new_one_is_not_hidden() -> None:
    assert verb_words("records.import") == "Nhập hồ sơ"
    assert verb_words("later.deed") == "later.deed"


def test_an_object_without_a_name_is_said_by_its_kind() -> None:
    assert object_words("printed_code", "k7Qm") == "Mã QR k7Qm"
    assert object_words("unit_setting", "sealing_key_id", "sealing_key_id") == "Cài đặt dấu của khóa mã hóa"
    assert object_words("account", "7", "canbo (Trần Thị Thử)") == "canbo (Trần Thị Thử)"


@pytest.mark.parametrize(
    ("detail", "said"),
    [
        ({}, "—"),
        (
            {"reason_class": "coordination", "new_due": "2026-11-27T09:30:00+00:00"},
            "nhóm lý do: Chờ ý kiến, kết quả của cơ quan phối hợp; ngày hẹn mới: 16:30 ngày 27/11/2026",
        ),
        (
            {"role": "officer", "words": "cán bộ", "unit_id": 1375, "area_id": None},
            "vai trò: cán bộ; đơn vị số: 1375; địa bàn số: —",
        ),
        ({"new": 1669, "renamed": 0}, "mới: 1.669; đổi tên: 0"),
        (
            {"before": None, "after": "07:00-11:30", "valid_from": "2026-12-01"},
            "trước: —; sau: 07:00-11:30; từ ngày: 01/12/2026",
        ),
        (
            {"before": {"email": None}, "after": {"email": "a@b.vn"}},
            "trước: (thư điện tử: —); sau: (thư điện tử: a@b.vn)",
        ),
        ({"is_working": ["có", "không"]}, "làm việc: có → không"),
        ({"confirmed": ["A", "B"], "late": []}, "xác nhận kịp: A, B; không kịp: —"),
        ({"flag": True, "unheard_of": "2026-46"}, "flag: có; unheard_of: 2026-46"),
    ],
)
def test_details_are_said_in_vietnamese_with_local_times(detail: dict[str, Any], said: str) -> None:
    assert detail_words(detail) == said
