"""Why a row was rejected or taken with a warning: identifiers for machines, sentences for people."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """A row with one of these is not taken."""

    BAD_RECORD_CODE = "bad_record_code"
    CONFLICTING_RECORD = "conflicting_record"
    DUE_BEFORE_RECEIVED = "due_before_received"
    DUPLICATE_CONFLICT = "duplicate_conflict"
    DUPLICATE_IDENTICAL = "duplicate_identical"
    INVALID_DATE = "invalid_date"
    INVALID_STEP = "invalid_step"
    INVALID_SUPPLEMENT = "invalid_supplement"
    MISSING_RECEIVED_DATE = "missing_received_date"
    MISSING_RECORD_CODE = "missing_record_code"
    RECEIVED_AFTER_AS_OF = "received_after_as_of"
    RESULT_AFTER_AS_OF = "result_after_as_of"
    RESULT_BEFORE_RECEIVED = "result_before_received"
    UNIT_OUT_OF_REACH = "unit_out_of_reach"
    UNKNOWN_PROCEDURE = "unknown_procedure"
    UNKNOWN_UNIT = "unknown_unit"


class Warn(StrEnum):
    """A row with these is taken; somebody should look."""

    BAD_IDENTITY = "bad_identity"
    BAD_PHONE = "bad_phone"
    CALENDAR_MISSING = "calendar_missing"
    CODE_DATE_MISMATCH = "code_date_mismatch"
    DAY_MONTH_SWAPPED = "day_month_swapped"
    DUE_EARLIER = "due_earlier_than_statutory"
    DUE_LATER = "due_later_than_statutory"
    FORMULA_CELL = "formula_cell"
    FORMULA_LIKE_TEXT = "formula_like_text"
    HIDDEN_ROW = "hidden_row"
    MISSING_DUE_DATE = "missing_due_date"
    MISSING_RESULT_DATE = "missing_result_date"
    OLDER_THAN_KNOWN = "older_than_known"
    PROCEDURE_CODE_NUMERIC = "procedure_code_numeric"
    PROCEDURE_FOUND_BY_NAME = "procedure_found_by_name"
    UNIT_CONTRADICTION = "unit_contradiction"
    UNKNOWN_STATUS = "unknown_status"


WORDS: dict[str, str] = {
    Reason.BAD_RECORD_CODE: "Cột “Mã hồ sơ”: mã không đúng dạng (ví dụ đúng: H50.41.01-260701-0001).",
    Reason.CONFLICTING_RECORD: "Mã hồ sơ này đã có trong hệ thống với thủ tục hoặc ngày tiếp nhận khác.",
    Reason.DUE_BEFORE_RECEIVED: "Cột hẹn trả: thời điểm hẹn trả đứng trước thời điểm tiếp nhận.",
    Reason.DUPLICATE_CONFLICT: "Mã hồ sơ trùng với một dòng phía trên nhưng nội dung khác.",
    Reason.DUPLICATE_IDENTICAL: "Dòng lặp lại y hệt một dòng phía trên.",
    Reason.INVALID_DATE: "Cột ngày: ngày không có thật hoặc không đọc được.",
    Reason.INVALID_STEP: "Bước giải quyết: cơ quan hoặc thời điểm của một bước chưa đúng.",
    Reason.INVALID_SUPPLEMENT: "Yêu cầu bổ sung: thời điểm hoặc nội dung của một lần yêu cầu chưa đúng.",
    Reason.MISSING_RECEIVED_DATE: "Cột ngày tiếp nhận: để trống.",
    Reason.MISSING_RECORD_CODE: "Cột “Mã hồ sơ”: để trống.",
    Reason.RECEIVED_AFTER_AS_OF: "Cột ngày tiếp nhận: sau thời điểm tính của lần nhập.",
    Reason.RESULT_AFTER_AS_OF: "Cột ngày có kết quả hoặc trả kết quả: sau thời điểm tính của lần nhập.",
    Reason.RESULT_BEFORE_RECEIVED: "Cột ngày có kết quả hoặc trả kết quả: trước thời điểm tiếp nhận.",
    Reason.UNIT_OUT_OF_REACH: "Hồ sơ của đơn vị khác: tài khoản này không được nhập hồ sơ của đơn vị đó.",
    Reason.UNKNOWN_PROCEDURE: "Cột thủ tục: không có thủ tục nào mang mã hoặc tên này.",
    Warn.BAD_IDENTITY: "Cột số định danh: bảng tính đã làm tròn số nên không còn đủ chữ số; hồ sơ vẫn được nhận.",
    Reason.UNKNOWN_UNIT: (
        "Không biết hồ sơ thuộc đơn vị nào: không ghi cơ quan giải quyết, đơn vị tiếp nhận, tiền tố mã chưa khai báo."
    ),
    Warn.BAD_PHONE: "Cột “Số điện thoại”: không phải số điện thoại; hồ sơ vẫn được nhận.",
    Warn.CALENDAR_MISSING: "Chưa nạp lịch nghỉ của năm liên quan nên chưa đối chiếu được hạn trả.",
    Warn.CODE_DATE_MISMATCH: "Ngày trong mã hồ sơ khác ngày tiếp nhận.",
    Warn.DAY_MONTH_SWAPPED: (
        "Đổi chỗ ngày và tháng thì ngày tiếp nhận khớp mã hồ sơ: tệp có thể ghi tháng trước ngày. "
        "Xin kiểm tra, rồi chọn thứ tự ngày tháng ở “Sửa cách đọc cột”."
    ),
    Warn.DUE_EARLIER: "Hẹn trả sớm hơn thời hạn quy định của thủ tục.",
    Warn.DUE_LATER: "Hẹn trả muộn hơn thời hạn quy định của thủ tục.",
    Warn.FORMULA_CELL: "Dòng có ô là công thức; đã lấy giá trị đang lưu, không tính lại.",
    Warn.FORMULA_LIKE_TEXT: "Dòng có chữ bắt đầu giống công thức (= + - @); được giữ nguyên là chữ.",
    Warn.HIDDEN_ROW: "Dòng đang bị ẩn trong bảng tính.",
    Warn.MISSING_DUE_DATE: "Cột hẹn trả: để trống; hồ sơ chưa có hạn do nguồn ghi.",
    Warn.MISSING_RESULT_DATE: "Trạng thái đã xong nhưng không có ngày có kết quả.",
    Warn.OLDER_THAN_KNOWN: "Tệp cũ hơn lần nhập trước; thông tin mới hơn đang có được giữ lại.",
    Warn.PROCEDURE_CODE_NUMERIC: "Mã thủ tục lưu dạng số; đã đọc lại đủ sáu chữ số.",
    Warn.PROCEDURE_FOUND_BY_NAME: "Mã thủ tục trống hoặc lạ; đã nhận theo đúng tên thủ tục.",
    Warn.UNIT_CONTRADICTION: "Đơn vị trong dòng khác đơn vị chọn khi nhập; đã theo đơn vị trong dòng.",
    Warn.UNKNOWN_STATUS: "Cột trạng thái: chữ lạ; đã suy ra từ các cột ngày.",
}
"""The sentence for each identifier, shown beside the row."""

IGNORED_WORDS: dict[str, str] = {
    "title": "phần đầu sổ",
    "header": "dòng tiêu đề",
    "repeated header": "tiêu đề lặp lại",
    "column index": "số thứ tự cột",
    "blank": "dòng trống",
    "group heading": "dòng nhóm",
    "total": "dòng tổng cộng",
    "signature": "phần ký",
}
