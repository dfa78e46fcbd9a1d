"""The sample's codes are looked at like real ones: nearly every morning, one pasted over, one check left to try."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from feedback.demo.actions.checks import code_checks
from feedback.demo.actions.people import build_people
from feedback.foundation.engine import Store

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def test_a_week_of_looks_leaves_one_task_and_todays_check_of_one_commune(store: Store):
    build_people(store, NOW)
    look = code_checks(store, NOW)
    for back in (4, 3, 2, 1, 0):
        look(MORNING - timedelta(days=back))
    with store.database.read() as session:
        looks = session.execute(text("SELECT count(*) FROM code_check")).scalar_one()
        left = text(
            "SELECT count(*) FROM code_check c JOIN unit u ON u.id = c.unit_id WHERE u.code = :code AND day = :day"
        )
        of_today = session.execute(left, {"code": "MAU01", "day": "2026-11-20"}).scalar_one()
        tasks = session.execute(text("SELECT title FROM task")).scalars().all()
        wrong = session.execute(text("SELECT count(*) FROM code_check WHERE code_ok = false")).scalar_one()
    assert 40 < looks < 80
    assert of_today == 0
    assert len(tasks) == 1
    assert "mã lạ hoặc bị dán đè" in tasks[0]
    assert wrong >= 1
