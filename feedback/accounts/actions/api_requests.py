"""What one request of a program leaves behind: its nonce, the rows it brought, the reply to its Idempotency-Key."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete, or_, select, update
from sqlalchemy.orm import Session

from feedback.accounts.queries import get_api_key
from feedback.accounts.rules.api_keys import NONCES_KEPT, REPLIES_KEPT, WORKING
from feedback.accounts.tables import ApiKey, ApiNonce, ApiReply
from feedback.foundation.clock import local_day, to_local
from feedback.foundation.errors import Busy, Conflict
from feedback.outbox.actions.once import insert_once

USED_EVERY = timedelta(minutes=1)
"""How finely it is noted when a key was last used."""


class TooManyRows(Busy):
    """The key's rows of today are used up: `seconds` until the next day begins in Việt Nam."""

    status = 429
    title = "Quá số dòng của hôm nay"

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class TryAgain(Conflict):
    """Another request changed the same rows in between: nothing was done, and it may simply be done over."""


class Mismatch(Conflict):
    """The same Idempotency-Key came with another body."""

    status = 422
    title = "Idempotency-Key đã dùng"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it was given: replied again word for word."""

    status: int
    body: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """A request that wants to be answered once: whose, under which Idempotency-Key, what it says (hash), and who of
    several at once it is."""

    key_id: int
    idempotency_key: str
    request_hash: str
    owner: str


def accept_nonce(session: Session, *, now: datetime, key_id: int, nonce: str) -> bool:
    """Take a request once: False when its nonce was used before. Notes that the key was used."""
    values = {"api_key_id": key_id, "nonce": nonce, "forget_at": now + NONCES_KEPT}
    fresh = insert_once(session, ApiNonce, ("api_key_id", "nonce"), values)
    if fresh:
        stale = or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at < now - USED_EVERY)
        session.execute(update(ApiKey).where(ApiKey.id == key_id, stale).values(last_used_at=now))
    return fresh


def begin_reply(session: Session, *, now: datetime, ticket: Ticket) -> Reply | None:
    """Claim an Idempotency-Key, or give the reply it had. None: it is ours, do the work.

    Conflict while another request with it is at work, Mismatch when it was used with another body.
    """
    session.execute(delete(ApiReply).where(*_of(ticket), ApiReply.forget_at <= now))
    values = {
        "api_key_id": ticket.key_id,
        "idempotency_key": ticket.idempotency_key,
        "request_hash": ticket.request_hash,
        "owner": ticket.owner,
        "status": None,
        "body": None,
        "forget_at": now + WORKING,
    }
    if insert_once(session, ApiReply, ("api_key_id", "idempotency_key"), values):
        return None
    row = session.scalars(select(ApiReply).where(*_of(ticket))).one()
    if row.request_hash != ticket.request_hash:
        raise Mismatch("Idempotency-Key này đã dùng cho nội dung khác. Xin đặt khóa mới cho mỗi lô mới.")
    if row.status is None:
        raise Conflict("Yêu cầu cùng Idempotency-Key đang được xử lý. Xin gửi lại sau ít giây.")
    return Reply(row.status, row.body or "")


def finish_reply(session: Session, *, now: datetime, ticket: Ticket, reply: Reply) -> None:
    """Keep the reply, in the transaction of the work itself. Conflict when the claim lapsed: then nothing is done."""
    values = {"status": reply.status, "body": reply.body, "forget_at": now + REPLIES_KEPT}
    waiting = (*_of(ticket), ApiReply.owner == ticket.owner, ApiReply.status.is_(None))
    result = session.execute(update(ApiReply).where(*waiting).values(**values))
    if cast("CursorResult[Any]", result).rowcount != 1:
        raise Conflict("Yêu cầu này làm quá lâu nên một yêu cầu khác đã nhận việc. Chưa có gì được ghi; xin gửi lại.")


def drop_reply(session: Session, *, ticket: Ticket) -> None:
    """Let go of a claim whose work failed, so that the next try may do it."""
    waiting = (*_of(ticket), ApiReply.owner == ticket.owner, ApiReply.status.is_(None))
    session.execute(delete(ApiReply).where(*waiting))


def _of(ticket: Ticket) -> tuple[ColumnElement[bool], ...]:
    return (ApiReply.api_key_id == ticket.key_id, ApiReply.idempotency_key == ticket.idempotency_key)


def count_rows(session: Session, *, now: datetime, key_id: int, rows: int) -> None:
    """Count rows against the key's share of the day (of Việt Nam). TooManyRows when it is used up."""
    today = local_day(now)
    session.scalar(select(ApiKey.id).where(ApiKey.id == key_id).with_for_update())
    key = get_api_key(session, key_id)
    session.refresh(key)
    taken = (key.rows_taken if key.rows_day == today else 0) + rows
    if taken > key.daily_rows:
        raise TooManyRows(
            f"Khóa này được gửi {key.daily_rows} dòng mỗi ngày và đã gửi gần hết. "
            "Xin gửi tiếp ngày mai, hoặc nhờ quản trị viên tạo khóa có mức cao hơn.",
            _seconds_left(now),
        )
    key.rows_day, key.rows_taken = today, taken


def _seconds_left(now: datetime) -> int:
    tomorrow = datetime.combine(local_day(now) + timedelta(days=1), time(), tzinfo=to_local(now).tzinfo)
    return math.ceil((tomorrow - now).total_seconds())


def forget_api_traces(session: Session, *, now: datetime) -> int:
    """Remove nonces and replies whose time is over; how many."""
    removed = 0
    for table in (ApiNonce, ApiReply):
        result = session.execute(delete(table).where(table.forget_at <= now))
        removed += cast("CursorResult[Any]", result).rowcount
    return removed
