"""The due and the state that lateness goes by: the same in Python as in SQL, whatever was told."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.records.queries import get_file
from feedback.records.queries.times import TIMES_COLUMNS, best_due_at, best_due_has_time, times_of, was_open
from feedback.records.rules import State
from feedback.records.tables import Record
from tests.factories import START, Factory

DAY = timedelta(days=1)


def test_a_file_and_the_columns_tell_the_same(session: Session, make: Factory, now: datetime):
    unit, procedure = make.unit(), make.procedure()
    dues = product((None, START + DAY), (None, START + 2 * DAY), (None, START + 3 * DAY))
    for stated, computed, moved in dues:
        for state, awaiting, resumed in product(("received", "awaiting_supplement", "done"), (None, 1), (None, 0, 2)):
            make.record(
                unit,
                procedure,
                state=state,
                stated_due_at=stated,
                stated_due_has_time=False,
                computed_due_at=computed,
                moved_due_at=moved,
                paused_since=START + DAY,
                awaiting_since=awaiting and START + awaiting * DAY,
                resumed_at=None if resumed is None else START + resumed * DAY,
                finished_at=START + DAY if state == "done" else None,
            )
    columns = (Record.id, *TIMES_COLUMNS, best_due_at(), best_due_has_time(), was_open(now))
    found = session.execute(select(*columns)).all()
    assert len(found) == 144
    for record_id, *told, due_at, has_time, opened in found:
        file = get_file(session, record_id)
        assert times_of(told) == file.times
        assert (None if due_at is None else (due_at, has_time)) == (file.best_due and tuple(file.best_due))
        assert bool(opened) == (file.clock_state is State.RECEIVED)


def test_a_result_later_than_the_moment_asked_about_has_not_happened_yet(session: Session, make: Factory):
    make.record(make.unit(), state="done", finished_at=START + 2 * DAY)
    counts = [session.scalar(select(Record.id).where(was_open(START + days * DAY))) is not None for days in (1, 3)]
    assert counts == [True, False]
