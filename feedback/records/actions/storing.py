"""Storing an import: staged in short works, visible in one last one.

Until that last work has run nobody sees anything of it; a process that dies in between leaves a staged import which
`forgetting` removes, and the same file can simply be imported again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, cast

from sqlalchemy import CursorResult, Select, and_, delete, func, insert, literal, or_, select, update
from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.database import Database
from feedback.foundation.errors import Conflict, NotFound
from feedback.foundation.sealing import Sealer
from feedback.records.actions.clocks import note_ended_waits, renew_clocks
from feedback.records.actions.deciding import CHANGED, NEW, UNCHANGED, Decided, applicant_values
from feedback.records.queries.known import FACT_COLUMNS
from feedback.records.rules import Ignored
from feedback.records.rules.raw import WAY, pack
from feedback.records.tables import (
    HIDDEN_TOO,
    ImportRow,
    Record,
    RecordApplicant,
    RecordChange,
    RecordImport,
    StagedRecord,
)

WORK_ROWS = 200
STAGED, VISIBLE = "staged", "visible"
OVERTAKEN = (
    "Trong lúc chờ xác nhận, một lần nhập khác đã thay đổi hồ sơ có trong tệp này. Chưa có gì được ghi; "
    "xin nhập lại tệp để xem trước lần nữa."
)

BEING_APPLIED = (
    "Một tệp lớn đang được nhập có cùng hồ sơ với tệp này. Chưa có gì được ghi; xin đợi vài phút rồi xác nhận lại."
)


def raw_binding(import_id: int, row: int) -> str:
    return f"import_row/{import_id}/{row}/sealed_raw"


def applicant_binding(record_id: int) -> str:
    return f"record_applicant/{record_id}/sealed"


def staged_binding(import_id: int, code: str) -> str:
    return f"staged_record/{import_id}/{code}/sealed_applicant"


def stage(
    database: Database,
    *,
    sealer: Sealer,
    actor: Actor,
    now: datetime,
    head: Mapping[str, Any],
    rows: Sequence[Decided],
    ignored: Sequence[Ignored],
) -> int:
    """Write a decided import, still invisible, in works of at most 200 rows; its id. `head`: columns of the import."""
    import_id = database.run(lambda session: begin(session, actor=actor, now=now, head=head))
    for batch in _batched(rows):
        database.run(lambda session, batch=batch: stage_rows(session, sealer, import_id, head, batch))  # type: ignore[misc]
    for skipped in _batched(ignored):
        database.run(lambda session, skipped=skipped: _stage_ignored(session, import_id, skipped))  # type: ignore[misc]
    return import_id


def _batched(rows: Sequence[Any]) -> list[tuple[Any, ...]]:
    return [tuple(rows[start : start + WORK_ROWS]) for start in range(0, len(rows), WORK_ROWS)]


def begin(session: Session, *, actor: Actor, now: datetime, head: Mapping[str, Any]) -> int:
    """An import whose rows are still to come, invisible; its id."""
    columns = {key: value for key, value in head.items() if key != "heading_unit"}
    who = {"actor_name": actor.name, "actor_login": actor.login}
    row = RecordImport(**columns, **who, started_at=now, visible_at=None, state=STAGED)
    session.add(row)
    session.flush()
    return row.id


def stage_rows(
    session: Session,
    sealer: Sealer,
    import_id: int,
    head: Mapping[str, Any],
    rows: Sequence[Decided],
    ways: Mapping[int, Mapping[str, Any]] = MappingProxyType({}),
) -> None:
    """Write decided rows of an import that has begun. `ways`: what a program told besides its cells, by row."""
    heading = head.get("heading_unit")
    kept = [import_row(sealer, import_id, heading, row, ways.get(row.checked.number, {})) for row in rows]
    session.execute(insert(ImportRow), kept)
    staged = [staged_row(sealer, import_id, row) for row in rows if row.values is not None]
    if staged:
        session.execute(insert(StagedRecord), staged)


def import_row(
    sealer: Sealer, import_id: int, heading: int | None, row: Decided, way: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Any]:
    """Columns of `import_row` for a decided row; `heading` is the unit named above the table."""
    checked = row.checked
    raw = pack(checked.found, heading) | ({WAY: way} if way else {}) if checked.found is not None else None
    sealed = sealer.seal_json(raw, belongs_to=raw_binding(import_id, checked.number)) if raw else None
    return {
        "import_id": import_id,
        "row": checked.number,
        "line": checked.line,
        "code": checked.code[:80],
        "outcome": row.outcome,
        "effect": row.effect,
        "reasons": row.reasons,
        "sealed_raw": sealed,
        "record_id": row.record_id,
    }


def staged_row(sealer: Sealer, import_id: int, row: Decided) -> dict[str, Any]:
    """Columns of `staged_record` for a new or changed file."""
    values = row.values or {}
    applicant = applicant_values(row.checked.facts) if row.checked.facts is not None else {}
    seal = bool(applicant) and row.effect == NEW
    return {
        **values,
        "import_id": import_id,
        "record_id": row.record_id,
        "base_version": row.base_version,
        "changes": [[each.fact, each.before, each.after, list(each.flags)] for each in row.changes],
        "sealed_applicant": sealer.seal_json(applicant, belongs_to=staged_binding(import_id, values["code"]))
        if seal
        else None,
    }


def _stage_ignored(session: Session, import_id: int, rows: Sequence[Ignored]) -> None:
    session.execute(
        insert(ImportRow),
        [
            {"import_id": import_id, "row": row.number, "outcome": "ignored", "effect": row.why, "reasons": []}
            for row in rows
        ],
    )


# ── the last work ─────────────────────────────────────────────────────────────────────────────────────────────────────


def make_visible(
    session: Session,
    *,
    sealer: Sealer,
    actor: Actor,
    now: datetime,
    import_id: int,
    again: bool = False,
) -> None:
    """Apply a staged import as a whole. Conflict when another import overtook it: then nothing of it is applied.

    `again`: it takes rows of an earlier one in a second attempt, and whoever calls marks them.
    """
    row = session.get(RecordImport, import_id)
    if row is None or row.state != STAGED:
        raise NotFound("Lần nhập này không còn chờ xác nhận (đã xác nhận, đã hủy, hoặc không có).")
    _refuse_overtaken(session, import_id)
    _insert_new(session, sealer, import_id)
    note_ended_waits(session, import_id=import_id, now=now)
    _apply_changes(session, import_id, now)
    renew_clocks(session, import_id=import_id)
    _point_to_import(session, import_id)
    if not again:
        supersede(session, row)
    session.execute(delete(StagedRecord).where(StagedRecord.import_id == import_id))
    row.state, row.visible_at = VISIBLE, now
    note(
        session,
        actor=actor,
        now=now,
        verb="records.import",
        object_kind="record_import",
        object_id=import_id,
        object_label=row.file_name,
        unit_id=row.unit_id,
        detail={key: row.counts.get(key) for key in ("accepted", "rejected", "unchanged", "changed")},
    )


def _refuse_overtaken(session: Session, import_id: int) -> None:
    mine = StagedRecord.import_id == import_id
    taken = select(func.count()).select_from(StagedRecord).join(Record, Record.code == StagedRecord.code)
    hidden = taken.where(mine, Record.pending_import_id.in_(_applying())).execution_options(**{HIDDEN_TOO: True})
    if session.scalar(hidden):
        raise Conflict(BEING_APPLIED)
    moved = taken.where(mine, StagedRecord.record_id.is_not(None), Record.version != StagedRecord.base_version)
    if session.scalar(taken.where(mine, StagedRecord.record_id.is_(None))) or session.scalar(moved):
        raise Conflict(OVERTAKEN)


def _applying() -> Select[int]:
    return select(RecordImport.id).where(RecordImport.state == "applying")


def _insert_new(session: Session, sealer: Sealer, import_id: int) -> None:
    new = and_(StagedRecord.import_id == import_id, StagedRecord.record_id.is_(None))
    columns = [getattr(StagedRecord, name) for name in FACT_COLUMNS]
    source = select(*columns, literal(import_id), literal(False), literal(1)).where(new).order_by(StagedRecord.id)
    session.execute(insert(Record).from_select([*FACT_COLUMNS, "last_import_id", "is_sample", "version"], source))
    ours = select(Record.id).where(Record.code == ImportRow.code).scalar_subquery()
    mine = and_(ImportRow.import_id == import_id, ImportRow.effect == NEW)
    session.execute(update(ImportRow).where(mine).values(record_id=ours).execution_options(synchronize_session=False))
    sealed = session.execute(
        select(Record.id, StagedRecord.code, StagedRecord.sealed_applicant)
        .join(Record, Record.code == StagedRecord.code)
        .where(new, StagedRecord.sealed_applicant.is_not(None))
    ).all()
    applicants = [reseal(sealer, import_id, record_id, code, value or b"") for record_id, code, value in sealed]
    if applicants:
        session.execute(insert(RecordApplicant), applicants)


def reseal(sealer: Sealer, import_id: int, record_id: int, code: str, sealed: bytes) -> dict[str, Any]:
    """Columns of `record_applicant`: the staged data, bound to its record from now on."""
    plain = sealer.open(sealed, belongs_to=staged_binding(import_id, code))
    return {"record_id": record_id, "sealed": sealer.seal(plain, belongs_to=applicant_binding(record_id))}


def _apply_changes(session: Session, import_id: int, now: datetime) -> None:
    changed = and_(StagedRecord.import_id == import_id, StagedRecord.record_id.is_not(None))
    columns = [getattr(StagedRecord, name) for name in FACT_COLUMNS]
    query = select(StagedRecord.record_id, StagedRecord.base_version, StagedRecord.changes, *columns).where(changed)
    history: list[dict[str, Any]] = []
    for row in session.execute(query).mappings().all():
        values = {name: row[name] for name in FACT_COLUMNS} | {"version": row["base_version"] + 1}
        where = and_(Record.id == row["record_id"], Record.version == row["base_version"])
        result = session.execute(
            update(Record).where(where).values(**values).execution_options(synchronize_session=False)
        )
        if cast("CursorResult[Any]", result).rowcount != 1:
            raise Conflict(OVERTAKEN)
        history.extend(history_row(row["record_id"], import_id, now, change) for change in row["changes"])
    if history:
        session.execute(insert(RecordChange), history)


def history_row(record_id: int, import_id: int, now: datetime, change: Sequence[Any]) -> dict[str, Any]:
    """Columns of `record_change` for a staged change."""
    fact, before, after, flags = change
    return {
        "record_id": record_id,
        "import_id": import_id,
        "at": now,
        "fact": fact,
        "before": before,
        "after": after,
        "flags": flags,
    }


def _point_to_import(session: Session, import_id: int) -> None:
    """Remember the latest source of each file it spoke of, unless that file is known from a newer one."""
    mine = and_(ImportRow.import_id == import_id, ImportRow.effect.in_([NEW, CHANGED, UNCHANGED]))
    spoken = select(ImportRow.record_id).where(mine, ImportRow.record_id.is_not(None))
    as_of = select(RecordImport.as_of).where(RecordImport.id == import_id).scalar_subquery()
    older = select(RecordImport.id).where(RecordImport.as_of <= as_of)
    session.execute(
        update(Record)
        .where(Record.id.in_(spoken), or_(Record.last_import_id.is_(None), Record.last_import_id.in_(older)))
        .values(last_import_id=import_id)
        .execution_options(synchronize_session=False)
    )


def supersede(session: Session, row: RecordImport) -> None:
    """The rejected rows of earlier readings of the same bytes are offered by this one from now on."""
    earlier = select(RecordImport.id).where(
        RecordImport.sha256 == row.sha256, RecordImport.id != row.id, RecordImport.state == VISIBLE
    )
    rejected = and_(ImportRow.import_id.in_(earlier), ImportRow.outcome == "rejected", ImportRow.retried_in.is_(None))
    session.execute(
        update(ImportRow).where(rejected).values(retried_in=row.id).execution_options(synchronize_session=False)
    )
