"""The archive: editions by week and scope, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.reports.rules.numbers import ScopeKind, WeekNumbers, from_json
from feedback.reports.tables import Edition


@dataclass(frozen=True, slots=True)
class Archived:
    """An edition, read. `late`: made after its Monday morning ("gửi muộn")."""

    id: int
    edition: int
    numbers: WeekNumbers
    sha256: str
    created_at: datetime
    late: bool


def find_newest(session: Session, week: str, kind: ScopeKind, scope_id: int) -> Archived | None:
    """The last edition of that week and scope."""
    query = select(Edition).where(Edition.week == week, Edition.scope_kind == kind.value, Edition.scope_id == scope_id)
    row = session.scalar(query.order_by(Edition.edition.desc()).limit(1))
    return None if row is None else read(row)


def read(row: Edition) -> Archived:
    return Archived(row.id, row.edition, from_json(row.numbers), row.sha256, row.created_at, row.late)


def list_weeks(session: Session, limit: int) -> list[str]:
    """The last weeks that have an edition, newest first."""
    return list(session.scalars(select(Edition.week).distinct().order_by(Edition.week.desc()).limit(limit)))
