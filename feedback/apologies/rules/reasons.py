"""Why a file is late: a class for the public list, and a real sentence for the citizen."""

import re
from enum import StrEnum

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
FEWEST_WORDS = 6
# Phrases that say nothing: what is left after taking them out must still be a sentence.
VAGUE = (
    "vi ly do khach quan",
    "do ly do khach quan",
    "ly do khach quan",
    "nguyen nhan khach quan",
    "do khach quan",
    "do cong viec nhieu",
    "do qua nhieu viec",
    "do ban viec",
    "do ban cong tac",
    "vi nhieu ly do khac nhau",
    "vi nhieu ly do",
    "vi ly do bat kha khang",
    "kinh mong ong ba thong cam",
    "mong ong ba thong cam",
    "mong duoc thong cam",
    "rat mong thong cam",
    "xin loi ong ba",
    "xin thong cam",
    "ho so bi cham",
    "ho so tre han",
    "chua giai quyet kip",
    "chua kip giai quyet",
)


def check_reason(text: str) -> str:
    """The reason as it will be printed. Invalid when it is empty, vague, or longer than the paper takes.

    NĐ 61/2018 Điều 19.9: the notice must "ghi rõ lý do quá hạn"; "vì lý do khách quan" alone is no reason.
    """
    reason = clean(text)
    if len(reason) > LONGEST:
        raise Invalid(f"Lý do dài quá {LONGEST} chữ cái. Hãy viết gọn lại để vừa phiếu.")
    words = _meaningful_words(reason)
    if len(words) < FEWEST_WORDS:
        raise Invalid(
            "Lý do chưa rõ. Hãy viết ít nhất một câu nói cụ thể việc gì làm chậm hồ sơ này, ví dụ: “Chưa nhận được "
            "kết quả trích lục của chi nhánh đăng ký đất đai, đã đề nghị ngày 16/11.” Chỉ ghi “vì lý do khách quan” "
            "thì chưa đủ."
        )
    return reason if reason.endswith((".", "!", "?", "…")) else f"{reason}."


def _meaningful_words(reason: str) -> set[str]:
    """Distinct words that are left without the phrases that say nothing."""
    plain = f" {' '.join(re.sub(r'[^a-z0-9]+', ' ', fold(reason)).split())} "
    for phrase in VAGUE:
        plain = plain.replace(f" {phrase} ", " ")
    return {word for word in plain.split() if len(word) > 1 or word.isdigit()}
