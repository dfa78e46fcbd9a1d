"""Closing the way out after a restore, and opening it when a person has looked."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.foundation.actors import SYSTEM, Actor
from feedback.foundation.engine import Store
from feedback.foundation.errors import Conflict, Forbidden
from feedback.foundation.restoring import read_mark, write_mark
from feedback.foundation.sent_log import sent_log
from feedback.outbox.actions.receipts import note_event
from feedback.outbox.queries import find_way, has_due, list_unsent
from feedback.outbox.rules import RELEASE_OUTBOX, WorkState
from feedback.outbox.rules.way_out import is_time, why_closed
from feedback.outbox.tables import Way, WorkItem

ONLY = 1
RECONCILED = "Đã gửi trước khi khôi phục (theo nhật ký thư đã gửi)."
DROPPED = "Người có thẩm quyền không cho gửi sau khi khôi phục."


def mind_restore(store: Store, now: datetime, *, again: bool = False) -> None:
    """Before anything leaves: is this the database we last worked on? If not, nothing leaves until a person says so.

    The file is read before the database, and written after it: another process that counts on meanwhile cannot make a
    sound database look old. With `again` the number grows in any case.
    """
    outside = read_mark(store.settings)
    with store.database.read() as session:
        way = find_way(session)
        quiet = way is not None and outside == way.sequence and not is_time(way.counted_at, now)
        if quiet and not again and not has_due(session, now):
            return
    sent = sent_log(store.settings).known() if why_closed(way.sequence if way else None, outside) else set()
    number = store.database.run(lambda session: count_on(session, now=now, outside=outside, sent=sent))
    write_mark(store.settings, number)


def count_on(session: Session, *, now: datetime, outside: int | None, sent: Collection[str]) -> int:
    """Make the number grow, and close the way out where the database was put back; the number to be noted outside.

    `outside` must have been read before this transaction began. `sent` are the Message-IDs known to have left: what
    the database holds as unsent and they know is marked as sent.
    """
    way = find_way(session)
    why = why_closed(way.sequence if way else None, outside)
    if way is None:
        way = Way(id=ONLY, sequence=0, counted_at=now, closed_why="", reconciled=0, unknown=0)
        session.add(way)
    way.sequence = max(way.sequence, outside or 0) + 1
    way.counted_at = now
    if why:
        _close(session, way, now, why, frozenset(sent))
    session.flush()
    return way.sequence


def _close(session: Session, way: Way, now: datetime, why: str, sent: frozenset[str]) -> None:
    way.closed_at, way.closed_why = way.closed_at or now, why
    known = [item for item in list_unsent(session) if item.message_id in sent]
    for item in known:
        item.state, item.done_at, item.last_error = WorkState.SENT.value, now, RECONCILED
        item.lease_owner, item.lease_until = None, None
        note_event(session, work_id=item.id, at=now, what="sent", said=RECONCILED)
    way.reconciled += len(known)
    way.unknown = len(sent - set(session.scalars(select(WorkItem.message_id))))
    detail = {"why": why, "reconciled": len(known), "unknown": way.unknown}
    note(session, actor=SYSTEM, now=now, verb="outbox.close", object_kind="way_out", object_id=ONLY, detail=detail)


def release(session: Session, *, actor: Actor, now: datetime, drop: Collection[UUID] = ()) -> int:
    """A person has looked: what waits may leave, but for those dropped; how many wait. Conflict when it is open."""
    if actor.units_for(RELEASE_OUTBOX) is not None:
        raise Forbidden("Chỉ quản trị viên toàn tỉnh được mở lại hộp thư đi.")
    way = find_way(session)
    if way is None or way.closed_at is None:
        raise Conflict("Hộp thư đi đang mở, không có gì phải xác nhận. Hãy tải lại trang.")
    waiting = [item for item in list_unsent(session) if item.state != WorkState.FAILED]
    dropped = [item for item in waiting if item.id in set(drop)]
    for item in dropped:
        item.state, item.done_at, item.last_error = WorkState.DONE.value, now, DROPPED
        note_event(session, work_id=item.id, at=now, what="needless", said=DROPPED)
    detail = {"closed_at": way.closed_at.isoformat(), "waiting": len(waiting) - len(dropped), "dropped": len(dropped)}
    way.closed_at, way.closed_why, way.reconciled, way.unknown = None, "", 0, 0
    note(session, actor=actor, now=now, verb="outbox.release", object_kind="way_out", object_id=ONLY, detail=detail)
    return len(waiting) - len(dropped)
