"""Counts for reports: what was owed, sent in time and sent late, by solving unit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.apologies.queries.notices import FIRST
from feedback.apologies.rules import State
from feedback.apologies.tables import Apology


@dataclass(frozen=True, slots=True)
class OwedCounts:
    """Of the notices whose limit lay in the period: how many there are, left in time, left late; the rest waits."""

    owed: int = 0
    in_time: int = 0
    late: int = 0


def count_owed(
    session: Session, start: datetime, end: datetime, unit_ids: Collection[int] | None = None
) -> dict[int, OwedCounts]:
    """Unit id → counts for start ≤ limit < end (aware), as known now. Units without any are absent."""
    wanted = select(Apology.unit_id, Apology.approved_at, Apology.sent_in_time).where(
        Apology.turn == FIRST,
        Apology.state != State.CANCELLED.value,
        Apology.limit_at >= start,
        Apology.limit_at < end,
    )
    if unit_ids is not None:
        wanted = wanted.where(Apology.unit_id.in_(unit_ids))
    found: dict[int, OwedCounts] = {}
    for unit_id, approved_at, in_time in session.execute(wanted):
        so_far = found.get(unit_id, OwedCounts())
        sent = approved_at is not None
        found[unit_id] = OwedCounts(
            so_far.owed + 1, so_far.in_time + bool(sent and in_time), so_far.late + bool(sent and not in_time)
        )
    return found
