"""Today's units in place of those that are gone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.organisation.rules.successors import successors_of
from feedback.organisation.tables import Unit, UnitSuccession


def list_successors_on(session: Session, unit_ids: Collection[int], day: date) -> dict[int, tuple[int, ...]]:
    """Unit id → the ids of the units that speak for it on that day: itself while it exists, several where divided."""
    if not unit_ids:
        return {}
    gone = frozenset(session.scalars(select(Unit.id).where(Unit.valid_to < day)))
    pairs = select(UnitSuccession.old_unit_id, UnitSuccession.new_unit_id).where(UnitSuccession.effective <= day)
    return successors_of(unit_ids, [(old, new) for old, new in session.execute(pairs)], gone)


def successor_names(session: Session, unit_ids: Collection[int], day: date) -> dict[int, str]:
    """Unit id → the names of today's units in its place, for those that are gone and have any."""
    found = {old: new for old, new in list_successors_on(session, unit_ids, day).items() if new != (old,)}
    wanted = {unit for units in found.values() for unit in units}
    names = dict(session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(wanted))).all()) if wanted else {}
    return {old: ", ".join(sorted(names[unit] for unit in units)) for old, units in found.items()}
