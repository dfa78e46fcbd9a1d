"""What the public list only counts."""

import pytest

from feedback.apologies.queries import sensitive_fields
from feedback.apologies.rules import is_sensitive


@pytest.mark.parametrize(
    ("field", "procedure"),
    [
        ("Hộ tịch", "Thủ tục đăng ký khai sinh"),
        ("Bảo trợ xã hội", "Trợ cấp hưu trí xã hội"),
        ("Người có công", "Cấp giấy báo tử"),
        ("Đất đai", "Hòa giải tranh chấp đất đai"),
        ("Đất đai", "Hoà giải TRANH CHẤP đất đai"),
        ("Nuôi con nuôi", "Đăng ký việc nuôi con nuôi trong nước"),
        ("Giảm nghèo", "Công nhận hộ nghèo, hộ cận nghèo"),
    ],
)
def test_what_points_at_a_family_is_only_counted(field: str, procedure: str) -> None:
    assert is_sensitive(field, procedure, sensitive_fields())


@pytest.mark.parametrize(
    ("field", "procedure"),
    [("Đất đai", "Đăng ký biến động"), ("Chứng thực", "Chứng thực bản sao"), ("Xây dựng", "Cấp giấy phép xây dựng")],
)
def test_other_fields_stand_in_the_list(field: str, procedure: str) -> None:
    assert not is_sensitive(field, procedure, sensitive_fields())
