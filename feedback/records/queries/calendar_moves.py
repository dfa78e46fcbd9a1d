"""Reads about changes of the calendar: the files one would touch, and what was decided and done about them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from feedback.foundation.clock import LOCAL
from feedback.organisation.queries import subtree_ids, unit_names
from feedback.procedures.queries import limit_of
from feedback.procedures.tables import Procedure
from feedback.records.queries.known import as_stamp
from feedback.records.queries.times import TIMES_COLUMNS, times_of
from feedback.records.rules import OPEN_STATES, Stamp, State
from feedback.records.rules.calendar_moves import Clockwork, Effect, RunningFile, effects, tally
from feedback.records.tables import HIDDEN_TOO, Record
from feedback.working_calendar.queries import calendars_for, policy_for
from feedback.working_calendar.queries.proposals import calendar_stamp, calendars_with
from feedback.working_calendar.rules import MissingCalendar, TimeLimit, due_at
from feedback.working_calendar.rules.proposals import CalendarChange

MOVED = TIMES_COLUMNS.index(Record.moved_due_at)
RUNNING = [state.value for state in (State.RECEIVED, State.AWAITING, State.STOPPED)]
"""States of files that wait for something; those whose clock stands still keep a computed due as well."""


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """What a change does to the files of one unit; `counts` as `tally` gives them."""

    unit_id: int
    name: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do now. `stamp` names the calendar it was reckoned over; `effects` most pressing first."""

    stamp: str
    effects: tuple[Effect, ...]
    units: tuple[UnitFigures, ...]
    counts: dict[str, int]


def preview_change(session: Session, change: CalendarChange, now: datetime) -> Preview:
    """What the change would do to every running file; nothing is written."""
    found = list(_touched(session, change, now))
    found.sort(key=lambda each: (not each.sooner, each.limit_after or now, not each.moved, each.file.id))
    by_unit: dict[int, list[Effect]] = defaultdict(list)
    for effect in found:
        by_unit[effect.file.unit_id].append(effect)
    names = unit_names(session, list(by_unit))
    units = [UnitFigures(unit_id, names[unit_id], tally(mine)) for unit_id, mine in by_unit.items()]
    units.sort(key=lambda each: (-each.counts["sooner"], -each.counts["moved"], each.name))
    return Preview(calendar_stamp(session), tuple(found), tuple(units), tally(found))


def _touched(session: Session, change: CalendarChange, now: datetime) -> Iterator[Effect]:
    files = scan_running(session, change)
    clocks = clockworks(session, {file.unit_id for file in files}, proposed=change)
    for unit_id, mine in groupby(files, key=lambda file: file.unit_id):
        yield from effects(mine, clocks[unit_id], now)


def clockworks(
    session: Session,
    unit_ids: Collection[int],
    *,
    proposed: CalendarChange | None = None,
    before: CalendarChange | None = None,
) -> dict[int, Clockwork]:
    """Each unit's calendar before and after: `proposed` lies ahead, or `before` is what a done change replaced."""
    now = calendars_for(session, unit_ids)
    other = calendars_with(session, proposed or before or CalendarChange(), unit_ids)
    old, new = (now, other) if proposed is not None else (other, now)
    return {each: Clockwork(old[each], new[each], policy_for(session, each)) for each in unit_ids}


def scan_running(
    session: Session, change: CalendarChange, *, after_id: int | None = None, take: int | None = None
) -> list[RunningFile]:
    """Files without a result that the change may touch, by unit and id.

    With `after_id` and `take`: the next ones by id alone, those of imports that are not visible yet among them.
    """
    conditions = [*_may_touch(session, change), Record.state.in_(RUNNING), Record.finished_at.is_(None)]
    columns = (
        Record.id,
        Record.solving_unit_id,
        Record.procedure_id,
        Record.received_at,
        Record.received_has_time,
        Record.stated_due_at,
        Record.stated_due_has_time,
        Record.computed_due_at,
        Record.computed_provisional,
        *TIMES_COLUMNS,
    )
    query = select(*columns).where(*conditions)
    if after_id is None:
        query = query.order_by(Record.solving_unit_id, Record.id)
    else:
        query = query.where(Record.id > after_id).order_by(Record.id).limit(take)
        query = query.execution_options(**{HIDDEN_TOO: True})
    rows = session.execute(query).all()
    limits = _limits(session, {row[2] for row in rows})
    return [_running(row, limits) for row in rows]


def _limits(session: Session, procedure_ids: Collection[int]) -> dict[int, TimeLimit]:
    """The limits of these procedures: a work of 200 files must not read the whole catalogue."""
    wanted = list(procedure_ids)
    return {
        row.id: limit_of(row)
        for start in range(0, len(wanted), 500)
        for row in session.scalars(select(Procedure).where(Procedure.id.in_(wanted[start : start + 500])))
    }


def _running(row: Sequence[Any], limits: Mapping[int, TimeLimit]) -> RunningFile:
    record_id, unit_id, procedure_id, received, has_time, stated, stated_has_time, computed, unsettled = row[:9]
    moved, moved_has_time = row[9 + MOVED], row[9 + MOVED + 1]
    return RunningFile(
        record_id,
        unit_id,
        limits[procedure_id],
        Stamp(received, has_time),
        as_stamp(stated, stated_has_time),
        computed,
        unsettled,
        times_of(row[9:]).state in OPEN_STATES,
        as_stamp(moved, moved_has_time),
    )


def _may_touch(session: Session, change: CalendarChange) -> Iterator[ColumnElement[bool]]:
    """Received before the last changed day ends, and due (or not reckoned yet) when the first one begins or later.

    A year whose notice settles loses its mark everywhere, so days are taken as their whole years.
    """
    if change.first_day is not None:
        start = _midnight(min([change.first_day, *(date(year, 1, 1) for year in change.years)]))
        due_later = [column >= start for column in (Record.computed_due_at, Record.stated_due_at, Record.moved_due_at)]
        yield or_(Record.computed_due_at.is_(None), *due_later)
    if change.last_day is not None:
        end = _midnight(date(change.years[-1] + 1, 1, 1))
        yield Record.received_at < end
    if change.unit_id is not None:
        yield Record.solving_unit_id.in_(subtree_ids(session, change.unit_id))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=LOCAL)


def count_waiting_for_year(session: Session, year: int) -> int:
    """Running files whose computed due needs that year: not reckoned for lack of it, or marked as provisional by it."""
    running = and_(Record.state.in_(RUNNING), Record.finished_at.is_(None))
    marked = and_(Record.computed_due_at.is_not(None), Record.computed_provisional.contains(str(year)))
    count = session.scalar(select(func.count(Record.id)).where(running, marked)) or 0
    unreckoned = select(Record.solving_unit_id, Record.procedure_id, Record.received_at)
    rows = session.execute(unreckoned.where(running, Record.computed_due_at.is_(None))).all()
    limits = _limits(session, {row[1] for row in rows})
    needed = Counter(_needs(session, row, limits) for row in rows)
    return count + needed[year]


def _needs(session: Session, row: Sequence[Any], limits: Mapping[int, TimeLimit]) -> int | None:
    """The year a file without a computed due waits for; None where it has no limit."""
    unit_id, procedure_id, received = row
    try:
        due_at(limits[procedure_id], received, calendars_for(session, [unit_id])[unit_id])
    except MissingCalendar as missing:
        return missing.year
    return None
