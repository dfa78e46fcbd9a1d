"""Sessions, days and the arithmetic underneath, held against counting minute by minute."""

from __future__ import annotations

import os
import re
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from feedback.working_calendar.rules import (
    Counting,
    DuePolicy,
    LimitKind,
    MissingCalendar,
    SpecialDay,
    TimeLimit,
    WorkCalendar,
    due_at,
    due_minutes,
    explain_due,
    minute_of,
    moment_of,
    say_late,
    working_span,
)
from feedback.working_calendar.rules.days import day_number
from tests.working_calendar.calendars import EVERYBODY, HALF_DAY, OFFICES, SATURDAY, at, written
from tests.working_calendar.slow import SlowOffice

SLOW = {name: SlowOffice(calendar) for name, calendar in OFFICES.items()}
FIRST, LAST = EVERYBODY.first_minute, EVERYBODY.last_minute
CASES = 8_000
TESTS = 4
"""The properties share the cases among them: 2,000 each at every run, 125 times as many under FEEDBACK_PROOF=1."""

PROVING = settings(
    max_examples=CASES // TESTS * (125 if os.environ.get("FEEDBACK_PROOF") else 1),
    deadline=None,
    derandomize=not os.environ.get("FEEDBACK_PROOF"),
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)

limits = some.one_of(
    some.builds(TimeLimit, some.just(LimitKind.WORKING_DAYS), some.integers(1, 15)),
    some.builds(TimeLimit, some.just(LimitKind.CALENDAR_DAYS), some.integers(1, 40)),
    some.builds(TimeLimit, some.just(LimitKind.WORKING_HOURS), some.integers(1, 30)),
    some.just(TimeLimit(LimitKind.SAME_DAY)),
)
policies = some.builds(
    DuePolicy, some.sampled_from(Counting), some.sampled_from([8 * 60, 11 * 60 + 30, 15 * 60, 17 * 60]), some.booleans()
)
# Anywhere; and on the edges, where errors live: around each opening, each closing and the cut-off.
edges = sorted({minute + shift for minute in (*EVERYBODY.starts, *EVERYBODY.ends) for shift in (-1, 0, 1)})
minutes = some.one_of(some.integers(FIRST - 2000, LAST + 2000), some.sampled_from(edges))
offices = some.sampled_from(sorted(OFFICES))


def by_looking(office: str, limit: TimeLimit, received: int, policy: DuePolicy) -> int | None:
    try:
        return SLOW[office].due(limit, received, policy)
    except IndexError:
        return None


def by_rule(office: str, limit: TimeLimit, received: int, policy: DuePolicy) -> int | None:
    try:
        due = due_at(limit, moment_of(received), OFFICES[office], policy)
    except MissingCalendar:
        return None
    assert due is not None
    return minute_of(due.at)


@PROVING
@given(offices, limits, minutes, policies)
def test_a_due_moment_is_the_one_found_by_looking_at_every_minute(office, limit, received, policy):
    assert by_rule(office, limit, received, policy) == by_looking(office, limit, received, policy)


@PROVING
@given(offices, limits, minutes, policies)
def test_many_at_once_are_the_ones_found_by_looking_at_every_minute(office, limit, received, policy):
    try:
        found: int | None = due_minutes([limit], [received], OFFICES[office], policy)[0]
    except MissingCalendar:
        found = None
    assert found == by_looking(office, limit, received, policy)


LAST_STEP = re.compile(r"Hạn trả kết quả: (\d\d):(\d\d) \D+(\d+)/(\d+)/(\d{4})\.")


@PROVING
@given(offices, limits, minutes, policies)
def test_an_explanation_ends_at_the_due_moment_itself(office, limit, received, policy):
    due = by_rule(office, limit, received, policy)
    try:
        lines = explain_due(limit, moment_of(received), OFFICES[office], policy)
    except MissingCalendar:
        assert due is None
        return
    (told,) = [match for match in map(LAST_STEP.fullmatch, lines) if match]
    hour, minute, day, month, year = map(int, told.groups())
    assert at(datetime(year, month, day, hour, minute).isoformat()) == moment_of(due or 0)  # noqa: DTZ001


@PROVING
@given(offices, some.integers(FIRST, LAST - 60 * 1440), some.integers(0, 12 * 1440))
def test_working_time_is_what_passes_minute_by_minute(office, earlier, length):
    calendar, later = OFFICES[office], earlier + length
    passed = SLOW[office].between(earlier, later)
    assert calendar.between(earlier, later) == passed
    assert calendar.between(later, earlier) == -passed
    span = working_span(moment_of(earlier), moment_of(later), calendar)
    assert span.total_minutes == passed
    rest_from = calendar.add_days(earlier, span.days) if span.days else earlier
    assert calendar.between(rest_from, later) == span.minutes
    assert rest_from <= later < (calendar.add_days(earlier, span.days + 1) if passed else later + 1)
    assert bool(say_late(moment_of(earlier), moment_of(later), calendar)) is (length > 0)


@pytest.mark.parametrize(
    ("moment", "worked"),
    [
        ("2026-10-07T06:59", False),
        ("2026-10-07T07:00", True),
        ("2026-10-07T11:30", True),
        ("2026-10-07T11:31", False),
        ("2026-10-07T13:29", False),
        ("2026-10-07T13:30", True),
        ("2026-10-07T17:00", True),
        ("2026-10-07T17:01", False),
        ("2026-10-10T09:00", False),
        ("2026-08-22T09:00", True),
        ("2026-08-31T09:00", False),
        ("2027-12-31T23:59", False),
    ],
)
def test_a_session_is_worked_to_its_last_minute(moment, worked):
    assert EVERYBODY.is_working(minute_of(at(moment))) is worked


@pytest.mark.parametrize(
    ("moment", "first", "last"),
    [
        ("2026-10-07T12:00", "2026-10-07T13:30", "2026-10-07T11:30"),
        ("2026-10-07T17:00", "2026-10-07T17:00", "2026-10-07T17:00"),
        ("2026-10-10T12:00", "2026-10-12T07:00", "2026-10-09T17:00"),
        ("2026-02-18T12:00", "2026-02-23T07:00", "2026-02-13T17:00"),
    ],
)
def test_the_nearest_working_moments_are_found_on_both_sides(moment, first, last):
    minute = minute_of(at(moment))
    assert written(moment_of(EVERYBODY.first_working(minute))) == first
    assert written(moment_of(EVERYBODY.last_working(minute))) == last


def test_before_the_first_working_moment_there_is_none_known():
    with pytest.raises(MissingCalendar, match="năm 2022"):
        EVERYBODY.last_working(minute_of(at("2023-01-01T12:00")))
    with pytest.raises(MissingCalendar, match="năm 2022"):
        EVERYBODY.working_day_at_or_before(date(2023, 1, 2))


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ((2026, 10, 7), (2026, 10, 7), (2026, 10, 7)),
        ((2026, 10, 10), (2026, 10, 9), (2026, 10, 12)),
        ((2026, 8, 22), (2026, 8, 22), (2026, 8, 22)),
        ((2026, 9, 1), (2026, 8, 28), (2026, 9, 3)),
    ],
)
def test_the_nearest_working_days_are_found_on_both_sides(day, before, after):
    assert EVERYBODY.working_day_at_or_before(date(*day)) == date(*before)
    assert EVERYBODY.working_day_at_or_after(date(*day)) == date(*after)


def test_an_office_closes_when_its_last_session_ends():
    assert EVERYBODY.office_end(date(2026, 10, 9)) == day_number(date(2026, 10, 9)) * 1440 + 17 * 60
    assert HALF_DAY.office_end(date(2026, 10, 9)) == day_number(date(2026, 10, 9)) * 1440 + 11 * 60 + 30
    assert EVERYBODY.office_end(date(2026, 10, 10)) is None
    with pytest.raises(MissingCalendar, match="năm 2031"):
        EVERYBODY.office_end(date(2031, 1, 2))


def test_a_make_up_saturday_keeps_the_hours_of_the_day_it_stands_in_for():
    assert SATURDAY.sessions_on(date(2026, 8, 22)) == EVERYBODY.sessions_on(date(2026, 8, 24))
    assert SATURDAY.sessions_on(date(2026, 8, 15)) != EVERYBODY.sessions_on(date(2026, 8, 24))


def test_a_worked_day_without_hours_of_its_own_on_a_weekend_has_mondays_hours():
    calendar = WorkCalendar([2026], [SpecialDay(date(2026, 10, 11), working=True, kind="makeup_working_day")])
    assert calendar.sessions_on(date(2026, 10, 11)) == calendar.sessions_on(date(2026, 10, 12))


def test_a_provisional_day_on_a_weekend_unsettles_nothing():
    assert date(2027, 2, 6) not in EVERYBODY.uncertain_days(FIRST, LAST)
    assert date(2027, 2, 5) in EVERYBODY.uncertain_days(FIRST, LAST)


def test_without_the_provisional_days_the_office_would_be_open():
    assert not EVERYBODY.is_working_day(date(2026, 11, 24))
    assert EVERYBODY.as_if_worked.is_working_day(date(2026, 11, 24))
    assert not EVERYBODY.as_if_worked.is_working_day(date(2026, 9, 2))
