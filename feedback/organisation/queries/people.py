"""Heads, desks, counters and officers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from feedback.foundation.errors import NotFound
from feedback.foundation.words import day as day_words
from feedback.organisation.queries.units import get_unit
from feedback.organisation.tables import Counter, Desk, Head, Officer


def _in_office(day: date) -> ColumnElement[bool]:
    return and_(
        or_(Head.valid_from.is_(None), Head.valid_from <= day), or_(Head.valid_to.is_(None), Head.valid_to >= day)
    )


def find_head(session: Session, unit_id: int, day: date) -> Head | None:
    """Who leads the unit that day: of several, the one appointed last."""
    query = select(Head).where(Head.unit_id == unit_id, _in_office(day))
    return session.scalar(query.order_by(Head.valid_from.desc().nulls_last(), Head.id.desc()).limit(1))


def get_head(session: Session, unit_id: int, day: date) -> Head:
    head = find_head(session, unit_id, day)
    if head is None:
        name = get_unit(session, unit_id).name
        raise NotFound(
            f"Chưa có người đứng đầu của {name} vào ngày {day_words(day)}. "
            "Quản trị viên bổ sung ở trang tính “Người đứng đầu” của tệp tổ chức (/to-chuc/nap)."
        )
    return head


def list_heads(session: Session, day: date, unit_ids: Collection[int] | None = None) -> dict[int, Head]:
    """Unit id → its head that day; units without one are absent."""
    query = select(Head).where(_in_office(day)).order_by(Head.valid_from.asc().nulls_first(), Head.id)
    if unit_ids is not None:
        query = query.where(Head.unit_id.in_(unit_ids))
    return {head.unit_id: head for head in session.scalars(query)}


def find_desk(session: Session, unit_id: int, name: str) -> Desk | None:
    return session.scalar(select(Desk).where(Desk.unit_id == unit_id, Desk.name == name))


def list_desks(session: Session, unit_ids: Collection[int]) -> list[Desk]:
    return list(session.scalars(select(Desk).where(Desk.unit_id.in_(unit_ids)).order_by(Desk.unit_id, Desk.name)))


def find_counter(session: Session, unit_id: int, code: str) -> Counter | None:
    return session.scalar(select(Counter).where(Counter.unit_id == unit_id, Counter.code == code))


def list_counters(session: Session, unit_ids: Collection[int] | None = None, *, active: bool = True) -> list[Counter]:
    """Counters by unit and code, only those in use unless `active` is off."""
    query = select(Counter).order_by(Counter.unit_id, Counter.code)
    if unit_ids is not None:
        query = query.where(Counter.unit_id.in_(unit_ids))
    return list(session.scalars(query.where(Counter.active.is_(True)) if active else query))


def list_officers(session: Session, unit_ids: Collection[int]) -> list[Officer]:
    query = select(Officer).where(Officer.unit_id.in_(unit_ids), Officer.active.is_(True))
    return list(session.scalars(query.order_by(Officer.person_name)))
