"""Steps of a file at several agencies: what a source or a desk tells is kept, and every difference is history."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.organisation.queries import get_unit
from feedback.records.actions.telling import News, Teller, Telling, get_records, take_in
from feedback.records.queries.known import CHUNK
from feedback.records.rules import Stamp
from feedback.records.rules.steps import StepFacts, check_step
from feedback.records.rules.supplements import Origin
from feedback.records.tables import Record, RecordStep


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
    news = tell_steps_of(session, actor=actor, now=now, told={record_id: told}, origin=origin)
    return record_id in news.changed


def tell_steps_of(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    told: Mapping[int, Sequence[StepFacts]],
    origin: Origin = Origin.SOURCE,
    older: Collection[int] = (),
) -> News:
    """`tell_steps` for several files by their ids, in a handful of statements for all of them.

    `older` are those known from a later moment than this telling speaks of: it adds what is missing there and
    replaces nothing.
    """
    records = get_records(session, told)
    known = _known_steps(session, told)
    units = {step.unit_id for steps in told.values() for step in steps}
    names = {unit_id: get_unit(session, unit_id).name for unit_id in units}
    tellings = [_telling(each, record, origin, actor, now) for record in records.values() for each in told[record.id]]
    taken = take_in(session, Teller(actor, now, "step", older), tellings, known, partial(_written, names))
    for record_id, count in taken.counts.items():
        _note(session, actor, now, records[record_id], count)
    return taken.news


def _telling(
    told: StepFacts, record: Record, origin: Origin, actor: Actor, now: datetime
) -> Telling[tuple[int, int, datetime], RecordStep]:
    step = check_step(told, Stamp(record.received_at, record.received_has_time), now)
    values = {"due_at": step.due_at, "handed_over_at": step.handed_over_at}
    key = (record.id, step.unit_id, step.received_at)
    return Telling(record.id, key, partial(_new, record.id, step, origin, actor, now), values)


def _known_steps(session: Session, record_ids: Iterable[int]) -> dict[tuple[int, int, datetime], RecordStep]:
    """What was told so far, by file, agency and moment of taking over."""
    ids = list(record_ids)
    found: dict[tuple[int, int, datetime], RecordStep] = {}
    for start in range(0, len(ids), CHUNK):
        query = select(RecordStep).where(RecordStep.record_id.in_(ids[start : start + CHUNK]))
        found |= {(row.record_id, row.unit_id, row.received_at): row for row in session.scalars(query)}
    return found


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


def _written(names: Mapping[int, str], row: RecordStep) -> str:
    """A step in one line of history."""
    moments = (row.received_at, row.due_at, row.handed_over_at)
    said = "/".join(Stamp(at, True).local_iso if at is not None else "" for at in moments)
    return f"{said} {names[row.unit_id]}"


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
