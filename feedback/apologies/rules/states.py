"""Kinds and states of a notice, and the only moves there are."""

from datetime import datetime
from enum import StrEnum

from feedback.foundation.errors import Conflict


class Kind(StrEnum):
    """Why there is a notice. Expected and late are the same paper; a second overrun has none."""

    EXPECTED = "expected"
    LATE = "late"
    SECOND = "second"


class State(StrEnum):
    """drafted → awaiting (the desk has prepared it) → approved; cancelled when none is owed; escalated for a second."""

    DRAFTED = "drafted"
    AWAITING = "awaiting"
    APPROVED = "approved"
    CANCELLED = "cancelled"
    ESCALATED = "escalated"


class Verb(StrEnum):
    PREPARE = "prepare"
    APPROVE = "approve"
    CANCEL = "cancel"
    REOPEN = "reopen"


KIND_WORDS = {
    Kind.EXPECTED: "báo trước: sẽ không kịp",
    Kind.LATE: "đã quá hạn",
    Kind.SECOND: "quá hạn lần hai",
}
STATE_WORDS = {
    State.DRAFTED: "dự thảo",
    State.AWAITING: "chờ người đứng đầu duyệt",
    State.APPROVED: "đã duyệt",
    State.CANCELLED: "không cần nữa",
    State.ESCALATED: "đã chuyển cấp trên",
}
OPEN_STATES = frozenset({State.DRAFTED, State.AWAITING})
MOVES: dict[tuple[State, Verb], State] = {
    (State.DRAFTED, Verb.PREPARE): State.AWAITING,
    (State.AWAITING, Verb.PREPARE): State.AWAITING,
    (State.DRAFTED, Verb.APPROVE): State.APPROVED,
    (State.AWAITING, Verb.APPROVE): State.APPROVED,
    (State.DRAFTED, Verb.CANCEL): State.CANCELLED,
    (State.AWAITING, Verb.CANCEL): State.CANCELLED,
    (State.CANCELLED, Verb.REOPEN): State.DRAFTED,
}


def move(state: State, verb: Verb) -> State:
    """The state after the deed. Conflict when it cannot be done from here: an approved notice never changes again."""
    after = MOVES.get((state, verb))
    if after is None:
        raise Conflict(
            f"Phiếu này {STATE_WORDS[state]} rồi nên không làm được việc vừa chọn. "
            "Hãy tải lại trang để xem bản mới nhất."
        )
    return after


def sent_in_time(approved_at: datetime, limit_at: datetime) -> bool:
    """Whether a notice left by its limit, the minute of the limit included (both aware)."""
    return approved_at.replace(second=0, microsecond=0) <= limit_at
