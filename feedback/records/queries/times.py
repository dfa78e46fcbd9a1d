"""The columns that lateness is counted from, and what they mean together; the same for lists, tallies and reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_

from feedback.records.queries.known import as_stamp
from feedback.records.rules import OPEN_STATES, State, Times
from feedback.records.rules.effective import clock_state
from feedback.records.tables import Record

TIMES_COLUMNS = (
    Record.state,
    Record.paused_since,
    Record.awaiting_since,
    Record.resumed_at,
    Record.stated_due_at,
    Record.stated_due_has_time,
    Record.moved_due_at,
    Record.moved_due_has_time,
    Record.finished_at,
    Record.finished_has_time,
)
"""In the order `times_of` reads them."""


def times_of(row: Sequence[Any]) -> Times:
    """A file's times for counting: by the stated due only, as its supplements moved it."""
    state, paused, awaiting, resumed, stated, stated_has_time, moved, moved_has_time, finished, finished_has_time = row
    known = clock_state(State(state), paused_since=paused, awaiting_since=awaiting, resumed_at=resumed)
    due = as_stamp(stated, stated_has_time)
    if due is not None and moved is not None:
        due = as_stamp(moved, moved_has_time)
    return Times(known, due, as_stamp(finished, finished_has_time))


def best_due_at() -> ColumnElement[datetime | None]:
    """The due lateness goes by, in SQL: see `File.best_due`."""
    return func.coalesce(Record.moved_due_at, Record.stated_due_at, Record.computed_due_at)


def best_due_has_time() -> ColumnElement[bool]:
    return case(
        (Record.moved_due_at.is_not(None), Record.moved_due_has_time),
        (Record.stated_due_at.is_not(None), Record.stated_due_has_time),
        else_=Record.received_has_time,
    )


def was_open(as_of: datetime) -> ColumnElement[bool]:
    """Files whose clock ran at that moment, in SQL: see `clock_state`. A result that came later is none yet."""
    states = [state.value for state in OPEN_STATES]
    going_on = and_(Record.state.in_(states), Record.awaiting_since.is_(None))
    started_again = and_(
        Record.state == State.AWAITING.value,
        Record.resumed_at.is_not(None),
        or_(Record.paused_since.is_(None), Record.resumed_at >= Record.paused_since),
    )
    not_done = or_(Record.finished_at.is_(None), Record.finished_at > as_of)
    since_done = and_(Record.state.not_in(states), Record.finished_at > as_of)
    return or_(and_(or_(going_on, started_again), not_done), since_done)
