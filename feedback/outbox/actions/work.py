"""Work items: in once, leased by one, settled by the one who holds the lease."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.errors import Conflict
from feedback.outbox.actions.once import insert_once
from feedback.outbox.actions.receipts import note_event
from feedback.outbox.actions.tasks import hand_over
from feedback.outbox.queries import find_work_id, get_work, is_closed
from feedback.outbox.rules import LEASE, Delivery, Outcome, WorkState, a_day_later, next_try, title_of
from feedback.outbox.rules.receipts import FIRST_QUESTION
from feedback.outbox.tables import WorkItem

HELD_STATES = (WorkState.LEASED, WorkState.SENDING)


def enqueue(
    session: Session,
    *,
    kind: str,
    subject: str,
    now: datetime,
    unit_id: int | None = None,
    payload: dict[str, Any] | None = None,
    sealed: bytes | None = None,
    document_ids: Sequence[UUID] = (),
    not_before: datetime | None = None,
    message_id: str = "",
) -> UUID:
    """Put work in, in the caller's transaction. Asking again for the same kind and subject changes nothing.

    `message_id` is for letters that are made anew after a restore: the same letter must then be known as the same.

    The payload is readable by whoever runs the database: no personal data in it (`sealed` is for that).
    """
    identity = uuid4()
    values = {
        "id": identity,
        "kind": kind,
        "subject": subject,
        "unit_id": unit_id,
        "payload": payload or {},
        "sealed": sealed,
        "document_ids": [str(each) for each in document_ids],
        "state": WorkState.DUE.value,
        "created_at": now,
        "not_before": not_before or now,
        "attempts": 0,
        "message_id": message_id or f"<{identity}@lang-nghe>",
        "last_error": "",
    }
    if insert_once(session, WorkItem, ("kind", "subject"), values):
        return identity
    return find_work_id(session, kind, subject) or identity


def lease_due(
    session: Session, *, kinds: Collection[str], owner: str, now: datetime, limit: int = 20, lease: timedelta = LEASE
) -> list[Delivery]:
    """Take up to `limit` items that are due or whose lease ran out (its holder died), oldest first.

    None while the way out is closed: after a restore a person looks first.
    """
    if is_closed(session):
        return []
    free = or_(
        (WorkItem.state == WorkState.DUE) & (WorkItem.not_before <= now),
        WorkItem.state.in_(HELD_STATES) & (WorkItem.lease_until <= now),
    )
    wanted = select(WorkItem).where(free, WorkItem.kind.in_(kinds)).order_by(WorkItem.not_before, WorkItem.id)
    # On PostgreSQL two schedulers pass each other; on SQLite BEGIN IMMEDIATE lets only one in.
    rows = session.scalars(wanted.limit(limit).with_for_update(skip_locked=True)).all()
    for row in rows:
        row.state, row.lease_owner, row.lease_until = WorkState.LEASED, owner, now + lease
        row.attempts += 1
    session.flush()
    return [_delivery(row) for row in rows]


def _delivery(row: WorkItem) -> Delivery:
    return Delivery(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        unit_id=row.unit_id,
        payload=dict(row.payload),
        document_ids=tuple(UUID(each) for each in row.document_ids),
        message_id=row.message_id or f"<{row.id}@lang-nghe>",
        attempt=row.attempts,
        created_at=row.created_at,
        sealed=row.sealed,
    )


def mark_sending(session: Session, *, work_id: UUID, owner: str, now: datetime, lease: timedelta = LEASE) -> bool:
    """Renew the lease just before the work leaves; False when somebody else has taken it over meanwhile."""
    return not is_closed(session) and _change(
        session, work_id, owner, {"state": WorkState.SENDING.value, "lease_until": now + lease}, from_=WorkState.LEASED
    )


def settle(session: Session, *, delivery: Delivery, owner: str, now: datetime, outcome: Outcome, why: str) -> None:
    """Write down how a try ended. Whoever lost the lease meanwhile changes nothing.

    Trouble makes the item due again after a pause, until patience is at its end; then, or when trying again cannot
    help, it stands as failed and the unit gets a task.
    """
    values = _settled(delivery, now, outcome, why)
    if not _change(session, delivery.id, owner, values):
        return
    note_event(session, work_id=delivery.id, at=now, what=outcome.value, said=why)
    if values["state"] == WorkState.FAILED:
        _ask_a_person(session, delivery, now, why)


def _settled(delivery: Delivery, now: datetime, outcome: Outcome, why: str) -> dict[str, Any]:
    """What the row says after a try."""
    again = next_try(delivery.attempt, now) if outcome == Outcome.RETRIED else None
    if outcome == Outcome.SENT:
        # A fresh try deserves a fresh receipt: that of the try before says nothing about this one.
        fresh = {"receipt": "", "receipt_at": None, "ask_receipt_at": now + FIRST_QUESTION}
        return {"state": WorkState.SENT.value, "done_at": now, "last_error": "", **fresh}
    if outcome == Outcome.NEEDLESS:
        return {"state": WorkState.DONE.value, "done_at": now, "last_error": why}
    if again is not None:
        return {"state": WorkState.DUE.value, "not_before": again, "last_error": why}
    return {"state": WorkState.FAILED.value, "last_error": why}


def _ask_a_person(session: Session, delivery: Delivery, now: datetime, why: str) -> None:
    if delivery.unit_id is not None:
        hand_over(
            session,
            kind="outbox.failed",
            subject=f"{delivery.id}/{now.isoformat()}",
            unit_id=delivery.unit_id,
            title=f"Thư gửi không được: {title_of(delivery.payload, delivery.subject)}",
            detail=f"{why} Xin báo cho người nhận bằng cách khác, hoặc sửa địa chỉ rồi gửi lại.",
            link=f"/hop-thu-di?trang-thai={WorkState.FAILED}",
            due_at=a_day_later(now),
            now=now,
        )


def _change(
    session: Session, work_id: UUID, owner: str, values: dict[str, Any], *, from_: WorkState | None = None
) -> bool:
    """Change the item if this owner still holds it. Whoever lost the lease changes nothing."""
    states = (from_,) if from_ else HELD_STATES
    if values["state"] not in HELD_STATES:
        values = values | {"lease_owner": None, "lease_until": None}
    held = update(WorkItem).where(WorkItem.id == work_id, WorkItem.lease_owner == owner, WorkItem.state.in_(states))
    changed = session.scalars(held.values(values).returning(WorkItem.id)).all()
    return len(changed) == 1


def send_again(session: Session, *, actor: Actor, now: datetime, work_id: UUID) -> None:
    """A person has looked: try a failed item again now, with fresh patience and the same Message-ID."""
    row = get_work(session, work_id)
    if row.state != WorkState.FAILED:
        raise Conflict("Thư này không ở trạng thái “gửi không được” nữa. Hãy tải lại trang để xem trạng thái mới.")
    row.state, row.not_before, row.attempts = WorkState.DUE, now, 0
    note(
        session,
        actor=actor,
        now=now,
        verb="outbox.send_again",
        object_kind="work_item",
        object_id=row.id,
        object_label=title_of(row.payload, row.subject),
        unit_id=row.unit_id,
    )
