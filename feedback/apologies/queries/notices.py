"""Notices as pages show them, and which files the jobs have to look at."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from feedback.apologies.rules import DATED, OPEN_STATES, SIGNED_STATES, FileFacts, FirstNotice, Kind, State
from feedback.apologies.rules.owing import PROMISED
from feedback.apologies.tables import Apology
from feedback.foundation.errors import NotFound
from feedback.organisation.tables import Unit
from feedback.procedures.tables import Procedure
from feedback.records.queries import File, get_files, scan_open
from feedback.records.queries.clocks import tell_uncertain
from feedback.records.queries.times import best_due_at
from feedback.records.rules import State as FileState
from feedback.records.rules import Times
from feedback.records.tables import Record, RecordChange

PAGE = 300
OPEN = [state.value for state in OPEN_STATES]
PROMISED_STATES = [state.value for state in PROMISED]
FIRST, SECOND = 1, 2
"""Turns: the notice, and the overrun of the date it promised. Letters about faults and withdrawals come after."""
HAD_RESULT = "had_result"
"""In a notice's detail: the (late) result was there when it was approved, so that its date is that day, no promise."""
RECHECKED = "rechecked"
"""In a notice's detail: the due of the file for which a person was asked to look at the approved notice again."""
CANCELLED_WHY, CANCELLED_AT = "cancelled_why", "cancelled_at"


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice in a list: no applicant."""

    id: int
    record_id: int
    unit_id: int
    unit: str
    code: str
    procedure: str
    field: str
    kind: Kind
    state: State
    number: int | None
    year: int | None
    due_at: datetime
    limit_at: datetime
    limit_rule: str
    created_at: datetime
    created_why: str
    reason_class: str
    reason_text: str
    new_due_at: datetime | None
    approved_at: datetime | None
    approved_by: str
    sent_in_time: bool | None
    document_id: UUID | None
    signature_way: str
    signed_document_id: UUID | None
    signed_at: datetime | None
    signature: dict[str, Any] | None
    version: int
    turn: int
    remedy_text: str
    delivered_at: datetime | None
    delivery_way: str
    published_at: datetime | None
    published_until: date | None
    closed_at: datetime | None
    withdraws_id: int | None
    withdrawn_by_id: int | None
    finished_at: datetime | None
    """When the file's result came; None while it is being solved."""


def _lines() -> Select[Apology, str, str, str, datetime | None]:
    return (
        select(Apology, Unit.name, Record.code, Procedure.name, Record.finished_at)
        .join(Record, Record.id == Apology.record_id)
        .join(Procedure, Procedure.id == Record.procedure_id)
        .join(Unit, Unit.id == Apology.unit_id)
    )


def _line(row: Sequence[Any]) -> NoticeLine:
    notice, unit, code, procedure, finished_at = row
    same = {
        name: getattr(notice, name)
        for name in NoticeLine.__slots__
        if name not in ("unit", "code", "procedure", "kind", "state", "finished_at")
    }
    return NoticeLine(
        **same,
        unit=unit,
        code=code,
        procedure=procedure,
        kind=Kind(notice.kind),
        state=State(notice.state),
        finished_at=finished_at,
    )


def get_line(session: Session, notice_id: int) -> NoticeLine:
    row = session.execute(_lines().where(Apology.id == notice_id)).one_or_none()
    if row is None:
        raise NotFound("Không có phiếu này. Hãy mở lại trang Xin lỗi và chọn từ danh sách.")
    return _line(row)


def get_notice(session: Session, notice_id: int) -> Apology:
    """The row itself, held against other writers until the transaction ends, and read anew."""
    wanted = select(Apology).where(Apology.id == notice_id).with_for_update()
    row = session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound("Không có phiếu này. Hãy mở lại trang Xin lỗi và chọn từ danh sách.")
    return row


def read_notice(session: Session, notice_id: int) -> Apology:
    """The row for reading only."""
    row = session.get(Apology, notice_id)
    if row is None:
        raise NotFound("Không có phiếu này. Hãy mở lại trang Xin lỗi và chọn từ danh sách.")
    return row


def list_lines(
    session: Session, unit_ids: Collection[int] | None, states: Collection[State], *, take: int = PAGE
) -> list[NoticeLine]:
    """Notices of these units (None: all) in these states: open ones by their limit, others newest first."""
    waiting = all(state in OPEN_STATES for state in states)
    order = (Apology.limit_at, Apology.id) if waiting else (Apology.approved_at.desc(), Apology.id.desc())
    wanted = _lines().where(Apology.state.in_([state.value for state in states])).order_by(*order).limit(take)
    if unit_ids is not None:
        wanted = wanted.where(Apology.unit_id.in_(unit_ids))
    return [_line(row) for row in session.execute(wanted)]


def unsettled_dues(session: Session, lines: Collection[NoticeLine]) -> dict[int, str]:
    """Notice id → what between receipt and due no notice of days off has settled; for open notices about lateness."""
    open_ones = [line for line in lines if line.state in OPEN_STATES and line.kind in DATED]
    told = tell_uncertain(session, get_files(session, [line.record_id for line in open_ones]).values())
    return {line.id: told[line.record_id] for line in open_ones if line.record_id in told}


def count_open(session: Session, unit_ids: Collection[int] | None) -> int:
    """How many notices wait for the heads of these units."""
    wanted = select(func.count()).select_from(Apology).where(Apology.state.in_(OPEN))
    return session.scalar(wanted if unit_ids is None else wanted.where(Apology.unit_id.in_(unit_ids))) or 0


def count_by_state(session: Session) -> dict[str, int]:
    return {row[0]: row[1] for row in session.execute(select(Apology.state, func.count()).group_by(Apology.state))}


def find_turns(session: Session, record_ids: Collection[int]) -> dict[int, dict[int, Apology]]:
    """Record id → turn → row."""
    found: dict[int, dict[int, Apology]] = {}
    for row in session.scalars(select(Apology).where(Apology.record_id.in_(record_ids))):
        found.setdefault(row.record_id, {})[row.turn] = row
    return found


def as_first(turns: dict[int, Apology]) -> FirstNotice | None:
    """The file's notice as the rules see it."""
    first = turns.get(FIRST)
    if first is None:
        return None
    asked = first.detail.get(RECHECKED)
    return FirstNotice(
        State(first.state),
        first.new_due_at,
        escalated=SECOND in turns,
        had_result=bool(first.detail.get(HAD_RESULT)),
        due_at=first.due_at,
        late_since=first.created_at if first.kind == Kind.LATE else None,
        rechecked=datetime.fromisoformat(asked) if asked else None,
    )


def file_facts(file: File, *, known_open: bool) -> FileFacts:
    """A file's times as the rules see them; where no due was stated the computed one counts."""
    times = Times(file.clock_state, file.best_due, file.finished)
    return FileFacts(times, known_open=known_open)


def known_open(session: Session, record_ids: Collection[int]) -> set[int]:
    """Those whose result came in while the system already knew them as open files."""
    seen = select(RecordChange.record_id).where(
        RecordChange.record_id.in_(record_ids), RecordChange.fact == "finished", RecordChange.before.is_(None)
    )
    return set(session.scalars(seen))


def files_to_follow(session: Session, now: datetime) -> list[int]:
    """Record ids for which something may be owed now; the rules then say what. In order, without doubles."""
    found = _overrun(session, now), _done_late(session), _waiting(session), _promised(session, now), _moved_on(session)
    return sorted(set().union(*found))


def _overrun(session: Session, now: datetime) -> set[int]:
    """Open files past their due that have no notice, or only a cancelled one."""
    answered = set(
        session.scalars(select(Apology.record_id).where(Apology.turn == FIRST, Apology.state != State.CANCELLED))
    )
    return {file.id for file in scan_open(session, now, due_by=now)} - answered


def _done_late(session: Session) -> set[int]:
    """Files whose result came late after we knew them open, handed over or not, without a notice."""
    seen = exists().where(
        RecordChange.record_id == Record.id, RecordChange.fact == "finished", RecordChange.before.is_(None)
    )
    answered = exists().where(
        Apology.record_id == Record.id, Apology.turn == FIRST, Apology.state != State.CANCELLED.value
    )
    due = best_due_at()
    ended = Record.state.in_([FileState.DONE.value, FileState.RETURNED.value])
    wanted = select(Record.id).where(ended, Record.finished_at > due, seen, ~answered)
    return set(session.scalars(wanted))


def _waiting(session: Session) -> set[int]:
    """Files with a notice nobody has approved yet: it may have become needless."""
    wanted = select(Apology.record_id).where(Apology.state.in_(OPEN), Apology.turn == FIRST)
    return set(session.scalars(wanted))


def _promised(session: Session, now: datetime) -> set[int]:
    """Files whose new date has passed without a result by then, and of which the upper level does not know."""
    second = select(Apology.record_id).where(Apology.turn == SECOND)
    kept = Record.finished_at.is_not(None) & (Record.finished_at <= Apology.new_due_at)
    alive = [FileState.RECEIVED.value, FileState.DONE.value, FileState.RETURNED.value]
    wanted = (
        select(Apology.record_id)
        .join(Record, Record.id == Apology.record_id)
        .where(Apology.state.in_(PROMISED_STATES), Apology.turn == FIRST, Apology.new_due_at < now)
        .where(~kept | Record.finished_at.is_(None), Record.state.in_(alive), Apology.record_id.not_in(second))
    )
    return set(session.scalars(wanted))


def _moved_on(session: Session) -> set[int]:
    """Files with an approved notice that got a later due than it was written for, of which nobody was asked yet."""
    held = [state.value for state in SIGNED_STATES - {State.CLOSED}]
    alive = [FileState.RECEIVED.value, FileState.DONE.value, FileState.RETURNED.value]
    due = best_due_at()
    wanted = (
        select(Apology.record_id, Apology.detail, due)
        .join(Record, Record.id == Apology.record_id)
        .where(Apology.state.in_(held), Apology.turn == FIRST, Record.state.in_(alive), due > Apology.due_at)
    )
    return {
        record_id
        for record_id, detail, due_at in session.execute(wanted)
        if due_at is not None and detail.get(RECHECKED) != due_at.isoformat()
    }


def list_unsigned(session: Session, before: datetime) -> list[NoticeLine]:
    """Notices drafted before that moment, not approved, of which the upper level has not been told."""
    wanted = _lines().where(Apology.state.in_(OPEN), Apology.created_at < before, Apology.escalated_at.is_(None))
    return [_line(row) for row in session.execute(wanted.order_by(Apology.id))]


def units_with_open(session: Session) -> dict[int, int]:
    """Unit id → how many notices wait there."""
    wanted = select(Apology.unit_id, func.count()).where(Apology.state.in_(OPEN)).group_by(Apology.unit_id)
    return {row[0]: row[1] for row in session.execute(wanted)}
