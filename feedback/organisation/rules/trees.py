"""Walking the tree of units over plain ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping


def closure(start: Iterable[int], *edges: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Everything reachable from `start` (included) over pairs (from, to); safe on loops."""
    onward: dict[int, list[int]] = defaultdict(list)
    for pairs in edges:
        for source, target in pairs:
            onward[source].append(target)
    seen: set[int] = set()
    waiting = list(start)
    while waiting:
        unit = waiting.pop()
        if unit not in seen:
            seen.add(unit)
            waiting.extend(onward[unit])
    return frozenset(seen)


def path_to_root(unit: int, parents: Mapping[int, int | None]) -> tuple[int, ...]:
    """The unit, its parent, and so on to the root; stops at a loop."""
    path: list[int] = []
    at: int | None = unit
    while at is not None and at not in path:
        path.append(at)
        at = parents.get(at)
    return tuple(path)
