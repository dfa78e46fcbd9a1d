"""Counting working time: pure functions over a calendar given as an argument. Times are aware; days are Việt Nam's."""

from feedback.working_calendar.rules.calendar import WorkCalendar
from feedback.working_calendar.rules.days import (
    DEFAULT_SESSIONS,
    DEFAULT_WEEK,
    MissingCalendar,
    Sessions,
    SpecialDay,
    Week,
    day_of,
    local_time,
    minute_of,
    moment_of,
    parse_sessions,
    write_sessions,
)
from feedback.working_calendar.rules.due import Due, due_at, due_minutes
from feedback.working_calendar.rules.explain import explain_due
from feedback.working_calendar.rules.lateness import Span, say_late, say_left, say_span, working_span
from feedback.working_calendar.rules.limits import Counting, DuePolicy, LimitKind, TimeLimit, parse_clock
from feedback.working_calendar.rules.permissions import EDIT_CALENDAR, SEE_CALENDAR

__all__ = [
    "DEFAULT_SESSIONS",
    "DEFAULT_WEEK",
    "EDIT_CALENDAR",
    "SEE_CALENDAR",
    "Counting",
    "Due",
    "DuePolicy",
    "LimitKind",
    "MissingCalendar",
    "Sessions",
    "Span",
    "SpecialDay",
    "TimeLimit",
    "Week",
    "WorkCalendar",
    "day_of",
    "due_at",
    "due_minutes",
    "explain_due",
    "local_time",
    "minute_of",
    "moment_of",
    "parse_clock",
    "parse_sessions",
    "say_late",
    "say_left",
    "say_span",
    "working_span",
    "write_sessions",
]
