"""Which open files are overdue, owe an apology now, or fall due soon; and how late they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, NamedTuple

from feedback.records.rules.apology_limits import ApologyLimit, apology_limit, due_moment
from feedback.records.rules.stamps import Stamp
from feedback.working_calendar.rules import (
    MissingCalendar,
    WorkCalendar,
    day_of,
    minute_of,
    moment_of,
    say_late,
    say_left,
    working_span,
)


class Lateness(StrEnum):
    OVERDUE = "overdue"
    APOLOGY_DUE = "apology_due"
    DUE_SOON = "due_soon"


LATENESS_WORDS = {
    Lateness.OVERDUE: "Quá hạn",
    Lateness.APOLOGY_DUE: "Đến hạn gửi phiếu xin lỗi",
    Lateness.DUE_SOON: "Sắp đến hạn",
}


class OpenFile(NamedTuple):
    """An open file as far as lateness needs it. `due` is the first stated one, else the computed: see `due_source`.

    "moved": the clock stood still for supplements, so it is a later one.
    """

    id: int
    unit_id: int
    received: Stamp
    due: Stamp | None
    due_source: Literal["stated", "computed", "moved"] = "stated"


class Standing(NamedTuple):
    """Where an open file stands. `limit` is None where the calendar of its year is not loaded."""

    file: OpenFile
    due: Stamp
    kind: Lateness
    limit: ApologyLimit | None


def sort_out(files: Iterable[OpenFile], calendar: WorkCalendar, as_of: datetime, days: int) -> Iterator[Standing]:
    """The files that need somebody's eye, in the order given; the others are left out.

    `days` working days ahead count as soon. Made for a hundred thousand files: the calendar is asked once per due day.
    MissingCalendar when the year of `as_of` itself is not loaded.
    """
    horizon = _horizon(calendar, as_of, days)
    today = day_of(minute_of(as_of))
    limits: dict[date, ApologyLimit | None] = {}
    for file in files:
        due = file.due
        if due is None or due.at > horizon:
            continue
        if due.at < as_of and (due.has_time or due.day < today):
            yield Standing(file, due, Lateness.OVERDUE, _limit(file, due, calendar, limits))
            continue
        limit = _limit(file, due, calendar, limits)
        owed = limit is not None and day_of(minute_of(limit.at)) <= today
        yield Standing(file, due, Lateness.APOLOGY_DUE if owed else Lateness.DUE_SOON, limit)


def _horizon(calendar: WorkCalendar, as_of: datetime, days: int) -> datetime:
    """The end of the office day `days` working days after this one (at least the next: an apology is due before)."""
    minute = calendar.first_working(minute_of(as_of))
    try:
        ahead = calendar.add_days(minute, max(days, 1))
        end = calendar.office_end(day_of(ahead))
    except MissingCalendar:
        ahead, end = calendar.last_minute, None
    return moment_of(max(ahead, end or ahead))


def _limit(
    file: OpenFile, due: Stamp, calendar: WorkCalendar, limits: dict[date, ApologyLimit | None]
) -> ApologyLimit | None:
    """The apology's limit. Only files received shortly before it differ from others due the same day."""
    if due.day not in limits:
        limits[due.day] = _day_limit(due, calendar)
    usual = limits[due.day]
    if usual is None or (usual.at - file.received.at).days >= 12:
        return usual
    return apology_limit(due, file.received, calendar)


def _day_limit(due: Stamp, calendar: WorkCalendar) -> ApologyLimit | None:
    try:
        day = date.fromordinal(due.day.toordinal() - 1)
        working = calendar.working_day_at_or_before(day)
        end = calendar.office_end(working)
    except MissingCalendar:
        return None
    if end is None:
        return None
    return ApologyLimit(moment_of(end), "day_before" if working == day else "working_day_before")


def late_minutes(standing: Standing, calendar: WorkCalendar, as_of: datetime) -> int:
    """Working minutes past the due moment; 0 while it has not come."""
    return working_span(due_moment(standing.due, calendar), as_of, calendar).total_minutes


def say_standing(standing: Standing, calendar: WorkCalendar, as_of: datetime) -> str:
    """ "trễ 2 ngày làm việc 3 giờ" or "còn 1 ngày làm việc"."""
    due = due_moment(standing.due, calendar)
    return say_late(due, as_of, calendar) or say_left(as_of, due, calendar) or "đến hạn đúng lúc này"
