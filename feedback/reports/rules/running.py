"""A week still running is told in blocks: two looks at it, or a look and the finished week, never differ by a few.

For each unit and channel the days are put together until a block has ten new answers. A block is told only when the
one after it is complete as well: so at least ten answers are always still to come, and whoever subtracts one look from
a later one, or from the finished week, holds ten answers or none.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, TypeVar

from feedback.scoring.rules.shares import MIN_SHOWN

Key = TypeVar("Key")
STEP: Final = MIN_SHOWN
"""Ten: the fewest answers a share is shown for."""


def last_told(counts: Mapping[date, int], step: int = STEP) -> date | None:
    """The last day whose answers may be told; None while there is none. `counts`: answers of each day."""
    ends: list[date] = []
    pending = 0
    for day in sorted(counts):
        pending += counts[day]
        if pending >= step:
            ends.append(day)
            pending = 0
    return ends[-2] if len(ends) > 1 else None


def told_days(answers: Iterable[tuple[Key, date]], step: int = STEP) -> dict[Key, date]:
    """For each key (unit and channel) with something to tell the last day of it."""
    counts: dict[Key, dict[date, int]] = {}
    for key, day in answers:
        of = counts.setdefault(key, {})
        of[day] = of.get(day, 0) + 1
    found = {key: last_told(of, step) for key, of in counts.items()}
    return {key: day for key, day in found.items() if day is not None}
