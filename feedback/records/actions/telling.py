"""What is told of a file beside its row (supplements, steps): known by its key, and every difference is history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Generic, NamedTuple, TypeVar, cast

from sqlalchemy import Table, insert, inspect, select
from sqlalchemy.orm import Session

from feedback.foundation.actors import Actor
from feedback.foundation.database import Base
from feedback.foundation.errors import NotFound
from feedback.records.queries.known import CHUNK
from feedback.records.tables import Record, RecordChange, RecordStep, RecordSupplement

Row = TypeVar("Row", RecordStep, RecordSupplement)
Key = TypeVar("Key", bound=Hashable)


class News(NamedTuple):
    """Of which files (ids) anything was new, and of which something was held back because it is older."""

    changed: frozenset[int]
    held_back: frozenset[int]


class Taken(NamedTuple):
    """How many lines of history each file (id) got, and the same in words of `News`."""

    counts: Mapping[int, int]
    news: News


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells, when, what it is called in the history, and of which files it speaks of an older moment."""

    actor: Actor
    now: datetime
    fact: str
    older: Collection[int]


@dataclass(frozen=True, slots=True)
class Telling(Generic[Key, Row]):
    """One thing told: what it is known by, how it is written when new, and what may be filled in when known."""

    record_id: int
    key: Key
    new: Callable[[], Row]
    values: Mapping[str, object]


def take_in(
    session: Session,
    teller: Teller,
    tellings: Iterable[Telling[Key, Row]],
    known: MutableMapping[Key, Row],
    written: Callable[[Row], str],
) -> Taken:
    """Write what is new, fill in what was empty or told anew; `written` is a row in one line of history.

    Of the files told of from an older moment nothing is replaced. Everything is flushed; the deed's audit note and
    what follows from it are the caller's.
    """
    changes: dict[int, list[RecordChange]] = defaultdict(list)
    held_back = set()
    for each in tellings:
        record_id = each.record_id
        row = known.get(each.key)
        if row is None:
            row = known[each.key] = each.new()
            changes[record_id].append(_change(record_id, teller, None, written(row)))
            continue
        before = written(row)
        if _fill(row, each.values, record_id in teller.older):
            held_back.add(record_id)
        if before != written(row):
            row.told_at, row.actor_name, row.actor_login = teller.now, teller.actor.name, teller.actor.login
            changes[record_id].append(_change(record_id, teller, before, written(row)))
    if changes:
        _insert_all(session, [row for row in known.values() if not inspect(row).persistent])
        _insert_all(session, list(chain.from_iterable(changes.values())))
        session.flush()
    counts = {record_id: len(some) for record_id, some in changes.items()}
    return Taken(counts, News(frozenset(counts), frozenset(held_back)))


def _fill(row: object, told: Mapping[str, object], older: bool) -> bool:
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


def _insert_all(session: Session, rows: Sequence[Base]) -> None:
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


def _change(record_id: int, teller: Teller, before: str | None, after: str) -> RecordChange:
    """What was told of a file by itself, outside any import, as a line of its history."""
    return RecordChange(
        record_id=record_id, import_id=None, at=teller.now, fact=teller.fact, before=before, after=after, flags=[]
    )
