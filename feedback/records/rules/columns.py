"""Which column is which: by its folded title, in the words of several provinces' software."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from feedback.foundation.text import fold


class Role(StrEnum):
    NUMBER = "number"
    CODE = "code"
    PROCEDURE_CODE = "procedure_code"
    PROCEDURE_NAME = "procedure_name"
    FIELD = "field"
    APPLICANT = "applicant"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    IDENTITY = "identity"
    RECEIVED = "received"
    DUE = "due"
    RESULT = "result"
    RETURNED = "returned"
    STATUS = "status"
    RECEIVING_UNIT = "receiving_unit"
    SOLVING_UNIT = "solving_unit"


ROLE_WORDS: dict[Role, str] = {
    Role.NUMBER: "Số thứ tự",
    Role.CODE: "Mã hồ sơ",
    Role.PROCEDURE_CODE: "Mã thủ tục",
    Role.PROCEDURE_NAME: "Tên thủ tục",
    Role.FIELD: "Lĩnh vực",
    Role.APPLICANT: "Người nộp",
    Role.ADDRESS: "Địa chỉ",
    Role.PHONE: "Số điện thoại",
    Role.EMAIL: "Thư điện tử",
    Role.IDENTITY: "Số định danh",
    Role.RECEIVED: "Tiếp nhận",
    Role.DUE: "Hẹn trả",
    Role.RESULT: "Có kết quả",
    Role.RETURNED: "Trả kết quả",
    Role.STATUS: "Trạng thái",
    Role.RECEIVING_UNIT: "Đơn vị tiếp nhận",
    Role.SOLVING_UNIT: "Cơ quan giải quyết",
}

_TITLES: dict[Role, str] = {
    Role.NUMBER: "stt|so tt|so thu tu|tt",
    Role.CODE: "ma ho so|so ho so|ma so ho so|ma so|ma bien nhan|so bien nhan|ma so bien nhan|so tiep nhan",
    Role.PROCEDURE_CODE: (
        "ma thu tuc hanh chinh|ma thu tuc|ma dich vu cong|ma so thu tuc hanh chinh|ma so thu tuc"
        "|ma thu tuc hanh chinh quoc gia|ma thu tuc quoc gia"
    ),
    Role.PROCEDURE_NAME: (
        "ten thu tuc hanh chinh|ten thu tuc|thu tuc hanh chinh|thu tuc|noi dung ho so|ten ho so|noi dung|loai ho so"
        "|noi dung yeu cau giai quyet|noi dung giai quyet|noi dung cong viec|ten dich vu cong|ten loai ho so"
        "|ten thu tuc dich vu cong"
    ),
    Role.FIELD: "linh vuc|ten linh vuc",
    Role.APPLICANT: (
        "chu ho so|ho ten chu ho so|ten chu ho so|ho va ten chu ho so|ten to chuc ca nhan|ten ca nhan to chuc"
        "|to chuc ca nhan|ca nhan to chuc|ho va ten|ho ten|nguoi nop|nguoi nop ho so|ho ten nguoi nop"
        "|ho va ten nguoi nop|ten nguoi nop|cong dan to chuc|to chuc cong dan|ca nhan to chuc nop ho so"
        "|nguoi dung ten ho so|ho ten to chuc ca nhan|ten cong dan to chuc|ten to chuc cong dan"
    ),
    Role.ADDRESS: (
        "dia chi|dia chi thuong tru|dia chi chu ho so|dia chi nguoi nop|dia chi so dien thoai|dia chi lien he"
    ),
    Role.PHONE: (
        "so dien thoai|dien thoai|so dien thoai lien he|so dien thoai chu ho so|dien thoai lien he|di dong|so di dong"
    ),
    Role.EMAIL: "email|thu dien tu|dia chi email|hop thu",
    Role.IDENTITY: "so dinh danh|so dinh danh ca nhan|cccd|so cccd|cmnd cccd|so cmnd cccd|so giay to|can cuoc",
    Role.RECEIVED: (
        "ngay tiep nhan|ngay nhan|nhan ho so|ngay nhan ho so|thoi gian tiep nhan|thoi gian nhan|thoi diem tiep nhan"
        "|ngay gio tiep nhan|tiep nhan|tiep nhan ho so|thoi gian nhan ho so|ngay tiep nhan ho so|thoi diem nhan ho so"
        "|ngay gio nhan|tiep nhan luc"
    ),
    Role.DUE: (
        "ngay hen tra|hen tra ket qua|ngay hen tra ket qua|hen tra|han tra|han tra ket qua|ngay hen|han xu ly"
        "|han giai quyet|thoi gian hen tra|thoi han tra ket qua|thoi gian hen tra ket qua|thoi diem hen tra"
        "|ngay den han|ngay het han|han hoan thanh|han xu ly toan trinh|ngay tra theo giay hen|ngay du kien tra"
    ),
    Role.RESULT: (
        "ngay co ket qua|co ket qua|ngay hoan thanh|ngay xu ly xong|ngay giai quyet xong|ngay ket thuc xu ly"
        "|thoi gian co ket qua|thoi diem co ket qua|thoi diem ket thuc|ngay ket thuc|ngay hoan tat"
        "|ngay hoan thanh xu ly|thoi gian hoan thanh|thoi diem hoan thanh|thoi gian ket thuc|ngay xong"
    ),
    Role.RETURNED: (
        "ngay tra ket qua|tra ket qua|ngay tra|ngay nhan ket qua|thoi gian tra ket qua|thoi diem tra ket qua"
        "|ngay thuc tra|ngay tra thuc te|nhan ket qua"
    ),
    Role.STATUS: (
        "trang thai|tinh trang|trang thai ho so|tinh trang ho so|trang thai xu ly|tinh trang xu ly"
        "|trang thai giai quyet|tinh trang giai quyet"
    ),
    Role.RECEIVING_UNIT: (
        "don vi tiep nhan|co quan tiep nhan|noi tiep nhan|bo phan tiep nhan|don vi tiep nhan ho so"
        "|co quan tiep nhan ho so|noi tiep nhan ho so|don vi nhan ho so|noi nhan ho so|ten don vi|don vi|co quan"
    ),
    Role.SOLVING_UNIT: (
        "co quan chu tri giai quyet|don vi chu tri giai quyet|don vi giai quyet|co quan giai quyet|don vi xu ly"
        "|co quan xu ly|don vi chu tri|co quan chu tri|co quan thuc hien|don vi thuc hien|noi giai quyet"
        "|co quan co tham quyen|co quan co tham quyen giai quyet|don vi thu ly|co quan thu ly|don vi dang xu ly"
    ),
}
_BY_TITLE = {title: role for role, titles in _TITLES.items() for title in titles.split("|")}
_SHORT = {
    "tthc": "thu tuc hanh chinh",
    "hs": "ho so",
    "kq": "ket qua",
    "sdt": "so dien thoai",
    "dt": "dien thoai",
    "dvc": "dich vu cong",
}
# A second appointment is not the due time: the first one rules.
_PATTERNS: tuple[tuple[re.Pattern[str], Role | None], ...] = (
    (re.compile(r"\bhen (?:tra )?lai\b|\bgia han\b"), None),
    (re.compile(r"^(?:ngay|thoi gian|thoi diem)\b.*\btra\b.*\bdu kien\b"), Role.DUE),
    (re.compile(r"^ma (?:so )?(?:ho so|bien nhan)\b"), Role.CODE),
    (re.compile(r"^(?:ngay|thoi gian|thoi diem|gio|han)\b.*\b(?:hen tra|han tra)\b"), Role.DUE),
    (re.compile(r"^(?:ngay|thoi gian|thoi diem)\b.*\bco ket qua\b"), Role.RESULT),
    (re.compile(r"^(?:ngay|thoi gian|thoi diem)\b(?!.*\bhen\b).*\b(?:tra|nhan) ket qua\b"), Role.RETURNED),
    (re.compile(r"^(?:ngay|thoi gian|thoi diem)\b.*\b(?:tiep nhan|nhan ho so)\b"), Role.RECEIVED),
)
# A column with the hour alone is no date: beside "Ngày" it would take its place and no row could be read.
_WHEN = frozenset({"ngay", "ngay gio", "thoi gian", "thoi diem", "ngay thang nam", "ngay thang", "gio ngay"})


@lru_cache(maxsize=4096)
def title_key(text: str) -> str:
    """A column title without marks, punctuation, remarks in brackets and office abbreviations."""
    plain = re.sub(r"\([^)]*\)", " ", fold(text))
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    return " ".join(_SHORT.get(word, word) for word in words)


def role_of(title: str) -> Role | None:
    """The role of a column with this title; None when it is none of ours."""
    key = title_key(title)
    if key in _BY_TITLE:
        return _BY_TITLE[key]
    return next((role for pattern, role in _PATTERNS if pattern.search(key)), None)


def role_below(upper: str, lower: str) -> Role | None:
    """The role of a column whose title stands in two rows: the lower one decides, a bare “ngày” asks the upper one."""
    role = role_of(lower)
    if role is None and title_key(lower) in _WHEN:
        role = role_of(upper) or role_of(f"ngày {upper}")
    return role
