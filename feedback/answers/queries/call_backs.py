"""Reads of wishes to be called back. Nothing here joins a sheet, and no report counts them per day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.answers.rules.call_backs import Contact, State, half_hidden
from feedback.answers.tables import CallBack
from feedback.foundation.errors import NotFound
from feedback.foundation.sealing import CannotOpen, Sealer
from feedback.organisation.queries import list_units
from feedback.organisation.tables import Counter, Unit

SETTLED_SHOWN = 20


@dataclass(frozen=True, slots=True)
class CallBackLine:
    """A wish as the head sees it: half a number until it is asked for."""

    id: UUID
    unit_id: int
    unit_name: str
    day: date
    state: str
    number: str
    name: str
    when: str
    outcome: str | None
    settled_by: str | None


def list_call_backs(session: Session, unit_ids: Collection[int] | None, sealer: Sealer) -> list[CallBackLine]:
    """The open wishes of these units, oldest first, then the last twenty that were settled."""
    query = select(CallBack, Unit.name).join(Unit, Unit.id == CallBack.unit_id)
    if unit_ids is not None:
        query = query.where(CallBack.unit_id.in_(unit_ids))
    waiting = query.where(CallBack.state == State.OPEN).order_by(CallBack.asked_day, CallBack.id)
    settled = query.where(CallBack.state != State.OPEN).order_by(CallBack.settled_at.desc(), CallBack.id)
    rows = [*session.execute(waiting), *session.execute(settled.limit(SETTLED_SHOWN))]
    return [_line(row, name, sealer) for row, name in rows]


def _line(row: CallBack, unit_name: str, sealer: Sealer) -> CallBackLine:
    contact = _contact(row, sealer)
    return CallBackLine(
        id=row.id,
        unit_id=row.unit_id,
        unit_name=unit_name,
        day=row.asked_day,
        state=row.state,
        number=half_hidden(contact.phone) if contact else "",
        name=contact.name if contact else "",
        when=contact.when if contact else "",
        outcome=row.outcome,
        settled_by=row.settled_by,
    )


def _contact(row: CallBack, sealer: Sealer) -> Contact | None:
    if row.sealed is None:
        return None
    try:
        return Contact(**sealer.open_json(row.sealed, belongs_to=f"call_back/{row.id}/sealed"))
    except CannotOpen:
        return None  # sealed with a key that is gone: the list still opens


def get_number(session: Session, call_id: UUID, sealer: Sealer) -> str:
    """The whole number of an open wish; only after it was noted who looks."""
    row = session.get(CallBack, call_id)
    contact = None if row is None else _contact(row, sealer)
    if contact is None:
        raise NotFound("Số điện thoại của yêu cầu này không còn được giữ.")
    return contact.phone


def get_call_back_unit(session: Session, call_id: UUID) -> int:
    """The unit that was asked. NotFound when there is no such wish."""
    unit_id = session.execute(select(CallBack.unit_id).where(CallBack.id == call_id)).scalar_one_or_none()
    if unit_id is None:
        raise NotFound("Không có yêu cầu gọi lại này. Hãy mở lại trang Gọi lại.")
    return unit_id


def count_open(session: Session, unit_ids: Collection[int] | None) -> int:
    """How many wait to be called."""
    query = select(func.count(CallBack.id)).where(CallBack.state == State.OPEN)
    if unit_ids is not None:
        query = query.where(CallBack.unit_id.in_(unit_ids))
    return session.execute(query).scalar_one()


def list_places(session: Session, today: date) -> list[tuple[str, str]]:
    """(code, name) of the units that have a counter, by name: where somebody can ask to be called."""
    ids = set(session.scalars(select(Counter.unit_id).where(Counter.active.is_(True)).distinct()))
    return [(unit.code, unit.name) for unit in list_units(session, today, ids=ids)]
