"""Bribery and harassment are noticed however they are written; a denial is none."""

from __future__ import annotations

import pytest

from feedback.answers.rules.serious import BRIBERY, HARASSMENT, find_serious


@pytest.mark.parametrize(
    "text",
    [
        "phai kep phong bi moi duoc ky",
        "ko có quà thì ngâm hs cả tháng",
        "Muốn nhanh thì 'cà phê' cho anh em",
        "không bồi dưỡng là không ký",
        "khong phong bi khong xong",
        "Không vòi tiền nhưng gợi ý quà cáp",
        "GỢI Ý LÓT TAY",
        "đòi 2 triệu để chạy sổ đỏ",
        "vì không đưa phong bì nên bị ngâm hồ sơ",
        "The officer asked for money",
        "vòiiiii tiền",
        "không đưa thì hồ sơ nằm đó",
        "đưa 300k mới đóng dấu",
        "kẹp 500k vô hồ sơ thì được gọi trước",
        "phải biết điều mới xong",
        "hỏi có gì uống nước không rồi mới tìm hồ sơ",
    ],
)
def test_bribery_is_noticed(text: str):
    assert find_serious(text) == [BRIBERY]


@pytest.mark.parametrize(
    "text",
    [
        "anh ta sàm sỡ tôi",
        "bi chui la do ngu",
        "DỌA ĐÁNH TÔI",
        "quay roi phu nu",
        "cán bộ chửi tục với mệ tôi",
        "nó doạ tui mà kiện thì khỏi làm hồ sơ",
        "nhắn tin tán tỉnh em",
        "quăng hồ sơ ra bàn",
        "bả hăm tui mà kiện thì coi chừng",
    ],
)
def test_harassment_is_noticed(text: str):
    assert find_serious(text) == [HARASSMENT]


@pytest.mark.parametrize(
    "text",
    [
        "không ai vòi vĩnh gì",
        "không phải bồi dưỡng gì cả",
        "khong co chuyen nhung nhieu",
        "Tôi có mang ít quà quê cảm ơn nhưng cán bộ từ chối không nhận, rất trong sạch.",
        "máy bán cà phê hư",
        "nhân tiện cho hỏi",
        "bảng ghi nói không với phong bì",
        "không ai chửi bới gì dân",
        "thái độ khó chịu, chờ lâu",
        "tiền thừa không thối lại",
    ],
)
def test_denials_and_plain_complaints_are_not_serious(text: str):
    assert find_serious(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Đợi quá lâu",
        "doi qua lau",
        "Hẹn trả thứ hai mà thứ tư mới có",
        "Phải chứng thực lại toàn bộ giấy tờ",
        "Phải chứng minh tài sản hai lần",
        "Nộp chứng chỉ lại mất tiền",
        "Đi lại quá nhiều lần",
        "Tới quầy rồi lại phải về lấy giấy",
        "Không chê vào đâu được",
        "khong che vao dau duoc",
        "Nhanh nhưng nhiều giấy tờ",
        "Phòng chờ chung cho cả hai bộ phận",
        "Tôi chỉ dám góp ý nhỏ thôi",
        "Tôi hơi lo hồ sơ bị thất lạc",
        "Xin đừng chậm trễ nữa",
        "Chỉ có mỗi một cái quạt",
        "Trụ sở đẹp như khách sạn",
        "Hồ sơ của gia đình ngâm hai tháng",
        "Bắt bỏ tui ngồi đó hai tiếng",
        "Cán bộ còn ngủ trưa chưa dậy",
        "Hồ sơ bị đánh giá chưa đạt",
        "Tên con tôi bị đánh máy sai",
        "Đi nhận tiền trợ cấp mà chờ cả buổi",
        "Đưa tiền lệ phí mà không có biên lai",
        "Gọi tỉnh thì tỉnh bảo về xã",
        "Đổi phòng liên tục",
        "Trả thù lao cho người phiên dịch",
    ],
)
def test_words_that_only_sound_alike_are_not_serious(text: str):
    """“đợi quá” is no “đòi quà”: taken for one, half of all complaints would never reach the office they are about."""
    assert find_serious(text) == []
