"""Stands that were put on each other's counter: answers for a counter that is closed, none for one that is open.

Whoever comes while counter A is closed and B open can only be served at B. If A's code gets their answers all the same
and B's gets none, A's stand is probably standing at B. A few answers for a closed counter are natural: people answer at
home, from the line on their appointment slip.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

LEAST = 3
"""Fewer answers for a closed counter are people who answered at home."""
PER_STRAY = 5
"""The open counter may have one answer for so many of the closed one's: those answered at home, too."""
TELLING = 1.5
"""A counter that usually has fewer answers a day is often silent by chance: its silence tells nothing."""


@dataclass(frozen=True, slots=True)
class CounterDay:
    """A counter of a unit on a day. `open` None: nobody looked that day.

    `usual` are its answers a day in the weeks before; None while there are too few days to say.
    """

    counter_id: int
    open: bool | None
    answers: int
    usual: float | None = None


@dataclass(frozen=True, slots=True)
class Misplaced:
    """On that day the code of `closed_id` got the answers that belong to `open_id`."""

    day: date
    closed_id: int
    open_id: int
    answers: int


@dataclass(frozen=True, slots=True)
class Swap:
    """Two counters whose stands probably changed places, closed one first as on most of the `days`.

    `both_ways`: each of the two was seen closed with the other's answers, which a stand moved by chance does not do.
    """

    closed_id: int
    open_id: int
    days: tuple[date, ...]
    answers: int
    both_ways: bool


def misplaced_on(day: date, counters: Iterable[CounterDay]) -> list[Misplaced]:
    """What looks misplaced in one unit on one day; each counter at most once.

    Of several silent counters the one that is usually answered most is named: its silence says most.
    """
    known = list(counters)
    closed = [each for each in known if each.open is False and each.answers >= LEAST]
    silent = sorted(
        (each for each in known if _would_tell(each)), key=lambda each: (-(each.usual or 0), each.counter_id)
    )
    found = []
    for place in sorted(closed, key=lambda each: (-each.answers, each.counter_id)):
        other = next((each for each in silent if each.answers * PER_STRAY <= place.answers), None)
        if other is not None:
            silent.remove(other)
            found.append(Misplaced(day, place.counter_id, other.counter_id, place.answers))
    return found


def _would_tell(counter: CounterDay) -> bool:
    return counter.open is True and (counter.usual is None or counter.usual >= TELLING)


def swaps_among(misplaced: Iterable[Misplaced]) -> list[Swap]:
    """The pairs behind what was seen on several days, the one with most answers first."""
    pairs: dict[frozenset[int], list[Misplaced]] = {}
    for each in misplaced:
        pairs.setdefault(frozenset((each.closed_id, each.open_id)), []).append(each)
    return sorted((_swap(seen) for seen in pairs.values()), key=lambda swap: (-swap.answers, swap.closed_id))


def _swap(seen: Sequence[Misplaced]) -> Swap:
    most = max(seen, key=lambda each: (each.answers, each.day))
    return Swap(
        closed_id=most.closed_id,
        open_id=most.open_id,
        days=tuple(sorted({each.day for each in seen})),
        answers=sum(each.answers for each in seen),
        both_ways=len({each.closed_id for each in seen}) > 1,
    )
