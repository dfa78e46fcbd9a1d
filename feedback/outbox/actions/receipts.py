"""Receipts: what the gateway says became of a message, early, late or twice."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from feedback.foundation.gateway import DELIVERED, FAILED, Receipt
from feedback.outbox.actions.once import insert_once
from feedback.outbox.queries import find_by_message_ids, get_work
from feedback.outbox.rules import WorkState
from feedback.outbox.rules.receipts import RECEIPT_WORDS, believed, is_news, next_question
from feedback.outbox.tables import WorkEvent, WorkItem

NOT_ARRIVED = "Cổng tin nhắn báo không tới được"


def note_event(session: Session, *, work_id: UUID, at: datetime, what: str, said: str = "") -> bool:
    """One line of an item's history. Whether it is new."""
    values = {"work_id": work_id, "at": at, "what": what, "said": said}
    return insert_once(session, WorkEvent, ("work_id", "what", "at"), values)


def take_receipts(session: Session, *, receipts: Collection[Receipt], now: datetime) -> int:
    """Write down what the gateway said; how many spoke of messages of ours. The same word again changes nothing.

    A message that did not arrive stands as failed: on top of the page, to be sent again or told otherwise. One that
    arrived after all (the telephone was off) stands as sent.
    """
    rows = {row.message_id: row for row in find_by_message_ids(session, [each.message_id for each in receipts])}
    for receipt in receipts:
        row = rows.get(receipt.message_id)
        if row is not None:
            _take(session, row, replace(receipt, at=believed(receipt.at, row.created_at, now)))
    return sum(receipt.message_id in rows for receipt in receipts)


def _take(session: Session, row: WorkItem, receipt: Receipt) -> None:
    if receipt.status in RECEIPT_WORDS and receipt.status != row.receipt:
        note_event(session, work_id=row.id, at=receipt.at, what=receipt.status, said=receipt.reason)
    if not is_news(row.receipt, row.receipt_at, receipt.status, receipt.at):
        return
    row.receipt, row.receipt_at, row.ask_receipt_at = receipt.status, receipt.at, None
    if receipt.status == FAILED and row.state == WorkState.SENT:
        row.state = WorkState.FAILED.value
        row.last_error = f"{NOT_ARRIVED}: {receipt.reason}" if receipt.reason else f"{NOT_ARRIVED}."
    elif receipt.status == DELIVERED and row.state == WorkState.FAILED:
        row.state, row.last_error, row.done_at = WorkState.SENT.value, "", row.done_at or receipt.at


def ask_later(session: Session, *, work_ids: Collection[UUID], now: datetime) -> None:
    """No final word yet for these: when to ask again, or that it is no use."""
    for work_id in work_ids:
        row = get_work(session, work_id)
        row.ask_receipt_at = next_question(row.done_at or row.created_at, now)
