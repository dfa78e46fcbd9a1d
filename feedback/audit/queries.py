"""Reading the book of notes: newest first, always within the units the reader may see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from feedback.audit.tables import AuditNote

PAGE = 100


@dataclass(frozen=True, slots=True)
class NoteFilter:
    """What to look for; empty fields do not narrow. `unit_ids` None means every unit, also notes without one."""

    unit_ids: Collection[int] | None
    verb: str = ""
    object_kind: str = ""
    object_id: str = ""
    actor_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """One note as read."""

    id: int
    at: datetime
    actor_name: str
    verb: str
    object_kind: str
    object_id: str
    object_label: str
    unit_id: int | None
    unit_path: str
    detail: dict[str, Any]


def list_notes(session: Session, wanted: NoteFilter, *, before_id: int | None = None, limit: int = PAGE) -> list[Note]:
    """Newest first; `before_id` is the last id of the page above."""
    query = select(AuditNote).where(*_conditions(wanted)).order_by(AuditNote.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(AuditNote.id < before_id)
    return [_note(row) for row in session.scalars(query)]


def count_notes(session: Session, wanted: NoteFilter) -> int:
    return session.scalar(select(func.count(AuditNote.id)).where(*_conditions(wanted))) or 0


def list_verbs(session: Session) -> list[str]:
    """Every verb that occurs, in order of the alphabet: for the filter of the page."""
    return list(session.scalars(select(AuditNote.verb).distinct().order_by(AuditNote.verb)))


def _conditions(wanted: NoteFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.unit_ids is not None:
        conditions.append(AuditNote.unit_id.in_(wanted.unit_ids))
    for column, value in (
        (AuditNote.verb, wanted.verb),
        (AuditNote.object_kind, wanted.object_kind),
        (AuditNote.object_id, wanted.object_id),
        (AuditNote.actor_id, wanted.actor_id),
    ):
        if value:
            conditions.append(column == value)
    if wanted.since is not None:
        conditions.append(AuditNote.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(AuditNote.at < wanted.until)
    return conditions


def _note(row: AuditNote) -> Note:
    return Note(
        id=row.id,
        at=row.at,
        actor_name=row.actor_name,
        verb=row.verb,
        object_kind=row.object_kind,
        object_id=row.object_id,
        object_label=row.object_label,
        unit_id=row.unit_id,
        unit_path=row.unit_path,
        detail=row.detail,
    )
