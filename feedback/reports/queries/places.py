"""Where each unit belongs: its branch of the tree, its area, and everything."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from feedback.organisation.tables import AreaUnit, Unit
from feedback.reports.rules.weeks import Period
from feedback.scoring.rules.pooling import Neighbourhoods

EVERYTHING = ""


def list_neighbourhoods(session: Session, period: Period) -> dict[int, Neighbourhoods]:
    """Every unit that existed on some day of the period → branch, area of the branch, everything.

    A unit that two areas claim belongs to the older one: two would let the areas be subtracted.
    """
    parents = dict(session.execute(select(Unit.id, Unit.parent_id)).all())
    areas = dict(session.execute(select(AreaUnit.unit_id, func.min(AreaUnit.area_id)).group_by(AreaUnit.unit_id)).all())
    known = select(Unit.id).where(
        or_(Unit.valid_from.is_(None), Unit.valid_from <= period.last),
        or_(Unit.valid_to.is_(None), Unit.valid_to >= period.first),
    )
    return {unit_id: _of(unit_id, parents, areas) for unit_id in session.scalars(known)}


def _of(unit_id: int, parents: Mapping[int, int | None], areas: Mapping[int, int]) -> Neighbourhoods:
    """The branch begins right below the top; the top is a branch of its own."""
    branch, above = unit_id, parents.get(unit_id)
    while above is not None and parents.get(above) is not None:
        branch, above = above, parents[above]
    area = areas.get(branch)
    return str(branch), f"{area or 'none'}", EVERYTHING
