"""States of a file, and the many words software has for them."""

from __future__ import annotations

import re
from enum import StrEnum

from feedback.foundation.text import fold


class State(StrEnum):
    NOT_YET_RECEIVED = "not_yet_received"
    RECEIVED = "received"
    AWAITING = "awaiting_supplement"
    DONE = "done"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    STOPPED = "stopped"


STATE_WORDS: dict[State, str] = {
    State.NOT_YET_RECEIVED: "chưa tiếp nhận",
    State.RECEIVED: "đang giải quyết",
    State.AWAITING: "chờ bổ sung (tạm dừng tính hạn)",
    State.DONE: "đã có kết quả",
    State.RETURNED: "đã trả kết quả",
    State.WITHDRAWN: "công dân rút hồ sơ",
    State.REFUSED: "không tiếp nhận / từ chối",
    State.STOPPED: "dừng xử lý",
}

OPEN_STATES = frozenset({State.RECEIVED})
"""The clock runs only here."""
FINISHED_STATES = frozenset({State.DONE, State.RETURNED})
STANDING_STATES = frozenset({State.AWAITING, State.STOPPED, State.WITHDRAWN, State.REFUSED})
"""The clock stands without a result; since when is kept, as far as two imports tell."""

_EXACT: dict[str, State] = {
    "moi": State.NOT_YET_RECEIVED,
    "ho so moi": State.NOT_YET_RECEIVED,
    "moi gui": State.NOT_YET_RECEIVED,
    "duoc tiep nhan": State.RECEIVED,
    "trong han": State.RECEIVED,
    "hoan thanh": State.DONE,
    "da giai quyet": State.DONE,
    "tra ket qua": State.RETURNED,
    "dung": State.STOPPED,
}
# In this order: the first one found in the status (letters without marks) decides. What is asked for or still to come
# stands before what is done, so that "chưa giải quyết xong" and "chờ công dân bổ sung" do not go by their last words.
_PHRASES: tuple[tuple[re.Pattern[str], State], ...] = tuple(
    (re.compile(rf"\b(?:{words})\b"), state)
    for words, state in (
        (r"rut|huy|huy bo", State.WITHDRAWN),
        (r"tu choi|khong (?:duoc )?tiep nhan|khong du dieu kien|khong hop le|khong giai quyet", State.REFUSED),
        (r"moi dang ky|dang ky moi|moi nop|cho (?:duyet )?tiep nhan|chua (?:duoc )?tiep nhan", State.NOT_YET_RECEIVED),
        (r"(?<!yeu cau )(?:da|tiep nhan|xu ly|giai quyet) (?:ho so )?(?:bo sung|bshs)", State.RECEIVED),
        (r"bo sung|bshs", State.AWAITING),
        (r"tra lai(?! ket qua)", State.REFUSED),
        (r"da (?:thuc hien|hoan thanh) (?:nghia vu tai chinh|nvtc)|da (?:thanh toan|nop)", State.RECEIVED),
        (r"nghia vu tai chinh|nvtc|(?:cho|yeu cau|chua) (?:\w+ ){0,2}(?:thanh toan|nop)", State.AWAITING),
        (r"tam dung|dung (?:xu ly|giai quyet|thuc hien)", State.STOPPED),
        (r"chua (?:giai quyet|xu ly|thuc hien|hoan thanh|hoan tat|co ket qua|ket thuc|xong|den han)", State.RECEIVED),
        (r"cho (?:co )?ket qua", State.RECEIVED),
        (r"(?:chua|cho|chuyen) tra|cho (?:\w+ ){0,3}nhan ket qua", State.DONE),
        (r"da tra|da giao (?:tra|ket qua)|da nhan ket qua|tra (?:som|truoc|dung|tre|qua) han", State.RETURNED),
        (r"(?:xu ly|giai quyet|da) xong|da ket thuc|ket thuc xu ly|hoan tat|co ket qua|da phat hanh", State.DONE),
        (r"(?:da )?hoan thanh (?:truoc|dung|som|tre|qua) han|da hoan thanh", State.DONE),
        (r"da (?:xu ly|giai quyet) (?:truoc|dung|som|tre|qua) han", State.DONE),
        (r"dang|cho|chua|da tiep nhan|moi tiep nhan|qua han|chuyen|trinh|tiep nhan", State.RECEIVED),
        (r"da xu ly|ket thuc", State.DONE),
    )
)


def read_state(text: str) -> State | None:
    """The state a status text means; None when the words are unknown."""
    folded = fold(text).strip(" .")
    if folded in _EXACT:
        return _EXACT[folded]
    return next((state for words, state in _PHRASES if words.search(folded)), None)


def derive_state(*, finished: bool, returned: bool) -> State:
    """The state when no status is written: what the date columns tell."""
    if returned:
        return State.RETURNED
    return State.DONE if finished else State.RECEIVED
