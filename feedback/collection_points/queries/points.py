"""Reads: what a token stands for, the codes of counters, counters that have none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from feedback.collection_points.rules import ACTIVE, Point
from feedback.collection_points.tables import PrintedCode
from feedback.foundation.errors import NotFound
from feedback.organisation.tables import Area, AreaUnit, Counter, Desk, Unit

FRESH = timedelta(seconds=1)
"""How long another process's revocation may go unseen: one look at the database per code and second."""
KEPT = 10_000


@dataclass(frozen=True, slots=True)
class AreaChoice:
    """An area that a kit can be printed for, with the units in reach that it holds."""

    code: str
    name: str
    unit_ids: frozenset[int]


def _points() -> Select[*tuple[Any, ...]]:
    columns = (
        *(PrintedCode.token, PrintedCode.version, PrintedCode.issued_at, PrintedCode.revoked_at),
        *(Counter.id.label("counter_id"), Counter.code.label("counter_code"), Counter.name.label("counter_name")),
        *(Unit.id.label("unit_id"), Unit.code.label("unit_code"), Unit.name.label("unit_name"), Unit.is_sample),
        *(Unit.address.label("unit_address"), Desk.name.label("desk_name"), Desk.address.label("desk_address")),
    )
    joined = select(*columns).join(Counter, Counter.id == PrintedCode.counter_id)
    return joined.join(Unit, Unit.id == Counter.unit_id).outerjoin(Desk, Desk.id == Counter.desk_id)


def _point(row: Any) -> Point:
    return Point(
        token=row.token,
        version=row.version,
        issued_at=row.issued_at,
        revoked_at=row.revoked_at,
        counter_id=row.counter_id,
        counter_code=row.counter_code,
        counter_name=row.counter_name,
        unit_id=row.unit_id,
        unit_code=row.unit_code,
        unit_name=row.unit_name,
        desk_name=row.desk_name or "",
        desk_address=row.desk_address or row.unit_address or "",
        is_sample=row.is_sample,
    )


def find_point(session: Session, token: str) -> Point | None:
    """The point of a token, in use or revoked."""
    row = session.execute(_points().where(PrintedCode.token == token)).one_or_none()
    return None if row is None else _point(row)


def get_code(session: Session, token: str) -> PrintedCode:
    """The row of a token. NotFound when there never was one."""
    code = session.scalars(select(PrintedCode).where(PrintedCode.token == token)).one_or_none()
    if code is None:
        raise NotFound(f"Không có mã “{token}”. Xem các mã ở trang Điểm thu thập (/diem-thu-thap).")
    return code


def find_last_version(session: Session, counter_id: int) -> int:
    """The highest version a code of this counter had; 0 where it never had one."""
    return session.scalar(select(func.max(PrintedCode.version)).where(PrintedCode.counter_id == counter_id)) or 0


def list_points(session: Session, day: date, unit_ids: Collection[int] | None = None) -> list[Point]:
    """Codes in use of counters in use, in units that exist that day; by unit and counter. None: every unit."""
    wanted = _points().where(PrintedCode.state == ACTIVE, Counter.active.is_(True), _exists_on(day))
    if unit_ids is not None:
        wanted = wanted.where(Unit.id.in_(unit_ids))
    return [_point(row) for row in session.execute(wanted.order_by(Unit.name_folded, Unit.id, Counter.code))]


def list_print_areas(session: Session, unit_ids: Collection[int]) -> list[AreaChoice]:
    """The areas that hold some of these units, by name, each with those of them it holds."""
    query = select(Area.code, Area.name, AreaUnit.unit_id).join(AreaUnit, AreaUnit.area_id == Area.id)
    query = query.where(AreaUnit.unit_id.in_(unit_ids)).order_by(Area.name, Area.code, AreaUnit.unit_id)
    return [
        AreaChoice(code, name, frozenset(row.unit_id for row in rows))
        for (code, name), rows in groupby(session.execute(query), key=lambda row: (row.code, row.name))
    ]


def list_counters_without_code(
    session: Session, day: date, unit_ids: Collection[int] | None = None, *, limit: int = 200
) -> list[Counter]:
    """Counters in use that have no code in use, at most `limit` of them."""
    has_code = select(PrintedCode.id).where(PrintedCode.counter_id == Counter.id, PrintedCode.state == ACTIVE)
    wanted = select(Counter).join(Unit, Unit.id == Counter.unit_id)
    wanted = wanted.where(Counter.active.is_(True), _exists_on(day), ~has_code.exists())
    if unit_ids is not None:
        wanted = wanted.where(Unit.id.in_(unit_ids))
    return list(session.scalars(wanted.order_by(Counter.id).limit(limit)))


def _exists_on(day: date) -> Any:
    return and_(
        or_(Unit.valid_from.is_(None), Unit.valid_from <= day), or_(Unit.valid_to.is_(None), Unit.valid_to >= day)
    )


class PointBook:
    """Points by token, kept for a second: the survey page must not ask the database for every visitor.

    One per database and process; threads may share it (a race costs one more look).
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Point, datetime]] = {}

    def find(self, session_of: Any, token: str, now: datetime) -> Point | None:
        """`session_of()` gives a session to read with; it is called only when the book has to look."""
        kept = self._kept.get(token)
        if kept is not None and now < kept[1]:
            return kept[0]
        point = find_point(session_of(), token)
        if point is None:
            self._kept.pop(token, None)  # unknown tokens are never kept: guesses must not fill the memory
            return None
        if len(self._kept) >= KEPT:
            self._kept.clear()
        self._kept[token] = (point, now + FRESH)
        return point

    def forget(self, token: str) -> None:
        """After this process changed the code itself."""
        self._kept.pop(token, None)
