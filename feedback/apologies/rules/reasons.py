"""Why a file is late: a class for the public list, and a real sentence for the citizen."""

import re
from enum import StrEnum

from feedback.apologies.rules.publication import refuse_numbers_of_people
from feedback.foundation.errors import Invalid
from feedback.foundation.text import clean, fold


class ReasonClass(StrEnum):
    """Our own classes (no rule fixes any): each names a cause somebody can do something about."""

    WORKLOAD = "workload"
    COORDINATION = "coordination"
    VERIFICATION = "verification"
    SYSTEM = "system"
    MISTAKE = "mistake"
    DISASTER = "disaster"
    OTHER = "other"


REASON_WORDS = {
    ReasonClass.WORKLOAD: "Thiếu người hoặc hồ sơ tăng đột biến",
    ReasonClass.COORDINATION: "Chờ ý kiến, kết quả của cơ quan phối hợp",
    ReasonClass.VERIFICATION: "Phải xác minh, kiểm tra thực địa thêm",
    ReasonClass.SYSTEM: "Phần mềm, đường truyền hoặc thiết bị hỏng",
    ReasonClass.MISTAKE: "Sai sót, chậm trễ của đơn vị giải quyết",
    ReasonClass.DISASTER: "Thiên tai, dịch bệnh, sự cố bất khả kháng",
    ReasonClass.OTHER: "Lý do khác, ghi ở phiếu",
}
LONGEST = 600
FEWEST_WORDS, FEWEST_TELLING = 6, 3
EMPTY_PHRASES = (
    *(
        "khach quan",
        "chu quan",
        "bat kha khang",
        "tinh hinh",
        "thuc te",
        "dieu kien",
        "hoan canh",
        "dac thu",
        "dac biet",
    ),
    *("du kien", "y muon", "phat sinh", "tam kiem soat", "cong viec", "cong tac", "ban viec", "khoi luong", "qua tai"),
    *("cuoi nam", "dau nam", "don dap", "giai quyet", "xu ly", "xem xet", "qua trinh", "quy trinh", "tien hanh"),
    *("thuc hien", "hoan thanh", "hoan thien", "nghien cuu", "khan truong", "kiem tra ky", "phoi hop", "lien quan"),
    *("phuc tap", "vuong mac", "kho khan", "tro ngai", "truc trac", "so suat", "thieu sot", "ky thuat", "su co"),
    *("loi he thong", "khuyet diem", "rut kinh nghiem", "tham quyen", "chuyen mon", "noi bo", "ca nhan", "can bo"),
    *("bo phan", "co quan", "don vi", "lanh dao", "to chuc", "ong ba", "anh chi", "nguoi dan", "nguoi nop", "chi dao"),
    *("thoi gian", "thoi han", "gia han", "quy dinh", "tre han", "dung han", "thong cam", "chia se", "vui long"),
    *("cho doi", "tran trong", "chan thanh", "xin loi", "kinh mong", "trinh bay", "yeu cau", "noi dung", "lam ro"),
    *(
        "nhan vien",
        "dia phuong",
        "nguyen nhan",
        "yeu to",
        "tac dong",
        "can thiet",
        "tiep tuc",
        "mot so",
        "nhieu buoc",
        "so luong",
        "tinh chat",
        "chung toi",
        "khac phuc",
        "som nhat",
    ),
)
"""Phrases without marks that fill a line and tell nothing."""
_SYLLABLES = """
vi do boi nen ma thi la va voi cua cho ve o tai trong ngoai tren theo nhu nay kia ay den bang cung hay hoac
duoc bi da dang se chua khong con moi rat qua them chi co nhung cac ca nhieu lon it phan vai luot luong ly ho
so ket tra hen gio cham tre han lai lau kip dung sau truoc xong can phai khau ban viec minh su ong ba kinh
mong xin khac nhau rieng chung neu ro tot quy dai lien tiep de
"""
SAYS_NOTHING = frozenset(_SYLLABLES.split())
"""Syllables without marks that name no cause by themselves, however many of them stand in a row."""


def check_reason(text: str) -> str:
    """The reason as it will be printed. Invalid when it is empty, vague, or longer than the paper takes.

    NĐ 61/2018 Điều 19.9: the notice must "ghi rõ lý do quá hạn"; "vì lý do khách quan" alone is no reason.
    """
    reason = clean(text)
    if len(reason) > LONGEST:
        raise Invalid(f"Lý do dài quá {LONGEST} chữ cái. Hãy viết gọn lại để vừa phiếu.")
    if is_vague(reason):
        raise Invalid(
            "Lý do chưa rõ. Hãy viết ít nhất một câu nói cụ thể việc gì đã xảy ra, ví dụ: “Chưa nhận được "
            "kết quả trích lục của chi nhánh đăng ký đất đai, đã đề nghị ngày 16/11.” Chỉ ghi “vì lý do khách quan” "
            "thì chưa đủ."
        )
    refuse_numbers_of_people(reason)
    return reason if reason.endswith((".", "!", "?", "…")) else f"{reason}."


def is_vague(text: str) -> bool:
    """Whether fewer than six different words are there, or fewer than three that could name a cause.

    Measured on the tables in the tests (vague.py); it errs towards taking a sentence: the head still reads it.
    """
    plain = f" {' '.join(re.sub(r'[^a-z0-9]+', ' ', fold(text)).split())} "
    words = _words(plain)
    for phrase in EMPTY_PHRASES:
        plain = plain.replace(f" {phrase} ", "  ")
    telling = {word for word in _words(plain) - SAYS_NOTHING if not word.isdigit()}
    return len(words) < FEWEST_WORDS or len(telling) < FEWEST_TELLING


def _words(plain: str) -> set[str]:
    return {word for word in plain.split() if len(word) > 1 or word.isdigit()}


DAY = re.compile(r"\b(0?[1-9]|[12][0-9]|3[01])\s*(/|-|\.|tháng)\s*(0?[1-9]|1[0-2])\b", re.IGNORECASE)


def check_remedy(text: str) -> str:
    """What will be done and by when, as it will be printed. Invalid when it is vague or names no day."""
    remedy = clean(text)
    if len(remedy) > LONGEST:
        raise Invalid(f"Biện pháp khắc phục dài quá {LONGEST} chữ cái. Hãy viết gọn lại để vừa thư.")
    if is_vague(remedy):
        raise Invalid(
            "Biện pháp khắc phục chưa rõ. Hãy viết ít nhất một câu nói đơn vị làm gì để sửa, ví dụ: “Đơn vị tự xin cấp "
            "lại bản sao giấy khai sinh và trao tại nhà trước ngày 27/11/2026.”"
        )
    if not DAY.search(remedy):
        raise Invalid("Biện pháp khắc phục chưa có ngày làm xong. Hãy ghi rõ ngày, ví dụ 27/11/2026.")
    return remedy if remedy.endswith((".", "!", "?", "…")) else f"{remedy}."


def check_happened(text: str) -> str:
    """What went wrong, as the letter names it after the kind of fault. Invalid when it is vague or too long."""
    happened = clean(text).rstrip(".")
    if len(happened) > LONGEST // 2:
        raise Invalid(f"Phần mô tả dài quá {LONGEST // 2} chữ cái. Hãy viết gọn lại để vừa thư.")
    if len(_words(f" {fold(happened)} ")) < FEWEST_TELLING:
        raise Invalid(
            "Hãy nói cụ thể lỗi gì đã xảy ra với giấy tờ nào, ví dụ: “bản chính giấy khai sinh nộp ngày 02/11”. "
            "Không ghi tên người nộp."
        )
    return happened
