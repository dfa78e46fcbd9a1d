"""Hand-over tasks: what the system cannot do itself, until a person ticks it off."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.errors import Conflict
from feedback.outbox.actions.once import insert_once
from feedback.outbox.queries import get_task
from feedback.outbox.rules import ends_with_its_deed
from feedback.outbox.tables import Task


def hand_over(
    session: Session,
    *,
    kind: str,
    subject: str,
    unit_id: int,
    title: str,
    now: datetime,
    detail: str = "",
    link: str = "",
    due_at: datetime | None = None,
    for_role: str = "officer",
) -> bool:
    """Give a unit a task, once per kind and subject. Whether it is new. No citizen's name in title or detail."""
    values = {
        "kind": kind,
        "subject": subject,
        "unit_id": unit_id,
        "for_role": for_role,
        "title": title,
        "detail": detail,
        "link": link,
        "due_at": due_at,
        "created_at": now,
        "done_by": "",
    }
    return insert_once(session, Task, ("kind", "subject"), values)


def close_tasks(
    session: Session, *, kind: str, subject: str, by: str, now: datetime, given_before: datetime | None = None
) -> int:
    """The tasks of a kind whose subject starts so are done by the deed itself; how many were open.

    `given_before` leaves newer ones open.
    """
    waiting = update(Task).where(
        Task.kind == kind, Task.subject.startswith(subject, autoescape=True), Task.done_at.is_(None)
    )
    if given_before is not None:
        waiting = waiting.where(Task.created_at < given_before)
    return len(session.scalars(waiting.values(done_at=now, done_by=by).returning(Task.id)).all())


def close_task(session: Session, *, kind: str, subject: str, by: str, now: datetime) -> bool:
    """The one task of this kind and subject has become needless or is done by the deed. Whether it was open."""
    waiting = update(Task).where(Task.kind == kind, Task.subject == subject, Task.done_at.is_(None))
    return len(session.scalars(waiting.values(done_at=now, done_by=by).returning(Task.id)).all()) == 1


def tick_off(session: Session, *, actor: Actor, now: datetime, task_id: int) -> None:
    """Somebody did it. Refuses a task ticked off already, naming who did, and one that ends only with its deed."""
    task = get_task(session, task_id)
    if ends_with_its_deed(task.kind):
        raise Conflict("Việc này tự khép khi làm xong ở trang của nó. Hãy bấm “Mở” và làm ở đó.")
    if task.done_at is not None:
        raise Conflict(f"Việc này đã được {task.done_by} đánh dấu xong.")
    task.done_at, task.done_by = now, actor.name
    note(
        session,
        actor=actor,
        now=now,
        verb="task.done",
        object_kind="task",
        object_id=task.id,
        object_label=task.title,
        unit_id=task.unit_id,
    )
