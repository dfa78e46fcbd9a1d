"""Which of today's units speak for one that is gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable


def successors_of(
    units: Iterable[int], successions: Iterable[tuple[int, int]], gone: Collection[int]
) -> dict[int, tuple[int, ...]]:
    """Unit → the units that took it over in the end, over pairs (old, new); a unit still there, or without any, itself.

    Several where it was divided. Safe on loops: what only leads back to units gone stays with the unit itself.
    """
    onward: dict[int, list[int]] = defaultdict(list)
    for old, new in successions:
        onward[old].append(new)
    return {unit: _ends(unit, onward, gone) or (unit,) for unit in units}


def _ends(unit: int, onward: dict[int, list[int]], gone: Collection[int]) -> tuple[int, ...]:
    found: set[int] = set()
    seen: set[int] = set()
    waiting = [unit]
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        if each in gone and onward[each]:
            waiting.extend(onward[each])
        else:
            found.add(each)
    return tuple(sorted(found))
