"""Reads about files: one file, lists, counts by category."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from feedback.foundation.errors import NotFound
from feedback.foundation.sealing import Sealer
from feedback.foundation.text import clean
from feedback.organisation.tables import Unit
from feedback.procedures.tables import Procedure
from feedback.records.queries.known import as_stamp
from feedback.records.queries.times import TIMES_COLUMNS, times_of
from feedback.records.rules import Applicant, Category, Stamp, State, Times, categorise, tally
from feedback.records.rules.effective import clock_state
from feedback.records.tables import ImportRow, Record, RecordApplicant, RecordChange, RecordImport

VISIBLE = "visible"


@dataclass(frozen=True, slots=True)
class File:
    """A file as pages show it: no personal data. `due` is the first stated due, `latest_due` the last one.

    `moved_due` is the due after the clock stood still for supplements, None where it did not.
    """

    id: int
    code: str
    procedure_id: int
    procedure_code: str
    procedure_name: str
    field: str
    receiving_unit_id: int
    receiving_unit: str
    receiving_inferred: bool
    solving_unit_id: int
    solving_unit: str
    solving_inferred: bool
    state: State
    status_text: str
    received: Stamp
    due: Stamp | None
    latest_due: Stamp | None
    computed_due: Stamp | None
    computed_provisional: str
    finished: Stamp | None
    returned: Stamp | None
    is_sample: bool
    moved_due: Stamp | None = None
    paused_since: datetime | None = None
    awaiting_since: datetime | None = None
    resumed_at: datetime | None = None
    requests: int = 0

    @property
    def clock_state(self) -> State:
        """The state as far as the clock goes: what was told of supplements beside what the source wrote last."""
        return clock_state(
            self.state,
            paused_since=self.paused_since,
            awaiting_since=self.awaiting_since,
            resumed_at=self.resumed_at,
        )

    @property
    def times(self) -> Times:
        """For counting: by the stated due only, as moved."""
        return Times(self.clock_state, self.due and (self.moved_due or self.due), self.finished)

    @property
    def best_due(self) -> Stamp | None:
        """The due lateness goes by: the stated one, else the computed one ("hạn tính toán"), as moved."""
        return self.moved_due or self.due or self.computed_due


@dataclass(frozen=True, slots=True)
class FileFilter:
    """`unit_ids` None means every unit; `code` any part of a record code."""

    unit_ids: Collection[int] | None
    code: str = ""
    state: str = ""
    without_due: bool = False
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of a fact, newest first."""

    at: datetime
    fact: str
    before: str | None
    after: str | None
    flags: tuple[str, ...]
    file_name: str | None


@dataclass(frozen=True, slots=True)
class Tallies:
    """Counts of some files at a moment, by the hour and by days only, whole and by solving unit."""

    total: int
    counts: dict[str, Any]
    counts_by_date: dict[str, Any]
    by_unit: dict[str, dict[str, Any]]
    differs: tuple[dict[str, Any], ...] = field(default=())


_Receiving = aliased(Unit)
_Solving = aliased(Unit)


def _files() -> Select[Record, str, str, str, str]:
    return (
        select(Record, Procedure.code, Procedure.name, _Receiving.name, _Solving.name)
        .join(Procedure, Procedure.id == Record.procedure_id)
        .join(_Receiving, _Receiving.id == Record.receiving_unit_id)
        .join(_Solving, _Solving.id == Record.solving_unit_id)
    )


def _file(row: Sequence[Any]) -> File:
    record, procedure_code, procedure_name, receiving, solving = row
    return File(
        id=record.id,
        code=record.code,
        procedure_id=record.procedure_id,
        procedure_code=procedure_code,
        procedure_name=procedure_name,
        field=record.field,
        receiving_unit_id=record.receiving_unit_id,
        receiving_unit=receiving,
        receiving_inferred=record.receiving_inferred,
        solving_unit_id=record.solving_unit_id,
        solving_unit=solving,
        solving_inferred=record.solving_inferred,
        state=State(record.state),
        status_text=record.status_text,
        received=Stamp(record.received_at, record.received_has_time),
        due=as_stamp(record.stated_due_at, record.stated_due_has_time),
        latest_due=as_stamp(record.latest_due_at, record.latest_due_has_time),
        computed_due=as_stamp(record.computed_due_at, record.received_has_time),
        computed_provisional=record.computed_provisional,
        finished=as_stamp(record.finished_at, record.finished_has_time),
        returned=as_stamp(record.returned_at, record.returned_has_time),
        is_sample=record.is_sample,
        moved_due=as_stamp(record.moved_due_at, record.moved_due_has_time),
        paused_since=record.paused_since,
        awaiting_since=record.awaiting_since,
        resumed_at=record.resumed_at,
        requests=record.requests,
    )


def get_file(session: Session, record_id: int) -> File:
    row = session.execute(_files().where(Record.id == record_id)).one_or_none()
    if row is None:
        raise NotFound("Không có hồ sơ này.")
    return _file(row)


def find_file_by_code(session: Session, code: str) -> File | None:
    row = session.execute(_files().where(Record.code == clean(code).upper())).one_or_none()
    return _file(row) if row is not None else None


def list_files(session: Session, wanted: FileFilter, *, skip: int = 0, take: int = 50) -> list[File]:
    """Newest received first."""
    query = _files().where(*_conditions(wanted)).order_by(Record.received_at.desc(), Record.id.desc())
    return [_file(row) for row in session.execute(query.offset(skip).limit(take))]


def get_files(session: Session, ids: Collection[int]) -> dict[int, File]:
    """Files by id, for those that there are."""
    found: dict[int, File] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), 500):
        for row in session.execute(_files().where(Record.id.in_(wanted[start : start + 500]))):
            found[row[0].id] = _file(row)
    return found


def count_files(session: Session, wanted: FileFilter) -> int:
    return session.scalar(select(func.count(Record.id)).where(*_conditions(wanted))) or 0


def count_without_due(session: Session, unit_ids: Collection[int] | None) -> int:
    """Open files with neither a stated nor a computable due time: “chưa có hạn”."""
    return count_files(session, FileFilter(unit_ids, without_due=True))


def _conditions(wanted: FileFilter) -> list[Any]:
    conditions: list[Any] = [*_within(wanted.unit_ids)]
    if wanted.code:
        conditions.append(Record.code.contains(clean(wanted.code).upper(), autoescape=True))
    if wanted.state:
        conditions.append(Record.state == wanted.state)
    if wanted.without_due:
        no_due = and_(Record.stated_due_at.is_(None), Record.computed_due_at.is_(None))
        conditions += [no_due, Record.finished_at.is_(None), Record.state == State.RECEIVED.value]
    if wanted.as_of is not None:
        conditions.append(Record.received_at <= wanted.as_of)
    return conditions


def _within(unit_ids: Collection[int] | None) -> list[Any]:
    """Files that one of the units received or solves."""
    if unit_ids is None:
        return []
    return [or_(Record.solving_unit_id.in_(unit_ids), Record.receiving_unit_id.in_(unit_ids))]


def list_changes(session: Session, record_id: int) -> list[ChangeLine]:
    query = (
        select(RecordChange, RecordImport.file_name)
        .outerjoin(RecordImport, RecordImport.id == RecordChange.import_id)
        .where(RecordChange.record_id == record_id)
        .order_by(RecordChange.id.desc())
    )
    return [
        ChangeLine(change.at, change.fact, change.before, change.after, tuple(change.flags), file_name)
        for change, file_name in session.execute(query)
    ]


def find_applicant(session: Session, sealer: Sealer, record_id: int) -> Applicant | None:
    """The applicant's personal data, opened. Only for those who handle the file: the caller checks that first."""
    row = session.get(RecordApplicant, record_id)
    if row is None:
        return None
    known = sealer.open_json(row.sealed, belongs_to=f"record_applicant/{record_id}/sealed")
    return Applicant(**{name: str(known.get(name, "")) for name in Applicant.__slots__})


# ── counts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def tally_files(
    session: Session, as_of: datetime, *, unit_ids: Collection[int] | None = None, file_name: str | None = None
) -> Tallies:
    """Files received by that moment, by category. `file_name` narrows to the rows imports of that name contained,
    `unit_ids` to the units that solve them."""
    columns = (
        Record.id,
        *TIMES_COLUMNS,
        Unit.name,
    )
    query = select(*columns).join(Unit, Unit.id == Record.solving_unit_id).where(Record.received_at <= as_of)
    if unit_ids is not None:
        query = query.where(Record.solving_unit_id.in_(unit_ids))
    rows_of = import_rows(session, file_name) if file_name is not None else None
    return _tally((row for row in session.execute(query) if rows_of is None or row[0] in rows_of), as_of, rows_of)


def _tally(rows: Iterable[Sequence[Any]], as_of: datetime, rows_of: dict[int, int] | None) -> Tallies:
    exact: list[Category] = []
    by_day: list[Category] = []
    by_unit: dict[str, Counter[Category]] = defaultdict(Counter)
    differs: list[dict[str, Any]] = []
    for record_id, *told, unit in rows:
        times = times_of(told)
        exact.append(categorise(times, as_of))
        by_day.append(categorise(times, as_of, by_date=True))
        by_unit[unit][exact[-1]] += 1
        if exact[-1] is not by_day[-1] and rows_of is not None:
            differs.append({"row": rows_of[record_id], "datetime": exact[-1].value, "date": by_day[-1].value})
    units = {name: tally(counts.elements()) for name, counts in sorted(by_unit.items())}
    differs.sort(key=lambda each: int(each["row"]))
    return Tallies(len(exact), tally(exact), tally(by_day), units, tuple(differs))


def import_rows(session: Session, file_name: str) -> dict[int, int]:
    """Record id → row number, of all visible imports with this file name. NotFound when there is none."""
    named = and_(RecordImport.file_name == file_name, RecordImport.state == VISIBLE)
    if session.scalar(select(func.count(RecordImport.id)).where(named)) == 0:
        raise NotFound(f"Chưa nhập tệp nào tên “{file_name}”.")
    query = select(ImportRow.record_id, ImportRow.row).join(RecordImport, RecordImport.id == ImportRow.import_id)
    rows = session.execute(query.where(named, ImportRow.record_id.is_not(None)).order_by(RecordImport.id))
    return {record_id: number for record_id, number in rows if record_id is not None}
