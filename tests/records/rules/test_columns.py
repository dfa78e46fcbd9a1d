from __future__ import annotations

import pytest

from feedback.records.rules import ROLE_WORDS, Role
from feedback.records.rules.columns import role_below, role_of, title_key


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Mã hồ sơ", Role.CODE),
        ("MÃ HỒ SƠ", Role.CODE),
        ("Ma\u0303 ho\u0302\u0300 so\u031b", Role.CODE),
        ("Mã TTHC", Role.PROCEDURE_CODE),
        ("Tên TTHC", Role.PROCEDURE_NAME),
        ("Nội dung hồ sơ", Role.PROCEDURE_NAME),
        ("Tên tổ chức, cá nhân", Role.APPLICANT),
        ("Địa chỉ, số điện thoại", Role.ADDRESS),
        ("Ngày tiếp nhận (giờ, phút)", Role.RECEIVED),
        ("Ngày hẹn trả kết quả", Role.DUE),
        ("Thời gian hẹn trả KQ", Role.DUE),
        ("Ngày có kết quả", Role.RESULT),
        ("Ngày nhận kết quả", Role.RETURNED),
        ("Cơ quan chủ trì giải quyết", Role.SOLVING_UNIT),
        ("Đơn vị tiếp nhận", Role.RECEIVING_UNIT),
        ("Ngày trả kết quả dự kiến", Role.DUE),
        ("Thời gian trả KQ dự kiến", Role.DUE),
        ("Hạn hoàn thành", Role.DUE),
        ("Ngày hẹn trả lại", None),
        ("Thời gian hẹn lại", None),
        ("Thời gian giải quyết", None),
        ("Thời điểm hoàn thành", Role.RESULT),
        ("Ngày trả thực tế", Role.RETURNED),
        ("Mã số TTHC", Role.PROCEDURE_CODE),
        ("Tên dịch vụ công", Role.PROCEDURE_NAME),
        ("Cơ quan có thẩm quyền giải quyết", Role.SOLVING_UNIT),
        ("Trạng thái giải quyết", Role.STATUS),
        ("Trạng thái xử lý hồ sơ", Role.STATUS),
        ("Hạn giải quyết hồ sơ", Role.DUE),
        ("Ngày hoàn thành HS", Role.RESULT),
        ("Họ tên người nộp hồ sơ", Role.APPLICANT),
        ("Điện thoại di động", Role.PHONE),
        ("Số CCCD/CMND", Role.IDENTITY),
        ("Nơi cư trú", Role.ADDRESS),
        ("Tên thủ tục HC", Role.PROCEDURE_NAME),
        ("Tên đơn vị xử lý", Role.SOLVING_UNIT),
        ("Cơ quan, đơn vị giải quyết", Role.SOLVING_UNIT),
        ("NgayTiepNhan", Role.RECEIVED),
        ("MaHoSo", Role.CODE),
        ("MA_HO_SO", Role.CODE),
        ("TG tiếp nhận", Role.RECEIVED),
        ("Nhận ngày", Role.RECEIVED),
        ("Giờ nhận", Role.RECEIVED),
        ("Ngày tháng tiếp nhận", Role.RECEIVED),
        ("2. Mã hồ sơ", Role.CODE),
        ("Số giấy hẹn", Role.CODE),
        ("Ngày phải trả", Role.DUE),
        ("Hẹn trả ngày", Role.DUE),
        ("Ngày trả kết quả theo giấy hẹn", Role.DUE),
        ("Ngày giao trả", Role.RETURNED),
        ("Thời gian kết thúc xử lý", Role.RESULT),
        ("Đ/c", Role.ADDRESS),
        ("Số điện thoại/Zalo", Role.PHONE),
        ("Người nộp/Chủ hồ sơ", Role.APPLICANT),
        ("Ngày hẹn trả (điều chỉnh)", None),
        ("Ngày hẹn trả lần 2", None),
        ("Ngày hẹn trả mới", None),
        ("Ngày hẹn trả lần 1", Role.DUE),
        ("Ngày nhận bổ sung", None),
        ("Ngày tiếp nhận hồ sơ bổ sung", None),
        ("Ngày tiếp nhận lại", None),
        ("Ngày dự kiến tiếp nhận", None),
        ("Ngày chuyển hồ sơ từ bộ phận tiếp nhận", None),
        ("Ngày phòng chuyên môn tiếp nhận", None),
        ("Ngày có kết quả thẩm định", None),
        ("Ngày hoàn thành nghĩa vụ tài chính", None),
        ("Ngày hoàn thành bước xử lý", None),
        ("Ngày nhận kết quả từ cơ quan thuế", None),
        ("Ngày chuyển trả kết quả", Role.RETURNED),
        ("Ngày nộp", None),
        ("Ngày trả hồ sơ", None),
        ("Tên cán bộ tiếp nhận", None),
        ("Phương thức nhận kết quả", None),
        ("Hình thức tiếp nhận", None),
        ("Cán bộ tiếp nhận", None),
        ("Người nhận hồ sơ", None),
        ("Bên giao", None),
        ("", None),
    ],
)
def test_titles_are_known_in_the_words_of_several_provinces(title, role):
    assert role_of(title) is role


@pytest.mark.parametrize(
    ("upper", "lower", "role"),
    [
        ("Nhận và trả kết quả", "Hẹn trả kết quả", Role.DUE),
        ("Trả kết quả", "Ngày nhận kết quả", Role.RETURNED),
        ("Trả kết quả", "Bên giao", None),
        ("Tiếp nhận", "Ngày, giờ", Role.RECEIVED),
        ("Hẹn trả", "Ngày", Role.DUE),
        ("Hẹn trả", "Giờ", None),
        ("Trả kết quả", "Thời gian", Role.RETURNED),
        ("Ngày tiếp nhận", "Cán bộ", None),
    ],
)
def test_of_two_rows_the_lower_decides(upper, lower, role):
    assert role_below(upper, lower) is role


def test_keys_drop_remarks_and_spell_out_abbreviations():
    assert title_key("Ngày trả KQ (dd/mm/yyyy)") == "ngay tra ket qua"


def test_every_role_has_its_words():
    assert set(ROLE_WORDS) == set(Role)
