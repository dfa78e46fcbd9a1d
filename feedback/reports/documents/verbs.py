"""The audit trail in Vietnamese: deeds, what they were done to, and their details with local times.

What has no words yet is shown as it is stored: never hidden. A guard test finds it before a reader does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from feedback.accounts.rules import ROLE_WORDS
from feedback.accounts.rules.api_keys import VERB_WORDS
from feedback.answers.rules.tablets import REASON_WORDS as QUARANTINE_WORDS
from feedback.apologies.rules import REASON_WORDS
from feedback.apologies.rules.delivery import WAY_WORDS
from feedback.collection_points.rules.checks import PROBLEM_WORDS
from feedback.collection_points.rules.tablets import ASK_WORDS
from feedback.foundation import words
from feedback.organisation.rules import OUTCOME_WORDS
from feedback.records.rules.calendar_moves import CHOICE_WORDS
from feedback.working_calendar.rules.changes import FACT_WORDS

VERBS: Mapping[str, str] = {
    "account.change_password": "Đổi mật khẩu",
    "account.create": "Tạo tài khoản",
    "account.deactivate": "Khóa tài khoản",
    "account.grant": "Giao vai trò",
    "account.reactivate": "Mở lại tài khoản",
    "account.reset_password": "Cấp mật khẩu dùng một lần",
    "account.revoke": "Thu lại vai trò",
    "account.sign_in": "Đăng nhập",
    "account.sign_in_refused": "Đăng nhập bị từ chối",
    "account.sign_out": "Đăng xuất",
    "account.update": "Sửa thông tin tài khoản",
    "api_key.create": "Tạo khóa API",
    "api_key.revoke": "Thu hồi khóa API",
    "api_key.rotate": "Đổi khóa API",
    "apology.approve": "Duyệt phiếu xin lỗi",
    "apology.cancel": "Hủy phiếu xin lỗi",
    "apology.close": "Khép phiếu xin lỗi",
    "apology.deliver": "Phiếu xin lỗi đã tới tay người nộp",
    "apology.expected": "Dự thảo phiếu xin lỗi (sẽ trễ)",
    "apology.fault": "Ghi lỗi vào thư xin lỗi",
    "apology.form_add": "Thêm mẫu phiếu xin lỗi",
    "apology.hand_over": "Giao việc trao phiếu xin lỗi",
    "apology.move_date": "Dời ngày hẹn vì đổi lịch nghỉ",
    "apology.late": "Dự thảo phiếu xin lỗi (đã quá hạn)",
    "apology.morning_list": "Trả lời danh sách buổi sáng",
    "apology.not_arrived": "Tin nhắn xin lỗi không tới",
    "apology.prepare": "Soạn lý do và ngày hẹn mới",
    "apology.publish": "Đăng phiếu xin lỗi ở trang công khai",
    "apology.removal_asked": "Đề nghị gỡ dòng khỏi danh sách công khai",
    "apology.removal_refused": "Từ chối gỡ dòng khỏi danh sách công khai",
    "apology.renew_limit": "Giờ phải gửi phiếu xin lỗi đổi theo hạn của hồ sơ",
    "apology.recheck": "Giao người đứng đầu xem lại phiếu xin lỗi đã duyệt vì hạn của hồ sơ dời về sau",
    "apology.sign": "Nhận phiếu xin lỗi đã ký số",
    "apology.second": "Chuyển cấp trên vì trễ lần hai",
    "apology.unpublish": "Gỡ dòng khỏi danh sách công khai",
    "apology.withdraw": "Thu hồi phiếu xin lỗi",
    "apology.withdrawal": "Lập dự thảo phiếu thu hồi",
    "code_check.correct": "Chữa lần kiểm mã QR",
    "code_check.make": "Kiểm mã QR ở các quầy",
    "code_check.problem": "Báo mã QR có chuyện",
    "calendar.decide": "Quyết định về lịch",
    "calendar.load": "Nạp lịch làm việc",
    "calendar.set_day": "Sửa một ngày trong lịch",
    "calendar.set_hours": "Sửa giờ làm việc",
    "one_time_code.print": "In nhãn mã một lần",
    "organisation.delegate": "Ghi ủy quyền ký",
    "organisation.drop_key": "Xóa khóa ký đã tải lên",
    "organisation.drop_picture": "Xóa hình chữ ký, con dấu",
    "organisation.end_certificate": "Thôi dùng chứng thư số",
    "organisation.keep_key": "Tải lên khóa ký",
    "organisation.keep_picture": "Tải lên hình chữ ký, con dấu",
    "organisation.load": "Nạp tệp tổ chức",
    "organisation.load_reference": "Nạp danh mục đơn vị",
    "organisation.register_certificate": "Đăng ký chứng thư số",
    "organisation.set": "Đổi cài đặt của đơn vị",
    "organisation.undelegate": "Kết thúc ủy quyền ký",
    "organisation.unset": "Bỏ cài đặt riêng của đơn vị",
    "call_back.finish": "Khép yêu cầu gọi lại",
    "call_back.show": "Xem số điện thoại xin gọi lại",
    "comment.hide": "Che một chỗ trong lời nhắn",
    "comment.pass_up": "Chuyển lời nhắn lên cấp trên",
    "comment.release": "Chuyển lời nhắn về đơn vị",
    "comment.unmark": "Bỏ đánh dấu trong lời nhắn",
    "outbox.close": "Tạm giữ mọi thư sau khi khôi phục",
    "outbox.release": "Cho gửi thư lại sau khi khôi phục",
    "outbox.send_again": "Gửi lại thư",
    "printed_code.issue": "Cấp mã QR",
    "printed_code.revoke": "Thu hồi mã QR",
    "procedures.load": "Nạp danh mục thủ tục",
    "questionnaire.publish": "Công bố phiếu hỏi",
    "recording.replace": "Thay bản đọc của một câu hỏi",
    "recording.restore": "Bỏ bản đọc của cơ quan",
    "records.import": "Nhập hồ sơ",
    "records.forget_mapping": "Bỏ mẫu cột của tệp xuất",
    "records.save_mapping": "Lưu mẫu cột của tệp xuất",
    "records.step": "Ghi bước giải quyết của hồ sơ",
    "records.supplement": "Ghi yêu cầu bổ sung của hồ sơ",
    "report.make": "Lập báo cáo tuần",
    "quarantine.accept": "Tính phiếu để riêng",
    "quarantine.refuse": "Từ chối phiếu để riêng",
    "tablet.approve": "Cho máy tính bảng vào",
    "tablet.change": "Đổi cài đặt máy tính bảng",
    "tablet.enrol": "Máy tính bảng nhập mã",
    "tablet.invite": "Cấp mã đăng ký máy tính bảng",
    "tablet.new_code": "Cấp mã đăng ký khác",
    "tablet.reject": "Từ chối máy tính bảng khác số",
    "tablet.revoke": "Thu hồi máy tính bảng",
    "task.done": "Đánh dấu việc đã xong",
}

OBJECTS: Mapping[str, str] = {
    "account": "Tài khoản",
    "api_key": "Khóa API",
    "apology_form": "Mẫu phiếu xin lỗi",
    "apology": "Phiếu xin lỗi",
    "calendar": "Lịch làm việc",
    "calendar_day": "Ngày",
    "calendar_decision": "Quyết định về lịch",
    "call_back": "Yêu cầu gọi lại",
    "catalogue": "Danh mục thủ tục",
    "comment": "Lời nhắn",
    "code_check": "Kiểm mã",
    "confirmation": "Lần xác nhận",
    "edition": "Báo cáo",
    "import_mapping": "Mẫu cột",
    "office_hours": "Giờ làm việc",
    "one_time_codes": "Nhãn mã một lần",
    "printed_code": "Mã QR",
    "questionnaire": "Phiếu hỏi",
    "record": "Hồ sơ",
    "record_import": "Lần nhập hồ sơ",
    "recording": "Bản đọc",
    "reference": "Dữ liệu nền",
    "signer": "Người ký",
    "tablet": "Máy tính bảng",
    "task": "Việc",
    "unit_setting": "Cài đặt",
    "way_out": "Hộp thư đi",
    "work_item": "Thư",
    "workbook": "File tổ chức",
}

SETTINGS: Mapping[str, str] = {"sealing_key_id": "dấu của khóa mã hóa"}
"""Settings that are set by an act of their own; those of the organisation's workbook are noted with it."""

DETAILS: Mapping[str, str] = {
    **FACT_WORDS,
    **{outcome.value: said for outcome, said in OUTCOME_WORDS.items()},
    "accepted": "nhận",
    "after": "sau",
    "answer": "ý kiến",
    "area_id": "địa bàn số",
    "asked_by": "người đề nghị",
    "ask": "hỏi trước khi chấm",
    "before": "trước",
    "by_number": "bằng phiếu số",
    "by_year": "năm",
    "changes": "thay đổi từng dòng",
    "code_ok": "mã đúng",
    "closed_at": "tạm giữ từ",
    "columns": "số cột",
    "confirmed": "xác nhận kịp",
    "counters": "số quầy",
    "count": "số lượng",
    "counter_id": "quầy số",
    "counts": "số dòng",
    "choice": "hồ sơ đang chạy",
    "day": "ngày",
    "days": "số ngày",
    "decision_id": "quyết định số",
    "dropped": "bỏ không gửi",
    "edition": "bản",
    "email": "thư điện tử",
    "error": "lỗi",
    "fingerprint": "dấu chứng thư",
    "late": "không kịp",
    "open": "mở cửa",
    "networks": "số dải mạng",
    "new_due": "ngày hẹn mới",
    "old": "khóa cũ",
    "old_until": "khóa cũ dùng đến",
    "outcome": "kết quả",
    "person_name": "họ tên",
    "problem": "thấy",
    "pin_changed": "đổi mã PIN",
    "quarantine": "để riêng vì",
    "reason": "lý do",
    "reason_class": "nhóm lý do",
    "reconciled": "đã gửi từ trước",
    "rejected": "từ chối",
    "role": "vai trò",
    "statuses": "số chữ trạng thái",
    "sha256": "dấu vân tay nội dung",
    "unit_id": "đơn vị số",
    "unknown": "thư bản này không biết",
    "valid_from": "từ ngày",
    "verbs": "được làm",
    "version": "bản",
    "waiting": "đang chờ gửi",
    "way": "bằng cách",
    "why": "vì sao",
}
UNSAID = frozenset({"words"})
"""Details that only say another one again."""

VALUES: Mapping[str, Mapping[str, str]] = {
    "choice": {choice.value: said for choice, said in CHOICE_WORDS.items()},
    "ask": {ask.value: said for ask, said in ASK_WORDS.items()},
    "problem": {problem.value: said for problem, said in PROBLEM_WORDS.items()},
    "quarantine": {reason.value: said for reason, said in QUARANTINE_WORDS.items()},
    "reason_class": {reason.value: said for reason, said in REASON_WORDS.items()},
    "role": {role.value: said for role, said in ROLE_WORDS.items()},
    "way": {way.value: said for way, said in WAY_WORDS.items()},
    "verbs": {verb.value: said for verb, said in VERB_WORDS.items()},
}
NOTHING = "—"


def verb_words(verb: str) -> str:
    return VERBS.get(verb, verb)


def object_words(kind: str, object_id: str, label: str = "") -> str:
    """The object's own name; “Mã QR abc” where it had none, or where its name is one for machines."""
    if label and label != object_id:
        return label
    return f"{OBJECTS.get(kind, kind)} {SETTINGS.get(object_id, object_id)}"


def detail_words(detail: Mapping[str, Any]) -> str:
    """The details of a note in one line; a dash when there is none."""
    return "; ".join(_said(key, value) for key, value in detail.items() if key not in UNSAID) or NOTHING


def _said(key: str, value: Any) -> str:
    return f"{DETAILS.get(key, key)}: {_value(key, value)}"


def _value(key: str, value: Any) -> str:
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Mapping):
        return f"({detail_words(value)})"
    if isinstance(value, list):
        return (" → " if key in FACT_WORDS else ", ").join(_value(key, each) for each in value)
    if isinstance(value, str):
        return VALUES.get(key, {}).get(value) or _time(value) or value
    return words.number(value) if isinstance(value, int) and key not in ("unit_id", "area_id") else str(value)


def _time(text: str) -> str:
    """A moment or day written for machines, as people here write it; "" for any other text."""
    try:
        return words.moment(datetime.fromisoformat(text)) if "T" in text else words.day(date.fromisoformat(text))
    except ValueError:
        return ""
