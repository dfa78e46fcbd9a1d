"""Silent tablets become one task for the desk, while the office is open, and are let go when they are heard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.collection_points.actions.tablet_watch import find_silent, tell_silent
from feedback.collection_points.queries.tablets import get_tablet
from feedback.collection_points.rules.tablets import LOOK
from feedback.foundation.actors import SYSTEM
from feedback.outbox.tables import Task
from feedback.working_calendar.actions import load_reference_calendar
from tests.collection_points.devices import a_tablet
from tests.factories import Factory

THEN = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
"""Friday 08:00 in Việt Nam."""
NOW = THEN + timedelta(hours=2)


def test_two_hours_of_silence_are_one_task(session: Session, make: Factory):
    load_reference_calendar(session, actor=SYSTEM, now=THEN)
    unit = make.unit("Xã Mẫu")
    quiet, heard = (a_tablet(session, THEN, unit.id, name=name) for name in ("K01", "K02"))
    get_tablet(session, heard.id).last_seen_at = NOW
    session.flush()
    assert find_silent(session, NOW - timedelta(minutes=1)) == []
    assert find_silent(session, NOW) == [quiet.id]
    assert tell_silent(session, tablet_ids=[quiet.id, heard.id], now=NOW) == 1
    assert tell_silent(session, tablet_ids=[quiet.id], now=NOW) == 0
    assert find_silent(session, NOW) == []
    task = session.scalars(select(Task)).one()
    assert (task.unit_id, task.for_role, task.title) == (
        unit.id,
        "officer",
        "Máy tính bảng K01 (Xã Mẫu) im lặng hơn hai giờ làm việc",
    )
    assert LOOK in task.detail
    assert "08:00 ngày 20/11/2026" in task.detail
    assert get_tablet(session, quiet.id).silent_since == THEN


def test_a_revoked_tablet_is_expected_to_be_silent(session: Session, make: Factory):
    load_reference_calendar(session, actor=SYSTEM, now=THEN)
    device = a_tablet(session, THEN, make.unit().id)
    get_tablet(session, device.id).state = "revoked"
    session.flush()
    assert find_silent(session, NOW) == []
    assert tell_silent(session, tablet_ids=[device.id], now=NOW) == 0
