"""Several units together: whose few answers a printed share may hold, so that no two reports give a small unit away.

Whoever holds the reports of a province, of its areas and of its communes can subtract one from the other. So every
share over several units is made of the same indivisible parts, whichever report prints it: a unit with enough answers,
or all small units of one neighbourhood where they have enough together and all units of it belong to the report.
Whatever is added or subtracted, the parts stay whole: never a few answers. Answers in no part are counted, but no share
is told of them. Parts of small units must not be made anew over days that another share adds up (a unit's own four
weeks): see reports.rules.parts.
"""

from collections import defaultdict
from collections.abc import Mapping

from feedback.scoring.rules.shares import MIN_SHOWN

Neighbourhoods = tuple[str, ...]
"""Where a unit belongs, from the narrowest to the widest; whoever shares a narrow one shares the wider ones too."""


def poolable(
    counts: Mapping[int, int], places: Mapping[int, Neighbourhoods], min_shown: int = MIN_SHOWN
) -> frozenset[int]:
    """The units whose answers count in the share over all of `counts` (unit → answers).

    `places` knows every unit there was, those outside of the report included; a unit it does not know stands alone.
    """
    inside = {unit for unit, n in counts.items() if n >= min_shown}
    left = {unit for unit, n in counts.items() if 0 < n < min_shown and unit in places}
    outside = [place for unit, place in places.items() if unit not in counts]
    for level in range(max(map(len, places.values()), default=0)):
        cut = {place[level] for place in outside}
        parts: dict[str, set[int]] = defaultdict(set)
        for unit in left:
            parts[places[unit][level]].add(unit)
        for place, units in parts.items():
            if place not in cut and sum(counts[unit] for unit in units) >= min_shown:
                inside |= units
                left -= units
    return frozenset(inside)
