"""Which files a change may touch, and what it would do to them."""

from __future__ import annotations

from datetime import date

import pytest

from feedback.foundation.actors import SYSTEM
from feedback.records.queries.calendar_moves import (
    clockworks,
    count_waiting_for_year,
    preview_change,
    scan_running,
)
from feedback.records.tables import Record
from feedback.working_calendar.actions import load_reference_calendar
from feedback.working_calendar.rules.proposals import CalendarChange
from feedback.working_calendar.rules.reading import CalendarLine
from tests.factories import Factory
from tests.records import calendar_world as world_of
from tests.records.calendar_world import GOLDEN, TODAY, swapped


@pytest.fixture
def world(session):
    return world_of.build(session)


def off(day, unit_id=None):
    return CalendarChange(unit_id, ((day, CalendarLine(day, "closed", "Nghỉ", False)),))


def test_the_preview_counts_by_unit_and_writes_nothing(session, world):
    other = Factory(session).unit("Xã Khác", code="95555")
    before = world_of.stored(session)
    preview = preview_change(session, swapped().change, TODAY)
    assert preview.counts["moved"] == 6
    assert [(unit.name, unit.counts["moved"]) for unit in preview.units] == [("Xã Mẫu", 6)]
    assert world_of.stored(session) == before
    assert preview_change(session, off(world_of.MONDAY, other.id), TODAY).effects == ()
    assert preview_change(session, off(world_of.MONDAY, world.unit_id), TODAY).counts["moved"] > 0


def test_what_the_preview_says_is_what_the_files_then_are(session, world):
    preview = preview_change(session, swapped().change, TODAY)
    expected = {effect.file.id: effect.after for effect in preview.effects if effect.moved}
    golden = {world.files[name]: world_of.at(line.swapped) for name, line in GOLDEN.items()}
    assert expected == {each: golden[each] for each in expected}


def test_finished_files_and_years_apart_are_left_alone(session, world):
    assert len(scan_running(session, off(date(2026, 11, 25)))) == len(GOLDEN)
    assert scan_running(session, off(date(2027, 11, 25))) == []
    assert scan_running(session, off(date(2025, 11, 25))) == []
    session.get_one(Record, world.files["one day"]).finished_at = TODAY
    assert len(scan_running(session, off(date(2026, 11, 25)))) == len(GOLDEN) - 1


def test_works_read_by_id_from_where_the_last_one_ended(session, world):
    first = scan_running(session, swapped().change, after_id=0, take=3)
    rest = scan_running(session, swapped().change, after_id=first[-1].id, take=99)
    assert [file.id for file in first + rest] == sorted(world.files.values())


def test_before_and_after_change_places_once_it_is_done(session, world):
    change = swapped().change
    ahead = clockworks(session, {world.unit_id}, proposed=change)[world.unit_id]
    assert ahead.old.is_working_day(world_of.MONDAY)
    assert not ahead.new.is_working_day(world_of.MONDAY)
    back = CalendarChange(None, ((world_of.MONDAY, None), (world_of.SATURDAY, None)))
    behind = clockworks(session, {world.unit_id}, before=back)[world.unit_id]
    assert behind.old.is_working_day(world_of.MONDAY) is behind.new.is_working_day(world_of.MONDAY)


def test_files_that_wait_for_a_year_are_those_marked_by_it_or_not_reckoned_for_lack_of_it(session, make):
    load_reference_calendar(session, actor=SYSTEM, now=TODAY)
    unit = make.unit()
    make.record(unit, computed_due_at=TODAY, computed_provisional="2027-02-04 2027")
    make.record(unit, computed_due_at=TODAY, computed_provisional="2026-11-24")
    make.record(unit, make.procedure(limit_amount=600))
    make.record(unit, make.procedure(limit_kind="none", limit_amount=None))
    make.record(unit, make.procedure(limit_amount=600), finished_at=TODAY)
    assert count_waiting_for_year(session, 2027) == 1
    assert count_waiting_for_year(session, 2028) == 1
