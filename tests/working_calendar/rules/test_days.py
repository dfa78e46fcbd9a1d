"""Minutes, days and sessions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from feedback.foundation import clock
from feedback.foundation.errors import Invalid
from feedback.working_calendar.rules import day_of, local_time, minute_of, moment_of, parse_sessions, write_sessions
from feedback.working_calendar.rules.days import DAY, day_number


def test_the_wall_clock_of_viet_nam_is_seven_hours_ahead_all_year_round():
    for week in range(60 * 52):
        moment = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(weeks=week, minutes=week)
        assert local_time(minute_of(moment)).replace(tzinfo=None) == clock.to_local(moment).replace(tzinfo=None)


def test_a_minute_and_its_moment_are_the_same_thing():
    moment = datetime(2026, 11, 20, 10, 7, tzinfo=UTC)
    assert moment_of(minute_of(moment)) == moment
    assert day_of(minute_of(datetime(2026, 11, 20, 17, 0, tzinfo=UTC))) == date(2026, 11, 21)
    assert day_of(day_number(date(2026, 2, 17)) * DAY) == date(2026, 2, 17)


def test_a_moment_without_a_zone_is_a_defect():
    with pytest.raises(ValueError, match="naive"):
        minute_of(datetime(2026, 11, 20, 10, 7))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "sessions"),
    [
        ("07:00-11:30,13:30-17:00", ((420, 690), (810, 1020))),
        ("7h30 – 11h30; 13g00-16g30", ((450, 690), (780, 990))),
        ("07:00-11:30", ((420, 690),)),
        ("", ()),
    ],
)
def test_office_hours_are_read_as_people_write_them(text, sessions):
    assert parse_sessions(text) == sessions
    assert parse_sessions(write_sessions(sessions)) == sessions


@pytest.mark.parametrize(
    "text", ["sáng", "07:00", "11:30-07:00", "07:00-12:00,11:30-17:00", "07:00-24:10", "07:00-07:00", "7:00-11:75"]
)
def test_office_hours_that_make_no_day_are_refused(text):
    with pytest.raises(Invalid, match="làm việc"):
        parse_sessions(text)
