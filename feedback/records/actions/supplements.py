"""Supplements of a file: what a source or a desk tells is kept, and every difference is history."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.records.actions.clocks import renew_clocks_of
from feedback.records.actions.telling import News, Teller, Telling, get_records, take_in
from feedback.records.queries.known import CHUNK, as_stamp
from feedback.records.rules import Stamp
from feedback.records.rules.supplements import Kind, Origin, SupplementFacts, check_before_result, check_told
from feedback.records.tables import Record, RecordSupplement


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
    news = tell_supplements_of(session, actor=actor, now=now, told={record_id: told}, origin=origin)
    return record_id in news.changed


def tell_supplements_of(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    told: Mapping[int, Sequence[SupplementFacts]],
    origin: Origin = Origin.SOURCE,
    older: Collection[int] = (),
) -> News:
    """`tell_supplements` for several files by their ids, in a handful of statements for all of them.

    `older` are those known from a later moment than this telling speaks of: it adds what is missing there and
    replaces nothing.
    """
    records = get_records(session, told)
    known = _told_rows(session, told)
    tellings = [_telling(each, record, origin, actor, now) for record in records.values() for each in told[record.id]]
    taken = take_in(session, Teller(actor, now, "supplement", older), tellings, known, _written)
    if taken.counts:
        renew_clocks_of(session, record_ids=list(taken.counts))
        for record_id, count in taken.counts.items():
            _note(session, actor, now, records[record_id], count)
    return taken.news


def _telling(
    told: SupplementFacts, record: Record, origin: Origin, actor: Actor, now: datetime
) -> Telling[tuple[int, datetime], RecordSupplement]:
    facts = _check(told, record, origin, now)
    values = {"answered_at": facts.answered_at, "note": facts.note}
    return Telling(record.id, (record.id, facts.asked_at), partial(_new, record.id, facts, origin, actor, now), values)


def _check(told: SupplementFacts, record: Record, origin: Origin, now: datetime) -> SupplementFacts:
    facts = check_told(told, Stamp(record.received_at, record.received_has_time), now)
    if origin is Origin.DESK:
        check_before_result(facts, as_stamp(record.finished_at, record.finished_has_time))
    return facts


def _told_rows(session: Session, record_ids: Iterable[int]) -> dict[tuple[int, datetime], RecordSupplement]:
    """What was told so far, by file and moment of asking."""
    ids, told = list(record_ids), RecordSupplement.origin != Origin.IMPORT.value
    found: dict[tuple[int, datetime], RecordSupplement] = {}
    for start in range(0, len(ids), CHUNK):
        mine = RecordSupplement.record_id.in_(ids[start : start + CHUNK])
        found |= {
            (row.record_id, row.asked_at): row for row in session.scalars(select(RecordSupplement).where(mine, told))
        }
    return found


def _new(record_id: int, facts: SupplementFacts, origin: Origin, actor: Actor, now: datetime) -> RecordSupplement:
    return RecordSupplement(
        record_id=record_id,
        asked_at=facts.asked_at,
        answered_at=facts.answered_at,
        note=facts.note,
        kind=Kind.SUPPLEMENT.value,
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
