"""Tasks are given once and ticked off once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.audit.tables import AuditNote
from feedback.foundation.actors import Actor
from feedback.foundation.errors import Conflict
from feedback.organisation.tables import Unit
from feedback.outbox.actions import hand_over, tick_off
from feedback.outbox.queries import count_open_tasks, get_task, list_tasks
from tests.factories import Factory

LAN = Actor(name="Trần Thị Lan", account_id=7)


def give(session: Session, unit: Unit, now: datetime, subject: str = "1", hours: int | None = None) -> bool:
    due = now + timedelta(hours=hours) if hours is not None else None
    return hand_over(session, kind="k", subject=subject, unit_id=unit.id, title="In phiếu", now=now, due_at=due)


def test_a_task_is_given_once(make: Factory, session: Session, now: datetime) -> None:
    unit = make.unit()
    assert give(session, unit, now)
    assert not give(session, unit, now)
    assert count_open_tasks(session, [unit.id]) == 1


def test_the_most_urgent_task_comes_first_and_those_without_a_date_last(
    make: Factory, session: Session, now: datetime
) -> None:
    unit = make.unit()
    for subject, hours in (("không hạn", None), ("mai", 24), ("ngay", 1)):
        give(session, unit, now, subject, hours)
    assert [task.subject for task in list_tasks(session, [unit.id])] == ["ngay", "mai", "không hạn"]


def test_a_unit_sees_its_own_tasks_only(make: Factory, session: Session, now: datetime) -> None:
    unit, other = make.unit(), make.unit()
    give(session, unit, now)
    assert list_tasks(session, [other.id]) == []
    assert len(list_tasks(session, None)) == 1


def test_ticking_off_says_who_and_when_and_is_noted(make: Factory, session: Session, now: datetime) -> None:
    unit = make.unit()
    give(session, unit, now)
    (task,) = list_tasks(session, [unit.id])
    tick_off(session, actor=LAN, now=now, task_id=task.id)
    session.flush()
    assert (get_task(session, task.id).done_at, get_task(session, task.id).done_by) == (now, "Trần Thị Lan")
    assert list_tasks(session, [unit.id]) == []
    assert len(list_tasks(session, [unit.id], done=True)) == 1
    assert session.scalars(select(AuditNote.verb)).all() == ["task.done"]


def test_a_task_done_by_somebody_else_is_not_done_again(make: Factory, session: Session, now: datetime) -> None:
    unit = make.unit()
    give(session, unit, now)
    (task,) = list_tasks(session, [unit.id])
    tick_off(session, actor=LAN, now=now, task_id=task.id)
    with pytest.raises(Conflict, match="Trần Thị Lan"):
        tick_off(session, actor=Actor(name="Người khác", account_id=8), now=now, task_id=task.id)
