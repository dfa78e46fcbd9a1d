"""The phases of a large import, in words, and how long it may still take."""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """In their order. `ASK` and `LOOK` wait for a person; `REMOVE` and `REFUSED` are the way out.

    From `ASK`, where nobody knows the columns of the file, an import goes back to `READ`.
    """

    READ = "read"
    ASK = "ask"
    LOOK = "look"
    COPY = "copy"
    LINK = "link"
    AGAIN = "again"
    HISTORY = "history"
    SHOW = "show"
    SETTLE = "settle"
    REMOVE = "remove"
    REFUSED = "refused"


FOR_A_PERSON = frozenset({Phase.ASK, Phase.LOOK})
"""Phases in which a person has to say something, and may still give the import up."""
WAITING = FOR_A_PERSON | {Phase.REFUSED}
"""Phases in which there is nothing to do for a program."""
PHASE_WORDS = {
    Phase.READ: "Đang đọc và kiểm tra từng dòng",
    Phase.ASK: "Chưa biết các cột của tệp này",
    Phase.LOOK: "Đã đọc xong, chờ xác nhận",
    Phase.COPY: "Đang ghi hồ sơ (chưa hiện)",
    Phase.LINK: "Đang nối từng dòng với hồ sơ",
    Phase.AGAIN: "Đang so lại hồ sơ vừa được nhập từ nơi khác",
    Phase.HISTORY: "Đang ghi lịch sử thay đổi (chưa hiện)",
    Phase.SHOW: "Đang cho hiện toàn bộ",
    Phase.SETTLE: "Đã hiện toàn bộ, đang dọn dẹp",
    Phase.REMOVE: "Đang bỏ những dòng đã đọc",
    Phase.REFUSED: "Không nhập được",
}
_BEGINS = {
    Phase.READ: 0.0,
    Phase.ASK: 0.0,
    Phase.LOOK: 0.8,
    Phase.COPY: 0.8,
    Phase.LINK: 0.9,
    Phase.AGAIN: 0.95,
    Phase.HISTORY: 0.95,
    Phase.SHOW: 0.95,
    Phase.SETTLE: 0.96,
    Phase.REMOVE: 0.0,
    Phase.REFUSED: 1.0,
}
"""Where on the whole way each phase begins, as measured on a million rows: reading is four fifths of it."""
_ENDS = {Phase.READ: 0.8, Phase.COPY: 0.9, Phase.LINK: 0.95, Phase.SETTLE: 1.0, Phase.REMOVE: 1.0}

TOO_EARLY = 0.01
"""Below this share an estimate would be a guess."""


def whole_share(phase: Phase, share: float) -> float:
    """How much of the whole import is done, from 0 to 1; `share` is that of the present phase."""
    begin = _BEGINS[phase]
    return begin + (_ENDS.get(phase, begin) - begin) * min(max(share, 0.0), 1.0)


def seconds_left(elapsed: float, share: float) -> float | None:
    """Of the present phase at its present pace, in seconds; None while it is too early to say."""
    return elapsed * (1 - share) / share if share >= TOO_EARLY and elapsed > 0 else None


def say_left(seconds: float | None) -> str:
    """“còn khoảng 12 phút”; empty while nobody can say."""
    if seconds is None:
        return ""
    if seconds < 60:
        return "còn chưa đến một phút"
    minutes = round(seconds / 60)
    return f"còn khoảng {minutes} phút" if minutes < 120 else f"còn khoảng {round(minutes / 60)} giờ"
