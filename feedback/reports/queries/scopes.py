"""What a report is about: a unit, a unit with all below it, an area; and the units that belong to it in that week."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from feedback.foundation.errors import NotFound
from feedback.organisation.queries import area_subtree_ids, find_unit_at, get_area, get_unit, get_unit_at, scope_ids
from feedback.organisation.tables import Area, Unit
from feedback.reports.rules.numbers import Scope, ScopeKind
from feedback.reports.rules.weeks import Week


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of a scope."""

    unit_id: int
    code: str
    name: str


def unit_scope(session: Session, address: str, week: Week, *, alone: bool = False) -> Scope:
    """The unit that bore the code in that week (a week of change: at its end, else at its start).

    A unit with others below it is reported with them unless `alone`. NotFound says which generations there are.
    """
    unit = find_unit_at(session, address, week.sunday) or get_unit_at(session, address, week.monday)
    below = len(_places(session, scope_ids(session, unit.id), week)) > 1
    return _of_unit(unit, ScopeKind.SUBTREE if below and not alone else ScopeKind.UNIT)


def area_scope(session: Session, code: str) -> Scope:
    return _of_area(get_area(session, code))


def scope_of_unit(session: Session, unit_id: int, kind: ScopeKind) -> Scope:
    """The scope of a unit known by its id."""
    return _of_unit(get_unit(session, unit_id), kind)


def scope_of_area(session: Session, area_id: int) -> Scope:
    area = session.get(Area, area_id)
    if area is None:
        raise NotFound("Không có địa bàn này. Xem danh sách ở trang Tổ chức (/to-chuc).")
    return _of_area(area)


def get_scope(session: Session, kind: ScopeKind, scope_id: int) -> Scope:
    if kind is ScopeKind.AREA:
        return scope_of_area(session, scope_id)
    return scope_of_unit(session, scope_id, kind)


def _of_unit(unit: Unit, kind: ScopeKind) -> Scope:
    return Scope(kind, unit.id, unit.code, unit.name, unit.is_sample)


def _of_area(area: Area) -> Scope:
    return Scope(ScopeKind.AREA, area.id, area.code, area.name, area.is_sample)


def list_places(session: Session, scope: Scope, week: Week) -> list[Place]:
    """The units of the scope that existed on some day of the week, by name: in a week of change old and new ones."""
    ids = frozenset({scope.id})
    if scope.kind is ScopeKind.SUBTREE:
        ids = scope_ids(session, scope.id)
    elif scope.kind is ScopeKind.AREA:
        ids = area_subtree_ids(session, scope.id)
    return _places(session, ids, week)


def list_all_places(session: Session, week: Week) -> list[Place]:
    """Every unit that existed on some day of the week, by name."""
    return _places(session, None, week)


def _places(session: Session, ids: frozenset[int] | None, week: Week) -> list[Place]:
    query = select(Unit).where(
        or_(Unit.valid_from.is_(None), Unit.valid_from <= week.sunday),
        or_(Unit.valid_to.is_(None), Unit.valid_to >= week.monday),
    )
    if ids is not None:
        query = query.where(Unit.id.in_(ids))
    units = session.scalars(query.order_by(Unit.name_folded, Unit.code, Unit.id))
    return [Place(unit.id, unit.code, unit.name) for unit in units]


def has_places(session: Session, scope: Scope, week: Week) -> bool:
    """Whether the scope has any unit in that week."""
    return bool(list_places(session, scope, week))
