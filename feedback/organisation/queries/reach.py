"""How far a place reaches: the subtree below it, what it succeeded, the units of an area."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.organisation.rules import closure, path_to_root
from feedback.organisation.tables import AreaUnit, Unit, UnitSuccession

Pairs = list[tuple[int, int]]


def _children(session: Session) -> Pairs:
    rows = session.execute(select(Unit.parent_id, Unit.id).where(Unit.parent_id.is_not(None)))
    return [(parent, child) for parent, child in rows if parent is not None]


def _predecessors(session: Session) -> Pairs:
    rows = session.execute(select(UnitSuccession.new_unit_id, UnitSuccession.old_unit_id))
    return [(new, old) for new, old in rows]


def subtree_ids(session: Session, unit_id: int) -> frozenset[int]:
    """The unit and everything below it in its own generation's tree."""
    return closure([unit_id], _children(session))


def ids_with_predecessors(session: Session, unit_ids: Collection[int]) -> frozenset[int]:
    """The units and those they succeeded, however far back."""
    return closure(unit_ids, _predecessors(session))


def scope_ids(session: Session, unit_id: int) -> frozenset[int]:
    """What a role at this unit reaches: subtree, predecessors, and what lay below those (files keep their unit)."""
    return closure([unit_id], _children(session), _predecessors(session))


def area_ids(session: Session, area_id: int) -> frozenset[int]:
    """The area's own units."""
    return frozenset(session.scalars(select(AreaUnit.unit_id).where(AreaUnit.area_id == area_id)))


def area_subtree_ids(session: Session, area_id: int) -> frozenset[int]:
    """What a role at this area reaches: its units with all below and before them."""
    return closure(area_ids(session, area_id), _children(session), _predecessors(session))


def unit_path(session: Session, unit_id: int) -> str:
    """“Tỉnh Quảng Trị / Xã Hải Lăng”: for notes that must still read when the tree has changed."""
    rows = session.execute(select(Unit.id, Unit.parent_id, Unit.name)).all()
    names = {row.id: row.name for row in rows}
    path = path_to_root(unit_id, {row.id: row.parent_id for row in rows})
    return " / ".join(names[each] for each in reversed(path) if each in names)
