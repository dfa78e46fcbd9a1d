from __future__ import annotations

from datetime import timedelta

import pytest

from feedback.foundation.actors import SYSTEM
from feedback.organisation.tables import UnitSetting
from feedback.records.queries import list_late, list_warnings, warn_days
from feedback.records.queries.late import WARN_DAYS
from feedback.records.rules import Lateness
from feedback.working_calendar.actions import load_reference_calendar
from tests.records.reference import AS_OF
from tests.records.rules.samples import at


@pytest.fixture
def units(session, make):
    load_reference_calendar(session, actor=SYSTEM, now=AS_OF)
    parent = make.unit(level="province")
    return [make.unit(parent=parent), make.unit(parent=parent)]


def set_days(session, unit, days):
    session.add(UnitSetting(unit_id=unit.id, key=WARN_DAYS, value=days, source="quy chế mẫu"))
    session.flush()


def test_everything_is_counted_and_the_most_pressing_is_told(session, make, units):
    one, _ = units
    for hour in range(8, 12):
        make.record(one, received_at=at("02/11/2026").at, stated_due_at=at(f"1{hour - 7}/11/2026 {hour}:00").at)
    make.record(one, received_at=at("02/11/2026").at, stated_due_at=at("25/11/2026 09:00").at)
    overdue, owed, soon = list_warnings(session, AS_OF, [one.id], most=3)
    assert (overdue.kind, overdue.total, overdue.more) == (Lateness.OVERDUE, 4, 1)
    assert [each.standing.due.day.day for each in overdue.files] == [11, 12, 13]
    assert (owed.total, soon.total) == (0, 1)


def test_how_far_ahead_is_each_units_own_setting(session, make, units):
    one, other = units
    for unit in units:
        make.record(unit, received_at=at("02/11/2026").at, stated_due_at=at("04/12/2026 09:00").at)
    assert [group.total for group in list_warnings(session, AS_OF, None, most=5)] == [0, 0, 0]
    set_days(session, other, 10)
    assert (warn_days(session, one.id), warn_days(session, other.id)) == (2, 10)
    assert [each.file.solving_unit_id for each in list_late(session, AS_OF)] == [other.id]
    set_days(session, one, 10)
    assert [group.total for group in list_warnings(session, AS_OF, None, most=5)] == [0, 0, 2]
    assert list_late(session, AS_OF, None, 3) == [], "whoever asks for a number of days gets that"


def test_the_groups_are_the_files_of_the_page_and_of_the_command_whatever_files_there_are(session, make, units):
    """Two hundred files due every which way: the letter counts what list_late lists, unit by unit."""
    for at_hour in range(200):
        unit = units[at_hour % 2]
        due = AS_OF - timedelta(days=12) + timedelta(hours=at_hour * 4.7)
        make.record(
            unit,
            received_at=AS_OF - timedelta(days=30),
            stated_due_at=due,
            stated_due_has_time=at_hour % 7 != 0,
            state="awaiting_supplement" if at_hour % 11 == 0 else "received",
        )
    for reach in (None, [units[0].id], [units[1].id], [each.id for each in units], []):
        listed = list_late(session, AS_OF, reach)
        groups = list_warnings(session, AS_OF, reach, most=1000)
        assert [each.file.id for group in groups for each in group.files] == [each.file.id for each in listed]
        short = list_warnings(session, AS_OF, reach, most=3)
        assert [group.total for group in short] == [group.total for group in groups]
        told = {each.file.id for group in short for each in group.files}
        assert told <= {each.file.id for each in listed}


def test_files_received_here_and_solved_elsewhere_are_told_apart(session, make, units):
    """The desk a citizen comes back to knows before they come; lateness stays with who solves the file."""
    here, there = units
    for solved_by, received_by in ((there, here), (there, there), (here, here)):
        file = make.record(there, received_at=at("02/11/2026").at, stated_due_at=at("19/11/2026 15:00").at)
        file.solving_unit_id, file.receiving_unit_id = solved_by.id, received_by.id
    session.flush()
    mine = list_warnings(session, AS_OF, [here.id], most=5)
    elsewhere = list_warnings(session, AS_OF, [here.id], most=5, elsewhere=True)
    assert [group.total for group in mine] == [group.total for group in elsewhere] == [1, 0, 0]
    (file,) = elsewhere[0].files
    assert (file.file.solving_unit_id, file.file.receiving_unit_id) == (there.id, here.id)
    for everything in ([here.id, there.id], None):
        found = list_warnings(session, AS_OF, everything, most=5, elsewhere=True)
        assert [group.total for group in found] == [0, 0, 0], "whoever sees the solving unit's files has it there"
