"""Reads about large imports: how far they have come, what is next, what others told meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from feedback.records.rules.progress import FOR_A_PERSON, WAITING, Phase, seconds_left, whole_share
from feedback.records.tables import HIDDEN_TOO, ImportJob, ImportRow, Record, RecordImport, StagedRecord

WARNED = "accepted_with_warning"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a large import has come at a moment. `share` is of the whole import, `taken` rows read of the file."""

    import_id: int
    file_name: str
    phase: Phase
    taken: int
    share: float
    seconds_left: float | None
    counts: dict[str, Any]
    wrong: str


def find_progress(session: Session, import_id: int, now: datetime) -> Progress | None:
    """None for small imports, and for large ones that are done."""
    job = session.get(ImportJob, import_id, populate_existing=True)
    head = session.get(RecordImport, import_id, populate_existing=True)
    if job is None or head is None:
        return None
    phase, share = Phase(job.phase), job.share / 1000
    left = seconds_left((now - job.phase_started_at).total_seconds(), share)
    return Progress(
        import_id, head.file_name, phase, job.taken, whole_share(phase, share), left, dict(head.counts), job.wrong
    )


def find_next_job(session: Session) -> int | None:
    """The large import to go on with: one that is being applied before one that is being read, then the oldest."""
    waiting = [phase.value for phase in WAITING]
    query = select(ImportJob.import_id).where(ImportJob.phase.not_in(waiting))
    reading = case((ImportJob.phase == Phase.READ.value, 1), else_=0)
    return session.scalar(query.order_by(reading, ImportJob.import_id).limit(1))


def list_spooled(session: Session) -> frozenset[str]:
    """The files of all uploads somebody still needs."""
    return frozenset(session.scalars(select(ImportJob.file)))


def list_stale(session: Session, before: datetime) -> list[int]:
    """Large imports that wait for a person since before that moment."""
    waiting = ImportJob.phase.in_([phase.value for phase in FOR_A_PERSON]), ImportJob.phase_started_at < before
    return list(session.scalars(select(ImportJob.import_id).where(*waiting).order_by(ImportJob.import_id)))


def find_twin(session: Session, sha256: str, *, login: str, unit_id: int | None, at_once: bool) -> int | None:
    """The unfinished large import of the same bytes by the same person, which goes on instead of a second one."""
    query = (
        select(ImportJob.import_id)
        .join(RecordImport, RecordImport.id == ImportJob.import_id)
        .where(
            RecordImport.sha256 == sha256,
            RecordImport.actor_login == login,
            RecordImport.unit_id.is_not_distinct_from(unit_id),
            ImportJob.at_once == at_once,
            ImportJob.phase.not_in([Phase.REMOVE.value, Phase.REFUSED.value]),
        )
    )
    return session.scalar(query.order_by(ImportJob.import_id).limit(1))


def id_span(session: Session, table: type[StagedRecord] | type[ImportRow], import_id: int) -> tuple[int, int]:
    """The first and last id of an import's rows; (1, 0) where there are none."""
    span = select(func.coalesce(func.min(table.id), 1), func.coalesce(func.max(table.id), 0))
    first, last = session.execute(span.where(table.import_id == import_id)).one()
    return first, last


def count_hidden(session: Session, import_id: int) -> int:
    """How many files wait for this import to be visible."""
    hidden = select(func.count()).select_from(Record).where(Record.pending_import_id == import_id)
    return session.scalar(hidden.execution_options(**{HIDDEN_TOO: True})) or 0


def count_overtaken(session: Session, import_id: int) -> int:
    """How many of the files it changes were changed by somebody else since they were compared."""
    moved = (
        select(func.count())
        .select_from(StagedRecord)
        .join(Record, Record.id == StagedRecord.record_id)
        .where(StagedRecord.import_id == import_id, Record.version != StagedRecord.base_version)
    )
    return session.scalar(moved) or 0


def count_new(session: Session, import_id: int) -> int:
    """How many files it brings that nobody knew when they were read."""
    counts = session.scalars(select(RecordImport.counts).where(RecordImport.id == import_id)).one()
    return int(counts.get("accepted", 0) - counts.get("unchanged", 0) - counts.get("changed", 0))


@dataclass(frozen=True, slots=True)
class LostRow:
    """A row of a large import that no longer holds. `record_id` is set for a file that was there when it was read."""

    id: int
    number: int
    code: str
    record_id: int | None
    warned: bool
    sealed_raw: bytes


def list_lost(session: Session, import_id: int, take: int) -> list[LostRow]:
    """Rows staged as new whose file somebody else brought, and changed ones whose file somebody else changed."""
    others = or_(Record.pending_import_id.is_(None), Record.pending_import_id != import_id)
    brought = and_(StagedRecord.record_id.is_(None), others)
    moved = and_(StagedRecord.record_id == Record.id, Record.version != StagedRecord.base_version)
    staged = (
        select(StagedRecord.code, StagedRecord.record_id)
        .join(Record, Record.code == StagedRecord.code)
        .where(StagedRecord.import_id == import_id, or_(brought, moved))
        .limit(take)
    )
    known = dict(session.execute(staged.execution_options(**{HIDDEN_TOO: True})).all())
    rows = select(ImportRow).where(
        ImportRow.import_id == import_id, ImportRow.code.in_(known), ImportRow.effect.in_(["new", "changed"])
    )
    return [
        LostRow(row.id, row.row, row.code, known[row.code], row.outcome == WARNED, row.sealed_raw or b"")
        for row in session.scalars(rows.order_by(ImportRow.id))
    ]
