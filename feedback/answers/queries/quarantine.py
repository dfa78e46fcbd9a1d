"""Reads: answers kept apart, in groups and by number; never what somebody answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.answers.rules.quarantine import WAITING
from feedback.answers.tables import QuarantinedAnswer
from feedback.collection_points.tables import Tablet
from feedback.foundation.clock import local_day
from feedback.foundation.errors import NotFound
from feedback.organisation.tables import Unit

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Group:
    """Answers of one tablet kept apart for one reason: how many, and when they came."""

    tablet_id: UUID
    tablet_name: str
    unit_id: int
    unit_name: str
    reason: str
    waiting: int
    accepted: int
    refused: int
    first: datetime
    last: datetime


def list_groups(session: Session, unit_ids: Collection[int] | None) -> list[Group]:
    """Groups with something to decide first, the newest of them first."""
    row = QuarantinedAnswer
    states = [func.count().filter(row.state == each) for each in ("waiting", "accepted", "refused")]
    columns = (row.tablet_id, Tablet.name, row.unit_id, Unit.name, row.reason)
    last = func.max(row.received_at)
    wanted = select(*columns, *states, func.min(row.received_at), last)
    wanted = wanted.join(Tablet, Tablet.id == row.tablet_id).join(Unit, Unit.id == row.unit_id)
    if unit_ids is not None:
        wanted = wanted.where(row.unit_id.in_(unit_ids))
    ordered = wanted.group_by(*columns).order_by((states[0] == 0), last.desc(), row.tablet_id, row.reason)
    rows: Any = session.execute(ordered.limit(SHOWN))
    return [Group(*found) for found in rows]


def get_group(session: Session, tablet_id: UUID, reason: str) -> Group:
    """One group. NotFound when nothing of this tablet was kept apart for that reason."""
    unit_id = session.scalar(select(Tablet.unit_id).where(Tablet.id == tablet_id))
    groups = [] if unit_id is None else list_groups(session, [unit_id])
    found = [each for each in groups if (each.tablet_id, each.reason) == (tablet_id, reason)]
    if not found:
        raise NotFound("Không có phiếu nào để riêng như vậy. Hãy mở lại trang Phiếu để riêng và chọn từ danh sách.")
    return found[0]


def list_waiting(session: Session, tablet_id: UUID, reason: str) -> Sequence[Any]:
    """Id, number and hour of arrival of what waits for a decision, at most 200 of them."""
    row = QuarantinedAnswer
    wanted = select(row.id, row.seq, row.received_at)
    wanted = wanted.where(row.tablet_id == tablet_id, row.reason == reason, row.state == WAITING)
    return session.execute(wanted.order_by(row.seq, row.id).limit(SHOWN)).all()


def who_revoked(session: Session, tablet_id: UUID) -> str | None:
    """The login of whoever revoked the tablet; None while it is in use."""
    return session.scalar(select(Tablet.revoked_by).where(Tablet.id == tablet_id))


def waiting_days(session: Session, since: datetime) -> list[tuple[int, date]]:
    """Unit and day of arrival of what came since then and still waits for a decision, in order."""
    row = QuarantinedAnswer
    wanted = select(row.unit_id, row.received_at).where(row.state == WAITING, row.received_at >= since).distinct()
    return sorted({(unit_id, local_day(at)) for unit_id, at in session.execute(wanted)})


def is_waiting(session: Session, unit_id: int) -> bool:
    """Whether anything of the unit waits for a decision."""
    row = QuarantinedAnswer
    return session.scalar(select(row.id).where(row.unit_id == unit_id, row.state == WAITING).limit(1)) is not None
