"""Notices the upper level was told of, as long as they wait."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.apologies.queries.notices import OPEN
from feedback.apologies.tables import Apology
from feedback.organisation.tables import Unit
from feedback.records.tables import Record


@dataclass(frozen=True, slots=True)
class ToldAbove:
    """A notice nobody has approved yet: its file's code, its unit, and the moment by which it had to leave."""

    id: int
    code: str
    unit: str
    limit_at: datetime


def list_told_above(session: Session, unit_ids: Collection[int] | None) -> list[ToldAbove]:
    """Those of these units (None: all), the longest overdue first."""
    query = (
        select(Apology.id, Record.code, Unit.name, Apology.limit_at)
        .join(Record, Record.id == Apology.record_id)
        .join(Unit, Unit.id == Apology.unit_id)
        .where(Apology.state.in_(OPEN), Apology.escalated_at.is_not(None))
        .order_by(Apology.limit_at, Apology.id)
    )
    if unit_ids is not None:
        query = query.where(Apology.unit_id.in_(unit_ids))
    return [ToldAbove(*row) for row in session.execute(query)]
