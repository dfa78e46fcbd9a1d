"""After the sample is made, every page of apologies has something to show."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import text

from feedback.demo.actions.history import tell_history
from feedback.demo.actions.office import office_day
from feedback.demo.actions.papers import other_papers
from feedback.demo.actions.people import build_people
from feedback.foundation.engine import Store

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def test_papers_of_every_state_and_kind_lie_about(store: Store):
    units = build_people(store, NOW)
    tell_history(store, units, NOW, lambda told: office_day(store, units, told, NOW), lambda *_: None, weeks=3)
    other_papers(store, units, NOW)
    with store.database.read() as session:
        states = set(session.execute(text("SELECT state FROM apology")).scalars())
        kinds = set(session.execute(text("SELECT kind FROM apology")).scalars())
        removals = session.execute(text("SELECT count(*) FROM apology_public_removal")).scalar_one()
    assert {"drafted", "awaiting", "published", "withdrawn"} <= states
    assert {"late", "expected", "withdrawal", "lost_papers", "wrong_result"} <= kinds
    assert removals > 0
