from __future__ import annotations

import pytest

from feedback.records.rules import State, read_state
from feedback.records.rules.states import STATE_WORDS, derive_state


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Đã trả kết quả", State.RETURNED),
        ("Đã xử lý xong", State.DONE),
        ("Đang xử lý", State.RECEIVED),
        ("Không được tiếp nhận", State.REFUSED),
        ("Được tiếp nhận", State.RECEIVED),
        ("Dừng xử lý", State.STOPPED),
        ("Công dân yêu cầu rút hồ sơ", State.WITHDRAWN),
        ("Yêu cầu thực hiện nghĩa vụ tài chính", State.AWAITING),
        ("Yêu cầu bổ sung giấy tờ", State.AWAITING),
        ("Mới đăng ký", State.NOT_YET_RECEIVED),
        ("ĐANG XỬ LÝ", State.RECEIVED),
        ("Đang thụ lý", State.RECEIVED),
        ("Chờ phê duyệt", State.RECEIVED),
        ("Chờ trả kết quả", State.DONE),
        ("Đã bổ sung", State.RECEIVED),
        ("Từ chối giải quyết", State.REFUSED),
        ("Chờ tiếp nhận", State.NOT_YET_RECEIVED),
        ("Hoàn thành", State.DONE),
        ("Tạm dừng xử lý", State.STOPPED),
        ("Chưa giải quyết xong", State.RECEIVED),
        ("Chưa xử lý xong", State.RECEIVED),
        ("Đang xử lý - chưa có kết quả", State.RECEIVED),
        ("Đang xử lý (quá hạn)", State.RECEIVED),
        ("Chờ công dân bổ sung", State.AWAITING),
        ("Yêu cầu công dân bổ sung", State.AWAITING),
        ("Cần bổ sung hồ sơ", State.AWAITING),
        ("Đã yêu cầu bổ sung", State.AWAITING),
        ("Đã bổ sung hồ sơ", State.RECEIVED),
        ("Chờ nộp phí, lệ phí", State.AWAITING),
        ("Chờ thanh toán", State.AWAITING),
        ("Đã thực hiện nghĩa vụ tài chính", State.RECEIVED),
        ("Dừng thực hiện", State.STOPPED),
        ("Hủy hồ sơ", State.WITHDRAWN),
        ("Xin rút", State.WITHDRAWN),
        ("Đã trả lại hồ sơ", State.REFUSED),
        ("Hồ sơ không hợp lệ", State.REFUSED),
        ("Chưa được tiếp nhận", State.NOT_YET_RECEIVED),
        ("Chờ công dân nhận kết quả", State.DONE),
        ("Có kết quả, chờ trả", State.DONE),
        ("Chuyển trả kết quả", State.DONE),
        ("Đã giải quyết trễ hạn", State.DONE),
        ("Đã kết thúc", State.DONE),
        ("Đã trả KQ", State.RETURNED),
        ("Đã trả kết quả cho công dân, quá hạn", State.RETURNED),
    ],
)
def test_the_words_of_one_stop_software(words, state):
    assert read_state(words) is state


def test_unknown_words_are_not_guessed():
    assert read_state("Lưu kho") is None


def test_without_words_the_dates_tell():
    assert derive_state(finished=True, returned=True) is State.RETURNED
    assert derive_state(finished=True, returned=False) is State.DONE
    assert derive_state(finished=False, returned=False) is State.RECEIVED


def test_every_state_has_its_words():
    assert set(STATE_WORDS) == set(State)
