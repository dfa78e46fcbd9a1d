"""Office hours for tablets: when to be awake, how long a silence was, and that closed doors are no silence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from feedback.collection_points.rules.tablet_time import is_silent, sessions_from, silent_minutes
from feedback.working_calendar.rules import SpecialDay, WorkCalendar

MONDAY, SATURDAY = date(2026, 11, 16), date(2026, 11, 21)
HOLIDAY = SpecialDay(date(2026, 11, 18), working=False)
MAKE_UP = SpecialDay(SATURDAY, working=True, pair=date(2026, 11, 18))
CALENDAR = WorkCalendar([2026], [HOLIDAY, MAKE_UP])


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A wall-clock moment of November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


def test_sessions_skip_the_holiday_and_hold_the_make_up_saturday():
    found = sessions_from(CALENDAR, MONDAY, 7)
    assert len(found) == 2 * 5
    assert found[0] == (at(16, 7), at(16, 11, 30))
    assert {opens.date() for opens, _ in found} == {date(2026, 11, day) for day in (16, 17, 19, 20, 21)}


def test_a_year_that_is_not_loaded_goes_by_the_usual_week():
    assert len(sessions_from(CALENDAR, date(2027, 1, 4), 7)) == 10


def test_only_office_minutes_are_silent():
    assert silent_minutes(CALENDAR, at(16, 11), at(16, 14)) == {MONDAY: 30 + 30}
    assert silent_minutes(CALENDAR, at(16, 17), at(17, 7)) == {}
    assert silent_minutes(CALENDAR, at(17, 16), at(19, 8)) == {date(2026, 11, 17): 60, date(2026, 11, 19): 60}


def test_a_silence_of_years_is_cut():
    long = silent_minutes(CALENDAR, at(16, 7) - timedelta(days=3000), at(16, 7))
    assert 40 < len(long) <= 63


def test_silence_and_its_parts_are_the_same():
    whole = silent_minutes(CALENDAR, at(16, 9), at(20, 15))
    parts = [silent_minutes(CALENDAR, at(16, 9), at(19, 10, 7)), silent_minutes(CALENDAR, at(19, 10, 7), at(20, 15))]
    assert sum(whole.values()) == sum(minutes for part in parts for minutes in part.values())


@pytest.mark.parametrize(
    ("last_seen", "now", "silent"),
    [
        (at(16, 8), at(16, 9, 59), False),
        (at(16, 8), at(16, 10), True),
        (at(16, 10, 30), at(16, 14, 29), False),
        (at(16, 10, 30), at(16, 14, 30), True),
        (at(16, 15, 30), at(16, 20), False),
        (at(16, 15, 30), at(17, 7, 29), False),
        (at(16, 15, 30), at(17, 7, 30), True),
        (at(17, 16), at(18, 10), False),
    ],
)
def test_two_office_hours_make_an_alert_while_the_office_is_open(last_seen: datetime, now: datetime, silent: bool):
    assert is_silent(CALENDAR, last_seen, now, 120) is silent


def test_without_a_calendar_nobody_is_alarmed():
    assert not is_silent(WorkCalendar([]), at(16, 7), at(16, 12), 120)
