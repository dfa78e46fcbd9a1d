"""Reads: which answer numbers of tablets arrived, for many books at once: as many statements for one as for hundreds.

Which receipts belong to a book goes into each statement as a table of its own (`Stretch`), so that the database looks
up each tablet by its index and never reads the numbers of years that nobody asks about.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, Date, Integer, Select, Uuid, column, exists, func, or_, select, values
from sqlalchemy.orm import Session, aliased

from feedback.answers.rules.completeness import Gap, Numbers
from feedback.answers.rules.tablets import ReceiptState
from feedback.answers.tables import TabletReceipt

HIGHEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """Numbers above `low` up to `high` of one tablet, counted in the book of `book`.

    A device that was enrolled anew may bring an answer again whose receipt got lost: of the stretches of one book the
    lowest `rank` tells of a number.
    """

    book: UUID
    rank: int
    tablet: UUID
    low: int
    high: int = HIGHEST


@dataclass(frozen=True, slots=True)
class Start:
    """The last number that arrived before the days asked about, and its day: what is missing before it is of no day
    that is asked about."""

    seq: int
    day: date


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What arrived, by book. No start means from the book's first number on."""

    starts: dict[UUID, Start]
    received: dict[UUID, Counter[date]]
    apart: dict[UUID, Counter[date]]
    holes: dict[UUID, list[Any]]

    def gaps(self, book: UUID, begin: int, end: int) -> list[Gap]:
        """The numbers that never arrived, from the start (else from `begin`) to `end`, the last one anybody told of."""
        holes = self.holes[book]
        gaps = [
            Gap(Numbers(hole.seq + 1, end if hole.follows is None else hole.follows - 1), hole.day, hole.next_day)
            for hole in holes
        ]
        if book not in self.starts:
            first = next((hole for hole in holes if hole.comes_after is None), None)
            last, day = (end, None) if first is None else (first.seq - 1, first.day)
            gaps.insert(0, Gap(Numbers(begin, last), None, day))
        return [gap for gap in gaps if gap.numbers.last >= gap.numbers.first]


def arrivals(session: Session, stretches: Sequence[Stretch], since: date) -> Arrivals:
    """What arrived of these stretches from `since` on, and what is missing in between."""
    found = Arrivals({}, defaultdict(Counter), defaultdict(Counter), defaultdict(list))
    if not stretches:
        return found
    found.starts.update(_starts(session, stretches, since))
    _count(session, stretches, since, found)
    for hole in session.execute(_holes(stretches, found.starts)):
        found.holes[hole.book].append(hole)
    return found


def _as_table(stretches: Sequence[Stretch], days: Sequence[date]) -> CTE:
    """The stretches as rows of a statement, each with the day from which its book looks."""
    ids = column("book", Uuid()), column("tablet", Uuid())
    bounds = column("rank", Integer()), column("low", Integer()), column("high", Integer())
    rows = [
        (each.book, each.tablet, each.rank, each.low, each.high, day) for each, day in zip(stretches, days, strict=True)
    ]
    return values(*ids, *bounds, column("since", Date()), name="stretch").data(rows).cte("stretch")


def _starts(session: Session, stretches: Sequence[Stretch], since: date) -> dict[UUID, Start]:
    """Where each book of these days begins."""
    span = _as_table(stretches, [since] * len(stretches))
    numbers = _numbers(span, several=_several(stretches), by_day=True).subquery()
    first = select(numbers.c.book, func.min(numbers.c.seq).label("seq")).group_by(numbers.c.book).subquery()
    receipt = aliased(TabletReceipt)

    def last_before(what: Any) -> Any:
        """Of one stretch: one step in the index, however many numbers lie before it."""
        low, high = receipt.seq > span.c.low, receipt.seq <= span.c.high
        mine = select(what).where(receipt.tablet_id == span.c.tablet, low, high)
        mine = mine.where(receipt.seq < func.coalesce(first.c.seq, HIGHEST))
        return mine.order_by(receipt.seq.desc()).limit(1).correlate(span, first).scalar_subquery()

    wanted = select(span.c.book, last_before(receipt.seq), last_before(receipt.observed_day))
    rows = session.execute(wanted.outerjoin(first, first.c.book == span.c.book).order_by(span.c.rank.desc()))
    found: dict[UUID, Start] = {}
    for book, seq, day in rows:
        if seq is not None and (book not in found or seq >= found[book].seq):
            found[book] = Start(seq, min(day, since))
    return found


def _several(stretches: Sequence[Stretch]) -> bool:
    """Whether a number may have come twice."""
    return any(each.rank for each in stretches)


def _numbers(span: CTE, *, several: bool, by_day: bool = False) -> Select[*tuple[Any, ...]]:
    """Book, number, day and state of what arrived, each number once; `by_day` from each stretch's day on."""
    receipt = TabletReceipt
    # A number plus nothing is found by no index: the days are what narrows such a search down, years of numbers do not.
    seq = receipt.seq + 0 if by_day else receipt.seq
    columns = (receipt.seq.label("seq"), receipt.observed_day.label("day"), receipt.state.label("state"))
    wanted = select(span.c.book, *columns).join(receipt, receipt.tablet_id == span.c.tablet)
    wanted = wanted.where(seq > span.c.low, seq <= span.c.high)
    if by_day:
        wanted = wanted.where(receipt.observed_day >= span.c.since)
    if not several:
        return wanted
    other, twin = span.alias("other"), aliased(TabletReceipt)
    earlier = (other.c.book == span.c.book, other.c.rank < span.c.rank, twin.tablet_id == other.c.tablet)
    again = exists().where(*earlier, twin.seq == receipt.seq, twin.seq > other.c.low, twin.seq <= other.c.high)
    return wanted.where(or_(span.c.rank == 0, ~again))


def _count(session: Session, stretches: Sequence[Stretch], since: date, found: Arrivals) -> None:
    """Day → answers that arrived from the start's day on, and those of them that are kept apart."""
    starts = [found.starts.get(each.book) for each in stretches]
    span = _as_table(stretches, [since if start is None else start.day for start in starts])
    days = _numbers(span, several=_several(stretches), by_day=True).subquery()
    keys = (days.c.book, days.c.day, days.c.state)
    for book, day, state, count in session.execute(select(*keys, func.count()).group_by(*keys)):
        found.received[book][day] += count
        if state == ReceiptState.QUARANTINED:
            found.apart[book][day] += count


def _holes(stretches: Sequence[Stretch], starts: dict[UUID, Start]) -> Select[*tuple[Any, ...]]:
    """The numbers with none right after them, and the first of each book, from the start on."""
    ahead = [
        replace(each, low=max(each.low, starts[each.book].seq - 1)) if each.book in starts else each
        for each in stretches
    ]
    span = _as_table(ahead, [date.min] * len(ahead))
    seen = _numbers(span, several=_several(ahead)).subquery()
    window: dict[str, Any] = {"partition_by": seen.c.book, "order_by": seen.c.seq}
    follows = func.lead(seen.c.seq).over(**window).label("follows")
    next_day = func.lead(seen.c.day, type_=seen.c.day.type).over(**window).label("next_day")
    comes_after = func.lag(seen.c.seq).over(**window).label("comes_after")
    pairs = select(seen.c.book, seen.c.seq, seen.c.day, follows, next_day, comes_after).subquery()
    hole = or_(pairs.c.follows.is_(None), pairs.c.follows > pairs.c.seq + 1, pairs.c.comes_after.is_(None))
    return select(pairs).where(hole).order_by(pairs.c.book, pairs.c.seq)
