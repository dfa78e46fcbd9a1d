"""The desk's morning list: open files whose limit comes, and what the desk has said about them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.apologies.queries.notices import FIRST
from feedback.apologies.rules import State
from feedback.apologies.tables import Apology, Confirmation
from feedback.records.queries import LateFile, list_late
from feedback.records.rules import Lateness


@dataclass(frozen=True, slots=True)
class MorningFile:
    """A file on the list. `limit_at` is the last moment for a notice in time; it may have passed already."""

    record_id: int
    unit_id: int
    unit: str
    code: str
    procedure: str
    received_at: datetime
    due_at: datetime
    due_has_time: bool
    limit_at: datetime
    limit_rule: str
    left: str
    confirmed_by: str
    confirmed_at: datetime | None


def list_morning(session: Session, now: datetime, unit_ids: Collection[int] | None) -> list[MorningFile]:
    """The files these units solve (None: all) whose limit has come by the end of today, without a notice yet.

    By unit and limit; those the desk has confirmed carry who did. MissingCalendar when this year is not loaded.
    """
    owing = [late for late in list_late(session, now, unit_ids, 1) if late.kind == Lateness.APOLOGY_DUE]
    ids = [late.file.id for late in owing]
    answered = _answered(session, ids)
    confirmed = _confirmed(session, ids)
    files = [_file(late, confirmed.get(late.file.id)) for late in owing if late.file.id not in answered]
    return sorted(files, key=lambda each: (each.unit, each.limit_at, each.code))


def _file(late: LateFile, word: Confirmation | None) -> MorningFile:
    limit = late.standing.limit
    return MorningFile(
        record_id=late.file.id,
        unit_id=late.file.solving_unit_id,
        unit=late.file.solving_unit,
        code=late.file.code,
        procedure=late.file.procedure_name,
        received_at=late.file.received.at,
        due_at=late.due_at,
        due_has_time=late.standing.due.has_time,
        limit_at=limit.at if limit else late.due_at,
        limit_rule=limit.rule if limit else "due_itself",
        left=late.told,
        confirmed_by=word.actor_name if word else "",
        confirmed_at=word.at if word else None,
    )


def _answered(session: Session, record_ids: Collection[int]) -> set[int]:
    rows = select(Apology.record_id).where(
        Apology.record_id.in_(record_ids), Apology.turn == FIRST, Apology.state != State.CANCELLED.value
    )
    return set(session.scalars(rows))


def _confirmed(session: Session, record_ids: Collection[int]) -> dict[int, Confirmation]:
    """Record id → the last confirmation."""
    rows = select(Confirmation).where(Confirmation.record_id.in_(record_ids)).order_by(Confirmation.at)
    return {row.record_id: row for row in session.scalars(rows)}


def was_confirmed(session: Session, record_id: int) -> Confirmation | None:
    """The last time the desk said this file would be done."""
    rows = select(Confirmation).where(Confirmation.record_id == record_id).order_by(Confirmation.at.desc())
    return session.scalars(rows.limit(1)).first()
