"""Reads about a file's clock: its supplements, which of them hold, the due they lead to, its steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.organisation.queries import get_setting
from feedback.organisation.tables import Unit
from feedback.procedures.queries import limit_of, read_catalogue
from feedback.procedures.tables import Procedure
from feedback.records.queries.files import File
from feedback.records.queries.known import as_stamp
from feedback.records.rules import State
from feedback.records.rules.effective import Moved, Restart, move_due
from feedback.records.rules.explaining import say_crossing, say_held
from feedback.records.rules.steps import StepFacts, overran
from feedback.records.rules.supplements import Believed, Kind, Origin, Supplement, believe, waiting_kind
from feedback.records.tables import Record, RecordStep, RecordSupplement
from feedback.working_calendar.queries import calendar_for, calendars_for, policy_for
from feedback.working_calendar.rules import (
    DuePolicy,
    MissingCalendar,
    TimeLimit,
    WorkCalendar,
    due_at,
    explain_due,
    minute_of,
)

CHUNK = 500
SUPPLEMENT_CLOCK = "supplement_clock"
"""Setting of a unit: pause (default) or anew, see `rules.effective.Restart`."""


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What holds of a file's supplements. `moved` is None without a due, or where a year's calendar is not loaded."""

    believed: Believed
    moved: Moved | None
    missing_year: int | None = None


@dataclass(frozen=True, slots=True)
class SupplementLine:
    """A time of waiting as it was told. `id` is None for the one that only the last import's status shows."""

    id: int | None
    supplement: Supplement
    told_at: datetime | None
    told_by: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step with the name of its agency, who told it and when."""

    id: int
    unit: str
    facts: StepFacts
    told_at: datetime
    told_by: str


def list_supplements(session: Session, record_id: int) -> list[SupplementLine]:
    """Everything told of a file's waiting, in order of asking; the wait its last import saw comes with it."""
    rows = session.scalars(select(RecordSupplement).where(RecordSupplement.record_id == record_id)).all()
    return _lines(session.get_one(Record, record_id, populate_existing=True), rows)


def _lines(record: Record, rows: Iterable[RecordSupplement]) -> list[SupplementLine]:
    lines = [SupplementLine(row.id, _supplement(row), row.told_at, row.actor_name) for row in rows]
    if record.state == State.AWAITING.value and record.paused_since is not None:
        seen = Supplement(record.paused_since, None, Origin.IMPORT, waiting_kind(record.status_text))
        lines.append(SupplementLine(None, seen, None, ""))
    return sorted(lines, key=lambda line: line.supplement.asked_at)


def read_clock(session: Session, record_id: int) -> ClockReading:
    """Which supplements hold, and the due they lead to from the first stated one (else the computed one)."""
    return read_clocks(session, [record_id])[record_id]


def read_clocks(session: Session, record_ids: Sequence[int]) -> dict[int, ClockReading]:
    """The clock of each of these files, in a handful of statements for all of them."""
    readings: dict[int, ClockReading] = {}
    ways = _Ways(session)
    for start in range(0, len(record_ids), CHUNK):
        some = record_ids[start : start + CHUNK]
        told: dict[int, list[RecordSupplement]] = defaultdict(list)
        for row in session.scalars(select(RecordSupplement).where(RecordSupplement.record_id.in_(some))):
            told[row.record_id].append(row)
        query = select(Record).where(Record.id.in_(some)).execution_options(populate_existing=True)
        readings |= {record.id: _read(record, told[record.id], ways) for record in session.scalars(query)}
    return readings


def _read(record: Record, told: Iterable[RecordSupplement], ways: _Ways) -> ClockReading:
    believed = believe(line.supplement for line in _lines(record, told))
    first = as_stamp(record.stated_due_at, record.stated_due_has_time) or as_stamp(
        record.computed_due_at, record.received_has_time
    )
    if first is None:
        return ClockReading(believed, None)
    latest = as_stamp(record.latest_due_at, record.latest_due_has_time)
    way = ways.of(record.solving_unit_id)
    again = partial(_again, ways.limit(record.procedure_id), way)
    try:
        moved = move_due(first, believed.supplements, way.calendar, latest=latest, recount=again, restart=way.restart)
    except MissingCalendar as missing:
        return ClockReading(believed, None, missing.year)
    return ClockReading(believed, moved)


@dataclass(frozen=True, slots=True)
class _Way:
    """How a unit counts."""

    calendar: WorkCalendar
    policy: DuePolicy
    restart: Restart


class _Ways:
    """How units count and what procedures allow, each asked for once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._units: dict[int, _Way] = {}
        self._limits: dict[int, TimeLimit] = {}

    def of(self, unit_id: int) -> _Way:
        if unit_id not in self._units:
            restart = Restart(get_setting(self._session, unit_id, SUPPLEMENT_CLOCK, Restart.PAUSE.value))
            calendar, policy = calendar_for(self._session, unit_id), policy_for(self._session, unit_id)
            self._units[unit_id] = _Way(calendar, policy, restart)
        return self._units[unit_id]

    def limit(self, procedure_id: int) -> TimeLimit:
        if procedure_id not in self._limits:
            self._limits[procedure_id] = limit_of(self._session.get_one(Procedure, procedure_id))
        return self._limits[procedure_id]


def _again(limit: TimeLimit, way: _Way, answered: datetime) -> datetime | None:
    """The procedure's limit counted anew from a moment, by the calendar and policy of the solving unit."""
    due = due_at(limit, answered, way.calendar, way.policy)
    return due.at if due is not None else None


def list_steps(session: Session, record_id: int) -> list[StepLine]:
    """The file's way through the agencies, in order of taking over."""
    query = (
        select(RecordStep, Unit.name)
        .join(Unit, Unit.id == RecordStep.unit_id)
        .where(RecordStep.record_id == record_id)
        .order_by(RecordStep.received_at, RecordStep.id)
    )
    return [
        StepLine(
            row.id,
            name,
            StepFacts(row.unit_id, row.received_at, row.due_at, row.handed_over_at),
            row.told_at,
            row.actor_name,
        )
        for row, name in session.execute(query)
    ]


def late_causes(session: Session, dues: Mapping[int, datetime], now: datetime) -> dict[int, str]:
    """Record id → the agency that held the open file when its due passed, where its steps tell. `dues` by record id."""
    steps: dict[int, list[StepFacts]] = defaultdict(list)
    names: dict[int, str] = {}
    wanted = list(dues)
    for start in range(0, len(wanted), CHUNK):
        query = select(RecordStep, Unit.name).join(Unit, Unit.id == RecordStep.unit_id)
        for row, name in session.execute(query.where(RecordStep.record_id.in_(wanted[start : start + CHUNK]))):
            steps[row.record_id].append(StepFacts(row.unit_id, row.received_at, row.due_at, row.handed_over_at))
            names[row.unit_id] = name
    causes = {record_id: overran(told, dues[record_id], None, now) for record_id, told in steps.items()}
    return {record_id: names[unit_id] for record_id, unit_id in causes.items() if unit_id is not None}


def explain_computed(session: Session, file: File) -> tuple[str, ...]:
    """Why the computed due is what it is, line by line; where another is held, that it is and since when.

    MissingCalendar names a year not loaded.
    """
    limit = read_catalogue(session).by_id[file.procedure_id].limit
    calendar, policy = calendar_for(session, file.solving_unit_id), policy_for(session, file.solving_unit_id)
    lines = explain_due(limit, file.received.at, calendar, policy)
    due, held = due_at(limit, file.received.at, calendar, policy), file.computed_due
    return lines if held is None or due is None or due.at == held.at else (*lines, say_held(held))


def tell_uncertain(session: Session, files: Iterable[File]) -> dict[int, str]:
    """Record id → what between receipt and due no notice has settled, in words; for files that cross any of it."""
    found: dict[int, str] = {}
    dues = [(file, file.best_due) for file in files]
    calendars = calendars_for(session, {file.solving_unit_id for file, _ in dues})
    for file, due in dues:
        if due is None:
            continue
        calendar, way = calendars[file.solving_unit_id], (minute_of(file.received.at), minute_of(due.at))
        said = say_crossing(calendar.uncertain_days(*way), calendar.uncertain_years(*way), calendar)
        if said:
            found[file.id] = said
    return found


def _supplement(row: RecordSupplement) -> Supplement:
    by_desk = row.origin == Origin.DESK.value
    return Supplement(
        row.asked_at,
        row.answered_at,
        Origin(row.origin),
        Kind(row.kind),
        row.note,
        told_at=(row.first_told_at or row.told_at) if by_desk else None,
    )
