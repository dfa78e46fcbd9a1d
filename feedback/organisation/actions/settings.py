"""Setting something for one unit, or for everybody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.errors import NotFound
from feedback.organisation.queries import unit_path
from feedback.organisation.tables import UnitSetting


def set_setting(
    session: Session, *, actor: Actor, now: datetime, unit_id: int | None, key: str, value: Any, source: str
) -> None:
    """Set `key` at the unit (None: for everybody who has no own); `source` says on what ground."""
    row = session.scalar(select(UnitSetting).where(UnitSetting.key == key, UnitSetting.unit_id == unit_id))
    before = None if row is None else row.value
    if row is None:
        session.add(UnitSetting(unit_id=unit_id, key=key, value=value, source=source))
    else:
        row.value, row.source = value, source
    note(
        session,
        actor=actor,
        now=now,
        verb="organisation.set",
        object_kind="unit_setting",
        object_id=key,
        object_label=key,
        unit_id=unit_id,
        unit_path="" if unit_id is None else unit_path(session, unit_id),
        detail={"before": before, "after": value, "source": source},
    )


def unset_setting(session: Session, *, actor: Actor, now: datetime, unit_id: int | None, key: str) -> None:
    """Take the unit's own value away, so that the one above holds again. NotFound where it has none."""
    row = session.scalar(select(UnitSetting).where(UnitSetting.key == key, UnitSetting.unit_id == unit_id))
    if row is None:
        raise NotFound("Nơi này không có giá trị riêng; đang dùng giá trị của cấp trên hoặc mặc định.")
    session.delete(row)
    note(
        session,
        actor=actor,
        now=now,
        verb="organisation.unset",
        object_kind="unit_setting",
        object_id=key,
        object_label=key,
        unit_id=unit_id,
        unit_path="" if unit_id is None else unit_path(session, unit_id),
        detail={"before": row.value, "source": row.source},
    )
