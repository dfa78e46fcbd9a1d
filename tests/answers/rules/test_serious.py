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
    ],
)
def test_bribery_is_noticed(text: str):
    assert find_serious(text) == [BRIBERY]


@pytest.mark.parametrize(
    "text", ["anh ta sàm sỡ tôi", "bi chui la do ngu", "DỌA ĐÁNH TÔI", "quay roi phu nu", "cán bộ chửi tục với mệ tôi"]
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
