"""Strategies for files whose clock stood still: calendars with holidays, moments, requests of every origin."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from feedback.records.rules import Stamp
from feedback.records.rules.supplements import Kind, Origin, Supplement
from feedback.working_calendar.rules import SpecialDay, WorkCalendar, parse_sessions
from feedback.working_calendar.rules.calendar import BEGINNING
from feedback.working_calendar.rules.days import DEFAULT_WEEK, LOCAL

START = datetime(2026, 10, 1, tzinfo=LOCAL)
SPECIAL = (
    SpecialDay(date(2026, 10, 10), True, pair=date(2026, 10, 12)),
    SpecialDay(date(2026, 10, 12), False),
    SpecialDay(date(2026, 11, 24), False, name="Ngày Văn hóa Việt Nam", provisional=True),
    SpecialDay(date(2026, 12, 31), True, name="Nghỉ sớm", sessions=parse_sessions("07:00-11:30")),
    SpecialDay(date(2027, 1, 1), False),
)
SATURDAYS = (*DEFAULT_WEEK[:5], parse_sessions("07:30-11:00"), ())
CALENDARS = (
    WorkCalendar([2026, 2027], SPECIAL),
    WorkCalendar([2026, 2027], SPECIAL, ((BEGINNING, DEFAULT_WEEK), (date(2026, 11, 1), SATURDAYS))),
)


def moments(days: int = 80) -> st.SearchStrategy[datetime]:
    return st.integers(0, days * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


def dues() -> st.SearchStrategy[Stamp]:
    timed = moments().map(lambda moment: Stamp(moment, True))
    by_day = st.integers(0, 80).map(lambda days: Stamp(START + timedelta(days=days), False))
    return timed | by_day


@st.composite
def supplements(draw: st.DrawFn) -> list[Supplement]:
    """A few times of waiting, in any order, overlapping or not, some not answered."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        asked = draw(moments())
        took = draw(st.integers(0, 20 * 24 * 60) | st.none())
        answered = None if took is None else asked + timedelta(minutes=took)
        origin, kind = draw(st.sampled_from(Origin)), draw(st.sampled_from(Kind))
        found.append(Supplement(asked, answered, origin, kind))
    return found
