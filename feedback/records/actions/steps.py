"""Steps of a file at several agencies: what a source or a desk tells is kept, and every difference is history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.organisation.queries import get_unit
from feedback.records.actions.supplements import get_record, told_change
from feedback.records.rules import Stamp
from feedback.records.rules.steps import StepFacts, check_step
from feedback.records.rules.supplements import Origin
from feedback.records.tables import Record, RecordChange, RecordStep


def tell_steps(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    record_id: int,
    told: Sequence[StepFacts],
    origin: Origin = Origin.SOURCE,
) -> bool:
    """Take in what is told of a file's steps; whether anything was new.

    A step is known by its agency and the moment it took the file over. Told again it changes nothing; a due or a
    handing over told anew replaces the old one, which stays in the history; what is left empty takes nothing back.
    Invalid for times that cannot be, NotFound without the file or the agency.
    """
    record = get_record(session, record_id)
    received = Stamp(record.received_at, record.received_has_time)
    rows = session.scalars(select(RecordStep).where(RecordStep.record_id == record_id))
    known = {(row.unit_id, row.received_at): row for row in rows}
    changes: list[RecordChange] = []
    for each in told:
        step = check_step(each, received, now)
        get_unit(session, step.unit_id)
        row = known.get((step.unit_id, step.received_at))
        before = None if row is None else _written(session, row)
        if row is None:
            row = _new(record_id, step, origin, actor, now)
            session.add(row)
            known[step.unit_id, step.received_at] = row
        else:
            row.due_at = step.due_at or row.due_at
            row.handed_over_at = step.handed_over_at or row.handed_over_at
        after = _written(session, row)
        if before != after:
            row.told_at, row.actor_name, row.actor_login = now, actor.name, actor.login
            changes.append(told_change(record_id, now, "step", before, after))
    if changes:
        session.add_all(changes)
        session.flush()
        _note(session, actor, now, record, len(changes))
    return bool(changes)


def _new(record_id: int, step: StepFacts, origin: Origin, actor: Actor, now: datetime) -> RecordStep:
    return RecordStep(
        record_id=record_id,
        unit_id=step.unit_id,
        received_at=step.received_at,
        due_at=step.due_at,
        handed_over_at=step.handed_over_at,
        origin=origin.value,
        told_at=now,
        actor_name=actor.name,
        actor_login=actor.login,
    )


def _written(session: Session, row: RecordStep) -> str:
    """A step in one line of history."""
    moments = (row.received_at, row.due_at, row.handed_over_at)
    said = "/".join(Stamp(at, True).local_iso if at is not None else "" for at in moments)
    return f"{said} {get_unit(session, row.unit_id).name}"


def _note(session: Session, actor: Actor, now: datetime, record: Record, count: int) -> None:
    note(
        session,
        actor=actor,
        now=now,
        verb="records.step",
        object_kind="record",
        object_id=record.id,
        object_label=record.code,
        unit_id=record.solving_unit_id,
        detail={"count": count},
    )
