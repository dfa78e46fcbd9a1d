"""Settings of a unit: its own, else its parent's, and so on, else the one for everybody, else the default."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.organisation.rules import path_to_root
from feedback.organisation.tables import Unit, UnitSetting


def find_setting(session: Session, unit_id: int | None, key: str) -> UnitSetting | None:
    """The row that applies to the unit, with its source; None where nothing is set."""
    rows = {row.unit_id: row for row in session.scalars(select(UnitSetting).where(UnitSetting.key == key))}
    if not rows:
        return None
    path: tuple[int, ...] = () if unit_id is None else path_to_root(unit_id, _parents(session))
    return next((rows[place] for place in (*path, None) if place in rows), None)


def get_setting(session: Session, unit_id: int | None, key: str, default: Any) -> Any:
    """The value that applies to the unit, else `default`."""
    row = find_setting(session, unit_id, key)
    return default if row is None else row.value


def list_setting_values(session: Session, key: str) -> list[Any]:
    """Every value set for that key, by unit: to know the widest of them."""
    query = select(UnitSetting.value).where(UnitSetting.key == key).order_by(UnitSetting.unit_id)
    return list(session.scalars(query))


def find_own_setting(session: Session, unit_id: int | None, key: str) -> UnitSetting | None:
    """The row set for exactly this place."""
    return session.scalar(select(UnitSetting).where(UnitSetting.key == key, UnitSetting.unit_id == unit_id))


def _parents(session: Session) -> dict[int, int | None]:
    return {row.id: row.parent_id for row in session.execute(select(Unit.id, Unit.parent_id))}
