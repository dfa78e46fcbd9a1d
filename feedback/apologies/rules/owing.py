"""What a file owes at a moment: nothing, a notice, the end of one, or a word to the upper level."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from feedback.apologies.rules.states import OPEN_STATES, SIGNED_STATES, State
from feedback.records.rules import Category, Stamp, Times, categorise
from feedback.working_calendar.rules.days import LOCAL


class Owed(StrEnum):
    NOTHING = "nothing"
    LATE_NOTICE = "late_notice"
    REOPEN = "reopen"
    CANCEL = "cancel"
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
    """

    state: State
    new_due: datetime | None = None
    escalated: bool = False
    had_result: bool = False


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
        return Owed.CANCEL if category in NO_LONGER else Owed.NOTHING
    if first.state in PROMISED and not first.escalated and _ran_over_again(file.times, first, category, now):
        return Owed.ESCALATE
    return Owed.NOTHING


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
