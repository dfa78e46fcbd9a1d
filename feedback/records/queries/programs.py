"""Reads for programs: files page by page behind a cursor, units and procedures as references."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from feedback.organisation.queries.units import valid_on
from feedback.organisation.tables import Unit
from feedback.procedures.tables import Procedure
from feedback.records.queries.files import File, find_file_by_code, get_files
from feedback.records.tables import ImportRow, Record, RecordChange, RecordImport


@dataclass(frozen=True, slots=True)
class Wanted:
    """`unit_ids` None means every unit; `after` is the cursor: the id of the last one seen."""

    unit_ids: Collection[int] | None
    state: str = ""
    changed_since: datetime | None = None
    after: int = 0
    take: int = 50


@dataclass(frozen=True, slots=True)
class UnitLine:
    id: int
    code: str
    name: str
    level: str
    parent_code: str | None


def list_after(session: Session, wanted: Wanted) -> list[File]:
    """The next files behind the cursor, in the order they were first told of."""
    query = select(Record.id).where(Record.id > wanted.after, *_conditions(wanted)).order_by(Record.id)
    ids = list(session.scalars(query.limit(wanted.take)))
    files = get_files(session, ids)
    return [files[each] for each in ids]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.unit_ids is not None:
        ids = wanted.unit_ids
        conditions.append(or_(Record.solving_unit_id.in_(ids), Record.receiving_unit_id.in_(ids)))
    if wanted.state:
        conditions.append(Record.state == wanted.state)
    if wanted.changed_since is not None:
        conditions.append(_changed_since(wanted.changed_since))
    return conditions


def _changed_since(moment: datetime) -> ColumnElement[bool]:
    """Files told of for the first time, or told anew, from that moment on."""
    brought = (
        select(ImportRow.record_id)
        .join(RecordImport, RecordImport.id == ImportRow.import_id)
        .where(RecordImport.visible_at >= moment, ImportRow.effect.in_(["new", "changed"]))
        .where(ImportRow.record_id.is_not(None))
    )
    told = select(RecordChange.record_id).where(RecordChange.at >= moment)
    return or_(Record.id.in_(brought), Record.id.in_(told))


def find_one(session: Session, code: str, unit_ids: Collection[int] | None) -> File | None:
    """The file of that code where one of these units received or solves it; None for every other reason too."""
    file = find_file_by_code(session, code)
    if file is None or unit_ids is None:
        return file
    return file if {file.receiving_unit_id, file.solving_unit_id} & set(unit_ids) else None


def list_units_after(session: Session, day: date, *, after: int, take: int) -> list[UnitLine]:
    """The units of that day behind the cursor."""
    above = aliased(Unit)
    query = (
        select(Unit.id, Unit.code, Unit.name, Unit.level, above.code)
        .outerjoin(above, above.id == Unit.parent_id)
        .where(and_(Unit.id > after, valid_on(day)))
        .order_by(Unit.id)
        .limit(take)
    )
    return [UnitLine(*row) for row in session.execute(query)]


def unit_codes(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Unit id → code."""
    rows = session.execute(select(Unit.id, Unit.code).where(Unit.id.in_(ids)))
    return {unit_id: code for unit_id, code in rows}  # noqa: C416 - rows are no tuples to mypy


def list_procedures_after(session: Session, *, after: int, take: int) -> list[Procedure]:
    """The procedures in force behind the cursor."""
    query = select(Procedure).where(Procedure.id > after, Procedure.retired_on.is_(None))
    return list(session.scalars(query.order_by(Procedure.id).limit(take)))
