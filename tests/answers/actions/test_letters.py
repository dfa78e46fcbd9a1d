"""The letter says that something waits: not what, and not where."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.accounts.rules import Role
from feedback.answers.actions.letters import ask_for_reader, tell_reader
from feedback.answers.queries.readers import list_readers
from feedback.outbox.tables import Task, WorkItem
from tests.factories import Factory


def test_each_reader_is_told_once_without_content_and_without_the_unit(session: Session, make: Factory, now: datetime):
    make.account(Role.INSPECTOR, login="tt", person_name="Thanh Tra Mẫu", email="tt@example.vn")
    (reader,) = list_readers(session)
    told = {"comment": "c1", "reader": reader, "now": now, "url": "https://a.vn"}
    assert tell_reader(session, **told)
    assert not tell_reader(session, **told)
    (letter,) = session.scalars(select(WorkItem)).all()
    assert letter.unit_id is None
    assert letter.payload["to"] == "tt@example.vn"
    assert "https://a.vn/gop-y/nghiem-trong" in letter.payload["text"]


def test_without_a_reader_the_unit_above_is_asked_once(session: Session, make: Factory, now: datetime):
    province = make.unit("Tỉnh Mẫu", level="province", code="90000")
    unit = make.unit("Xã Mẫu", parent=province, code="90001")
    assert ask_for_reader(session, comment="c1", unit_id=unit.id, now=now)
    assert not ask_for_reader(session, comment="c1", unit_id=unit.id, now=now)
    assert not ask_for_reader(session, comment="c2", unit_id=province.id, now=now)
    (task,) = session.scalars(select(Task)).all()
    assert (task.unit_id, task.for_role) == (province.id, "leader")
    assert "Xã Mẫu" not in f"{task.title}{task.detail}"
