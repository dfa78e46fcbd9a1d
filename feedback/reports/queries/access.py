"""Which reports somebody may open: those whose every unit is in their charge."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.organisation.tables import AreaUnit, Unit
from feedback.reports.queries.scopes import list_all_places, list_places, scope_of_area, scope_of_unit
from feedback.reports.rules.numbers import Scope, ScopeKind
from feedback.reports.rules.weeks import Week


def may_open(session: Session, units: Collection[int] | None, scope: Scope, week: Week) -> bool:
    """Whether every unit of the scope is among `units` (None: all). A scope without units opens for nobody."""
    places = list_places(session, scope, week)
    return bool(places) and (units is None or all(place.unit_id in units for place in places))


def list_openable(session: Session, units: Collection[int] | None, week: Week) -> list[Scope]:
    """Areas first, then units with others below them, then units: by name."""
    places = [place for place in list_all_places(session, week) if units is None or place.unit_id in units]
    parents = _parents_among(session, week)
    scopes = [scope_of_area(session, area_id) for area_id in _areas(session)]
    scopes += [scope_of_unit(session, p.unit_id, ScopeKind.SUBTREE) for p in places if p.unit_id in parents]
    wide = [scope for scope in scopes if may_open(session, units, scope, week)]
    return wide + [scope_of_unit(session, place.unit_id, ScopeKind.UNIT) for place in places]


def _areas(session: Session) -> list[int]:
    return list(session.scalars(select(AreaUnit.area_id).distinct().order_by(AreaUnit.area_id)))


def _parents_among(session: Session, week: Week) -> frozenset[int]:
    """Units of that week with another unit of that week below them."""
    places = {place.unit_id for place in list_all_places(session, week)}
    query = select(Unit.parent_id).where(Unit.id.in_(places), Unit.parent_id.is_not(None)).distinct()
    return frozenset(parent for parent in session.scalars(query) if parent is not None)
