"""Kinds and states of a notice, and the only moves there are."""

from datetime import date, datetime
from enum import StrEnum

from feedback.foundation.errors import Conflict


class Kind(StrEnum):
    """Why there is a paper. Expected and late are the same notice; a second overrun has none.

    The four faults are letters of their own (NĐ 61/2018 Điều 21.2); a withdrawal takes an earlier paper back.
    """

    EXPECTED = "expected"
    LATE = "late"
    SECOND = "second"
    LOST_PAPERS = "lost_papers"
    DAMAGED_PAPERS = "damaged_papers"
    WRONG_RESULT = "wrong_result"
    REPEATED_SUPPLEMENT = "repeated_supplement"
    WITHDRAWAL = "withdrawal"


class State(StrEnum):
    """drafted → awaiting (the desk has prepared it) → approved → delivered, or a task at the desk → published → closed.

    cancelled when none is owed, escalated for a second overrun, withdrawn by a later document that names this one.
    """

    DRAFTED = "drafted"
    AWAITING = "awaiting"
    APPROVED = "approved"
    DELIVERED = "delivered"
    HANDED_OVER = "handed_over"
    PUBLISHED = "published"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    ESCALATED = "escalated"
    WITHDRAWN = "withdrawn"


class Verb(StrEnum):
    """What can be done with a notice; what may not be done from where it stands is no pair in MOVES."""

    PREPARE = "prepare"
    APPROVE = "approve"
    DELIVER = "deliver"
    HAND_OVER = "hand_over"
    NOT_ARRIVED = "not_arrived"
    PUBLISH = "publish"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"
    REOPEN = "reopen"
    AMEND = "amend"


KIND_WORDS = {
    Kind.EXPECTED: "báo trước: sẽ không kịp",
    Kind.LATE: "đã quá hạn",
    Kind.SECOND: "quá hạn lần hai",
    Kind.LOST_PAPERS: "làm mất, thất lạc giấy tờ",
    Kind.DAMAGED_PAPERS: "làm hư hỏng giấy tờ",
    Kind.WRONG_RESULT: "kết quả có sai sót",
    Kind.REPEATED_SUPPLEMENT: "yêu cầu bổ sung quá một lần",
    Kind.WITHDRAWAL: "thu hồi một phiếu đã ban hành",
}
STATE_WORDS = {
    State.DRAFTED: "dự thảo",
    State.AWAITING: "chờ người đứng đầu duyệt",
    State.APPROVED: "đã duyệt",
    State.DELIVERED: "đã đến tay người nộp",
    State.HANDED_OVER: "đã giao việc trao tại quầy",
    State.PUBLISHED: "đang công khai",
    State.CLOSED: "đã khép",
    State.CANCELLED: "không cần nữa",
    State.ESCALATED: "đã chuyển cấp trên",
    State.WITHDRAWN: "đã thu hồi",
}
FAULTS = (Kind.LOST_PAPERS, Kind.DAMAGED_PAPERS, Kind.WRONG_RESULT, Kind.REPEATED_SUPPLEMENT)
DATED = frozenset({Kind.EXPECTED, Kind.LATE})
"""Notices that promise a new date: the only ones of which the job may say that they are no longer needed."""
OPEN_STATES = frozenset({State.DRAFTED, State.AWAITING})
SIGNED_STATES = frozenset({State.APPROVED, State.DELIVERED, State.HANDED_OVER, State.PUBLISHED, State.CLOSED})
"""Approved and in force: it has its number and its paper, and no later document takes it back."""
MOVES: dict[tuple[State, Verb], State] = {
    (State.DRAFTED, Verb.PREPARE): State.AWAITING,
    (State.AWAITING, Verb.PREPARE): State.AWAITING,
    (State.DRAFTED, Verb.APPROVE): State.APPROVED,
    (State.AWAITING, Verb.APPROVE): State.APPROVED,
    (State.DRAFTED, Verb.CANCEL): State.CANCELLED,
    (State.AWAITING, Verb.CANCEL): State.CANCELLED,
    (State.CANCELLED, Verb.REOPEN): State.DRAFTED,
    (State.DRAFTED, Verb.AMEND): State.DRAFTED,
    (State.AWAITING, Verb.AMEND): State.DRAFTED,  # another fault in the letter: what was prepared is told anew
    (State.APPROVED, Verb.DELIVER): State.DELIVERED,
    (State.APPROVED, Verb.HAND_OVER): State.HANDED_OVER,
    (State.HANDED_OVER, Verb.DELIVER): State.DELIVERED,
    (State.DELIVERED, Verb.PUBLISH): State.PUBLISHED,
    (State.HANDED_OVER, Verb.PUBLISH): State.PUBLISHED,
    (State.PUBLISHED, Verb.DELIVER): State.PUBLISHED,
    (State.DELIVERED, Verb.NOT_ARRIVED): State.HANDED_OVER,
    (State.PUBLISHED, Verb.NOT_ARRIVED): State.PUBLISHED,
    (State.CLOSED, Verb.NOT_ARRIVED): State.PUBLISHED,  # closed anew once it is in the person's hands
    (State.PUBLISHED, Verb.CLOSE): State.CLOSED,
    **{(state, Verb.WITHDRAW): State.WITHDRAWN for state in SIGNED_STATES},
}


def move(state: State, verb: Verb) -> State:
    """The state after the deed. Conflict when it cannot be done from here: what is approved never changes its words."""
    after = MOVES.get((state, verb))
    if after is None:
        raise Conflict(
            f"Phiếu này {STATE_WORDS[state]} rồi nên không làm được việc vừa chọn. "
            "Hãy tải lại trang để xem bản mới nhất."
        )
    return after


def is_over(delivered_at: datetime | None, published_until: date | None, today: date) -> bool:
    """Whether a published notice may be closed: in the person's hands, and its public time has passed."""
    return delivered_at is not None and (published_until is None or published_until < today)


def sent_in_time(approved_at: datetime, limit_at: datetime) -> bool:
    """Whether a notice left by its limit, the minute of the limit included (both aware)."""
    return approved_at.replace(second=0, microsecond=0) <= limit_at
