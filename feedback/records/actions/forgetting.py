"""Giving up an import that is staged and not visible: when its person says so, or by the nightly sweep."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from feedback.foundation.errors import NotFound
from feedback.records.actions.storing import STAGED
from feedback.records.tables import ImportJob, ImportRow, RecordImport, StagedRecord


def forget_import(session: Session, *, import_id: int) -> None:
    """Remove a staged import altogether. NotFound when it is visible already: then it stays."""
    row = session.get(RecordImport, import_id)
    if row is None or row.state != STAGED:
        raise NotFound("Lần nhập này không còn chờ xác nhận.")
    session.execute(delete(StagedRecord).where(StagedRecord.import_id == import_id))
    session.execute(delete(ImportRow).where(ImportRow.import_id == import_id))
    session.execute(delete(RecordImport).where(RecordImport.id == import_id))


def forget_abandoned(session: Session, *, now: datetime, older_than: timedelta = timedelta(days=1)) -> int:
    """Remove staged imports nobody confirmed; how many. Large ones are swept by how long they wait."""
    abandoned = select(RecordImport.id).where(
        RecordImport.state == STAGED,
        RecordImport.started_at < now - older_than,
        RecordImport.id.not_in(select(ImportJob.import_id)),
    )
    ids = list(session.scalars(abandoned))
    for import_id in ids:
        forget_import(session, import_id=import_id)
    return len(ids)
