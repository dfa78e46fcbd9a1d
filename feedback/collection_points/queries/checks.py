"""Reads: what was seen of the counters today, and when each was looked at last."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.collection_points.rules import Point
from feedback.collection_points.rules.checks import Sight, of_this_code
from feedback.collection_points.tables import CodeCheck
from feedback.foundation.errors import NotFound
from feedback.organisation.tables import Unit


@dataclass(frozen=True, slots=True)
class LastLook:
    """The newest look at a counter."""

    day: date
    at: datetime
    by: str
    sight: Sight


def hold(session: Session, unit_id: int) -> Unit:
    """The unit, kept from others until this work is done: two officers who look at once write one after the other."""
    unit = session.scalars(select(Unit).where(Unit.id == unit_id).with_for_update(key_share=True)).one_or_none()
    if unit is None:
        raise NotFound("Không có đơn vị này. Xin mở lại trang Kiểm mã (/diem-thu-thap/kiem-tra) và chọn đơn vị.")
    return unit


def find_check(session: Session, counter_id: int, day: date) -> CodeCheck | None:
    return session.scalar(select(CodeCheck).where(CodeCheck.counter_id == counter_id, CodeCheck.day == day))


def list_looks(session: Session, unit_ids: Collection[int] | None, until: date) -> dict[int, LastLook]:
    """Counter → its newest look up to that day; counters nobody looked at are absent. None: every unit."""
    newest = select(CodeCheck.counter_id, func.max(CodeCheck.day).label("day")).where(CodeCheck.day <= until)
    if unit_ids is not None:
        newest = newest.where(CodeCheck.unit_id.in_(unit_ids))
    last = newest.group_by(CodeCheck.counter_id).subquery()
    query = select(CodeCheck).join(last, (last.c.counter_id == CodeCheck.counter_id) & (last.c.day == CodeCheck.day))
    return {row.counter_id: _look(row) for row in session.scalars(query)}


def list_looks_of_day(session: Session, unit_id: int, day: date) -> dict[int, LastLook]:
    """Counter → what was seen of it that day."""
    query = select(CodeCheck).where(CodeCheck.unit_id == unit_id, CodeCheck.day == day)
    return {row.counter_id: _look(row) for row in session.scalars(query)}


def looks_at(looks: Mapping[int, LastLook], points: Iterable[Point]) -> dict[int, LastLook]:
    """The looks at the counters of these points, saying of the codes only what was seen of those in use now."""
    found = {point.counter_id: (looks[point.counter_id], point) for point in points if point.counter_id in looks}
    return {
        counter_id: replace(look, sight=of_this_code(look.sight, look.at, point.issued_at))
        for counter_id, (look, point) in found.items()
    }


def _look(row: CodeCheck) -> LastLook:
    return LastLook(row.day, row.checked_at, row.checked_by, Sight(row.open, row.code_ok))
