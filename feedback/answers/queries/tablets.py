"""Reads: the books of tablets, from what they told and what arrived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from feedback.answers.rules.completeness import Facts, Gap, Numbers, TabletBook, book_of
from feedback.answers.rules.tablets import ReceiptState
from feedback.answers.tables import TabletReceipt
from feedback.collection_points.rules.tablet_time import silent_minutes
from feedback.collection_points.rules.tablets import QUIET, TabletState
from feedback.collection_points.tables import Tablet, TabletDay
from feedback.foundation.clock import at_local
from feedback.organisation.tables import Unit
from feedback.working_calendar.queries import calendar_for

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
    books = [book_of(_facts(session, each, since, end), since, until) for each in _enrolments(session, unit_ids)]
    return [book for book in books if book.days]


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A tablet, and the enrolments that took its place by name. Each answer belongs to the one that numbered it.

    A device that kept its numbers goes on after them (`first_seq`), and may bring answers numbered before; one that
    was wiped starts at one, and what waited on it is gone.
    """

    row: Any
    later: Sequence[Any]

    @property
    def handed_on(self) -> list[Any]:
        """The later enrolments of the same device, as far as it kept its numbers."""
        kept = []
        for each in self.later:
            if each.first_seq == 0:
                break
            kept.append(each)
        return kept

    @property
    def waits(self) -> int:
        """How many answers are still on the device."""
        last: Any = self.handed_on[-1] if self.handed_on else self.row
        wiped = len(self.handed_on) < len(self.later)
        return 0 if wiped else int(last.queue)

    @property
    def last_seq(self) -> int:
        """The last number of this book, as far as anybody told."""
        return max(int(self.row.last_seq), int(self.handed_on[0].first_seq) if self.handed_on else 0)

    @property
    def numbers(self) -> Select[*tuple[Any, ...]]:
        """The numbers of this book that arrived, each once."""
        receipt, row, on = TabletReceipt, self.row, self.handed_on
        wanted = select(receipt.seq, receipt.observed_day, receipt.state)
        if not on:
            return wanted.where(receipt.tablet_id == row.id, receipt.seq > row.first_seq)
        mine = or_(receipt.tablet_id == row.id, receipt.seq <= on[0].first_seq)
        ids = [each.id for each in (row, *on)]
        # A receipt that got lost on the way: the same answer came again after the device was enrolled anew.
        once = select(receipt.seq, func.min(receipt.observed_day).label("observed_day"), func.min(receipt.state))
        return once.where(receipt.tablet_id.in_(ids), receipt.seq > row.first_seq, mine).group_by(receipt.seq)


def _enrolments(session: Session, unit_ids: Collection[int] | None) -> Iterator[Enrolment]:
    """Tablets that were in use at some time, with their unit's name."""
    columns = (
        *(Tablet.id, Tablet.unit_id, Tablet.name, Tablet.state, Tablet.queue, Tablet.first_seq, Tablet.last_seq),
        *(Tablet.last_seen_at, Unit.name.label("unit_name")),
    )
    wanted = select(*columns).join(Unit, Unit.id == Tablet.unit_id).where(Tablet.enrolled_at.is_not(None))
    if unit_ids is not None:
        wanted = wanted.where(Tablet.unit_id.in_(unit_ids))
    rows = session.execute(wanted.order_by(Unit.name_folded, Unit.id, Tablet.name, Tablet.enrolled_at, Tablet.id)).all()
    for number, row in enumerate(rows):
        yield Enrolment(
            row, [each for each in rows[number + 1 :] if (each.unit_id, each.name) == (row.unit_id, row.name)]
        )


def _facts(session: Session, enrolment: Enrolment, since: date, end: datetime) -> Facts:
    row = enrolment.row
    start = _start(session, enrolment, since)
    received, apart = _received(session, enrolment, start.day if start else since)
    days = session.execute(
        select(TabletDay.day, TabletDay.recorded, TabletDay.silent_minutes).where(TabletDay.tablet_id == row.id)
    ).all()
    silent = Counter({each.day: each.silent_minutes for each in days if each.silent_minutes})
    if row.state == TabletState.ACTIVE and row.last_seen_at is not None and end - row.last_seen_at > QUIET:
        silent.update(silent_minutes(calendar_for(session, row.unit_id), row.last_seen_at, end))
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
        received=received,
        apart=apart,
        silent=silent,
        gaps=list(_gaps(session, enrolment, start)),
        counts_days=row.first_seq == 0 and not enrolment.handed_on,
    )


@dataclass(frozen=True, slots=True)
class Start:
    """The last number that arrived before the days asked about, and its day: what is missing before it is of no day
    that is asked about."""

    seq: int
    day: date


def _start(session: Session, enrolment: Enrolment, since: date) -> Start | None:
    """Where the books of these days begin; None when they begin with the tablet's first number."""
    numbers = enrolment.numbers.subquery()
    seq, day = numbers.c[0], numbers.c[1]
    first = session.scalar(select(func.min(seq)).where(day >= since))
    before = select(seq, day).order_by(seq.desc()).limit(1)
    row = session.execute(before if first is None else before.where(seq < first)).one_or_none()
    return None if row is None else Start(row[0], min(row[1], since))


def _received(session: Session, enrolment: Enrolment, since: date) -> tuple[dict[date, int], dict[date, int]]:
    """Day → answers that arrived from that day on, and those of them that are kept apart."""
    numbers = enrolment.numbers.subquery()
    day, state = numbers.c[1], numbers.c[2]
    received: Counter[date] = Counter()
    apart: Counter[date] = Counter()
    wanted = select(day, state, func.count()).where(day >= since).group_by(day, state)
    for when, what, count in session.execute(wanted):
        received[when] += count
        if what == ReceiptState.QUARANTINED:
            apart[when] += count
    return received, apart


def _gaps(session: Session, enrolment: Enrolment, start: Start | None) -> Iterator[Gap]:
    """The numbers that never arrived, from the start to the last one the tablet told of."""
    numbers = enrolment.numbers.subquery()
    seq, day = numbers.c[0], numbers.c[1]
    follows = func.lead(seq).over(order_by=seq).label("follows")
    next_day = func.lead(day, type_=day.type).over(order_by=seq).label("next_day")
    pairs = select(seq.label("seq"), day.label("day"), follows, next_day)
    edges = (pairs if start is None else pairs.where(seq >= start.seq)).subquery()
    holes = select(edges).where(or_(edges.c.follows.is_(None), edges.c.follows > edges.c.seq + 1))
    end = enrolment.last_seq
    if start is None:
        yield from _before_the_first(session, enrolment, end)
    for hole in session.execute(holes.order_by(edges.c.seq)):
        until = end if hole.follows is None else hole.follows - 1
        if until > hole.seq:
            yield Gap(Numbers(hole.seq + 1, until), hole.day, hole.next_day)


def _before_the_first(session: Session, enrolment: Enrolment, end: int) -> Iterator[Gap]:
    """What is missing before the first number that arrived; everything where none did."""
    numbers = enrolment.numbers.subquery()
    first = session.execute(select(numbers.c[0], numbers.c[1]).order_by(numbers.c[0]).limit(1)).one_or_none()
    begin = enrolment.row.first_seq + 1
    last = end if first is None else first[0] - 1
    if last >= begin:
        yield Gap(Numbers(begin, last), None, None if first is None else first[1])
