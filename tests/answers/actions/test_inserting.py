"""A row's own key tells a resend from a new one, on both databases."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.answers.actions.inserting import insert_new
from feedback.answers.tables import CallBack
from tests.answers.samples import a_counter


def test_the_same_key_again_changes_nothing(session: Session, now: datetime):
    place = a_counter(session, now)
    values = {
        "id": UUID(int=5),
        "unit_id": place.unit_id,
        "asked_day": now.date(),
        "consent": "x",
        "sealed": b"1",
        "state": "open",
        "settled_at": None,
        "settled_by": None,
        "outcome": None,
    }
    first: Any = session.execute(insert_new(session, "call_back"), values)
    second: Any = session.execute(insert_new(session, "call_back"), values | {"sealed": b"2"})
    assert (first.rowcount, second.rowcount) == (1, 0)
    assert session.scalar(select(func.count(CallBack.id))) == 1
