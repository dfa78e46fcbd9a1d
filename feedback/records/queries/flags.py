"""Changes that an inspector should see: results dated back so that a late file looks timely."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from feedback.records.queries.files import File, get_files
from feedback.records.tables import Record, RecordChange

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Flagged:
    """A file whose result was told so, and when we learnt it."""

    file: File
    at: datetime
    flags: tuple[str, ...]


def flags_of(session: Session, record_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Record id → the marks its history carries, for those that carry any."""
    found: dict[int, tuple[str, ...]] = {}
    wanted = list(record_ids)
    for start in range(0, len(wanted), CHUNK):
        query = _changes().where(RecordChange.record_id.in_(wanted[start : start + CHUNK]))
        for record_id, _, flags in session.execute(query):
            if flags:
                found[record_id] = tuple(dict.fromkeys((*found.get(record_id, ()), *flags)))
    return found


def list_flagged(session: Session, unit_ids: Collection[int] | None, since: datetime, until: datetime) -> list[Flagged]:
    """Files solved by these units whose result was marked with since ≤ learnt < until, newest first."""
    query = _changes().join(Record, Record.id == RecordChange.record_id)
    query = query.where(RecordChange.at >= since, RecordChange.at < until).order_by(RecordChange.id.desc())
    if unit_ids is not None:
        query = query.where(Record.solving_unit_id.in_(unit_ids))
    marked = [(record_id, at, tuple(flags)) for record_id, at, flags in session.execute(query) if flags]
    files = get_files(session, {record_id for record_id, _, _ in marked})
    return [Flagged(files[record_id], at, flags) for record_id, at, flags in marked]


def _changes() -> Select[int, datetime, list[str]]:
    columns = (RecordChange.record_id, RecordChange.at, RecordChange.flags)
    return select(*columns).where(RecordChange.fact == "finished")
