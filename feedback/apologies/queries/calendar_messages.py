"""Messages about dates the calendar moved: how far each has come, which want another channel, what they say."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.apologies.queries.calendar_letters import letter_facts
from feedback.apologies.queries.deliveries import stage_of
from feedback.apologies.queries.messages import MARKS, message_templates
from feedback.apologies.rules import State
from feedback.apologies.rules.delivery import MESSAGE_WAYS, Stage, next_channel
from feedback.apologies.rules.messages import write_message
from feedback.apologies.tables import Apology
from feedback.organisation.queries import get_setting
from feedback.outbox.queries import list_tasks_of, list_work_of
from feedback.outbox.rules import WorkState
from feedback.outbox.tables import WorkItem
from feedback.records.queries.calendar_decisions import find_move

CALENDAR_MAIL, CALENDAR_MESSAGE = "apologies.calendar_letter", "apologies.calendar_message"
CALENDAR_TASK = "apologies.calendar_print"
MOVED = "moved"


def find_channels(session: Session, subjects: Collection[str]) -> dict[str, dict[str, Stage]]:
    """Decision and file ("3/17") → each message channel used for it, and how far it has come."""
    found: dict[str, dict[str, Stage]] = {each: {} for each in subjects}
    keys = [f"{each}/{way.value}" for each in subjects for way in MESSAGE_WAYS]
    for item in list_work_of(session, CALENDAR_MESSAGE, keys):
        subject, _, channel = item.subject.rpartition("/")
        found[subject][channel] = stage_of(item)
    return found


def list_to_try_next(session: Session, channels: Sequence[str]) -> list[tuple[int, int]]:
    """Decision and notice of each message that failed, has a channel left, and whose paper nobody has handed over."""
    failed = select(WorkItem).where(WorkItem.kind == CALENDAR_MESSAGE, WorkItem.state == WorkState.FAILED.value)
    rows = session.scalars(failed.order_by(WorkItem.created_at)).all() if len(channels) > 1 else []
    subjects = {item.subject.rpartition("/")[0]: item.payload for item in rows}
    used = find_channels(session, subjects)
    waiting = {task.subject for task in list_tasks_of(session, CALENDAR_TASK, subjects) if task.done_at is None}
    return [
        (int(payload["decision_id"]), int(payload["notice_id"]))
        for subject, payload in subjects.items()
        if subject in waiting and next_channel(channels, used[subject]) is not None
    ]


def is_told_still(session: Session, notice: Apology, decision_id: int) -> bool:
    """Whether the date this decision gave is the one that holds: not withdrawn, not moved again since."""
    move = find_move(session, decision_id, notice.record_id)
    return notice.state != State.WITHDRAWN and move is not None and notice.new_due_at == move.promised_after


def moved_text(session: Session, notice: Apology, decision_id: int, channel: str) -> str:
    """What the person reads: which file, from when to when; no name and no reason."""
    told = letter_facts(session, notice.id, decision_id)
    facts = {"unit": told.unit, "code": told.code, "before": told.before, "due": told.after, "address": ""}
    marks = get_setting(session, notice.unit_id, MARKS, False) is True
    return write_message(message_templates(MOVED), channel, facts, marks=marks)
