"""An office day of the sample leaves what a real one would: answers to the list, signed notices, some left over."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import text

from feedback.demo.actions.history import tell_history
from feedback.demo.actions.office import office_day
from feedback.demo.actions.people import build_people
from feedback.foundation.engine import Store

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def test_heads_sign_but_one_whose_last_drafts_wait(store: Store):
    units = build_people(store, NOW)
    tell_history(store, units, NOW, lambda told: office_day(store, units, told, NOW), lambda *_: None, weeks=1)
    with store.database.read() as session:
        signed = (
            session.execute(text("SELECT DISTINCT approved_by FROM apology WHERE number IS NOT NULL")).scalars().all()
        )
        waiting = session.execute(text("SELECT count(*) FROM apology WHERE state = 'drafted'")).scalar_one()
        confirmed = session.execute(text("SELECT count(*) FROM confirmation")).scalar_one()
    assert signed
    assert "Võ Thu Kiểm Thử" not in signed
    assert waiting > 0
    assert confirmed > 0
