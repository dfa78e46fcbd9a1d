"""Deciding about answers kept apart: counted after all, or refused. Nothing is deleted in silence."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from feedback.answers.actions.inserting import insert_new
from feedback.answers.actions.letters import NO_DECIDER
from feedback.answers.actions.tablet_answers import Delivery, belonging, sheet_row
from feedback.answers.queries.quarantine import is_waiting
from feedback.answers.queries.tablet_receipts import find_table, places_of
from feedback.answers.rules.quarantine import AT_ONCE, KEPT, WAITING, Decision
from feedback.answers.rules.sheets import Flag
from feedback.answers.rules.tablets import ReceiptState, arrived, check_items, mark_of, observed
from feedback.answers.tables import QuarantinedAnswer, TabletReceipt
from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.sealing import CannotOpen, Sealer
from feedback.outbox.actions import close_tasks


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which answers: those of a tablet for a reason, all that wait or only some of them."""

    tablet_id: UUID
    unit_id: int
    reason: str
    only: frozenset[UUID] | None


@dataclass(frozen=True, slots=True)
class Decided:
    """How many were decided, how many cannot be counted and still wait, and whether there may be more."""

    done: int
    left: frozenset[UUID]
    more: bool


def decide(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    wanted: Wanted,
    decision: Decision,
    why: str,
    secret: bytes,
    sealer: Sealer,
    passed: frozenset[UUID] = frozenset(),
) -> Decided:
    """Decide about at most a hundred of them; `passed` were found impossible to count before. The deed is noted."""
    rows = _waiting(session, wanted, passed)
    keys = secret, sealer
    left = [row.id for row in rows if decision is Decision.ACCEPTED and not _count(session, row, *keys)]
    done = [row for row in rows if row.id not in left]
    for row in done:
        row.state, row.decided_at, row.decided_by, row.decision = decision, now, actor.name, why
    _tell_books(session, done, decision, secret, sealer)
    if decision is Decision.ACCEPTED:
        for row in done:
            row.sealed = None  # it is a sheet now; nothing may join the two
    session.flush()
    if done:
        _note(session, actor, now, wanted, decision, why, len(done))
        if not is_waiting(session, wanted.unit_id):
            close_tasks(session, kind=NO_DECIDER, subject=f"{wanted.unit_id}/", by=actor.name, now=now)
    return Decided(len(done), frozenset(left), len(rows) == AT_ONCE)


def _waiting(session: Session, wanted: Wanted, passed: Collection[UUID]) -> Sequence[QuarantinedAnswer]:
    row = QuarantinedAnswer
    found = select(row).where(row.tablet_id == wanted.tablet_id, row.reason == wanted.reason, row.state == WAITING)
    found = found.where(row.id.not_in(passed))
    if wanted.only is not None:
        found = found.where(row.id.in_(wanted.only))
    return session.scalars(found.order_by(row.seq, row.id).limit(AT_ONCE).with_for_update()).all()


def _content(row: QuarantinedAnswer, sealer: Sealer) -> Any:
    """What was sealed; None when it is gone or was sealed with a key that is lost."""
    try:
        return sealer.open_json(row.sealed or b"", belongs_to=belonging(row.id))
    except CannotOpen:
        return None


def _count(session: Session, row: QuarantinedAnswer, secret: bytes, sealer: Sealer) -> bool:
    """Count it as if it had been counted when it came, marked as from quarantine. Whether that was possible."""
    content = _content(row, sealer)
    each = None if content is None else arrived(json.loads(content["raw"]))
    if each is None or each.answer is None:
        return False
    answer, came = each.answer, datetime.fromisoformat(content["received"])
    table, seen = find_table(session, answer.version_id), observed(answer.at, content["offset"], came)
    if table is None or seen is None or check_items(table, answer.items) is None:
        return False
    delivery = Delivery(
        tablet_id=row.tablet_id,
        unit_id=row.unit_id,
        revoked=False,
        offset=content["offset"],
        now=came,
        secret=secret,
        sealer=sealer,
        tables={answer.version_id: table},
    )
    places = places_of(session, row.unit_id, [answer])
    values = sheet_row(delivery, each, answer, seen, places, Flag.FROM_QUARANTINE)
    session.execute(insert_new(session, "sheet"), values)
    return True


def _tell_books(
    session: Session, rows: Sequence[QuarantinedAnswer], decision: Decision, secret: bytes, sealer: Sealer
) -> None:
    """The tablet's book says what became of the number, where the number is this answer's and not its clone's."""
    state = ReceiptState.COUNTED if decision is Decision.ACCEPTED else ReceiptState.REFUSED
    receipt = TabletReceipt
    for row in rows:
        content = _content(row, sealer)
        if content is not None:
            mark = mark_of(secret, arrived(json.loads(content["raw"])).key)
            mine = update(receipt).where(receipt.tablet_id == row.tablet_id, receipt.seq == row.seq)
            session.execute(mine.where(receipt.mark == mark).values(state=state.value))


def _note(
    session: Session, actor: Actor, now: datetime, wanted: Wanted, decision: Decision, why: str, count: int
) -> None:
    note(
        session,
        actor=actor,
        now=now,
        verb="quarantine.accept" if decision is Decision.ACCEPTED else "quarantine.refuse",
        object_kind="tablet",
        object_id=wanted.tablet_id,
        unit_id=wanted.unit_id,
        detail={"count": count, "quarantine": wanted.reason, "reason": why},
    )


def forget_refused(session: Session, *, now: datetime) -> int:
    """Empty what was refused longer ago than it is kept, at most 200 at once; how many. The rows stay."""
    row = QuarantinedAnswer
    old = select(row.id).where(row.state == Decision.REFUSED, row.decided_at < now - KEPT, row.sealed.is_not(None))
    ids = session.scalars(old.limit(200)).all()
    if ids:
        session.execute(update(row).where(row.id.in_(ids)).values(sealed=None))
    return len(ids)
