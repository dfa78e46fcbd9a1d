"""Supplements of a file: what a source or a desk tells is kept, and every difference is history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.errors import NotFound
from feedback.records.actions.clocks import renew_clock
from feedback.records.queries.known import as_stamp
from feedback.records.rules import Stamp
from feedback.records.rules.supplements import Origin, SupplementFacts, check_before_result, check_told
from feedback.records.tables import Record, RecordChange, RecordSupplement


def tell_supplements(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    record_id: int,
    told: Sequence[SupplementFacts],
    origin: Origin = Origin.SOURCE,
) -> bool:
    """Take in what is told of a file's supplements; whether anything was new.

    A request is known by the moment it was asked at. Told again it changes nothing; an answer or a note told anew
    replaces the old one, which stays in the history; an answer left empty takes none back. Invalid for times that
    cannot be, NotFound without the file.
    """
    record = get_record(session, record_id)
    received = Stamp(record.received_at, record.received_has_time)
    known = {row.asked_at: row for row in _told_rows(session, record_id)}
    changes: list[RecordChange] = []
    for each in told:
        facts = check_told(each, received, now)
        if origin is Origin.DESK:
            check_before_result(facts, as_stamp(record.finished_at, record.finished_has_time))
        row = known.get(facts.asked_at)
        before = None if row is None else _written(row)
        if row is None:
            row = _new(record_id, facts, origin, actor, now)
            session.add(row)
            known[facts.asked_at] = row
        else:
            row.answered_at = facts.answered_at or row.answered_at
            row.note = facts.note or row.note
        if before != _written(row):
            row.told_at, row.actor_name, row.actor_login = now, actor.name, actor.login
            changes.append(told_change(record_id, now, "supplement", before, _written(row)))
    if changes:
        session.add_all(changes)
        session.flush()
        renew_clock(session, record_id=record_id)
        _note(session, actor, now, record, len(changes))
    return bool(changes)


def get_record(session: Session, record_id: int) -> Record:
    """The file's row, locked where the database locks rows."""
    record = session.scalar(select(Record).where(Record.id == record_id).with_for_update())
    if record is None:
        raise NotFound("Không có hồ sơ này.")
    return record


def told_change(record_id: int, now: datetime, fact: str, before: str | None, after: str) -> RecordChange:
    """What was told of a file by itself, outside any import, as a line of its history."""
    return RecordChange(record_id=record_id, import_id=None, at=now, fact=fact, before=before, after=after, flags=[])


def _told_rows(session: Session, record_id: int) -> Sequence[RecordSupplement]:
    told = RecordSupplement.origin != Origin.IMPORT.value
    return session.scalars(select(RecordSupplement).where(RecordSupplement.record_id == record_id, told)).all()


def _new(record_id: int, facts: SupplementFacts, origin: Origin, actor: Actor, now: datetime) -> RecordSupplement:
    return RecordSupplement(
        record_id=record_id,
        asked_at=facts.asked_at,
        answered_at=facts.answered_at,
        note=facts.note,
        origin=origin.value,
        import_id=None,
        told_at=now,
        first_told_at=now,
        actor_name=actor.name,
        actor_login=actor.login,
    )


def _written(row: RecordSupplement) -> str:
    """A supplement in one line of history."""
    ends = [Stamp(at, True).local_iso if at is not None else "" for at in (row.asked_at, row.answered_at)]
    return "/".join(ends) + (f" {row.note}" if row.note else "")


def _note(session: Session, actor: Actor, now: datetime, record: Record, count: int) -> None:
    note(
        session,
        actor=actor,
        now=now,
        verb="records.supplement",
        object_kind="record",
        object_id=record.id,
        object_label=record.code,
        unit_id=record.solving_unit_id,
        detail={"count": count},
    )
