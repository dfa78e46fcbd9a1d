"""The daily look at the codes: what an officer may find, what that changes, when looking has been forgotten."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

WRONG, FORGOTTEN = "collection_points.code_wrong", "collection_points.unchecked"
"""The kinds of tasks that come of it."""
FORGOTTEN_DAYS = 3
"""After so many working days without a look a unit is reminded."""


class Problem(StrEnum):
    """What may be wrong with a code at its counter."""

    FOREIGN = "foreign"
    MISSING = "missing"


PROBLEM_WORDS: Mapping[Problem, str] = {
    Problem.FOREIGN: "mã lạ hoặc bị dán đè",
    Problem.MISSING: "mã bị mất hoặc hỏng",
}

REISSUE_REASONS: Mapping[str, str] = {
    **{problem.value: said for problem, said in PROBLEM_WORDS.items()},
    "moved": "quầy đổi tên hoặc chuyển chỗ",
    "other": "lý do khác",
}
"""Why a code is replaced; the word is what the form sends, the sentence what the audit trail keeps."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A counter as it was seen on a day. `code_ok` None: its code has not been looked at yet."""

    open: bool
    code_ok: bool | None


@dataclass(frozen=True, slots=True)
class Look:
    """What an officer hands in: the counters that are open, those whose code is right, and those where it is not."""

    opened: Collection[int]
    right: Collection[int] = ()
    wrong: Mapping[int, Problem] = field(default_factory=dict)

    def sight(self, counter_id: int, before: Sight | None) -> Sight:
        """The counter after this look; a code not mentioned stays as it was seen before."""
        return Sight(counter_id in self.opened, self._code_ok(counter_id, before))

    def _code_ok(self, counter_id: int, before: Sight | None) -> bool | None:
        if counter_id in self.wrong:
            return False
        if counter_id in self.right:
            return True
        return before.code_ok if before else None


def of_this_code(sight: Sight, seen_at: datetime, issued_at: datetime) -> Sight:
    """What was seen of the counter, without what was seen of a code it had before this one."""
    return sight if seen_at >= issued_at else Sight(sight.open, None)


def is_correction(before: Sight | None, after: Sight) -> bool:
    """Whether something that was already noted is now said otherwise. Looking at the rest of the codes is none."""
    if before is None:
        return False
    return before.open != after.open or before.code_ok not in (None, after.code_ok)


def is_forgotten(last_look: date | None, issued: date, workdays: Sequence[date]) -> bool:
    """Whether nobody looked on any of the last whole working days, given in order, though the code was there."""
    first = workdays[0]
    return issued < first and (last_look is None or last_look < first)
