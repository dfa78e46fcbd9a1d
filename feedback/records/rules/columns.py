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
    Role.CODE: (
        "ma ho so|so ho so|ma so ho so|ma so|ma bien nhan|so bien nhan|ma so bien nhan|so tiep nhan|so phieu tiep nhan"
        "|ma phieu tiep nhan|so giay tiep nhan|so giay hen|ma giay hen|so phieu hen|ma so phieu hen|ma phieu"
        "|so giay bien nhan|ma tra cuu|ma tra cuu ho so"
    ),
    Role.PROCEDURE_CODE: (
        "ma thu tuc hanh chinh|ma thu tuc|ma dich vu cong|ma so thu tuc hanh chinh|ma so thu tuc"
        "|ma thu tuc hanh chinh quoc gia|ma thu tuc quoc gia|ma quoc gia thu tuc hanh chinh|ma dich vu"
    ),
    Role.PROCEDURE_NAME: (
        "ten thu tuc hanh chinh|ten thu tuc|thu tuc hanh chinh|thu tuc|noi dung ho so|ten ho so|noi dung|loai ho so"
        "|noi dung yeu cau giai quyet|noi dung giai quyet|noi dung cong viec|ten dich vu cong|ten loai ho so"
        "|ten thu tuc dich vu cong|ten thu tuc hanh chinh dich vu cong|ten thu tuc dich vu|noi dung yeu cau"
        "|loai thu tuc|noi dung thu tuc hanh chinh|noi dung thu tuc|ten dich vu|viec yeu cau giai quyet"
        "|yeu cau giai quyet|ten thu tuc nhom thu tuc hanh chinh|ten thu tuc nhom thu tuc"
    ),
    Role.FIELD: "linh vuc|ten linh vuc",
    Role.APPLICANT: (
        "chu ho so|ho ten chu ho so|ten chu ho so|ho va ten chu ho so|ten to chuc ca nhan|ten ca nhan to chuc"
        "|to chuc ca nhan|ca nhan to chuc|ho va ten|ho ten|nguoi nop|nguoi nop ho so|ho ten nguoi nop"
        "|ho va ten nguoi nop|ten nguoi nop|cong dan to chuc|to chuc cong dan|ca nhan to chuc nop ho so"
        "|nguoi dung ten ho so|ho ten to chuc ca nhan|ten cong dan to chuc|ten to chuc cong dan|ho ten cong dan"
        "|ho va ten cong dan|cong dan|nguoi yeu cau|ho ten nguoi yeu cau|ho va ten nguoi yeu cau|nguoi de nghi"
        "|ho ten nguoi de nghi|ho va ten nguoi de nghi|to chuc ca nhan nop|ten to chuc ca nhan nop|nguoi nop chu ho so"
        "|chu ho so nguoi nop|ho va ten ten to chuc|ho ten ten to chuc|khach hang|ten khach hang|nguoi lam thu tuc"
        "|ten cd tc|cd tc"
    ),
    Role.ADDRESS: (
        "dia chi|dia chi thuong tru|dia chi chu ho so|dia chi nguoi nop|dia chi so dien thoai|dia chi lien he"
        "|dia chi dien thoai|dia chi lien lac|dia chi cong dan|dia chi to chuc ca nhan|dia chi ca nhan to chuc"
        "|noi o|noi cu tru|noi thuong tru|noi o hien nay|cho o hien nay|ho khau thuong tru|d c"
    ),
    Role.PHONE: (
        "so dien thoai|dien thoai|so dien thoai lien he|so dien thoai chu ho so|dien thoai lien he|di dong|so di dong"
        "|dien thoai di dong|dtdd|dien thoai chu ho so|dien thoai nguoi nop|so dien thoai nguoi nop|dien thoai lien lac"
        "|so dien thoai lien lac|so dien thoai zalo|tel|phone"
    ),
    Role.EMAIL: "email|thu dien tu|dia chi email|hop thu",
    Role.IDENTITY: "so dinh danh|so dinh danh ca nhan|cccd|so cccd|cmnd cccd|so cmnd cccd|so giay to|can cuoc"
    "|cccd cmnd|so cccd cmnd|cmnd|so cmnd|so can cuoc|can cuoc cong dan|so can cuoc cong dan|so giay to tuy than"
    "|ma dinh danh|so cmnd cccd ho chieu",
    Role.RECEIVED: (
        "ngay tiep nhan|ngay nhan|nhan ho so|ngay nhan ho so|thoi gian tiep nhan|thoi gian nhan|thoi diem tiep nhan"
        "|ngay gio tiep nhan|tiep nhan|tiep nhan ho so|thoi gian nhan ho so|ngay tiep nhan ho so|thoi diem nhan ho so"
        "|ngay gio nhan|tiep nhan luc|ngay tn"
    ),
    Role.DUE: (
        "ngay hen tra|hen tra ket qua|ngay hen tra ket qua|hen tra|han tra|han tra ket qua|ngay hen|han xu ly"
        "|han giai quyet|thoi gian hen tra|thoi han tra ket qua|thoi gian hen tra ket qua|thoi diem hen tra"
        "|ngay den han|ngay het han|han hoan thanh|han xu ly toan trinh|ngay tra theo giay hen|ngay du kien tra"
        "|thoi gian hen|ngay phai tra|ngay phai tra ket qua|thoi han tra"
    ),
    Role.RESULT: (
        "ngay co ket qua|co ket qua|ngay hoan thanh|ngay xu ly xong|ngay giai quyet xong|ngay ket thuc xu ly"
        "|thoi gian co ket qua|thoi diem co ket qua|thoi diem ket thuc|ngay ket thuc|ngay hoan tat"
        "|ngay hoan thanh xu ly|thoi gian hoan thanh|thoi diem hoan thanh|thoi gian ket thuc|ngay xong|ngay ky ket qua"
        "|thoi gian ket thuc xu ly|thoi diem ket thuc xu ly"
    ),
    Role.RETURNED: (
        "ngay tra ket qua|tra ket qua|ngay tra|ngay nhan ket qua|thoi gian tra ket qua|thoi diem tra ket qua"
        "|ngay thuc tra|ngay tra thuc te|nhan ket qua|ngay giao tra|ngay giao tra ket qua|ngay giao ket qua"
        "|thuc te tra ket qua|thuc tra"
    ),
    Role.STATUS: (
        "trang thai|tinh trang|trang thai ho so|tinh trang ho so|trang thai xu ly|tinh trang xu ly"
        "|trang thai giai quyet|tinh trang giai quyet|trang thai hien tai|tinh trang hien tai|trang thai ho so hien tai"
    ),
    Role.RECEIVING_UNIT: (
        "don vi tiep nhan|co quan tiep nhan|noi tiep nhan|bo phan tiep nhan|don vi tiep nhan ho so"
        "|co quan tiep nhan ho so|noi tiep nhan ho so|don vi nhan ho so|noi nhan ho so|ten don vi|don vi|co quan"
    ),
    Role.SOLVING_UNIT: (
        "co quan chu tri giai quyet|don vi chu tri giai quyet|don vi giai quyet|co quan giai quyet|don vi xu ly"
        "|co quan xu ly|don vi chu tri|co quan chu tri|co quan thuc hien|don vi thuc hien|noi giai quyet"
        "|co quan co tham quyen|co quan co tham quyen giai quyet|don vi thu ly|co quan thu ly|don vi dang xu ly"
        "|co quan don vi giai quyet|don vi co quan giai quyet|co quan don vi xu ly|don vi co quan xu ly"
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
    "hc": "hanh chinh",
}
# Of the days of a file only the first of each kind: a second appointment is not the due time, what was handed in later
# is not the receipt, what one of several offices did is not the result. Remarks in brackets count here.
_OTHER_DAYS = re.compile(
    r"\bhen (?:tra )?lai\b|\bgia han\b"
    r"|^(?:ngay|thoi gian|thoi diem|gio|han|hen|tiep nhan|tg)\b.*\b(?:bo sung|nhan lai|dieu chinh|moi|tu co quan"
    r"|lan (?:thu )?(?:[2-9]|hai|ba)|du kien (?:tiep )?nhan|tham dinh|nghia vu|lien thong|tam dung|buoc"
    r"|phong (?:ban|chuyen mon))\b"
    r"|^(?:ngay|thoi gian|thoi diem|gio|tg) (?:gio )?(?:chuyen(?! tra)|ban giao|luan chuyen|yeu cau)\b"
)
_PATTERNS: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"^(?:ngay|thoi gian|thoi diem)\b.*\btra\b.*\b(?:du kien|theo (?:giay|phieu|bien nhan))\b"), Role.DUE),
    (re.compile(r"^ma (?:so )?(?:ho so|bien nhan)\b"), Role.CODE),
    (re.compile(r"^(?:ngay|thoi gian|thoi diem|gio|han)\b.*\b(?:hen tra|han tra)\b"), Role.DUE),
    (re.compile(r"^(?:ngay|thoi gian|thoi diem|gio)\b.*\b(?:co ket qua|hoan thanh)\b"), Role.RESULT),
    (re.compile(r"^(?:ngay|thoi gian|thoi diem|gio)\b(?!.*\bhen\b).*\b(?:tra|nhan) ket qua\b"), Role.RETURNED),
    (re.compile(r"^(?:ngay|thoi gian|thoi diem|gio)\b.*\b(?:tiep nhan|nhan ho so)\b"), Role.RECEIVED),
)
# Of two columns of one role the one these words do not fit is the file's own: its owner and not who brought it, its
# code here and not on another portal, the procedure and not what was asked for in free words, what was promised.
_SECOND: dict[Role, re.Pattern[str]] = {
    Role.CODE: re.compile(r"^(?!ma (?:so )?ho so$)"),
    Role.PROCEDURE_NAME: re.compile(r"^(?:(?!.*\b(?:thu tuc|dich vu cong)\b)|loai\b)"),
    Role.DUE: re.compile(r"^(?!.*\bhen\b)"),
    **dict.fromkeys((Role.APPLICANT, Role.ADDRESS, Role.PHONE, Role.IDENTITY), re.compile(r"\bnop\b")),
}
# A column with the hour alone is no date: beside "Ngày" it would take its place and no row could be read.
_WHEN = frozenset({"ngay", "ngay gio", "thoi gian", "thoi diem", "ngay thang nam", "ngay thang", "gio ngay"})

_HANDED_IN = re.compile(r"^(?:ngay|thoi (?:gian|diem)|gio|tg)\b.*\b(?:nop|gui|dang ky)\b")
_CAPITAL = re.compile(r"(?<=[^\W\d_A-ZĐ])(?=[A-ZĐ])")
_HOURS = re.compile(r"^(?:gio|thoi gian gio)\b(?!.*\bngay\b)")
_BARE_HOURS = frozenset({"gio", "gio phut", "luc gio"})


@lru_cache(maxsize=4096)
def title_key(text: str) -> str:
    """A column title without marks, punctuation, remarks in brackets and office abbreviations."""
    plain = re.sub(r"\([^)]*\)", " ", fold(text))
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    return " ".join(_SHORT.get(word, word) for word in words)


@lru_cache(maxsize=4096)
def role_of(title: str) -> Role | None:
    """The role of a column with this title; None when it is none of ours."""
    if _OTHER_DAYS.search(_with_remarks(title)):
        return None
    keys = (title_key(title), *_otherwise(title))
    exact = next((role for key in keys if (role := _named(key)) is not None), None)
    return exact or next((role for pattern, role in _PATTERNS for key in keys if pattern.search(key)), None)


def _named(key: str) -> Role | None:
    role = _BY_TITLE.get(key) or _BY_TITLE.get(key.removeprefix("ten ")) or _BY_TITLE.get(key.removesuffix(" ho so"))
    # "Ngày trả hồ sơ" may be when a file was sent back for want of papers.
    return role if key in _BY_TITLE or role is not Role.RETURNED else None


def _otherwise(title: str) -> tuple[str, ...]:
    """The key of a title as it would be spelled in full: “NgayTiepNhan”, “TG tiếp nhận”, “2. Nhận ngày”, “Giờ nhận”.

    Not in `title_key`: saved readings know their columns by it.
    """
    key = title_key(title if " " in title.strip() else _CAPITAL.sub(" ", title))
    plain = re.sub(r"^\d{1,2} (?=[a-z])", "", re.sub(r"\bngay thang(?: nam)?\b", "ngay", key))
    plain = re.sub(r"^tg\b", "thoi gian", plain)
    plain = re.sub(r"^(nhan|tiep nhan|hen tra|tra) ngay$", r"ngay \1", re.sub(r"^gio (?!ngay\b)", "ngay ", plain))
    return tuple(each for each in dict.fromkeys((key, plain)) if each != title_key(title))


def _with_remarks(title: str) -> str:
    """The key of a title together with what stands in brackets."""
    return title_key(title.replace("(", " ").replace(")", " "))


def standing(role: Role, title: str) -> int:
    """Of several columns of one role the least is the file's own, wherever it stands: 0 where the title says just this,
    more where other columns would say it better."""
    words = _SECOND.get(role)
    second = words is not None and words.search(title_key(title)) is not None
    known = any(_named(key) is role for key in (title_key(title), *_otherwise(title)))
    return 2 * second + (not known)


def is_handing_in(title: str) -> bool:
    """Whether a column tells when a file was handed in, which may be days before it was received: only a person may
    say that it is to count as the receipt."""
    return _HANDED_IN.search(title_key(title)) is not None


def may_be_days(title: str) -> bool:
    return re.match(r"(?:ngay|thoi (?:gian|diem|han)|gio|han|tg)\b", title_key(title)) is not None


def is_hour(title: str) -> bool:
    """Whether a column holds a time of day beside a column of days ("Giờ", "Giờ tiếp nhận")."""
    return _HOURS.match(title_key(title)) is not None


def is_bare_hour(title: str) -> bool:
    """Whether the title says nothing but that: whose time it is, only its neighbour tells."""
    return title_key(title) in _BARE_HOURS


def role_below(upper: str, lower: str) -> Role | None:
    """The role of a column whose title stands in two rows: the lower one decides, a bare “ngày” asks the upper one."""
    role = role_of(lower)
    if role is None and title_key(lower) in _WHEN:
        role = role_of(upper) or role_of(f"ngày {upper}")
    return role
