"""Counting apologies by the unit that owes them: those whose last moment to be sent lay in the period."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.apologies.tables import Apology

NOT_OWED = ("cancelled",)
OWED_KINDS = ("expected", "late")
"""A second overrun is no second apology: it goes to the upper level."""


@dataclass(frozen=True, slots=True)
class OwedApology:
    """An apology that had to be sent by `limit_at`. Neither in time nor late: not sent yet."""

    unit_id: int
    limit_at: datetime
    in_time: bool
    late: bool


def list_owed(
    session: Session, unit_ids: Collection[int], start: datetime, end: datetime, cut_off: datetime
) -> list[OwedApology]:
    """Apologies with start ≤ limit < end, as known at the cut-off."""
    query = select(Apology.unit_id, Apology.limit_at, Apology.approved_at, Apology.sent_in_time).where(
        Apology.unit_id.in_(unit_ids),
        Apology.limit_at >= start,
        Apology.limit_at < end,
        Apology.created_at <= cut_off,
        Apology.state.not_in(NOT_OWED),
        Apology.kind.in_(OWED_KINDS),
    )
    return [_owed(unit, limit, approved, in_time, cut_off) for unit, limit, approved, in_time in session.execute(query)]


def _owed(
    unit: int, limit: datetime, approved: datetime | None, in_time: bool | None, cut_off: datetime
) -> OwedApology:
    sent = approved is not None and approved <= cut_off
    return OwedApology(unit, limit, in_time=sent and bool(in_time), late=sent and not in_time)
