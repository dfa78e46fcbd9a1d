"""How far apart two moments are in working time, and how people say it."""

from dataclasses import dataclass
from datetime import datetime

from feedback.working_calendar.rules.calendar import WorkCalendar
from feedback.working_calendar.rules.days import DAY, minute_of


@dataclass(frozen=True, slots=True)
class Span:
    """Whole working days (same clock time on the later day), the rest in minutes, and all of it in working minutes."""

    days: int
    minutes: int
    total_minutes: int

    def __bool__(self) -> bool:
        return self.total_minutes > 0


def working_span(start: datetime, end: datetime, calendar: WorkCalendar) -> Span:
    """The working time from one aware moment to a later one; nothing at all when it is not later."""
    first, last = minute_of(start), minute_of(end)
    if last <= first or calendar.between(first, last) == 0:
        return Span(0, 0, 0)
    days = _whole_days(first, last, calendar)
    rest_from = calendar.add_days(first, days) if days else first
    return Span(days, calendar.between(rest_from, last), calendar.between(first, last))


def _whole_days(first: int, last: int, calendar: WorkCalendar) -> int:
    """The greatest number of working days after `first`, at its clock time, that does not lead past `last`."""
    origin = calendar.session_workday[calendar.session_at_or_after(first)]
    days = calendar.workday_at_or_after(calendar.last_working(last) // DAY) - origin
    while days > 0 and calendar.add_days(first, days) > last:
        days -= 1
    return max(days, 0)


def say_span(span: Span) -> str:
    """ "2 ngày làm việc 3 giờ", "3 giờ 15 phút làm việc"; "chưa tới 1 phút làm việc" for nothing."""
    hours, minutes = divmod(span.minutes, 60)
    small = " ".join(([f"{hours} giờ"] if hours else []) + ([f"{minutes} phút"] if minutes else []))
    if span.days:
        return f"{span.days} ngày làm việc {small}".strip()
    return f"{small} làm việc" if small else "chưa tới 1 phút làm việc"


def say_late(due: datetime, until: datetime, calendar: WorkCalendar) -> str:
    """ "trễ 2 ngày làm việc 3 giờ"; "" when `until` is not past the due moment.

    Late by the clock yet not by a working minute (due at the last minute of a Friday, done before Monday's first) is
    late all the same, and says so.
    """
    if minute_of(until) <= minute_of(due):
        return ""
    return f"trễ {say_span(working_span(due, until, calendar))}"


def say_left(now: datetime, due: datetime, calendar: WorkCalendar) -> str:
    """ "còn 1 ngày làm việc 2 giờ"; "" once the due moment has come."""
    if minute_of(due) <= minute_of(now):
        return ""
    return f"còn {say_span(working_span(now, due, calendar))}"
