"""The calendars of the examples: the one that comes with the program, and offices with hours of their own."""

from __future__ import annotations

from datetime import date, datetime

from feedback.working_calendar.actions import REFERENCE
from feedback.working_calendar.rules import DEFAULT_SESSIONS, DEFAULT_WEEK, SpecialDay, WorkCalendar, parse_sessions
from feedback.working_calendar.rules.calendar import BEGINNING
from feedback.working_calendar.rules.days import LOCAL
from feedback.working_calendar.rules.reading import read_calendar, special_day

SPECIAL = tuple(special_day(line) for line in read_calendar(REFERENCE.read_text("utf-8")))
YEARS = range(2023, 2028)
UNSETTLED = (2027,)
MORNING = parse_sessions("07:00-11:30")

EVERYBODY = WorkCalendar(YEARS, SPECIAL, provisional_years=UNSETTLED)
HALF_DAY = WorkCalendar(
    YEARS,
    (*SPECIAL, SpecialDay(date(2026, 10, 9), True, "Hội nghị", "half_day", MORNING)),
    provisional_years=UNSETTLED,
)
SATURDAY = WorkCalendar(
    YEARS,
    SPECIAL,
    [(BEGINNING, ((DEFAULT_SESSIONS,) * 5 + (parse_sessions("07:30-11:30"), ())))],
    UNSETTLED,
)
WINTER = WorkCalendar(
    YEARS,
    SPECIAL,
    [
        (BEGINNING, DEFAULT_WEEK),
        (date(2026, 10, 15), (parse_sessions("07:30-11:30,13:00-16:30"),) * 5 + ((), ())),
    ],
    UNSETTLED,
)
OFFICES = {"": EVERYBODY, "half-day": HALF_DAY, "saturday": SATURDAY, "winter": WINTER}


def at(text: str) -> datetime:
    """`2026-08-21T16:10` in Việt Nam, aware."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def written(moment: datetime) -> str:
    """The same form back."""
    return moment.astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M")
