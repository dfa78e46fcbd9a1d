"""People whose file was on time, late, late with an apology: side by side, or not at all.

Shown only where nothing small comes back: not from a group, not from the answers that belong to none, not from the
one-time codes without the apologies, not from the province without the communes that show their own. A group in which
all say the same would tell of everybody in it, so it counts as too small.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback.reports.rules.building import figure
from feedback.reports.rules.numbers import LatenessGroup
from feedback.reports.rules.parts import NONE, Limits
from feedback.scoring.rules.shares import Share, pooled
from feedback.scoring.rules.suppression import is_mixed

ON_TIME, LATE, APOLOGISED = "on_time", "late", "late_apologised"
GROUPS = (ON_TIME, LATE, APOLOGISED)
SAID = {"no": ON_TIME, "yes": LATE}
"""The citizen's own answer to "was your file late?"; "not due yet" and "not sure" belong to no group."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The answers of one unit by group; `rest` those of no group, `codes` all that came by a one-time code."""

    groups: Mapping[str, Share]
    rest: Share = NONE
    codes: Share = NONE

    def __add__(self, other: Sides) -> Sides:
        return Sides(
            {key: pooled((self.of(key), other.of(key))) for key in GROUPS},
            pooled((self.rest, other.rest)),
            pooled((self.codes, other.codes)),
        )

    def of(self, group: str) -> Share:
        return self.groups.get(group, NONE)

    @property
    def other_codes(self) -> Share:
        """What subtracting the apologies from the one-time codes gives."""
        return without(self.codes, self.of(APOLOGISED))

    def left(self, shown: Iterable[Sides]) -> Sides:
        """What subtracting units that show their own gives."""
        found = self
        for each in shown:
            groups = {key: without(found.of(key), each.of(key)) for key in GROUPS}
            found = Sides(groups, without(found.rest, each.rest), without(found.codes, each.codes))
        return found


def group_of(lateness: str | None, items: Mapping[str, Any]) -> str:
    """The group of an answer: what its code knew of the file, else what the person said; "" for none."""
    if lateness in GROUPS:
        return str(lateness)
    return SAID.get(str(items.get("late")), "")


def without(whole: Share, part: Share) -> Share:
    return Share(whole.part - part.part, whole.n - part.n)


def may_show(sides: Sides, min_shown: int) -> bool:
    """Whether all three may stand side by side: each large enough and not of one mind, no small remainder."""
    enough = all(is_mixed(sides.of(key), min_shown) for key in GROUPS)
    return enough and all(_tells_nothing(each, min_shown) for each in (sides.rest, sides.other_codes))


def _tells_nothing(share: Share, min_shown: int) -> bool:
    return share.n == 0 or share.n >= min_shown


def unit_groups(sides: Sides, limits: Limits) -> tuple[LatenessGroup, ...]:
    """The three groups of one unit, or none."""
    return _lines(sides, limits) if may_show(sides, limits.shown) else ()


def whole_groups(members: Sequence[Sides], limits: Limits) -> tuple[LatenessGroup, ...]:
    """The three groups of a province with everything below it, or none: its communes have reports of their own."""
    sides = sum(members, Sides({}))
    if not may_show(sides, limits.shown):
        return ()
    left = sides.left(each for each in members if may_show(each, limits.shown))
    remainders: Collection[Share] = (*(left.of(key) for key in GROUPS), left.rest, left.other_codes)
    return _lines(sides, limits) if all(_tells_nothing(each, limits.shown) for each in remainders) else ()


def _lines(sides: Sides, limits: Limits) -> tuple[LatenessGroup, ...]:
    return tuple(LatenessGroup(key, figure(sides.of(key), limits)) for key in GROUPS)
