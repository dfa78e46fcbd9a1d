"""Deciding about a change of the calendar, and carrying it out over the running files in short works.

The calendar changes at once, with the decision. Files follow in works of at most 200, each remembering how far it came:
a process that dies in between is followed by another, and no file is gone through twice.
"""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.errors import Conflict, Invalid
from feedback.foundation.text import clean
from feedback.organisation.queries import unit_path
from feedback.records.actions.clocks import renew_clock
from feedback.records.queries.calendar_decisions import APPLYING, DONE, find_applying, find_move, get_decision
from feedback.records.queries.calendar_moves import clockworks, scan_running
from feedback.records.rules.calendar_moves import Choice, Clockwork, Effect, RunningFile, effects, keep
from feedback.records.tables import CalendarDecision, CalendarMove, Record
from feedback.working_calendar.actions import apply_change
from feedback.working_calendar.queries.proposals import before_of, calendar_stamp, narrowed
from feedback.working_calendar.rules.proposals import STALE, Proposal, as_json, from_json

WORK_FILES = 200
SHORTEST_REASON, LONGEST_REASON = 10, 500
NOTHING_NEW = "Lịch đã đúng như vậy rồi: không có ngày nào hay giờ nào thay đổi. Chưa có gì được ghi."


def decide(
    session: Session, *, actor: Actor, now: datetime, proposal: Proposal, stamp: str, choice: Choice, reason: str
) -> int:
    """Make the calendar what is proposed and write down what happens to the running files; the decision's id.

    Conflict where the calendar is no longer the one that was previewed, or the files of an earlier decision are still
    being gone through; Invalid without a reason, or where nothing would change. Files follow with `apply_next`.
    """
    if calendar_stamp(session, hold=True) != stamp:
        raise Conflict(STALE)
    if find_applying(session) is not None:
        raise Conflict(
            "Quyết định trước về lịch đang được áp dụng cho hồ sơ đang chạy. Xin đợi ít phút rồi xem trước lại; "
            "chưa có gì được ghi."
        )
    why = check_reason(reason)
    change = narrowed(session, proposal.change)
    if not change:
        raise Invalid(NOTHING_NEW)
    row = CalendarDecision(
        unit_id=change.unit_id,
        title=proposal.title,
        document_number=proposal.document_number,
        document_day=proposal.document_day,
        source=proposal.source,
        is_official=proposal.is_official,
        change=as_json(change),
        before=as_json(before_of(session, change)),
        choice=choice.value,
        reason=why,
        actor_name=actor.name,
        actor_login=actor.login,
        decided_at=now,
        told_at=now if choice is Choice.KEEP else None,
    )
    apply_change(session, now=now, change=change, source=proposal.source)
    session.add(row)
    session.flush()
    _note(session, row, actor, now, "calendar.decide")
    return row.id


def check_reason(reason: str) -> str:
    """The reason as it is kept. Invalid where it is no sentence."""
    why = clean(reason)
    if not SHORTEST_REASON <= len(why) <= LONGEST_REASON:
        raise Invalid(
            f"Xin ghi lý do quyết định bằng một câu (từ {SHORTEST_REASON} đến {LONGEST_REASON} chữ): "
            "vì sao tính lại hạn, hoặc vì sao giữ ngày đã in."
        )
    return why


def _note(session: Session, row: CalendarDecision, actor: Actor, now: datetime, verb: str) -> None:
    note(
        session,
        actor=actor,
        now=now,
        verb=verb,
        object_kind="calendar_decision",
        object_id=row.id,
        object_label=row.title,
        unit_id=row.unit_id,
        unit_path=unit_path(session, row.unit_id) if row.unit_id is not None else "",
        detail={"choice": row.choice, "reason": row.reason, "source": row.source},
    )


def apply_next(session: Session, *, now: datetime, decision_id: int) -> int:
    """Carry the decision out for the next files; how many were looked at. Once all are through it does nothing.

    To be called in a transaction of its own, again and again until the decision is done.
    """
    row = session.scalars(
        select(CalendarDecision).where(CalendarDecision.id == decision_id).with_for_update()
    ).one_or_none()
    if row is None or row.state != APPLYING:
        return 0
    files = scan_running(session, from_json(row.change), after_id=row.cursor, take=WORK_FILES)
    _carry_out(session, row, files)
    if len(files) < WORK_FILES:
        row.state, row.finished_at = DONE, now
    if files:
        row.cursor = files[-1].id
    session.flush()
    return len(files)


def _carry_out(session: Session, row: CalendarDecision, files: list[RunningFile]) -> None:
    clocks = clockworks(session, {file.unit_id for file in files}, before=from_json(row.before))
    moves: list[dict[str, Any]] = []
    values: list[dict[str, Any]] = []
    by_unit = sorted(files, key=lambda file: file.unit_id)
    for unit_id, mine in groupby(by_unit, key=lambda file: file.unit_id):
        for effect in effects(mine, clocks[unit_id]):
            values.append(_values(effect, clocks[unit_id], Choice(row.choice)))
            moves += [_move(row, effect)] if effect.moved else []
    if values:
        # Beside the mapper: it would ask for each version one by one. The version moves on all the same, so that an
        # import read before the decision does not write the old due back.
        table = cast(Table, Record.__table__)
        told: dict[str, Any] = {"computed_due_at": bindparam("due"), "computed_provisional": bindparam("unsettled")}
        anew = update(table).where(table.c.id == bindparam("file")).values(**told, version=table.c.version + 1)
        session.connection().execute(anew, values)
        session.expire_all()
    if moves:
        session.execute(insert(CalendarMove), moves)
    if row.choice == Choice.RECOMPUTE.value:
        for file in files:
            if file.extended is not None:
                renew_clock(session, record_id=file.id)


def _values(effect: Effect, clockwork: Clockwork, choice: Choice) -> dict[str, Any]:
    kept = choice is Choice.KEEP or not effect.moved
    unsettled = keep(effect, clockwork) if choice is Choice.KEEP else effect.unsettled
    return {"file": effect.file.id, "due": effect.file.computed if kept else effect.after, "unsettled": unsettled}


def _move(row: CalendarDecision, effect: Effect) -> dict[str, Any]:
    return {
        "decision_id": row.id,
        "record_id": effect.file.id,
        "unit_id": effect.file.unit_id,
        "choice": row.choice,
        "before": effect.file.computed,
        "after": effect.after,
    }


# ── what citizens were told ───────────────────────────────────────────────────────────────────────────────────────────


def record_told(
    session: Session,
    *,
    now: datetime,
    decision_id: int,
    record_id: int,
    promised_before: datetime,
    promised_after: datetime,
) -> bool:
    """Write down that this file's citizen is told of a date the decision moved; False where it was done before."""
    move = find_move(session, decision_id, record_id)
    if move is None:
        record = session.get_one(Record, record_id)
        decision = get_decision(session, decision_id)
        due = record.computed_due_at
        move = CalendarMove(
            decision_id=decision_id,
            record_id=record_id,
            unit_id=record.solving_unit_id,
            choice=decision.choice,
            before=due,
            after=due,
        )
        session.add(move)
    if move.told_at is not None:
        return False
    move.promised_before, move.promised_after, move.told_at = promised_before, promised_after, now
    session.flush()
    return True


def close_telling(session: Session, *, now: datetime, decision_id: int) -> None:
    """Every citizen this decision concerns has been written to."""
    get_decision(session, decision_id).told_at = now
    session.flush()
