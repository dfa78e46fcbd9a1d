"""Letters about faults: which file has one open, and what it names; files asked for papers more than once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.apologies.rules import FAULTS, OPEN_STATES, Kind, State
from feedback.apologies.tables import Apology, Fault
from feedback.records.tables import Record, RecordSupplement

FIRST_FAULT, FIRST_WITHDRAWAL = 11, 100
"""Turns 11 to 99 are a file's letters about faults; a withdrawal has 100 and the turn of what it takes back."""
FAULT_KINDS = [kind.value for kind in FAULTS]


@dataclass(frozen=True, slots=True)
class FaultLine:
    kind: Kind
    happened: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class AskedTwice:
    """A file whose applicant was asked for papers more than once, without a letter about it."""

    record_id: int
    unit_id: int
    code: str
    times: int


def list_faults(session: Session, notice_id: int) -> list[FaultLine]:
    """What the letter names, in the order it was noted."""
    rows = session.scalars(select(Fault).where(Fault.apology_id == notice_id).order_by(Fault.id))
    return [FaultLine(Kind(row.kind), row.happened, row.added_by, row.added_at) for row in rows]


def find_open_letter(session: Session, record_id: int) -> Apology | None:
    """The file's letter about faults that nobody has approved yet, held against other writers and read anew."""
    wanted = (
        select(Apology)
        .where(Apology.record_id == record_id, Apology.turn.between(FIRST_FAULT, FIRST_WITHDRAWAL - 1))
        .where(Apology.state.in_([state.value for state in OPEN_STATES]))
        .order_by(Apology.turn)
    )
    held = wanted.limit(1).with_for_update().execution_options(populate_existing=True)
    return session.scalars(held).one_or_none()


def next_fault_turn(session: Session, record_id: int) -> int:
    """The turn of the file's next letter about faults."""
    last = session.scalar(
        select(func.max(Apology.turn)).where(
            Apology.record_id == record_id, Apology.turn.between(FIRST_FAULT, FIRST_WITHDRAWAL - 1)
        )
    )
    return FIRST_FAULT if last is None else last + 1


def list_asked_twice(session: Session, unit_ids: Collection[int] | None = None) -> list[AskedTwice]:
    """Files of these units (None: all) with two requests or more and no letter about it, by code.

    NĐ 61/2018 Điều 19.4 and QĐ 766/QĐ-TTg: papers are asked for once; more than one request counts against the office.
    """
    times = func.count(func.distinct(RecordSupplement.asked_at))
    answered = (
        select(Apology.record_id)
        .join(Fault, Fault.apology_id == Apology.id)
        .where(Fault.kind == Kind.REPEATED_SUPPLEMENT.value, Apology.state != State.CANCELLED.value)
    )
    wanted = (
        select(Record.id, Record.solving_unit_id, Record.code, times)
        .join(RecordSupplement, RecordSupplement.record_id == Record.id)
        .where(RecordSupplement.kind == "supplement", Record.id.not_in(answered))
        # One origin must have told of both: two origins may mean the same request by moments that differ.
        .group_by(Record.id, Record.solving_unit_id, Record.code, RecordSupplement.origin)
        .having(times > 1)
        .order_by(Record.code)
    )
    if unit_ids is not None:
        wanted = wanted.where(Record.solving_unit_id.in_(unit_ids))
    found: dict[int, AskedTwice] = {}
    for row in session.execute(wanted):
        line = AskedTwice(*row)
        if line.record_id not in found or found[line.record_id].times < line.times:
            found[line.record_id] = line
    return list(found.values())
