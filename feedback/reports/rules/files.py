"""Which files belong to a period, and how they stand at its end: finished in it, plus open when it ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from feedback.records.rules.lateness import Category, Times, categorise
from feedback.records.rules.stamps import Stamp, before
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
_REPEATED = {Standing.DONE_IN_TIME: Standing.DONE_LATE, Standing.OPEN_IN_TIME: Standing.OPEN_OVERDUE}
_LATE = frozenset({Standing.DONE_LATE, Standing.OPEN_OVERDUE})
ENDED_STATES = frozenset({State.WITHDRAWN, State.REFUSED, State.STOPPED})


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
    """What counting needs of a file. `times` holds the stated due only (as supplements moved it), as `feedback records`
    counts. `stood_since`: since when the clock stands, for a file that waits or came to an end without a result.
    """

    receiving_unit_id: int
    solving_unit_id: int
    received_at: datetime
    times: Times
    computed_due: Stamp | None = None
    stood_since: datetime | None = None
    requests: int = 0

    @property
    def finished_at(self) -> datetime | None:
        return None if self.times.finished is None else self.times.finished.at

    @property
    def repeated(self) -> bool:
        """Papers were asked for more than once: QĐ 766 mục 2.1 counts such a file as late."""
        return self.requests > 1


def is_transaction(file: FileRow, window: Window) -> bool:
    """Received or finished in the period: somebody had reason to come to the counter."""
    if file.times.state is State.NOT_YET_RECEIVED:
        return False
    return file.received_at in window or file.finished_at in window


def standing(file: FileRow, window: Window) -> Standing | None:
    """Where the file is counted in that period by QĐ 766 mục 2.1; None when it is none of the period's files.

    One request for papers stops the count at its moment, a second one makes the file late; withdrawn, refused and
    stopped files end at theirs. Where such a moment is not known the file stands aside.
    """
    state, finished = file.times.state, file.finished_at
    if state is State.NOT_YET_RECEIVED or file.received_at >= window.end:
        return None
    if state in ENDED_STATES:
        return _ended(file, window)
    if finished is not None and finished < window.start:
        return None
    if state is State.AWAITING:
        return _waiting(file, window)
    return _counted(file, file.times, window)


def _counted(file: FileRow, times: Times, window: Window) -> Standing | None:
    category = categorise(times, window.last)
    if category not in _OF:
        return Standing.ASIDE if file.received_at in window else None
    found = _OF[category]
    return _without_stated_due(file, times, window) if found is Standing.NO_DUE else _twice(file, found)


def _waiting(file: FileRow, window: Window) -> Standing | None:
    """A file that waits for papers is compared at the moment they were asked for."""
    if file.stood_since is not None and file.stood_since >= window.end:
        return _counted(file, replace(file.times, state=State.RECEIVED, finished=None), window)
    if file.stood_since is None or file.times.due is None:
        return Standing.ASIDE
    late = before(file.times.due, Stamp(file.stood_since, True))
    return _twice(file, Standing.OPEN_OVERDUE if late else Standing.OPEN_IN_TIME)


def _ended(file: FileRow, window: Window) -> Standing | None:
    """A file that ended without a result. A moment only learnt, not written, says nothing once the due had passed."""
    learnt = None if file.stood_since is None else Stamp(file.stood_since, True)
    ended = file.times.finished or learnt
    if ended is None:
        return Standing.ASIDE if file.times.state is State.STOPPED or file.received_at in window else None
    if ended.at < window.start:
        return None
    if ended.at >= window.end:
        return _counted(file, replace(file.times, state=State.RECEIVED, finished=None), window)
    if file.times.due is None:
        return Standing.ASIDE
    if before(file.times.due, ended):
        return Standing.ASIDE if file.times.finished is None else Standing.DONE_LATE
    return _twice(file, Standing.DONE_IN_TIME)


def _twice(file: FileRow, found: Standing) -> Standing:
    return _REPEATED.get(found, found) if file.repeated else found


def _without_stated_due(file: FileRow, known: Times, window: Window) -> Standing:
    """A file that nobody promised a day for stays out of the rate, but by its computed due it may still be late."""
    if file.computed_due is None:
        return Standing.NO_DUE
    times = Times(known.state, file.computed_due, known.finished)
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


def count_repeated(files: Iterable[FileRow], window: Window) -> int:
    """How many of the late files had their papers asked for more than once."""
    return sum(file.repeated and standing(file, window) in _LATE for file in files)
