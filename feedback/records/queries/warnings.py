"""What a morning warns of: overdue, an apology due today, due soon; all counted, the most pressing told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from feedback.records.queries.late import LateFile, list_standings, tell_standings
from feedback.records.rules import Lateness


@dataclass(frozen=True, slots=True)
class Group:
    """The files of one kind: how many there are, and the first of them."""

    kind: Lateness
    total: int
    files: tuple[LateFile, ...]

    @property
    def more(self) -> int:
        """How many are counted and not told."""
        return self.total - len(self.files)


def list_warnings(
    session: Session, as_of: datetime, unit_ids: Collection[int] | None, *, most: int, elsewhere: bool = False
) -> tuple[Group, ...]:
    """The three groups of these units' open files (None: all units), at most `most` told of each.

    `elsewhere`: of the files they received and another unit solves, for the desk the citizen comes back to.
    The same files as the page of late files and `feedback late` list. MissingCalendar where the year of `as_of` is
    not loaded.
    """
    standings = sorted(
        list_standings(session, as_of, unit_ids, elsewhere=elsewhere),
        key=lambda each: (each.due.at, each.due.has_time, each.file.id),
    )
    by_kind = {kind: [each for each in standings if each.kind is kind] for kind in Lateness}
    first = [each for found in by_kind.values() for each in found[:most]]
    told = tell_standings(session, first, as_of)
    return tuple(
        Group(kind, len(by_kind[kind]), tuple(each for each in told if each.kind is kind)) for kind in Lateness
    )
