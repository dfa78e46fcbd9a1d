"""Reads about imports: what an import holds, whether it was done before, which rows may be offered again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from feedback.foundation.errors import NotFound
from feedback.records.rules import Reason
from feedback.records.tables import ImportMapping, ImportRow, Record, RecordImport, StagedRecord

VISIBLE = "visible"
FINAL_REASONS = frozenset({Reason.DUPLICATE_CONFLICT, Reason.DUPLICATE_IDENTICAL, Reason.CONFLICTING_RECORD})
"""Rows with these are settled: the file is there already."""


@dataclass(frozen=True, slots=True)
class ImportUnits:
    """Whose files an import holds: (receiving, solving) pairs; and the login of who made it."""

    visible: bool
    actor_login: str
    pairs: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class RawRow:
    number: int
    sealed_raw: bytes


@dataclass(frozen=True, slots=True)
class Retryable:
    """A visible import whose rejected rows may be offered again, and the moment they speak of."""

    import_id: int
    file_name: str
    sha256: str
    unit_id: int | None
    as_of: datetime
    source: str


@dataclass(frozen=True, slots=True)
class ImportHead:
    """An import as lists show it."""

    id: int
    file_name: str
    as_of: datetime
    started_at: datetime
    state: str
    actor_name: str
    actor_login: str
    counts: dict[str, Any]
    retryable: int = 0


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row of an import as lists show it: no personal data."""

    number: int
    line: int | None
    code: str
    outcome: str
    effect: str
    reasons: tuple[str, ...]
    record_id: int | None
    sealed_raw: bytes | None
    retried: bool


def find_same_import(session: Session, sha256: str, as_of: datetime, mapping_id: int | None = None) -> int | None:
    """The latest visible import of the same bytes that spoke of this moment or a later one.

    Read with other words about its columns (`mapping_id`) the same bytes say something else: then it is none.
    """
    query = select(RecordImport.id, RecordImport.counts).where(
        RecordImport.sha256 == sha256, RecordImport.state == VISIBLE, RecordImport.as_of >= as_of
    )
    row = session.execute(query.order_by(RecordImport.id.desc()).limit(1)).first()
    if row is None:
        return None
    return row.id if (row.counts.get("mapping") or {}).get("id") == mapping_id else None


def find_finished_import(session: Session, sha256: str, unit_id: int | None) -> int | None:
    """The visible import of the same bytes, where reading them once more could tell nothing new.

    That is so where every row was taken or is settled, and since then no other import became visible and nothing else
    was said about columns.
    """
    query = select(RecordImport).where(RecordImport.state == VISIBLE, RecordImport.visible_at.is_not(None))
    last = session.scalar(query.order_by(RecordImport.visible_at.desc(), RecordImport.id.desc()).limit(1))
    if last is None or last.sha256 != sha256 or last.unit_id != unit_id:
        return None
    said = or_(ImportMapping.made_at >= last.visible_at, ImportMapping.ended_at >= last.visible_at)
    if session.scalar(select(ImportMapping.id).where(said).limit(1)) is not None:
        return None
    return last.id if count_retryable(session, last.id) == 0 else None


def import_units(session: Session, import_id: int) -> ImportUnits:
    """NotFound when there is no such import."""
    row = session.get(RecordImport, import_id)
    if row is None:
        raise NotFound("Không có lần nhập này.")
    if "pairs" in row.counts:
        told = frozenset((receiving, solving) for receiving, solving in row.counts["pairs"])
        return ImportUnits(row.state == VISIBLE, row.actor_login, told)
    source = StagedRecord if row.state != VISIBLE else Record
    mine = StagedRecord.import_id == import_id
    query = select(source.receiving_unit_id, source.solving_unit_id).distinct()
    if source is Record:
        query = query.join(ImportRow, ImportRow.record_id == Record.id).where(ImportRow.import_id == import_id)
    else:
        query = query.where(mine)
    pairs = frozenset((receiving, solving) for receiving, solving in session.execute(query))
    return ImportUnits(row.state == VISIBLE, row.actor_login, pairs)


def list_retryable(session: Session, import_id: int | None = None) -> list[int]:
    """Visible imports (ids) with rejected rows that nobody has settled yet, oldest first."""
    query = select(RecordImport.id).where(RecordImport.state == VISIBLE, exists().where(*_waiting(RecordImport.id)))
    if import_id is not None:
        query = query.where(RecordImport.id == import_id)
    return list(session.scalars(query.order_by(RecordImport.id)))


def get_retryable(session: Session, import_id: int) -> Retryable:
    head = session.get_one(RecordImport, import_id)
    return Retryable(head.id, head.file_name, head.sha256, head.unit_id, head.as_of, head.source)


def list_retryable_rows(session: Session, import_id: int, *, after: int, take: int) -> tuple[list[RawRow], int | None]:
    """The next rejected rows of an import worth offering again, and where the ones behind them begin (None: no more).

    `after` is that beginning, 0 at first; rows offered meanwhile do not come again.
    """
    query = select(ImportRow.id, ImportRow.row, ImportRow.sealed_raw, ImportRow.reasons)
    query = query.where(*_waiting(import_id), ImportRow.id > after).order_by(ImportRow.id).limit(take)
    rows = session.execute(query).all()
    worth = [RawRow(row.row, row.sealed_raw or b"") for row in rows if not FINAL_REASONS & set(row.reasons)]
    return worth, rows[-1].id if len(rows) == take else None


def _waiting(import_id: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        ImportRow.import_id == import_id,
        ImportRow.outcome == "rejected",
        ImportRow.retried_in.is_(None),
        ImportRow.sealed_raw.is_not(None),
    )


def get_import(session: Session, import_id: int) -> ImportHead:
    row = session.get(RecordImport, import_id)
    if row is None:
        raise NotFound("Không có lần nhập này.")
    return _head(row, count_retryable(session, import_id))


def count_retryable(session: Session, import_id: int) -> int:
    """How many rejected rows of a visible import are worth offering again."""
    query = (
        select(ImportRow.reasons, func.count())
        .join(RecordImport, RecordImport.id == ImportRow.import_id)
        .where(RecordImport.id == import_id, RecordImport.state == VISIBLE)
        .where(ImportRow.outcome == "rejected", ImportRow.retried_in.is_(None), ImportRow.sealed_raw.is_not(None))
        .group_by(ImportRow.reasons)
    )
    return sum(number for reasons, number in session.execute(query) if not FINAL_REASONS & set(reasons))


def list_imports(session: Session, *, actor_login: str | None = None, take: int = 30) -> list[ImportHead]:
    """The latest imports, newest first; those of one login where given (two people may share a name)."""
    query = select(RecordImport).order_by(RecordImport.id.desc()).limit(take)
    if actor_login is not None:
        query = query.where(RecordImport.actor_login == actor_login)
    return [_head(row) for row in session.scalars(query)]


def _head(row: RecordImport, retryable: int = 0) -> ImportHead:
    return ImportHead(
        row.id,
        row.file_name,
        row.as_of,
        row.started_at,
        row.state,
        row.actor_name,
        row.actor_login,
        dict(row.counts),
        retryable,
    )


def list_import_rows(session: Session, import_id: int, *, outcome: str, skip: int = 0, take: int = 50) -> list[RowLine]:
    """Rows of an import with one outcome, in the order of the file: the order in which they were stored."""
    query = (
        select(ImportRow)
        .where(ImportRow.import_id == import_id, ImportRow.outcome == outcome)
        .order_by(ImportRow.id)
        .offset(skip)
        .limit(take)
    )
    return [
        RowLine(
            row.row,
            row.line,
            row.code,
            row.outcome,
            row.effect,
            tuple(row.reasons),
            row.record_id,
            row.sealed_raw,
            row.retried_in is not None,
        )
        for row in session.scalars(query)
    ]


def list_told_rows(session: Session, import_id: int, *, take: int) -> list[dict[str, Any]]:
    """Lines of rows that were not simply taken, as `--json` prints them: rejected ones first."""
    lines: list[dict[str, Any]] = []
    for outcome in ("rejected", "accepted_with_warning", "ignored"):
        for row in list_import_rows(session, import_id, outcome=outcome, take=take - len(lines)):
            line = {"row": row.number, **({"line": row.line} if row.line is not None else {}), "outcome": outcome}
            more = {"why": row.effect} if outcome == "ignored" else {}
            lines.append(line | {"code": row.code, "reasons": list(row.reasons)} | more)
    return lines


def count_import_rows(session: Session, import_id: int) -> dict[str, int]:
    """How many rows had which outcome."""
    query = select(ImportRow.outcome, func.count()).where(ImportRow.import_id == import_id).group_by(ImportRow.outcome)
    return {outcome: number for outcome, number in session.execute(query)}  # noqa: C416 - rows are no tuples to mypy
