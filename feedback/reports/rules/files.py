"""Which files belong to a period, and how they stand at its end: finished in it, plus open when it ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from feedback.records.rules.lateness import Category, Times, categorise
from feedback.records.rules.stamps import Stamp
from feedback.records.rules.states import State
from feedback.scoring.rules.rates import OnTime


class Standing(StrEnum):
    """Where a file of the period is counted."""

    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"
    OPEN_IN_TIME = "open_in_time"
    OPEN_OVERDUE = "open_overdue"
    COMPUTED_IN_TIME = "computed_in_time"
    COMPUTED_LATE = "computed_late"
    NO_DUE = "no_due"
    ASIDE = "aside"


_OF = {
    Category.DONE_EARLY: Standing.DONE_IN_TIME,
    Category.DONE_ON_TIME: Standing.DONE_IN_TIME,
    Category.DONE_LATE: Standing.DONE_LATE,
    Category.OPEN_IN_TIME: Standing.OPEN_IN_TIME,
    Category.OPEN_OVERDUE: Standing.OPEN_OVERDUE,
    Category.NO_DUE_OPEN: Standing.NO_DUE,
    Category.NO_DUE_RETURNED: Standing.NO_DUE,
}


@dataclass(frozen=True, slots=True)
class Window:
    """A period as moments: start ≤ t < end (Sunday 24:00), aware."""

    start: datetime
    end: datetime

    def __contains__(self, moment: object) -> bool:
        return isinstance(moment, datetime) and self.start <= moment < self.end

    @property
    def last(self) -> datetime:
        """The last moment inside: a due that names only the last day has not run out yet."""
        return self.end - timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class FileRow:
    """What counting needs of a file. `times` holds the stated due only, as `feedback records` counts."""

    receiving_unit_id: int
    solving_unit_id: int
    received_at: datetime
    times: Times
    computed_due: Stamp | None = None

    @property
    def finished_at(self) -> datetime | None:
        return None if self.times.finished is None else self.times.finished.at


def is_transaction(file: FileRow, window: Window) -> bool:
    """Received or finished in the period: somebody had reason to come to the counter."""
    if file.times.state is State.NOT_YET_RECEIVED:
        return False
    return file.received_at in window or file.finished_at in window


def standing(file: FileRow, window: Window) -> Standing | None:
    """Where the file is counted in that period; None when it is none of the period's files.

    Withdrawn and refused files carry no moment of their own: they stand aside in the period they came to an end in, or
    where that is not written, were received in.
    """
    finished = file.finished_at
    if file.received_at >= window.end or (finished is not None and finished < window.start):
        return None
    category = categorise(file.times, window.last)
    if category in _OF:
        return _without_stated_due(file, window) if _OF[category] is Standing.NO_DUE else _OF[category]
    if category is Category.NOT_YET_RECEIVED:
        return None
    if category is Category.PAUSED or finished in window:
        return Standing.ASIDE
    return Standing.ASIDE if finished is None and file.received_at in window else None


def _without_stated_due(file: FileRow, window: Window) -> Standing:
    """A file that nobody promised a day for stays out of the rate, but by its computed due it may still be late."""
    if file.computed_due is None:
        return Standing.NO_DUE
    times = Times(file.times.state, file.computed_due, file.times.finished)
    late = categorise(times, window.last) in (Category.DONE_LATE, Category.OPEN_OVERDUE)
    return Standing.COMPUTED_LATE if late else Standing.COMPUTED_IN_TIME


def on_time(found: Counter[Standing]) -> OnTime:
    return OnTime(
        found[Standing.DONE_IN_TIME],
        found[Standing.OPEN_IN_TIME],
        found[Standing.DONE_LATE],
        found[Standing.OPEN_OVERDUE],
    )


def tally(files: Iterable[FileRow], window: Window) -> Counter[Standing]:
    """How many files of the period stand where."""
    return Counter(found for file in files if (found := standing(file, window)) is not None)
