from __future__ import annotations

from datetime import timedelta

import pytest

from feedback.foundation.actors import SYSTEM
from feedback.records.queries import late_json, list_late, list_standings, scan_open
from feedback.records.rules import Lateness
from feedback.working_calendar.actions import load_reference_calendar
from feedback.working_calendar.rules import MissingCalendar
from tests.records.reference import AS_OF
from tests.records.rules.samples import at


@pytest.fixture
def unit(session, make):
    load_reference_calendar(session, actor=SYSTEM, now=AS_OF)
    return make.unit()


def due(text):
    return {"stated_due_at": at(text).at, "received_at": at("02/11/2026 08:00").at}


def test_open_files_are_sorted_by_what_presses_most(session, make, unit):
    soon = make.record(unit, **due("25/11/2026 09:00"))
    late = make.record(unit, **due("19/11/2026 15:00"))
    make.record(unit, **due("31/12/2026 09:00"))
    make.record(unit, **due("10/11/2026 09:00"), state="awaiting_supplement")
    make.record(unit, **due("10/11/2026 09:00"), state="done", finished_at=at("09/11/2026").at)
    filled = make.record(unit, computed_due_at=at("20/11/2026 17:00").at, received_at=at("02/11/2026").at)
    found = list_late(session, AS_OF, [unit.id])
    assert [(each.file.id, each.kind) for each in found] == [
        (late.id, Lateness.OVERDUE),
        (filled.id, Lateness.APOLOGY_DUE),
        (soon.id, Lateness.DUE_SOON),
    ]
    told = late_json(found[0])
    assert (told["late"], told["late_working_minutes"]) == ("trễ 1 ngày làm việc 2 giờ", 600)
    assert (told["due_source"], late_json(found[1])["due_source"]) == ("stated", "computed")
    assert told["apology_limit"] == "2026-11-18T17:00"


def test_a_file_finished_later_was_still_open_then(session, make, unit):
    make.record(unit, **due("19/11/2026"), state="done", finished_at=(AS_OF + timedelta(days=1)))
    assert len(list_standings(session, AS_OF, [unit.id])) == 1
    assert list_standings(session, AS_OF + timedelta(days=2), [unit.id]) == []


def test_files_of_other_units_and_of_the_future_are_left_out(session, make, unit):
    make.record(make.unit(), **due("19/11/2026"))
    make.record(unit, stated_due_at=at("19/11/2026").at, received_at=AS_OF + timedelta(hours=1))
    assert list(scan_open(session, AS_OF, [unit.id])) == []


def test_the_scan_can_leave_out_what_is_due_later(session, make, unit):
    make.record(unit, **due("19/11/2026"))
    make.record(unit, **due("19/12/2026"))
    make.record(unit, computed_due_at=at("18/11/2026").at)
    assert len(list(scan_open(session, AS_OF, [unit.id], due_by=AS_OF))) == 2


def test_without_this_years_calendar_the_question_is_refused(session, make):
    make.record(make.unit(), stated_due_at=at("19/11/2026").at)
    with pytest.raises(MissingCalendar, match="2026"):
        list_late(session, AS_OF)
