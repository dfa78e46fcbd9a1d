"""What a change of the calendar does to notices: drafts that follow it, promised dates at which nobody is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from feedback.apologies.queries.notices import OPEN, get_line
from feedback.apologies.rules import DATED, SIGNED_STATES, State
from feedback.apologies.tables import Apology
from feedback.foundation.clock import LOCAL
from feedback.foundation.errors import NotFound
from feedback.foundation.words import moment
from feedback.organisation.queries import subtree_ids
from feedback.records.queries.calendar_decisions import find_move, get_decision
from feedback.records.queries.calendar_moves import RUNNING
from feedback.records.rules.calendar_moves import next_office_moment
from feedback.records.tables import Record
from feedback.working_calendar.queries import calendars_for
from feedback.working_calendar.queries.proposals import calendars_with
from feedback.working_calendar.rules import MissingCalendar, WorkCalendar
from feedback.working_calendar.rules.proposals import CalendarChange

HELD = [state.value for state in SIGNED_STATES - {State.CLOSED}]
"""States of a notice whose date a citizen holds, or is about to."""
FIRST = 1


@dataclass(frozen=True, slots=True)
class BrokenPromise:
    """A notice, its file, and where its date goes: from `promised` to `after` (both aware)."""

    notice_id: int
    record_id: int
    unit_id: int
    promised: datetime
    after: datetime


def list_broken_by(session: Session, change: CalendarChange, now: datetime) -> list[BrokenPromise]:
    """What the change would break if it were decided now; nothing is written."""
    held = _held(session, change, now)
    return _broken(held, calendars_with(session, change, {unit_id for _, _, unit_id, _ in held}))


def list_broken(session: Session, change: CalendarChange, now: datetime) -> list[BrokenPromise]:
    """What the change has broken, by the calendar as it is: nothing any more once each date has been moved."""
    held = _held(session, change, now)
    return _broken(held, calendars_for(session, {unit_id for _, _, unit_id, _ in held}))


Held = list[tuple[int, int, int, datetime]]


def _held(session: Session, change: CalendarChange, now: datetime) -> Held:
    """Dates of files still running, ahead of `now` and within the change, by notice."""
    query = (
        select(Apology.id, Apology.record_id, Apology.unit_id, Apology.new_due_at)
        .join(Record, Record.id == Apology.record_id)
        .where(Apology.turn == FIRST, Apology.state.in_(HELD), Apology.new_due_at > now)
        .where(Record.state.in_(RUNNING), Record.finished_at.is_(None), *_within(session, change))
        .order_by(Apology.id)
    )
    return [(notice, record, unit, promised) for notice, record, unit, promised in session.execute(query) if promised]


def _within(session: Session, change: CalendarChange) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if change.first_day is not None:
        conditions.append(Apology.new_due_at >= datetime.combine(change.first_day, time(0), tzinfo=LOCAL))
    if change.last_day is not None:
        end = datetime.combine(change.last_day + timedelta(days=1), time(0), tzinfo=LOCAL)
        conditions.append(Apology.new_due_at < end)
    if change.unit_id is not None:
        conditions.append(Apology.unit_id.in_(subtree_ids(session, change.unit_id)))
    return conditions


def _broken(held: Held, calendars: Mapping[int | None, WorkCalendar]) -> list[BrokenPromise]:
    found = []
    for notice_id, record_id, unit_id, promised in held:
        after = _after(promised, calendars[unit_id])
        if after is not None:
            found.append(BrokenPromise(notice_id, record_id, unit_id, promised, after))
    return found


def _after(promised: datetime, calendar: WorkCalendar) -> datetime | None:
    try:
        return next_office_moment(promised, calendar)
    except MissingCalendar:
        return None


def list_drafts(session: Session, change: CalendarChange, *, after_id: int, take: int) -> list[int]:
    """The next notices about lateness nobody has approved yet, of running files within the change; by id."""
    query = (
        select(Apology.id)
        .join(Record, Record.id == Apology.record_id)
        .where(Apology.id > after_id, Apology.state.in_(OPEN), Apology.kind.in_([kind.value for kind in DATED]))
        .where(Record.state.in_(RUNNING), Record.finished_at.is_(None))
    )
    if change.unit_id is not None:
        query = query.where(Record.solving_unit_id.in_(subtree_ids(session, change.unit_id)))
    return list(session.scalars(query.order_by(Apology.id).limit(take)))


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What the word about a moved date says; `before` and `after` in words, no personal data."""

    record_id: int
    unit: str
    code: str
    procedure: str
    before: str
    after: str
    source: str
    told_at: datetime


def letter_facts(session: Session, notice_id: int, decision_id: int) -> LetterFacts:
    """What this decision did to this notice's date. NotFound where it did nothing."""
    line = get_line(session, notice_id)
    move = find_move(session, decision_id, line.record_id)
    if move is None or move.promised_before is None or move.promised_after is None or move.told_at is None:
        raise NotFound("Phiếu này không có ngày hẹn nào được điều chỉnh theo quyết định đó.")
    return LetterFacts(
        record_id=line.record_id,
        unit=line.unit,
        code=line.code,
        procedure=line.procedure,
        before=moment(move.promised_before),
        after=moment(move.promised_after),
        source=get_decision(session, decision_id).source,
        told_at=move.told_at,
    )
