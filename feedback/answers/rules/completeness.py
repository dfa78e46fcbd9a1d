"""The book of a tablet: what it says it recorded, what arrived, what still waits on it, and what was lost.

Answers are numbered on the tablet one after another, so a number that never arrived is an answer that is missing. As
many of the highest missing ones as the tablet says still wait on it are waiting; the others are lost. What the tablet
told of its days tells on which day they were given, and stands in for the numbers where those began anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from feedback.foundation.words import moment, number


@dataclass(frozen=True, slots=True)
class Numbers:
    """Answer numbers from `first` to `last`, both included."""

    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers that never arrived, and the days of the answers before and after them (None where there is none)."""

    numbers: Numbers
    after: date | None
    before: date | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one tablet. `told` and `received`: day → answers; `silent`: day → minutes of office hours.

    `received` and `gaps` may begin with the days asked about. `waits` is how many answers the tablet says are on it;
    `counts_days` whether its day counts are all its own.
    """

    tablet_id: UUID
    unit_id: int
    unit_name: str
    name: str
    state: str
    waits: int
    first_seq: int
    last_seq: int
    last_seen_at: datetime | None
    ended: bool
    told: Mapping[date, int]
    received: Mapping[date, int]
    apart: Mapping[date, int]
    silent: Mapping[date, int]
    gaps: Sequence[Gap]
    counts_days: bool = True


@dataclass(frozen=True, slots=True)
class BookDay:
    """One day of one tablet: always recorded = received + waiting + lost. `apart` of the received are in quarantine."""

    day: date
    recorded: int
    received: int
    apart: int
    waiting: int
    lost: int
    missing: tuple[Numbers, ...]
    silent_minutes: int

    @property
    def words(self) -> str:
        """ghi 412, nhận 405, mất 7 (số 406–412)"""
        said = f"ghi {number(self.recorded)}, nhận {number(self.received)}"
        if self.waiting:
            said += f", đang chờ {number(self.waiting)}"
        if self.lost or not self.waiting:
            said += f", mất {number(self.lost)}"
        return said + (f" ({say_numbers(self.missing)})" if self.missing else "")


@dataclass(frozen=True, slots=True)
class TabletBook:
    """One tablet over some days; days with nothing to tell are left out. Sums are of these days alone."""

    tablet_id: UUID
    unit_id: int
    unit_name: str
    name: str
    state: str
    last_seen_at: datetime | None
    ended: bool
    days: tuple[BookDay, ...] = field(default=())

    @property
    def recorded(self) -> int:
        return sum(each.recorded for each in self.days)

    @property
    def received(self) -> int:
        return sum(each.received for each in self.days)

    @property
    def apart(self) -> int:
        return sum(each.apart for each in self.days)

    @property
    def waiting(self) -> int:
        return sum(each.waiting for each in self.days)

    @property
    def lost(self) -> int:
        return sum(each.lost for each in self.days)

    @property
    def missing(self) -> tuple[Numbers, ...]:
        return tuple(joined(numbers for each in self.days for numbers in each.missing))

    @property
    def silent_minutes(self) -> int:
        return sum(each.silent_minutes for each in self.days)

    @property
    def words(self) -> str:
        """ghi 412, nhận 405, mất 7 (số 406–412)"""
        sums = (self.recorded, self.received, self.apart, self.waiting, self.lost)
        return BookDay(date.min, *sums, self.missing, self.silent_minutes).words

    @property
    def ending(self) -> str:
        """What nobody can know of a tablet that is gone; nothing for one in use."""
        if not self.ended:
            return ""
        return f"lần liên lạc cuối {moment(self.last_seen_at)}; phiếu ghi sau đó không biết được"


def say_numbers(ranges: Sequence[Numbers]) -> str:
    """số 406–412, 415"""
    return "số " + ", ".join(str(each.first) if len(each) == 1 else f"{each.first}–{each.last}" for each in ranges)


def joined(ranges: Iterable[Numbers]) -> Iterator[Numbers]:
    """Ranges in order, neighbours as one."""
    before: Numbers | None = None
    for each in sorted(ranges, key=lambda numbers: numbers.first):
        if before is not None and each.first == before.last + 1:
            before = Numbers(before.first, each.last)
            continue
        if before is not None:
            yield before
        before = each
    if before is not None:
        yield before


def book_of(facts: Facts, since: date, until: date) -> TabletBook:
    """The tablet's book from `since` to `until`, both days included; worked out from everything ever known of it."""
    lost, waiting = _split(_gaps(facts), facts.waits)
    short = {day: facts.told.get(day, 0) - facts.received.get(day, 0) for day in facts.told}
    lost_on = _by_day(lost, short, facts)
    waiting_on = _by_day(waiting, short, facts)
    days = sorted({*facts.received, *facts.silent, *lost_on, *waiting_on, *(d for d in facts.told if facts.told[d])})
    return TabletBook(
        tablet_id=facts.tablet_id,
        unit_id=facts.unit_id,
        unit_name=facts.unit_name,
        name=facts.name,
        state=facts.state,
        last_seen_at=facts.last_seen_at,
        ended=facts.ended,
        days=tuple(_day(day, facts, lost_on, waiting_on) for day in days if since <= day <= until),
    )


Spread = Mapping[date, Sequence[Numbers]]


def _day(day: date, facts: Facts, lost_on: Spread, waiting_on: Spread) -> BookDay:
    received = facts.received.get(day, 0)
    lost, waiting = (sum(map(len, spread.get(day, ()))) for spread in (lost_on, waiting_on))
    return BookDay(
        day=day,
        recorded=received + waiting + lost,
        received=received,
        apart=facts.apart.get(day, 0),
        waiting=waiting,
        lost=lost,
        missing=tuple(joined(lost_on.get(day, ()))),
        silent_minutes=facts.silent.get(day, 0),
    )


def _gaps(facts: Facts) -> list[Gap]:
    """The gaps in the numbers, and at their end as many more as the day counts know of and the numbers do not."""
    gaps = [gap for each in facts.gaps if (gap := _up_to(each, facts.last_seq)) is not None]
    if not facts.counts_days:
        return gaps
    more = sum(facts.told.values()) - (facts.last_seq - facts.first_seq)
    if more > 0:
        latest = max(facts.received, default=None)
        gaps.append(Gap(Numbers(facts.last_seq + 1, facts.last_seq + more), latest, None))
    return gaps


def _up_to(gap: Gap, last: int) -> Gap | None:
    """Without the numbers after the last one told in good faith: of what a revoked tablet makes up nothing is lost."""
    first, end = gap.numbers.first, min(gap.numbers.last, last)
    return Gap(Numbers(first, end), gap.after, gap.before) if first <= end else None


def _split(gaps: Sequence[Gap], waits: int) -> tuple[list[Gap], list[Gap]]:
    """Lost and waiting: a tablet sends in order, so what still waits are the highest of the missing numbers."""
    lost: list[Gap] = []
    waiting: list[Gap] = []
    for gap in reversed(gaps):
        here = min(waits, len(gap.numbers))
        waits -= here
        edge = gap.numbers.last - here
        if here:
            waiting.append(Gap(Numbers(edge + 1, gap.numbers.last), gap.after, gap.before))
        if edge >= gap.numbers.first:
            lost.append(Gap(Numbers(gap.numbers.first, edge), gap.after, gap.before))
    return lost[::-1], waiting[::-1]


def _by_day(gaps: Sequence[Gap], short: dict[date, int], facts: Facts) -> dict[date, list[Numbers]]:
    """Give each missing number its day: one on which the tablet told of more than arrived, between its neighbours."""
    found: dict[date, list[Numbers]] = {}
    for gap in gaps:
        first = gap.numbers.first
        for day, room in _days_for(gap, short, facts):
            take = min(room, gap.numbers.last - first + 1)
            if take > 0:
                found.setdefault(day, []).append(Numbers(first, first + take - 1))
                short[day] = short.get(day, 0) - take
                first += take
    return found


def _days_for(gap: Gap, short: Mapping[date, int], facts: Facts) -> list[tuple[date, int]]:
    """Days in order with how many are missing on each; the last takes whatever no day count knows of."""
    fits = [
        (day, short[day])
        for day in sorted(short)
        if short[day] > 0 and (gap.after is None or gap.after <= day) and (gap.before is None or day <= gap.before)
    ]
    otherwise = gap.after or gap.before or max(facts.told, default=None)
    if otherwise is None:
        otherwise = facts.last_seen_at.date() if facts.last_seen_at else date.min
    return [*fits, (otherwise, len(gap.numbers))]
