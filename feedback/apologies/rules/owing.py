"""What a file owes at a moment: nothing, a notice, the end of one, or a word to the upper level."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from feedback.apologies.rules.states import OPEN_STATES, SIGNED_STATES, State
from feedback.foundation.words import moment
from feedback.records.rules import Category, Stamp, Times, before, categorise
from feedback.working_calendar.rules.days import LOCAL


class Owed(StrEnum):
    NOTHING = "nothing"
    LATE_NOTICE = "late_notice"
    REOPEN = "reopen"
    CANCEL = "cancel"
    RENEW = "renew"
    RECHECK = "recheck"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file's times. `known_open`: the system knew it while it was still open, so that its overrun was ours to see."""

    times: Times
    known_open: bool = True


@dataclass(frozen=True, slots=True)
class FirstNotice:
    """The file's notice. `new_due` is the date it promised, once approved; `escalated` when that ran over as well.

    `had_result`: the late result was there before the approval; the paper names its day and promises nothing.
    `due_at`: the due moment it was written for. `late_since`: when the file was seen overdue, where that is why there
    is a notice. `rechecked`: the due of which a person was asked whether the approved notice still stands.
    """

    state: State
    new_due: datetime | None = None
    escalated: bool = False
    had_result: bool = False
    due_at: datetime | None = None
    late_since: datetime | None = None
    rechecked: datetime | None = None


PROMISED = SIGNED_STATES | {State.WITHDRAWN}
"""Where a new date was given: taking the paper back does not take back that the file overran it (one new date ever)."""

NO_LONGER = {
    Category.DONE_EARLY: "Hồ sơ đã có kết quả trước hạn.",
    Category.DONE_ON_TIME: "Hồ sơ đã có kết quả đúng hạn.",
    Category.WITHDRAWN: "Người nộp đã rút hồ sơ.",
    Category.REFUSED: "Hồ sơ đã được trả lời không tiếp nhận.",
    Category.PAUSED: "Hồ sơ đang chờ bổ sung, hạn tạm dừng.",
    Category.NOT_YET_RECEIVED: "Hồ sơ chưa được tiếp nhận.",
}
"""Why a draft is no longer needed, by the file's category."""


def owed(file: FileFacts, first: FirstNotice | None, now: datetime) -> Owed:
    """What has to happen now (aware). Asked again after it was done it says NOTHING: safe to act on twice."""
    category = categorise(file.times, now)
    if first is None or first.state == State.CANCELLED:
        if not _ran_over(file, category):
            return Owed.NOTHING
        return Owed.LATE_NOTICE if first is None else Owed.REOPEN
    if first.state in OPEN_STATES:
        if why_needless(file.times, now, late_since=first.late_since):
            return Owed.CANCEL
        return Owed.RENEW if is_another_due(file.times.due, first.due_at) else Owed.NOTHING
    if first.state in PROMISED and not first.escalated and _ran_over_again(file.times, first, category, now):
        return Owed.ESCALATE
    return Owed.RECHECK if _outlived(file.times, first, category) else Owed.NOTHING


def why_needless(times: Times, now: datetime, *, late_since: datetime | None) -> str:
    """Why a draft is not needed (any more), in words; "" where it is.

    A file seen overdue at `late_since` that is within its time again has got another due since. Its draft says what is
    not so; where the file runs over after all it opens again. What the desk told beforehand stands: it was not the due
    that made it.
    """
    category = categorise(times, now)
    if category in NO_LONGER:
        return NO_LONGER[category]
    # Seen before it was drafted only where the clock was set back: then nothing has changed about the file.
    if late_since is None or now < late_since or category != Category.OPEN_IN_TIME or times.due is None:
        return ""
    return f"Hạn trả của hồ sơ nay là {_said(times.due)}: hồ sơ còn trong hạn."


def _said(due: Stamp) -> str:
    return moment(due.at) if due.has_time else f"ngày {due.day:%d/%m/%Y}"


def is_another_due(due: Stamp | None, known: datetime | None) -> bool:
    """Whether a file's due is not the one a notice was written for.

    A due without an hour ends with the office, so its moment moves with the calendar: only another day is another due.
    """
    if due is None or known is None:
        return False
    return known != due.at if due.has_time else not due.at <= known <= due.at + timedelta(days=1)


def _outlived(times: Times, first: FirstNotice, category: Category) -> bool:
    """Approved, and then the file got a later due by which it is not late: the paper says what does not hold any more.

    A notice told beforehand still announces a delay while its date lies after the due.
    """
    due = times.due
    if first.state not in SIGNED_STATES - {State.CLOSED} or first.escalated:
        return False
    if due is None or first.due_at is None or due.at == first.rechecked:
        return False
    later = is_another_due(due, first.due_at) and due.at > first.due_at
    in_time = category in (Category.OPEN_IN_TIME, Category.DONE_EARLY, Category.DONE_ON_TIME)
    announces = first.late_since is None and first.new_due is not None and before(due, Stamp(first.new_due, True))
    return later and in_time and not announces


def _ran_over(file: FileFacts, category: Category) -> bool:
    """Open past its due; or finished late after we knew it open: that it was handed over since excuses nobody."""
    if category == Category.DONE_LATE:
        return file.known_open
    return category == Category.OPEN_OVERDUE


def _ran_over_again(times: Times, first: FirstNotice, category: Category, now: datetime) -> bool:
    if first.new_due is None or category in NO_LONGER:
        return False
    # The paper names a day; a result that was there already and is corrected within that day breaks no promise.
    day = datetime.combine(first.new_due.astimezone(LOCAL).date(), time.min, LOCAL)
    promised = Stamp(day, False) if first.had_result else Stamp(first.new_due, True)
    again = categorise(Times(times.state, promised, times.finished), now)
    return again in (Category.OPEN_OVERDUE, Category.DONE_LATE)
