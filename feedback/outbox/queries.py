"""Reading work items, documents, tasks and turns."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from feedback.foundation.errors import NotFound
from feedback.foundation.sealing import Sealer
from feedback.outbox.rules import BEGUN, Rhythm, Slot, WorkState, title_of
from feedback.outbox.tables import Document, JobSlot, Task, Way, WorkEvent, WorkItem

PAGE = 200
PART = 500


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


def find_by_message_ids(session: Session, message_ids: Collection[str]) -> Sequence[WorkItem]:
    """The items of these Message-IDs, held against other writers."""
    wanted = select(WorkItem).where(WorkItem.message_id.in_(message_ids)).order_by(WorkItem.id)
    return session.scalars(wanted.with_for_update()).all()


def list_work_of(session: Session, kind: str, subjects: Collection[str]) -> Sequence[WorkItem]:
    """The items of a kind for these subjects, in the order they were put in."""
    return [item for part in _parts(subjects) for item in session.scalars(_work_of(kind, part))]


def list_tasks_of(session: Session, kind: str, subjects: Collection[str]) -> Sequence[Task]:
    """The tasks of a kind for these subjects, in the order they were given."""
    return [task for part in _parts(subjects) for task in session.scalars(_tasks_of(kind, part))]


def _work_of(kind: str, subjects: Collection[str]) -> Select[WorkItem]:
    wanted = select(WorkItem).where(WorkItem.kind == kind, WorkItem.subject.in_(subjects))
    return wanted.order_by(WorkItem.created_at, WorkItem.id)


def _tasks_of(kind: str, subjects: Collection[str]) -> Select[Task]:
    return select(Task).where(Task.kind == kind, Task.subject.in_(subjects)).order_by(Task.id)


def _parts(subjects: Collection[str]) -> Iterator[list[str]]:
    """Not more names in one question than every database takes."""
    known = list(subjects)
    return (known[start : start + PART] for start in range(0, len(known), PART))


def list_without_receipt(session: Session, kinds: Collection[str], now: datetime, limit: int) -> Sequence[WorkItem]:
    """Items the other side took and of which it is time to ask what became."""
    wanted = select(WorkItem).where(
        WorkItem.kind.in_(kinds),
        WorkItem.state == WorkState.SENT,
        WorkItem.receipt == "",
        WorkItem.ask_receipt_at <= now,
    )
    return session.scalars(wanted.order_by(WorkItem.ask_receipt_at, WorkItem.id).limit(limit)).all()


def list_events(session: Session, work_ids: Collection[UUID]) -> Sequence[WorkEvent]:
    """The tries and receipts of these items, oldest first."""
    wanted = select(WorkEvent).where(WorkEvent.work_id.in_(work_ids))
    return session.scalars(wanted.order_by(WorkEvent.at, WorkEvent.id)).all()


def find_way(session: Session) -> Way | None:
    """Whether anything may leave; None on an installation that never sent."""
    return session.get(Way, 1)


def is_closed(session: Session) -> bool:
    """Whether nothing may leave until a person has looked."""
    return session.scalar(select(Way.closed_at)) is not None


def list_unsent(session: Session) -> Sequence[WorkItem]:
    """Everything that would still leave, or has failed, oldest first."""
    over = [WorkState.SENT.value, WorkState.DONE.value]
    return session.scalars(
        select(WorkItem).where(WorkItem.state.not_in(over)).order_by(WorkItem.created_at, WorkItem.id)
    ).all()


def has_due(session: Session, now: datetime) -> bool:
    """Whether something would leave now."""
    due = select(WorkItem.id).where(WorkItem.state == WorkState.DUE, WorkItem.not_before <= now)
    return session.scalar(due.limit(1)) is not None


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
