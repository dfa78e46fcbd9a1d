"""Early, on time, late: by the stated due moment, and a second time by days only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from feedback.records.rules.stamps import Stamp, before
from feedback.records.rules.states import FINISHED_STATES, State


class Category(StrEnum):
    DONE_EARLY = "done_early"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    OPEN_IN_TIME = "open_in_time"
    OPEN_OVERDUE = "open_overdue"
    PAUSED = "paused"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    NOT_YET_RECEIVED = "not_yet_received"
    NO_DUE_OPEN = "no_due_open"
    NO_DUE_RETURNED = "no_due_returned"
    NO_RESULT_DATE = "no_result_date"


CATEGORY_WORDS: dict[Category, str] = {
    Category.DONE_EARLY: "Đã xong trước hạn",
    Category.DONE_ON_TIME: "Đã xong đúng hạn",
    Category.DONE_LATE: "Đã xong, trễ hạn",
    Category.OPEN_IN_TIME: "Đang giải quyết, trong hạn",
    Category.OPEN_OVERDUE: "Đang giải quyết, quá hạn",
    Category.PAUSED: "Tạm dừng, chờ bổ sung",
    Category.REFUSED: "Không tiếp nhận",
    Category.WITHDRAWN: "Đã rút",
    Category.NOT_YET_RECEIVED: "Chưa tiếp nhận",
    Category.NO_DUE_OPEN: "Chưa có hạn, đang giải quyết",
    Category.NO_DUE_RETURNED: "Chưa có hạn, đã trả",
    Category.NO_RESULT_DATE: "Đã xong nhưng không ghi ngày",
}

COUNTED = frozenset(
    {
        Category.DONE_EARLY,
        Category.DONE_ON_TIME,
        Category.DONE_LATE,
        Category.OPEN_IN_TIME,
        Category.OPEN_OVERDUE,
    }
)
_BY_STATE = {
    State.NOT_YET_RECEIVED: Category.NOT_YET_RECEIVED,
    State.WITHDRAWN: Category.WITHDRAWN,
    State.REFUSED: Category.REFUSED,
    State.AWAITING: Category.PAUSED,
    State.STOPPED: Category.PAUSED,
}


@dataclass(frozen=True, slots=True)
class Times:
    """What lateness needs of a file. `due` is the first one the source stated."""

    state: State
    due: Stamp | None
    finished: Stamp | None


def categorise(times: Times, as_of: datetime, *, by_date: bool = False) -> Category:
    """The category of a file at a moment (aware). A result later than that moment has not happened yet.

    `by_date` ignores hours everywhere, as some provincial software does. A due moment or a result without its hour is
    compared by day in either case: a day-only due is met any time that day.
    """
    if times.state in _BY_STATE:
        return _BY_STATE[times.state]
    now = Stamp(as_of, True)
    finished = times.finished if times.finished is not None and not before(now, times.finished) else None
    if finished is None and times.finished is None and times.state in FINISHED_STATES:
        return Category.NO_RESULT_DATE
    if times.due is None:
        return Category.NO_DUE_OPEN if finished is None else Category.NO_DUE_RETURNED
    due = Stamp(times.due.at, times.due.has_time and not by_date)
    if finished is None:
        return Category.OPEN_OVERDUE if before(due, now) else Category.OPEN_IN_TIME
    if before(due, finished):
        return Category.DONE_LATE
    return Category.DONE_ON_TIME if finished.day == due.day else Category.DONE_EARLY


def tally(categories: Iterable[Category]) -> dict[str, Any]:
    """Counts by category and the sums people ask for; rates in percent to two decimals, None of nothing."""
    counts = Counter(categories)
    early, on_time, late = (counts[each] for each in (Category.DONE_EARLY, Category.DONE_ON_TIME, Category.DONE_LATE))
    done = early + on_time + late
    counted = sum(counts[each] for each in COUNTED)
    return {
        "by_category": {category.value: counts[category] for category in sorted(counts)},
        "done": done,
        "done_on_time_total": early + on_time,
        "done_late": late,
        "done_on_time_rate_percent": percent(early + on_time, done),
        "open_in_time": counts[Category.OPEN_IN_TIME],
        "open_overdue": counts[Category.OPEN_OVERDUE],
        "late_total": late + counts[Category.OPEN_OVERDUE],
        "counted": counted,
        "not_counted": counts.total() - counted,
    }


def percent(part: int, whole: int) -> float | None:
    """part / whole in percent, half up to two decimals; None when there is nothing to divide by."""
    if whole == 0:
        return None
    return float((Decimal(part) * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP))
