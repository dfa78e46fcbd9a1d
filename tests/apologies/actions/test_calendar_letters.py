"""Telling in works that may be done over."""

from __future__ import annotations

from sqlalchemy import select

from feedback.apologies.actions import calendar_letters
from feedback.apologies.actions.calendar_letters import tell_next
from feedback.apologies.queries.calendar_messages import CALENDAR_TASK
from feedback.audit.tables import AuditNote
from feedback.records.actions.calendar_moves import apply_next
from feedback.records.queries.calendar_decisions import get_decision, list_moves
from tests.apologies.conftest import MORNING
from tests.apologies.jobs.test_calendar import MOVED, PROMISED, close, promise

__all__ = ["promise"]


def tell(world, decision_id):
    return world.run(
        lambda session: tell_next(session, now=MORNING, decision_id=decision_id, sealer=world.store.sealer)
    )


def test_works_are_short_and_the_last_one_closes_the_telling(world, promise, monkeypatch):
    monkeypatch.setattr(calendar_letters, "WORK", 2)
    notices = [promise() for _ in range(3)]
    decision_id = close(world)
    world.run(lambda session: apply_next(session, now=MORNING, decision_id=decision_id))
    assert [tell(world, decision_id) for _ in range(4)] == [2, 1, 0, 0]
    assert len(world.tasks(CALENDAR_TASK)) == len(notices)
    with world.store.database.read() as session:
        told = [line for line in list_moves(session, decision_id, None) if line.told_at]
        assert {(line.promised_before, line.promised_after) for line in told} == {(PROMISED, MOVED)}
        assert len(told) == len(notices)
        assert get_decision(session, decision_id).told_at == MORNING
        notes = session.scalars(select(AuditNote).where(AuditNote.verb == "apology.move_date")).all()
        assert len(notes) == len(notices)
        assert "Nguyễn" not in str([(each.object_label, each.detail) for each in notes])
