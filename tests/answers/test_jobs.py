"""The settling job does everything that is due, however long it was away; a swapped pair is told once a week."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.answers import actions, jobs
from feedback.answers.tables import OneTimeCode, Sheet
from feedback.collection_points.tables import CodeCheck
from feedback.foundation.clock import local_day
from feedback.foundation.database import Database
from feedback.foundation.engine import Store, open_store
from feedback.foundation.settings import Settings
from feedback.organisation.tables import Unit
from feedback.outbox.tables import Task
from tests.answers.codes import issue
from tests.answers.samples import a_counter, a_sheet
from tests.factories import Factory
from tests.outbox.conftest import store

__all__ = ["store"]


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


def swapped(session: Session, now: datetime) -> None:
    """Three answers for a closed counter, none for the open one beside it."""
    place = a_counter(session, now)
    other = Factory(session).counter(session.get_one(Unit, place.unit_id), code="K2", name="Quầy số 2")
    for counter_id, opened in ((place.counter_id, False), (other.id, True)):
        facts = {"unit_id": place.unit_id, "day": local_day(now), "code_ok": True, "checked_by": "Người Mẫu"}
        session.add(CodeCheck(counter_id=counter_id, open=opened, checked_at=now, **facts))
    for number in range(1, 4):
        actions.hand_in(session, sheet=a_sheet(place, now, number), overall=5, now=now)


def test_a_swapped_pair_becomes_one_task_a_week(database: Database, site_settings: Settings, now: datetime):
    store = open_store(site_settings)
    store.database.run(lambda session: swapped(session, now))
    today = local_day(now)
    slots = [str(today - timedelta(days=1)), str(today), str(today + timedelta(days=1))]
    told = [jobs.tell_of_swaps(store, now, slot) for slot in slots]
    with store.database.read() as session:
        (task,) = session.scalars(select(Task)).all()
    store.database.close()
    assert told == [0, 1, 0]
    assert task.title == "Bảng mã ở Quầy số 1 và Quầy số 2 có thể bị đặt nhầm"
    assert task.link == f"/diem-thu-thap/kiem-tra?don-vi={task.unit_id}"


def test_codes_whose_time_is_over_forget_their_file_at_night(store: Store, now: datetime):
    codes = store.database.run(lambda session: issue(session, store.sealer, now))
    later = now + timedelta(days=62)
    assert jobs.forget_codes(store, now, "") == 0
    assert jobs.forget_codes(store, later, "") == 1
    assert jobs.forget_codes(store, later, "") == 0
    with store.database.read() as session:
        linked = select(OneTimeCode).where(OneTimeCode.record_id == codes.record_id)
        assert session.scalars(linked).all() == []
