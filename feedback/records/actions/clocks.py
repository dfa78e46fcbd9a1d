"""Keeping a file's clock in step with what is known of its supplements, by hand, by program or between two imports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, and_, bindparam, exists, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from feedback.records.queries.clocks import CHUNK, read_clocks
from feedback.records.rules import State
from feedback.records.rules.effective import Clock, tell_clock
from feedback.records.rules.supplements import Origin, waiting_kind
from feedback.records.tables import ImportRow, Record, RecordImport, RecordSupplement, StagedRecord

CHANGED = "changed"
RECORDS = cast("Table", Record.__table__)
CLOCK = ("moved_due_at", "moved_due_has_time", "awaiting_since", "resumed_at", "requests")


def renew_clock(session: Session, *, record_id: int) -> None:
    """Write anew what the file's supplements say of its clock. Where a year has no calendar its due stays the first.

    To be called as well when a due or a calendar has changed. The file's version stays: no fact of it is another.
    """
    renew_clocks_of(session, record_ids=[record_id])


def renew_clocks_of(session: Session, *, record_ids: Sequence[int]) -> None:
    """`renew_clock` for each of these files, in a handful of statements for all of them."""
    readings = read_clocks(session, record_ids)
    told: list[dict[str, Any]] = []
    for start in range(0, len(record_ids), CHUNK):
        some = Record.id.in_(record_ids[start : start + CHUNK])
        for record_id, paused_since in session.execute(select(Record.id, Record.paused_since).where(some)):
            reading = readings[record_id]
            told.append({"of": record_id, **_values(tell_clock(reading.believed, reading.moved, paused_since))})
    if told:
        # By the table: through the mapper each file would get another version.
        session.execute(update(RECORDS).where(RECORDS.c.id == bindparam("of")), told)
        for each in told:
            _forget_read(session, each["of"])


def _values(clock: Clock) -> dict[str, Any]:
    due = clock.moved_due
    return {
        "moved_due_at": due.at if due else None,
        "moved_due_has_time": due.has_time if due else True,
        "awaiting_since": clock.awaiting_since,
        "resumed_at": clock.resumed_at,
        "requests": clock.requests,
    }


def _forget_read(session: Session, record_id: int) -> None:
    """What the session read of the file's clock before is not what it is now."""
    record = session.identity_map.get(identity_key(Record, record_id))
    if record is not None:
        session.expire(record, CLOCK)


def note_ended_waits(session: Session, *, import_id: int, now: datetime) -> None:
    """Before a staged import is applied: a file it sees going on, that an earlier one saw waiting, has waited.

    The wait lies between what the two imports speak of, and no later than the result: known only so far.
    """
    as_of = session.get_one(RecordImport, import_id).as_of
    query = (
        select(Record.id, Record.paused_since, Record.status_text, StagedRecord.finished_at)
        .join(StagedRecord, StagedRecord.record_id == Record.id)
        .where(
            StagedRecord.import_id == import_id,
            Record.state == State.AWAITING.value,
            StagedRecord.state != State.AWAITING.value,
            Record.paused_since < as_of,
            ~exists().where(_same_wait()),
        )
    )
    waits = [
        {
            "record_id": record_id,
            "asked_at": since,
            "answered_at": max(since, min(as_of, finished or as_of)) if since else as_of,
            "note": "",
            "kind": waiting_kind(status).value,
            "origin": Origin.IMPORT.value,
            "import_id": import_id,
            "told_at": now,
        }
        for record_id, since, status, finished in session.execute(query)
    ]
    if waits:
        session.execute(insert(RecordSupplement), waits)


def _same_wait() -> ColumnElement[bool]:
    return and_(
        RecordSupplement.record_id == Record.id,
        RecordSupplement.asked_at == Record.paused_since,
        RecordSupplement.origin == Origin.IMPORT.value,
    )


def renew_clocks(session: Session, *, import_id: int, after: int = 0, until: int | None = None) -> None:
    """After an import is applied: the clocks of the files it changed, of those that ever waited.

    `after` and `until` narrow to a stretch of its rows' ids. Doing it again changes nothing.
    """
    waited = exists().where(RecordSupplement.record_id == ImportRow.record_id)
    changed = select(ImportRow.record_id).where(
        ImportRow.import_id == import_id, ImportRow.effect == CHANGED, ImportRow.record_id.is_not(None), waited
    )
    if until is not None:
        changed = changed.where(ImportRow.id > after, ImportRow.id <= until)
    renew_clocks_of(session, record_ids=[each for each in session.scalars(changed) if each is not None])
