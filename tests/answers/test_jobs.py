"""The settling job does everything that is due, however long it was away."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from feedback.answers import actions, jobs
from feedback.answers.tables import Sheet
from feedback.foundation.database import Database
from tests.answers.samples import a_counter, a_sheet


def test_after_a_long_absence_every_sheet_is_settled_once(database: Database, now: datetime, monkeypatch):
    monkeypatch.setattr(actions, "SETTLED_AT_ONCE", 3)
    place = database.run(lambda session: a_counter(session, now))
    for number in range(1, 9):
        sheet = a_sheet(place, now, number)
        database.run(lambda session, it=sheet: actions.hand_in(session, sheet=it, overall=5, now=now).receipt)
    later = now + timedelta(days=14)
    assert jobs.settle_sheets(database, later) == 8
    assert jobs.settle_sheets(database, later) == 0
    with database.read() as session:
        assert {row.opened_at for row in session.scalars(select(Sheet))} == {None}
