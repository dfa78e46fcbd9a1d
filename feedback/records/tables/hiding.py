"""Files and changes of an import that is not visible yet: no reading sees them."""

from __future__ import annotations

from sqlalchemy import event, or_, select
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from feedback.records.tables.files import Record, RecordChange
from feedback.records.tables.imports import RecordImport

HIDDEN_TOO = "hidden_too"
"""Execution option of the few reads that must see files of imports that are not visible yet."""

_VISIBLE = select(RecordImport.id).where(RecordImport.state == "visible").scalar_subquery()
_CRITERIA = (
    with_loader_criteria(
        Record, or_(Record.pending_import_id.is_(None), Record.pending_import_id.in_(_VISIBLE)), include_aliases=True
    ),
    with_loader_criteria(
        RecordChange, or_(RecordChange.import_id.is_(None), RecordChange.import_id.in_(_VISIBLE)), include_aliases=True
    ),
)


@event.listens_for(Session, "do_orm_execute")
def _hide_pending(reading: ORMExecuteState) -> None:
    """No SELECT of anybody sees files or changes of an import before all of it is visible."""
    if reading.is_select and not reading.is_column_load and not reading.execution_options.get(HIDDEN_TOO, False):
        reading.statement = reading.statement.options(*_CRITERIA)
