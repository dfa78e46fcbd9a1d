"""Reading work items, documents, tasks and turns."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.foundation.errors import NotFound
from feedback.foundation.sealing import Sealer
from feedback.outbox.rules import BEGUN, Rhythm, Slot, title_of
from feedback.outbox.tables import Document, JobSlot, Task, WorkItem

PAGE = 200


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A document as it was sent, opened."""

    name: str
    media_type: str
    sha256: str
    content: bytes


def find_work_id(session: Session, kind: str, subject: str) -> UUID | None:
    """The id of the one item of this kind and subject."""
    return session.scalar(select(WorkItem.id).where(WorkItem.kind == kind, WorkItem.subject == subject))


def get_work(session: Session, work_id: UUID) -> WorkItem:
    row = session.get(WorkItem, work_id)
    if row is None:
        raise NotFound("Không có thư này trong hộp thư đi. Hãy mở lại trang Hộp thư đi và chọn từ danh sách.")
    return row


def get_document(session: Session, document_id: UUID, sealer: Sealer) -> StoredFile:
    """The stored bytes, opened if they rest sealed. NotFound when there is none."""
    row = session.get(Document, document_id)
    if row is None:
        raise NotFound("Không có văn bản này. Hãy mở lại trang trước và chọn từ danh sách.")
    content = sealer.open(row.content, belongs_to=f"document/{row.id}/content") if row.is_sealed else row.content
    return StoredFile(row.name, row.media_type, row.sha256, content)


def get_task(session: Session, task_id: int) -> Task:
    row = session.get(Task, task_id)
    if row is None:
        raise NotFound("Không có việc này. Hãy mở lại trang Việc cần làm và chọn từ danh sách.")
    return row


def get_slot(session: Session, job: str, slot: str) -> JobSlot:
    row = session.get(JobSlot, (job, slot))
    if row is None:
        raise NotFound(f"Chưa có lượt {slot} của việc {job}.")
    return row


def list_work(session: Session, units: Collection[int] | None, state: str = "") -> Sequence[WorkItem]:
    """The newest items of these units (None: of all, and those of no unit), failed ones first."""
    wanted = (
        select(WorkItem).order_by((WorkItem.state != "failed"), WorkItem.created_at.desc(), WorkItem.id).limit(PAGE)
    )
    if units is not None:
        wanted = wanted.where(WorkItem.unit_id.in_(units))
    if state:
        wanted = wanted.where(WorkItem.state == state)
    return session.scalars(wanted).all()


def count_work(session: Session, units: Collection[int] | None = None) -> dict[str, int]:
    """How many items stand in each state."""
    wanted = select(WorkItem.state, func.count()).group_by(WorkItem.state)
    if units is not None:
        wanted = wanted.where(WorkItem.unit_id.in_(units))
    return {row[0]: row[1] for row in session.execute(wanted)}


def work_facts(item: WorkItem) -> dict[str, Any]:
    """An item as plain values for a machine, with its title: nothing else of its payload, nothing sealed."""
    names = ("kind", "subject", "state", "attempts", "created_at", "not_before", "done_at", "message_id", "last_error")
    facts = {"id": str(item.id), "title": title_of(item.payload, item.subject)}
    return facts | {name: getattr(item, name) for name in names}


def task_facts(task: Task) -> dict[str, Any]:
    """A task as plain values for a machine."""
    names = ("id", "kind", "subject", "unit_id", "for_role", "title", "detail", "link", "due_at", "created_at")
    return {name: getattr(task, name) for name in names}


def list_tasks(session: Session, units: Collection[int] | None, *, done: bool = False) -> Sequence[Task]:
    """The open tasks of these units (None: of all), the most urgent first; with `done` the last ones ticked off."""
    wanted = select(Task).limit(PAGE)
    if done:
        wanted = wanted.where(Task.done_at.is_not(None)).order_by(Task.done_at.desc(), Task.id)
    else:
        wanted = wanted.where(Task.done_at.is_(None)).order_by(Task.due_at.is_(None), Task.due_at, Task.id)
    return session.scalars(wanted if units is None else wanted.where(Task.unit_id.in_(units))).all()


def count_tasks(session: Session, kind: str, subject: str) -> tuple[int, int]:
    """How many tasks of a kind have a subject that starts so, and how many of them are open."""
    wanted = select(func.count(), func.count().filter(Task.done_at.is_(None))).select_from(Task)
    given, still_open = session.execute(
        wanted.where(Task.kind == kind, Task.subject.startswith(subject, autoescape=True))
    ).one()
    return given, still_open


def count_open_tasks(session: Session, units: Collection[int] | None) -> int:
    """How many tasks of these units wait."""
    wanted = select(func.count()).select_from(Task).where(Task.done_at.is_(None))
    return session.scalar(wanted if units is None else wanted.where(Task.unit_id.in_(units))) or 0


def list_failed_slots(session: Session) -> Sequence[JobSlot]:
    """Turns that went wrong and have not succeeded since."""
    wanted = select(JobSlot).where(JobSlot.finished_at.is_(None), JobSlot.last_error != "")
    return session.scalars(wanted.order_by(JobSlot.started_at.desc())).all()


def due_slots(session: Session, job: str, rhythm: Rhythm, now: datetime) -> list[Slot]:
    """The turns of a job that have come and are not finished, oldest first; none before `begin_job`.

    However long the scheduler was down, each missed turn is in the list, once.
    """
    begun = session.scalar(select(JobSlot.started_at).where(JobSlot.job == job, JobSlot.slot == BEGUN))
    if begun is None:
        return []
    finished = set(session.scalars(select(JobSlot.slot).where(JobSlot.job == job, JobSlot.finished_at.is_not(None))))
    return [slot for slot in rhythm.slots(begun, now) if slot.name not in finished]
