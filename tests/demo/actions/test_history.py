"""Eight weeks told day by day: only working days, and nothing later than now."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import text

from feedback.demo.actions.history import tell_history
from feedback.demo.actions.people import build_people
from feedback.foundation.clock import to_local
from feedback.foundation.engine import Store

NOW = datetime(2026, 8, 25, 10, 0, tzinfo=UTC)


def test_the_make_up_saturday_is_worked_and_sunday_is_not(store: Store):
    """Saturday 22/08/2026 is worked for Monday 31/08."""
    units = build_people(store, NOW)
    mornings: list[datetime] = []
    tell_history(store, units, NOW, lambda _told: mornings.append, lambda *_: None, weeks=2)
    assert [to_local(each).day for each in mornings] == [17, 18, 19, 20, 21, 22, 24, 25]
    with store.database.read() as session:
        newest = session.execute(text("SELECT max(received_at) FROM record")).scalar_one()
        assert datetime.fromisoformat(str(newest)).replace(tzinfo=UTC) <= NOW
        assert session.execute(text("SELECT count(*) FROM sheet")).scalar_one() > 0
