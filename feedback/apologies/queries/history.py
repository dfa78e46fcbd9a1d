"""What left about a notice, as people read it: letters, messages and hand-overs, those about a moved date too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from feedback.apologies.queries.calendar_messages import CALENDAR_MAIL, CALENDAR_MESSAGE, CALENDAR_TASK
from feedback.apologies.queries.deliveries import BY_SYSTEM, MESSAGE, find_sendings
from feedback.apologies.rules.delivery import MESSAGE_WAYS, WAY_WORDS, Way
from feedback.apologies.rules.messages import masked_email, masked_phone
from feedback.apologies.tables import Apology
from feedback.foundation.sealing import Sealer
from feedback.outbox.queries import list_events, list_tasks_of, list_work_of
from feedback.outbox.rules import Outcome
from feedback.outbox.rules.receipts import RECEIPT_WORDS
from feedback.outbox.tables import Task, WorkItem
from feedback.records.queries import find_applicant
from feedback.records.queries.calendar_decisions import list_file_moves

EVENT_WORDS = {
    Outcome.SENT.value: "đã gửi đi",
    Outcome.RETRIED.value: "chưa gửi được, sẽ thử lại",
    Outcome.FAILED.value: "gửi không được",
    Outcome.NEEDLESS.value: "không cần gửi",
    **RECEIPT_WORDS,
}
MESSAGES = frozenset({MESSAGE, CALENDAR_MESSAGE})
QUEUED = "xếp vào hộp thư đi"
ABOUT_THE_MOVE = "báo ngày hẹn được điều chỉnh: "


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened on the way: when, by which way, what, and what the other side said."""

    at: datetime
    way: str
    what: str
    said: str = ""


def list_history(session: Session, sealer: Sealer, notice: Apology) -> list[HistoryLine]:
    """What happened on each way, oldest first; address and number masked."""
    sendings = find_sendings(session, [notice.id])[notice.id]
    known = find_applicant(session, sealer, notice.record_id)
    masked = {Way.EMAIL: masked_email(known.email)} if known else {}
    masked |= {way: masked_phone(known.phone) for way in MESSAGE_WAYS} if known else {}
    lines = [line for item in sendings.works for line in _item_lines(session, item, masked)]
    lines += [line for task in sendings.tasks for line in _task_lines(task, "giao việc in, ký và trao", "đã trao")]
    works, tasks = _about_moves(session, notice)
    lines += [line for item in works for line in _item_lines(session, item, masked, ABOUT_THE_MOVE)]
    given, done = "giao việc in và trao thông báo điều chỉnh ngày hẹn", "đã trao thông báo điều chỉnh ngày hẹn"
    lines += [line for task in tasks for line in _task_lines(task, given, done)]
    return sorted(lines, key=lambda line: line.at)


def _about_moves(session: Session, notice: Apology) -> tuple[list[WorkItem], Sequence[Task]]:
    """What left because a decision about the calendar moved this notice's date: both sorts of work, and the tasks."""
    decided = [f"{decision.id}/{notice.record_id}" for decision, _ in list_file_moves(session, notice.record_id)]
    letters = [each for each in list_work_of(session, CALENDAR_MAIL, decided) if _is_about(each, notice)]
    mine = [each.subject for each in letters]
    messages = list_work_of(session, CALENDAR_MESSAGE, [f"{each}/{way.value}" for each in mine for way in MESSAGE_WAYS])
    return [*letters, *messages], list_tasks_of(session, CALENDAR_TASK, mine)


def _is_about(item: WorkItem, notice: Apology) -> bool:
    return bool(item.payload.get("notice_id") == notice.id)


def _item_lines(session: Session, item: WorkItem, masked: dict[Way, str], about: str = "") -> Iterable[HistoryLine]:
    way = Way(item.subject.rpartition("/")[2]) if item.kind in MESSAGES else Way.EMAIL
    words = f"{WAY_WORDS[way]} {masked.get(way, '')}".strip()
    yield HistoryLine(item.created_at, words, about + QUEUED)
    for event in list_events(session, [item.id]):
        yield HistoryLine(event.at, words, about + EVENT_WORDS.get(event.what, event.what), event.said)


def _task_lines(task: Task, given: str, done: str) -> Iterable[HistoryLine]:
    words = WAY_WORDS[Way.COUNTER]
    yield HistoryLine(task.created_at, words, given)
    if task.done_at is not None and task.done_by == BY_SYSTEM:
        yield HistoryLine(task.done_at, words, "không cần trao nữa", task.done_by)
    elif task.done_at is not None:
        yield HistoryLine(task.done_at, words, done, task.done_by)
