"""Supplements of a file: what a source or a desk tells is kept, and every difference is history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import NamedTuple, cast

from sqlalchemy import Table, insert, inspect, select
from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.database import Base
from feedback.foundation.errors import NotFound
from feedback.records.actions.clocks import renew_clocks_of
from feedback.records.queries.known import CHUNK, as_stamp
from feedback.records.rules import Stamp
from feedback.records.rules.supplements import Kind, Origin, SupplementFacts, check_before_result, check_told
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
    news = tell_supplements_of(session, actor=actor, now=now, told={record_id: told}, origin=origin)
    return record_id in news.changed


class News(NamedTuple):
    """Of which files (ids) anything was new, and of which something was held back because it is older."""

    changed: frozenset[int]
    held_back: frozenset[int]


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
    changes: dict[int, list[RecordChange]] = defaultdict(list)
    held_back = set()
    for record_id, record in records.items():
        for each in told[record_id]:
            facts = _check(each, record, origin, now)
            row = known.get((record_id, facts.asked_at))
            if row is None:
                row = known[record_id, facts.asked_at] = _new(record_id, facts, origin, actor, now)
                changes[record_id].append(told_change(record_id, now, "supplement", None, _written(row)))
                continue
            before = _written(row)
            if fill(row, {"answered_at": facts.answered_at, "note": facts.note}, record_id in older):
                held_back.add(record_id)
            if before != _written(row):
                row.told_at, row.actor_name, row.actor_login = now, actor.name, actor.login
                changes[record_id].append(told_change(record_id, now, "supplement", before, _written(row)))
    if changes:
        insert_all(session, [row for row in known.values() if not inspect(row).persistent])
        insert_all(session, list(chain.from_iterable(changes.values())))
        session.flush()
        renew_clocks_of(session, record_ids=list(changes))
        for record_id, some in changes.items():
            _note(session, actor, now, records[record_id], len(some))
    return News(frozenset(changes), frozenset(held_back))


def _check(told: SupplementFacts, record: Record, origin: Origin, now: datetime) -> SupplementFacts:
    facts = check_told(told, Stamp(record.received_at, record.received_has_time), now)
    if origin is Origin.DESK:
        check_before_result(facts, as_stamp(record.finished_at, record.finished_has_time))
    return facts


def fill(row: object, told: Mapping[str, object], older: bool) -> bool:
    """Set what is told and not empty; of an older telling only what is empty so far. Whether anything was held back."""
    held_back = False
    for name, value in told.items():
        there = getattr(row, name)
        if not value or value == there:
            continue
        if older and there:
            held_back = True
        else:
            setattr(row, name, value)
    return held_back


def insert_all(session: Session, rows: Sequence[Base]) -> None:
    """Write new rows in one statement: asked for the number of each, SQLite takes them one by one."""
    if rows:
        table = cast("Table", type(rows[0]).__table__)
        names = [column.name for column in table.columns if column.name != "id"]
        session.execute(insert(table), [{name: getattr(row, name) for name in names} for row in rows])


def get_records(session: Session, record_ids: Iterable[int]) -> dict[int, Record]:
    """The files' rows by id, locked in that order where the database locks rows. NotFound unless all are there."""
    ids = sorted(record_ids)
    found: dict[int, Record] = {}
    for start in range(0, len(ids), CHUNK):
        query = select(Record).where(Record.id.in_(ids[start : start + CHUNK])).order_by(Record.id).with_for_update()
        found |= {record.id: record for record in session.scalars(query)}
    if len(found) < len(ids):
        raise NotFound("Không có hồ sơ này.")
    return found


def told_change(record_id: int, now: datetime, fact: str, before: str | None, after: str) -> RecordChange:
    """What was told of a file by itself, outside any import, as a line of its history."""
    return RecordChange(record_id=record_id, import_id=None, at=now, fact=fact, before=before, after=after, flags=[])


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
