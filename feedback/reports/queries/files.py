"""Reading the files that may belong to a stretch of time, by receiving or by solving unit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from feedback.records.queries.flags import list_flagged
from feedback.records.queries.times import TIMES_COLUMNS, times_of
from feedback.records.rules.stamps import Stamp
from feedback.records.tables import Record
from feedback.reports.rules.files import FileRow, Window

_COLUMNS = (
    Record.receiving_unit_id,
    Record.solving_unit_id,
    Record.received_at,
    Record.received_has_time,
    Record.computed_due_at,
    Record.requests,
    *TIMES_COLUMNS,
)


def list_files(session: Session, unit_ids: Collection[int], window: Window) -> list[FileRow]:
    """Files of these units received before the end of the window and not finished before its start."""
    query = select(*_COLUMNS).where(
        or_(Record.receiving_unit_id.in_(unit_ids), Record.solving_unit_id.in_(unit_ids)),
        Record.received_at < window.end,
        or_(Record.finished_at.is_(None), Record.finished_at >= window.start),
    )
    return [_file(row) for row in session.execute(query)]


def list_dated_back(session: Session, unit_ids: Collection[int], window: Window) -> list[tuple[int, datetime]]:
    """Solving unit and moment of each result learnt in the window that was dated back before its due."""
    found = list_flagged(session, unit_ids, window.start, window.end)
    return [(each.file.solving_unit_id, each.at) for each in found]


def _file(row: Any) -> FileRow:
    told = row._mapping
    return FileRow(
        receiving_unit_id=row.receiving_unit_id,
        solving_unit_id=row.solving_unit_id,
        received_at=row.received_at,
        times=times_of([told[column] for column in TIMES_COLUMNS]),
        computed_due=_stamp(row.moved_due_at, row.moved_due_has_time)
        or _stamp(row.computed_due_at, row.received_has_time),
        stood_since=row.awaiting_since or row.paused_since,
        requests=row.requests,
    )


def _stamp(at: datetime | None, has_time: bool) -> Stamp | None:
    return None if at is None else Stamp(at, has_time)
