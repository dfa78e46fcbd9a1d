"""Where each unit belongs: its branch of the tree, its area, and everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.organisation.tables import AreaUnit, Unit
from feedback.reports.rules.weeks import Week
from feedback.scoring.rules.pooling import Neighbourhoods

EVERYTHING = ""


def list_neighbourhoods(session: Session, weeks: Sequence[Week]) -> dict[Week, dict[int, Neighbourhoods]]:
    """For each week every unit that existed on some day of it → branch, area of the branch, everything.

    A unit that two areas claim belongs to the older one: two would let the areas be subtracted.
    """
    units = session.execute(select(Unit.id, Unit.parent_id, Unit.valid_from, Unit.valid_to)).all()
    parents = {unit.id: unit.parent_id for unit in units}
    areas = dict(session.execute(select(AreaUnit.unit_id, func.min(AreaUnit.area_id)).group_by(AreaUnit.unit_id)).all())
    found = {unit.id: _of(unit.id, parents, areas) for unit in units}
    return {
        week: {
            unit.id: found[unit.id]
            for unit in units
            if (unit.valid_from is None or unit.valid_from <= week.sunday)
            and (unit.valid_to is None or unit.valid_to >= week.monday)
        }
        for week in weeks
    }


def _of(unit_id: int, parents: Mapping[int, int | None], areas: Mapping[int, int]) -> Neighbourhoods:
    """The branch begins right below the top; the top is a branch of its own."""
    branch, above = unit_id, parents.get(unit_id)
    while above is not None and parents.get(above) is not None:
        branch, above = above, parents[above]
    area = areas.get(branch)
    return str(branch), f"{area or 'none'}", EVERYTHING
