"""The calendar and the policy that hold for a unit."""

from __future__ import annotations

from datetime import date

import pytest

from feedback.foundation.actors import SYSTEM
from feedback.organisation.actions import set_setting
from feedback.working_calendar import actions, queries
from feedback.working_calendar.queries import calendar_for, calendars_for, policy_for
from feedback.working_calendar.rules import Counting, DuePolicy, MissingCalendar, parse_sessions
from feedback.working_calendar.rules.reading import CalendarLine

SATURDAY = date(2026, 10, 10)


@pytest.fixture
def loaded(session, now):
    actions.load_reference_calendar(session, actor=SYSTEM, now=now)
    return session


def hours(session, now, sessions, weekday=5, unit_id=None, valid_from=None):
    actions.set_office_hours(
        session, actor=SYSTEM, now=now, weekday=weekday, sessions=sessions, unit_id=unit_id, valid_from=valid_from
    )


def test_the_same_calendar_is_given_again_until_something_changes(loaded, now):
    first = calendar_for(loaded)
    assert calendar_for(loaded) is first
    line = CalendarLine(date(2026, 12, 24), "closed", "Đóng cửa", False)
    actions.set_day(loaded, actor=SYSTEM, now=now, line=line)
    assert not calendar_for(loaded).is_working_day(date(2026, 12, 24))
    assert first.is_working_day(date(2026, 12, 24))


def test_a_change_that_was_undone_is_never_seen_again(loaded, now):
    attempt = loaded.begin_nested()
    line = CalendarLine(date(2026, 12, 24), "closed", "Đóng cửa", False)
    actions.set_day(loaded, actor=SYSTEM, now=now, line=line)
    assert not calendar_for(loaded).is_working_day(date(2026, 12, 24))
    attempt.rollback()
    assert calendar_for(loaded).is_working_day(date(2026, 12, 24))


def test_units_without_anything_of_their_own_share_one_calendar(loaded, now, make):
    province = make.unit(level="province")
    one, other = make.unit(parent=province), make.unit(parent=province)
    hours(loaded, now, "07:30-11:30", unit_id=one.id)
    assert calendar_for(loaded, other.id) is calendar_for(loaded, province.id)
    assert calendar_for(loaded, one.id).is_working_day(SATURDAY)
    assert not calendar_for(loaded, other.id).is_working_day(SATURDAY)


def test_the_calendars_of_many_units_are_those_of_each(loaded, now, make):
    province = make.unit(level="province")
    one, other = make.unit(parent=province), make.unit(parent=province)
    hours(loaded, now, "07:30-11:30", unit_id=one.id)
    found = calendars_for(loaded, [one.id, other.id, None])
    assert {place: calendar_for(loaded, place) for place in (one.id, other.id, None)} == found
    assert calendars_for(loaded, [other.id]) == {other.id: found[None]}
    assert calendars_for(loaded, []) == {}


def test_hours_come_down_the_tree_weekday_by_weekday(loaded, now, make):
    province = make.unit(level="province")
    commune = make.unit(parent=province)
    hours(loaded, now, "08:00-12:00", weekday=0)
    hours(loaded, now, "07:30-11:30", unit_id=province.id)
    hours(loaded, now, "", weekday=4, unit_id=commune.id)
    calendar = calendar_for(loaded, commune.id)
    assert calendar.sessions_on(date(2026, 10, 5)) == parse_sessions("08:00-12:00")
    assert calendar.sessions_on(SATURDAY) == parse_sessions("07:30-11:30")
    assert calendar.sessions_on(date(2026, 10, 9)) == ()
    assert calendar.sessions_on(date(2026, 10, 6)) == parse_sessions("07:00-11:30,13:30-17:00")


def test_hours_hold_from_their_day_on(loaded, now):
    hours(loaded, now, "07:30-11:30,13:00-16:30", weekday=0, valid_from=date(2026, 10, 15))
    calendar = calendar_for(loaded)
    assert calendar.sessions_on(date(2026, 10, 12)) == parse_sessions("07:00-11:30,13:30-17:00")
    assert calendar.sessions_on(date(2026, 10, 19)) == parse_sessions("07:30-11:30,13:00-16:30")


def test_before_a_units_own_hours_begin_its_parents_hold(loaded, now, make):
    province = make.unit(level="province")
    commune = make.unit(parent=province)
    hours(loaded, now, "08:00-12:00", weekday=0)
    hours(loaded, now, "07:30-12:00,13:30-16:30", weekday=0, unit_id=province.id, valid_from=date(2026, 3, 2))
    hours(loaded, now, "09:00-17:00", weekday=0, unit_id=commune.id, valid_from=date(2026, 11, 23))
    calendar = calendar_for(loaded, commune.id)
    assert calendar.sessions_on(date(2026, 2, 23)) == parse_sessions("08:00-12:00")
    assert calendar.sessions_on(date(2026, 11, 16)) == parse_sessions("07:30-12:00,13:30-16:30")
    assert calendar.sessions_on(date(2026, 11, 23)) == parse_sessions("09:00-17:00")


def test_an_empty_store_knows_no_year(session):
    with pytest.raises(MissingCalendar, match="năm 2026"):
        calendar_for(session).is_working_day(SATURDAY)


def test_the_policy_is_the_one_stop_softwares_unless_set(session, now, make):
    province = make.unit(level="province")
    commune = make.unit(parent=province)
    assert policy_for(session, commune.id) == DuePolicy()
    for key, value in ((queries.DUE_POLICY, "end_of_last_day"), (queries.SAME_DAY_CUTOFF, "16:00")):
        set_setting(session, actor=SYSTEM, now=now, unit_id=province.id, key=key, value=value, source="QĐ 1")
    set_setting(
        session, actor=SYSTEM, now=now, unit_id=commune.id, key=queries.CUTOFF_FOR_ALL, value=True, source="QĐ 2"
    )
    assert policy_for(session, commune.id) == DuePolicy(Counting.END_OF_LAST_DAY, 16 * 60, True)
    assert policy_for(session) == DuePolicy()


def test_a_years_days_are_listed_with_the_units_own(loaded, now, make):
    unit = make.unit()
    line = CalendarLine(date(2026, 10, 9), "closed", "Đóng cửa", False)
    actions.set_day(loaded, actor=SYSTEM, now=now, line=line, unit_id=unit.id)
    assert len(queries.list_days(loaded, 2026)) == 17
    assert len(queries.list_days(loaded, 2026, unit.id)) == 18
    assert queries.find_day(loaded, date(2026, 10, 9), None) is None
