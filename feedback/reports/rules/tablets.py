"""The books of tablets in a weekly report: each tablet's days, what came late for weeks already told, their sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from feedback.answers.rules.completeness import Numbers, TabletBook


@dataclass(frozen=True, slots=True)
class TabletDay:
    """One day of one tablet: recorded = received + waiting + lost; `apart` of the received are in quarantine.

    `missing` are the lost numbers as first and last; `silent_minutes` are minutes of office hours without a sign.
    """

    day: date
    recorded: int
    received: int
    apart: int
    waiting: int
    lost: int
    missing: tuple[tuple[int, int], ...]
    silent_minutes: int

    @property
    def numbers(self) -> tuple[Numbers, ...]:
        return tuple(Numbers(first, last) for first, last in self.missing)


@dataclass(frozen=True, slots=True)
class TabletLine:
    """A tablet's days of the week. `ending` says what nobody can know of one that was taken out of use."""

    tablet: str
    unit_id: int
    unit_name: str
    name: str
    ending: str
    days: tuple[TabletDay, ...]


@dataclass(frozen=True, slots=True)
class LateArrival:
    """Answers of one tablet and day that arrived after the edition of their week was issued and stayed as it was."""

    tablet: str
    unit_id: int
    unit_name: str
    name: str
    day: date
    received: int


@dataclass(frozen=True, slots=True)
class SwapLine:
    """Two counters whose codes were probably swapped: `closed_name` got `answers`, `open_name` hardly any."""

    unit_id: int
    unit_name: str
    closed_name: str
    open_name: str
    days: tuple[date, ...]
    answers: int
    both_ways: bool


@dataclass(frozen=True, slots=True)
class TabletSum:
    """The tablets of one unit together, over the week."""

    unit_id: int
    unit_name: str
    tablets: int
    recorded: int
    received: int
    apart: int
    waiting: int
    lost: int
    silent_minutes: int


@dataclass(frozen=True, slots=True)
class Halls:
    """What a week tells of tablets and stands. `tablets` by unit and name; `late` are answers of earlier weeks."""

    tablets: tuple[TabletLine, ...] = ()
    late: tuple[LateArrival, ...] = ()
    swaps: tuple[SwapLine, ...] = ()

    @property
    def sums(self) -> tuple[TabletSum, ...]:
        """By unit, in the tablets' own order."""
        units: dict[int, list[TabletLine]] = {}
        for line in self.tablets:
            units.setdefault(line.unit_id, []).append(line)
        return tuple(_sum(lines) for lines in units.values())


NO_HALLS = Halls()
"""What editions tell that were made before tablets were."""


def _sum(lines: Sequence[TabletLine]) -> TabletSum:
    days = [day for line in lines for day in line.days]
    return TabletSum(
        unit_id=lines[0].unit_id,
        unit_name=lines[0].unit_name,
        tablets=len(lines),
        recorded=sum(day.recorded for day in days),
        received=sum(day.received for day in days),
        apart=sum(day.apart for day in days),
        waiting=sum(day.waiting for day in days),
        lost=sum(day.lost for day in days),
        silent_minutes=sum(day.silent_minutes for day in days),
    )


def line_of(book: TabletBook) -> TabletLine:
    """A book as the report keeps it."""
    return TabletLine(
        tablet=str(book.tablet_id),
        unit_id=book.unit_id,
        unit_name=book.unit_name,
        name=book.name,
        ending=book.ending,
        days=tuple(
            TabletDay(
                day=each.day,
                recorded=each.recorded,
                received=each.received,
                apart=each.apart,
                waiting=each.waiting,
                lost=each.lost,
                missing=tuple((numbers.first, numbers.last) for numbers in each.missing),
                silent_minutes=each.silent_minutes,
            )
            for each in book.days
        ),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What an edition told: of which days, when it was made, and its halls."""

    first: date
    last: date
    cut_off: datetime
    halls: Halls


@dataclass(slots=True)
class _Known:
    """How many answers of a tablet's day have been told so far."""

    received: dict[tuple[str, date], int] = field(default_factory=dict)

    def learn(self, halls: Halls) -> None:
        for line in halls.tablets:
            for day in line.days:
                self.received[line.tablet, day.day] = day.received
        for late in halls.late:
            key = (late.tablet, late.day)
            self.received[key] = self.received.get(key, 0) + late.received


def late_arrivals(books: Iterable[TabletLine], told: Iterable[Told]) -> tuple[LateArrival, ...]:
    """What `books` (as they stand now) know of and no edition has told yet; only of days that an edition was about."""
    editions = sorted(told, key=lambda each: each.cut_off)
    known = _Known()
    for edition in editions:
        known.learn(edition.halls)
    return tuple(
        LateArrival(line.tablet, line.unit_id, line.unit_name, line.name, day.day, more)
        for line in books
        for day in line.days
        if any(each.first <= day.day <= each.last for each in editions)
        and (more := day.received - known.received.get((line.tablet, day.day), 0)) > 0
    )
