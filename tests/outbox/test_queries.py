"""Reading the outbox: failed first, units apart, plain values for machines."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from feedback.foundation.errors import NotFound
from feedback.foundation.sealing import Sealer
from feedback.outbox import actions, queries
from feedback.outbox.rules import Outcome
from tests.factories import Factory


def fail(session: Session, now: datetime) -> None:
    (delivery,) = actions.lease_due(session, kinds=["letter"], owner="a", now=now, limit=1)
    actions.settle(session, delivery=delivery, owner="a", now=now, outcome=Outcome.FAILED, why="550")


def test_failed_letters_stand_on_top(session: Session, now: datetime) -> None:
    for hours, subject in ((3, "hỏng"), (1, "mới"), (2, "cũ")):
        actions.enqueue(session, kind="letter", subject=subject, now=now - timedelta(hours=hours))
    fail(session, now)
    session.expire_all()
    assert [item.subject for item in queries.list_work(session, None)] == ["hỏng", "mới", "cũ"]
    assert [item.subject for item in queries.list_work(session, None, "failed")] == ["hỏng"]
    assert queries.count_work(session) == {"failed": 1, "due": 2}


def test_a_unit_sees_its_own_letters_only(make: Factory, session: Session, now: datetime) -> None:
    unit, other = make.unit(), make.unit()
    actions.enqueue(session, kind="letter", subject="1", now=now, unit_id=unit.id)
    assert len(queries.list_work(session, [unit.id])) == 1
    assert queries.list_work(session, [other.id]) == []
    assert queries.count_work(session, [other.id]) == {}


def test_a_machine_gets_neither_payload_nor_sealed_part(session: Session, now: datetime) -> None:
    actions.enqueue(session, kind="letter", subject="1", now=now, payload={"to": "a@b.vn"}, sealed=b"x")
    facts = queries.work_facts(queries.list_work(session, None)[0])
    assert "a@b.vn" not in str(facts)
    assert set(facts) >= {"id", "kind", "subject", "state", "last_error"}


def test_what_is_not_there_is_not_found(session: Session, sealer: Sealer) -> None:
    for look in (
        lambda: queries.get_work(session, UUID(int=1)),
        lambda: queries.get_document(session, UUID(int=1), sealer),
        lambda: queries.get_task(session, 1),
        lambda: queries.get_slot(session, "a", "b"),
    ):
        with pytest.raises(NotFound):
            look()
