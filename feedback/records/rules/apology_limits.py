"""When the apology for a file that will be late must have left.

NĐ 61/2018/NĐ-CP Điều 19.9 (still reproduced in provincial rules under NĐ 118/2025): "chậm nhất 01 ngày trước ngày hết
hạn": one calendar day, not a working day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from feedback.records.rules.stamps import Stamp
from feedback.working_calendar.rules import WorkCalendar, minute_of, moment_of

SHORT_MINUTES = 4 * 60
"""Fewer working minutes than this between receipt and the limit, and nobody could have known: the due moment counts."""


@dataclass(frozen=True, slots=True)
class ApologyLimit:
    """`rule` is `day_before`, `working_day_before` (that day is a rest day) or `due_itself` (too little time)."""

    at: datetime
    rule: str


LIMIT_WORDS = {
    "day_before": "chậm nhất 01 ngày trước ngày hết hạn (NĐ 61/2018 Điều 19.9)",
    "working_day_before": "ngày trước ngày hết hạn là ngày nghỉ nên lấy ngày làm việc liền trước",
    "due_itself": "từ lúc nhận đến ngày trước hạn chưa đủ 4 giờ làm việc nên lấy chính giờ hẹn trả",
}


def due_moment(due: Stamp, calendar: WorkCalendar) -> datetime:
    """The moment a due runs out: a day-only due lasts until that day's office closes (midnight on a rest day)."""
    if due.has_time:
        return due.at
    end = calendar.office_end(due.day)
    return moment_of(end) if end is not None else due.at + timedelta(days=1)


def apology_limit(due: Stamp, received: Stamp, calendar: WorkCalendar) -> ApologyLimit:
    """The latest moment (aware) for the apology of a file due then. MissingCalendar names a year not loaded."""
    moment = due_moment(due, calendar)
    day = due.day - timedelta(days=1)
    working = calendar.working_day_at_or_before(day)
    end = calendar.office_end(working)
    start = minute_of(received.at)
    if end is None or end <= start or calendar.between(start, end) < SHORT_MINUTES:
        return ApologyLimit(moment, "due_itself")
    return ApologyLimit(moment_of(end), "day_before" if working == day else "working_day_before")
