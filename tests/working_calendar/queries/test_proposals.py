"""Calendars as they would be."""

from __future__ import annotations

from datetime import date

import pytest

from feedback.foundation.actors import SYSTEM
from feedback.working_calendar.actions import apply_change, load_reference_calendar, set_office_hours
from feedback.working_calendar.queries import calendar_for, calendars_for, list_years
from feedback.working_calendar.queries.proposals import (
    before_of,
    calendar_stamp,
    calendars_with,
    hours_origin,
    missing_year,
    narrowed,
)
from feedback.working_calendar.rules.legal_days import legal_days
from feedback.working_calendar.rules.notices import Paper, swap
from feedback.working_calendar.rules.proposals import CalendarChange
from feedback.working_calendar.rules.reading import CalendarLine
from tests.records.calendar_world import CULTURE, MONDAY, SATURDAY

SWAP = CalendarChange(None, tuple((line.day, line) for line in swap(MONDAY, SATURDAY, Paper("CV"))))


@pytest.fixture
def loaded(session, now):
    load_reference_calendar(session, actor=SYSTEM, now=now)
    return session


def same(one, other):
    return (one.workdays, one.workday_sessions, one.years, one.provisional_years) == (
        other.workdays,
        other.workday_sessions,
        other.years,
        other.provisional_years,
    )


def test_what_would_be_is_what_then_is_and_looking_writes_nothing(loaded, now, make):
    unit = make.unit()
    stamp = calendar_stamp(loaded)
    thought = calendars_with(loaded, SWAP, [unit.id])[unit.id]
    assert calendar_stamp(loaded) == stamp
    assert calendar_for(loaded, unit.id).is_working_day(MONDAY)
    before = before_of(loaded, SWAP)
    apply_change(loaded, now=now, change=SWAP)
    assert calendar_stamp(loaded) != stamp
    assert same(thought, calendar_for(loaded, unit.id))
    assert calendars_with(loaded, before, [unit.id])[unit.id].is_working_day(MONDAY)


def test_a_whole_new_year_is_thought_of_and_then_loaded(loaded, now):
    change = CalendarChange(None, tuple((line.day, line) for line in legal_days(2028)))
    thought = calendars_with(loaded, change, [None])[None]
    assert thought.years[-1] == 2028
    apply_change(loaded, now=now, change=change)
    assert same(thought, calendar_for(loaded))


def test_a_units_change_is_its_own_and_that_of_units_below(loaded, now, make):
    parent, other = make.unit(level="province"), make.unit()
    child = make.unit(parent=parent)
    change = CalendarChange(
        parent.id, ((MONDAY, CalendarLine(MONDAY, "closed", "Nghỉ", False)),), ((5, None, "07:00-11:00"),)
    )
    found = calendars_with(loaded, change, [parent.id, child.id, other.id, None])
    assert [found[each].is_working_day(MONDAY) for each in (parent.id, child.id, other.id, None)] == [
        False,
        False,
        True,
        True,
    ]
    apply_change(loaded, now=now, change=change)
    then = calendars_for(loaded, [parent.id, child.id, other.id, None])
    assert all(same(found[each], then[each]) for each in found)
    back = CalendarChange(parent.id, ((MONDAY, None),), ((5, None, None),))
    assert same(calendars_with(loaded, back, [child.id])[child.id], calendar_for(loaded))


def test_only_what_differs_is_left_of_a_change(loaded, now):
    apply_change(loaded, now=now, change=SWAP)
    assert not narrowed(loaded, SWAP)
    more = CalendarChange(None, (*SWAP.days, (CULTURE, CalendarLine(CULTURE, "holiday", "Lễ", False))))
    assert [day for day, _ in narrowed(loaded, more).days] == [CULTURE]


def test_confirming_the_last_expected_day_settles_the_year(loaded, now):
    assert 2027 in calendar_for(loaded).provisional_years
    known = [date(2027, 2, 4), date(2027, 2, 10)]
    lines = [CalendarLine(day, "compensatory_day_off", "Nghỉ bù Tết", False) for day in known]
    change = CalendarChange(None, tuple((line.day, line) for line in lines))
    assert 2027 not in calendars_with(loaded, change, [None])[None].provisional_years
    apply_change(loaded, now=now, change=change)
    assert {year.year for year in list_years(loaded) if year.provisional} == set()


def test_hours_say_whose_they_are(loaded, now, make):
    parent = make.unit(level="province")
    child = make.unit(parent=parent)
    today = date(2026, 11, 23)
    assert hours_origin(loaded, child.id, today) == {}
    for unit_id, weekday in ((None, 0), (parent.id, 1), (child.id, 2)):
        set_office_hours(loaded, actor=SYSTEM, now=now, weekday=weekday, sessions="07:00-11:00", unit_id=unit_id)
    assert hours_origin(loaded, child.id, today) == {0: None, 1: parent.id, 2: child.id}


def test_hours_to_come_are_nobodys_yet(loaded, now, make):
    parent = make.unit(level="province")
    child = make.unit(parent=parent)
    for unit_id, start in ((parent.id, None), (child.id, date(2026, 12, 1))):
        set_office_hours(
            loaded, actor=SYSTEM, now=now, weekday=1, sessions="07:00-11:00", unit_id=unit_id, valid_from=start
        )
    assert hours_origin(loaded, child.id, date(2026, 11, 30)) == {1: parent.id}
    assert hours_origin(loaded, child.id, date(2026, 12, 1)) == {1: child.id}


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        (date(2026, 9, 30), None),
        (date(2026, 10, 1), (2027, True)),
        (date(2027, 12, 31), (2028, False)),
        (date(2025, 12, 1), None),
    ],
)
def test_the_next_year_is_missed_from_october_on(loaded, today, missing):
    assert missing_year(loaded, today) == missing
