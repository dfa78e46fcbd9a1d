"""What is already stored about the files an import speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.records.rules import Before, Stamp, State
from feedback.records.tables import Record, RecordImport, StagedRecord

CHUNK = 500
NOT_FACTS = frozenset({"id", "import_id", "record_id", "base_version", "changes", "sealed_applicant"})
FACT_COLUMNS = tuple(column.name for column in StagedRecord.__table__.columns if column.name not in NOT_FACTS)
"""The columns a staged row and its record share."""
MOVED_DUE = (Record.moved_due_at, Record.moved_due_has_time)


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A stored file: what comparison needs, and all its fact columns as they are."""

    id: int
    version: int
    before: Before
    values: dict[str, Any]


def find_known(session: Session, codes: Sequence[str]) -> dict[str, KnownFile]:
    """Stored files by code, for those codes that there are."""
    found: dict[str, KnownFile] = {}
    columns = [getattr(Record, name) for name in FACT_COLUMNS]
    for start in range(0, len(codes), CHUNK):
        query = (
            select(Record.id, Record.version, RecordImport.as_of.label("as_of"), *MOVED_DUE, *columns)
            .outerjoin(RecordImport, RecordImport.id == Record.last_import_id)
            .where(Record.code.in_(codes[start : start + CHUNK]))
        )
        for row in session.execute(query).mappings():
            found[row["code"]] = _known(dict(row))
    return found


def _known(row: dict[str, Any]) -> KnownFile:
    received = as_stamp(row["received_at"], row["received_has_time"])
    if received is None:
        raise ValueError(f"record {row['id']} without receipt")
    before = Before(
        procedure_id=row["procedure_id"],
        received=received,
        state=State(row["state"]),
        due=as_stamp(row["latest_due_at"], row["latest_due_has_time"])
        or as_stamp(row["stated_due_at"], row["stated_due_has_time"]),
        finished=as_stamp(row["finished_at"], row["finished_has_time"]),
        returned=as_stamp(row["returned_at"], row["returned_has_time"]),
        as_of=row["as_of"],
        counted_due=as_stamp(row["moved_due_at"], row["moved_due_has_time"])
        or as_stamp(row["stated_due_at"], row["stated_due_has_time"]),
    )
    return KnownFile(row["id"], row["version"], before, {name: row[name] for name in FACT_COLUMNS})


def as_stamp(at: datetime | None, has_time: bool) -> Stamp | None:
    return Stamp(at, has_time) if at is not None else None
