"""Reads: the books of tablets, from what they told and what arrived."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.answers.queries.tablet_numbers import Arrivals, Stretch, arrivals
from feedback.answers.rules.completeness import Facts, TabletBook, book_of
from feedback.collection_points.rules.tablet_time import silent_minutes
from feedback.collection_points.rules.tablets import QUIET, TabletState
from feedback.collection_points.tables import Tablet, TabletDay
from feedback.foundation.clock import at_local
from feedback.organisation.tables import Unit
from feedback.working_calendar.queries import calendars_for

ONE_DAY = timedelta(days=1)


def completeness(
    session: Session, unit_ids: Collection[int] | None, since: date, until: date, *, now: datetime | None = None
) -> list[TabletBook]:
    """The book of each tablet of these units (None: of all) over these days, by unit and name.

    A silence that goes on is counted up to `now`, without it to the end of `until`. Tablets with nothing to tell of
    these days are left out, and those that were never let in.
    """
    end = at_local(until + ONE_DAY)
    end = end if now is None else min(now, end)
    enrolments = list(_enrolments(session, unit_ids))
    known = _Known(
        arrivals(session, [each for enrolment in enrolments for each in enrolment.stretches], since),
        _days(session, enrolments),
        _silences(session, enrolments, end),
    )
    books = [book_of(_facts(each, known), since, until) for each in enrolments]
    return [book for book in books if book.days]


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A tablet, and the later enrolments of the same device. Each answer belongs to the one that numbered it.

    A device that kept its numbers goes on after them (`first_seq`), and may bring answers numbered before. `replaced`:
    a device that remembers nothing of it has its place, a wiped or another one; what waited is gone.
    """

    row: Any
    handed_on: Sequence[Any]
    replaced: bool

    @property
    def waits(self) -> int:
        """How many answers are still on the device."""
        last: Any = self.handed_on[-1] if self.handed_on else self.row
        return 0 if self.replaced else int(last.queue)

    @property
    def last_seq(self) -> int:
        """The last number of this book, as far as anybody told."""
        return max(int(self.row.last_seq), int(self.handed_on[0].first_seq) if self.handed_on else 0)

    @property
    def stretches(self) -> list[Stretch]:
        """The numbers of this book, by the tablet that may have brought them."""
        row, on = self.row, self.handed_on
        mine = Stretch(row.id, 0, row.id, row.first_seq)
        return [mine, *(Stretch(row.id, n, each.id, row.first_seq, on[0].first_seq) for n, each in enumerate(on, 1))]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read of all tablets at once."""

    arrivals: Arrivals
    days: Mapping[UUID, Sequence[Any]]
    silences: Mapping[UUID, Mapping[date, int]]


def _enrolments(session: Session, unit_ids: Collection[int] | None) -> Iterator[Enrolment]:
    """Tablets that were in use at some time, with their unit's name."""
    columns = (
        *(Tablet.id, Tablet.unit_id, Tablet.name, Tablet.state, Tablet.queue, Tablet.first_seq, Tablet.last_seq),
        *(Tablet.continues, Tablet.last_seen_at, Unit.name.label("unit_name")),
    )
    wanted = select(*columns).join(Unit, Unit.id == Tablet.unit_id).where(Tablet.enrolled_at.is_not(None))
    if unit_ids is not None:
        wanted = wanted.where(Tablet.unit_id.in_(unit_ids))
    rows = session.execute(wanted.order_by(Unit.name_folded, Unit.id, Tablet.name, Tablet.enrolled_at, Tablet.id)).all()
    goes_on = {row.continues: row for row in reversed(rows) if row.continues is not None}
    in_place = {(row.unit_id, row.name): row.id for row in rows}
    for row in rows:
        chain = [row]
        while (following := goes_on.get(chain[-1].id)) is not None and following not in chain:
            chain.append(following)
        last = chain[-1]
        yield Enrolment(row, chain[1:], replaced=in_place[last.unit_id, last.name] != last.id)


def _days(session: Session, enrolments: Sequence[Enrolment]) -> dict[UUID, list[Any]]:
    """What each tablet told of its days."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    if enrolments:
        columns = (TabletDay.tablet_id, TabletDay.day, TabletDay.recorded, TabletDay.silent_minutes)
        ids = [each.row.id for each in enrolments]
        for day in session.execute(select(*columns).where(TabletDay.tablet_id.in_(ids))):
            found[day.tablet_id].append(day)
    return found


def _silences(session: Session, enrolments: Sequence[Enrolment], end: datetime) -> dict[UUID, dict[date, int]]:
    """Tablet → day → office minutes of a silence that goes on."""
    rows = [each.row for each in enrolments if each.row.state == TabletState.ACTIVE and each.row.last_seen_at]
    silent = [row for row in rows if end - row.last_seen_at > QUIET]
    calendars = calendars_for(session, {row.unit_id for row in silent})
    return {row.id: silent_minutes(calendars[row.unit_id], row.last_seen_at, end) for row in silent}


def _facts(enrolment: Enrolment, known: _Known) -> Facts:
    row, days = enrolment.row, known.days.get(enrolment.row.id, ())
    silent = Counter({each.day: each.silent_minutes for each in days if each.silent_minutes})
    silent.update(known.silences.get(row.id, {}))
    return Facts(
        tablet_id=row.id,
        unit_id=row.unit_id,
        unit_name=row.unit_name,
        name=row.name,
        state=row.state,
        waits=enrolment.waits,
        first_seq=row.first_seq,
        last_seq=enrolment.last_seq,
        last_seen_at=row.last_seen_at,
        ended=row.state == TabletState.REVOKED,
        told={each.day: each.recorded for each in days if each.recorded},
        received=known.arrivals.received[row.id],
        apart=known.arrivals.apart[row.id],
        silent=silent,
        gaps=known.arrivals.gaps(row.id, row.first_seq + 1, enrolment.last_seq),
        counts_days=row.first_seq == 0 and not enrolment.handed_on,
    )
