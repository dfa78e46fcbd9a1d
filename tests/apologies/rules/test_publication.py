"""What the public list only counts."""

import pytest

from feedback.apologies.queries import sensitive_fields
from feedback.apologies.rules import is_sensitive
from feedback.apologies.rules.publication import refuse_numbers_of_people
from feedback.foundation.errors import Invalid


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
        ("Giảm nghèo", "Xác nhận hộ làm nông nghiệp có mức sống trung bình"),
        ("Lý lịch tư pháp", "Cấp phiếu lý lịch tư pháp"),
        ("Phòng, chống tệ nạn xã hội", "Quyết định cai nghiện tự nguyện"),
        ("Tín ngưỡng, tôn giáo", "Đăng ký hoạt động tín ngưỡng"),
        ("Giải quyết tố cáo", "Giải quyết tố cáo tại cấp xã"),
        ("Khám bệnh, chữa bệnh", "Xác nhận người nhiễm HIV"),
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


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Đã gọi bà Lan theo số 0912 345 678 nhưng không ai nghe.", "số điện thoại"),
        ("Số định danh 045088001234 ghi trên đơn bị sai.", "số giấy tờ"),
        ("Đã gửi thư tới lan.mau@example.com mà chưa được trả lời.", "thư điện tử"),
    ],
)
def test_a_reason_with_somebodys_number_or_address_is_refused_and_says_which(text: str, named: str) -> None:
    with pytest.raises(Invalid, match=named):
        refuse_numbers_of_people(text)


@pytest.mark.parametrize(
    "text",
    [
        "Công văn số 1234/CNVPĐK-ĐKĐĐ ngày 16/11/2026 chưa được trả lời.",
        "Hồ sơ H50.41.01-261102-0001 bị chuyển nhầm sang phòng khác.",
        "Thửa đất số 123, tờ bản đồ 45 phải đo lại, diện tích 1.234,5 m2.",
        "Chỗ này đã được che: [số điện thoại].",
    ],
)
def test_numbers_of_papers_files_and_plots_may_stand_in_it(text: str) -> None:
    refuse_numbers_of_people(text)
