"""Invented units for the demo: marked as samples, in a tree of their own, so that no real unit carries a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.foundation.text import fold
from feedback.organisation.tables import Area, AreaUnit, Unit

SAMPLE_SOURCE = "dữ liệu mẫu"


@dataclass(frozen=True, slots=True)
class SampleUnit:
    code: str
    name: str
    kind: str
    level: str
    parent: str | None = None


def add_sample_units(session: Session, *, units: Sequence[SampleUnit], since: date) -> dict[str, int]:
    """Code → id of the invented units, parents before children; those that are there already stay."""
    ids: dict[str, int] = {}
    for each in units:
        found = session.scalar(select(Unit.id).where(Unit.code == each.code, Unit.is_sample))
        if found is None:
            unit = Unit(
                code=each.code,
                name=each.name,
                name_folded=fold(each.name),
                kind=each.kind,
                level=each.level,
                parent_id=ids[each.parent] if each.parent else None,
                generation="new",
                valid_from=since,
                valid_to=None,
                is_sample=True,
                source=SAMPLE_SOURCE,
            )
            session.add(unit)
            session.flush()
            found = unit.id
        ids[each.code] = found
    return ids


def add_sample_area(session: Session, *, code: str, name: str, unit_ids: Sequence[int]) -> int:
    """The invented area of invented communes; its id."""
    found = session.scalar(select(Area.id).where(Area.code == code))
    if found is not None:
        return found
    area = Area(code=code, name=name, is_sample=True)
    session.add(area)
    session.flush()
    session.add_all(AreaUnit(area_id=area.id, unit_id=unit_id) for unit_id in unit_ids)
    session.flush()
    return area.id
