"""Inserting unless the key is taken."""

from datetime import datetime

from sqlalchemy.orm import Session

from feedback.outbox.actions.once import insert_once
from feedback.outbox.queries import get_slot
from feedback.outbox.tables import JobSlot


def slot(now: datetime, owner: str) -> dict[str, object]:
    return {"job": "j", "slot": "s", "state": "running", "owner": owner, "lease_until": now, "started_at": now}


def test_the_first_row_stays_and_the_second_is_told_so(session: Session, now: datetime) -> None:
    assert insert_once(session, JobSlot, ("job", "slot"), slot(now, "a"))
    assert not insert_once(session, JobSlot, ("job", "slot"), slot(now, "b"))
    assert get_slot(session, "j", "s").owner == "a"
