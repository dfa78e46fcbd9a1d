from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from feedback.foundation.clock import at_local
from feedback.reports.queries.files import list_files
from feedback.reports.rules.files import Window
from tests.factories import Factory
from tests.reports.worlds import WEEK

START = at_local(WEEK.monday)
WINDOW = Window(START, at_local(WEEK.period.after))
DAY = timedelta(days=1)


def test_only_files_that_lived_in_the_window_are_read(session: Session, make: Factory) -> None:
    unit = make.unit()
    make.record(unit, received_at=START - 9 * DAY, finished_at=START - DAY, state="done")
    make.record(unit, received_at=START - 9 * DAY, finished_at=START, state="done")
    make.record(unit, received_at=START - 9 * DAY)
    make.record(unit, received_at=WINDOW.end)
    assert len(list_files(session, [unit.id], WINDOW)) == 2


def test_a_file_comes_to_whoever_received_or_solves_it(session: Session, make: Factory) -> None:
    desk, office, other = make.unit(), make.unit(), make.unit()
    make.record(desk, solving_unit_id=office.id, received_at=START)
    assert [len(list_files(session, [unit.id], WINDOW)) for unit in (desk, office, other)] == [1, 1, 0]


def test_the_stated_due_and_the_computed_one_stay_apart(session: Session, make: Factory) -> None:
    unit = make.unit()
    make.record(unit, received_at=START, computed_due_at=START + DAY, finished_at=START + DAY, state="done")
    found = list_files(session, [unit.id], WINDOW)[0]
    assert found.times.due is None
    assert found.computed_due is not None
    assert (found.computed_due.at, found.finished_at) == (START + DAY, START + DAY)
