"""Which promises a change of the calendar breaks."""

from __future__ import annotations

from datetime import date

import pytest

from feedback.apologies.queries.calendar_letters import letter_facts, list_broken, list_broken_by
from feedback.foundation.errors import NotFound
from feedback.working_calendar.rules.proposals import CalendarChange
from feedback.working_calendar.rules.reading import CalendarLine
from tests.apologies.conftest import MORNING
from tests.apologies.jobs.test_calendar import DAY_OFF, MOVED, PROMISED, promise

__all__ = ["promise"]


def off(day, unit_id=None):
    return CalendarChange(unit_id, ((day, CalendarLine(day, "closed", "Nghỉ", False)),))


def test_only_dates_on_the_day_are_broken_and_asking_writes_nothing(world, promise):
    notice_id = promise()
    world.approved()
    with world.store.database.read() as session:
        (broken,) = list_broken_by(session, off(DAY_OFF), MORNING)
        assert (broken.notice_id, broken.promised, broken.after) == (notice_id, PROMISED, MOVED)
        assert list_broken_by(session, off(date(2026, 11, 26)), MORNING) == []
        assert list_broken(session, off(DAY_OFF), MORNING) == []


def test_a_units_own_day_breaks_its_own_promises(world, promise):
    promise()
    with world.store.database.read() as session:
        assert len(list_broken_by(session, off(DAY_OFF, world.commune), MORNING)) == 1
        assert len(list_broken_by(session, off(DAY_OFF, world.province), MORNING)) == 1


def test_hours_that_end_earlier_break_a_later_promise_on_the_same_day(world, promise):
    promise()
    change = CalendarChange(world.commune, (), ((2, date(2026, 11, 23), "07:00-11:30"),))
    with world.store.database.read() as session:
        (broken,) = list_broken_by(session, change, MORNING)
        assert broken.after == PROMISED.replace(hour=11, minute=30)


def test_there_is_no_letter_where_nothing_moved(world, promise):
    notice_id = promise()
    with world.store.database.read() as session, pytest.raises(NotFound, match="ngày hẹn nào được điều chỉnh"):
        letter_facts(session, notice_id, 1)
