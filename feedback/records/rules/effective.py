"""The due moment after the clock stood still, and which of several due moments holds.

QĐ 766/QĐ-TTg mục 2.1 takes the time from request to answer off; NĐ 61/2018 Điều 19.4 lets the limit begin anew. Which
of the two an office uses is its setting. A due its source stated anew is believed as far as the law could give it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from feedback.records.rules.apology_limits import due_moment
from feedback.records.rules.stamps import Stamp, before, stamp
from feedback.records.rules.states import State
from feedback.records.rules.supplements import Believed, Kind, Origin, Supplement
from feedback.working_calendar.rules import WorkCalendar, day_of, minute_of, moment_of

BEGINNING = datetime.min.replace(tzinfo=UTC)
Recount = Callable[[datetime], datetime | None]
"""Moment of the answer → the due when the whole limit is counted anew from there; None without a limit."""


class Restart(StrEnum):
    """What an answered request does to the due: move it by the time it took, or begin the limit anew."""

    PAUSE = "pause"
    ANEW = "anew"


class Holds(StrEnum):
    """Why the due is what it is."""

    FIRST = "first"
    PAUSED = "paused"
    ANEW = "anew"
    RESTATED = "restated"
    CAPPED = "capped"


HOLDS_WORDS = {
    Holds.FIRST: "hẹn trả lần đầu giữ nguyên",
    Holds.PAUSED: "hẹn trả cộng thời gian làm việc đã chờ bổ sung (QĐ 766/QĐ-TTg mục 2.1)",
    Holds.ANEW: "thời hạn tính lại từ lúc bổ sung xong (NĐ 61/2018 Điều 19.4)",
    Holds.RESTATED: "nguồn hẹn lại sau khi yêu cầu bổ sung",
    Holds.CAPPED: "nguồn hẹn lại muộn hơn mức được phép nên lấy mức muộn nhất được phép",
}


@dataclass(frozen=True, slots=True)
class Pause:
    """A time of waiting and what it did: `start` to `end` are its own, which no earlier one took already.

    `minutes` are working minutes; not `counted`: the due had run out before.
    """

    supplement: Supplement
    start: datetime
    end: datetime
    minutes: int
    counted: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """The due that holds. `paused` and `anew`: what the two ways of counting give; `restated`: what the source says."""

    due: Stamp
    first: Stamp
    holds: Holds
    pauses: tuple[Pause, ...]
    paused: Stamp
    anew: Stamp | None
    restated: Stamp | None

    @property
    def minutes(self) -> int:
        """Working minutes the clock stood still."""
        return sum(pause.minutes for pause in self.pauses if pause.counted)


def move_due(
    first: Stamp,
    supplements: Iterable[Supplement],
    calendar: WorkCalendar,
    *,
    latest: Stamp | None = None,
    recount: Recount = lambda _: None,
    restart: Restart = Restart.PAUSE,
) -> Moved:
    """The due of a file whose first due is `first` after its answered supplements, in order of asking.

    A request made, or written down by a desk, after the due had run out changes nothing: the file was late by then, and
    no later entry makes it less late. `latest`: the last due the
    source stated. MissingCalendar names a year not loaded.
    """
    pauses: list[Pause] = []
    paused, total, ended = first, 0, BEGINNING
    for each in supplements:
        if each.answered_at is None:
            continue
        counted = not each.came_after(paused)
        start, ended = max(each.asked_at, ended), max(each.answered_at, ended)
        minutes = calendar.between(minute_of(start), minute_of(ended)) if start < ended else 0
        pauses.append(Pause(each, start, ended, minutes, counted))
        if counted:
            total += minutes
            paused = _later(first, total, calendar)
    if not any(pause.counted for pause in pauses):
        return Moved(first, first, Holds.FIRST, tuple(pauses), first, None, None)
    anew = _anew(first, pauses, recount)
    restated = latest if latest is not None and before(first, latest) else None
    due, holds = _choose(paused, anew, restated, restart)
    return Moved(due, first, holds, tuple(pauses), paused, anew, restated)


def _choose(paused: Stamp, anew: Stamp | None, restated: Stamp | None, restart: Restart) -> tuple[Stamp, Holds]:
    if restated is None:
        begins_anew = restart is Restart.ANEW and anew is not None
        return (anew, Holds.ANEW) if begins_anew and anew is not None else (paused, Holds.PAUSED)
    bound = anew if anew is not None and before(paused, anew) else paused
    return (bound, Holds.CAPPED) if before(bound, restated) else (restated, Holds.RESTATED)


def _anew(first: Stamp, pauses: list[Pause], recount: Recount) -> Stamp | None:
    """The limit begun anew at the last answer that counts. A payment begins nothing anew."""
    answers = [p.supplement.answered_at for p in pauses if p.counted and p.supplement.kind is Kind.SUPPLEMENT]
    found = recount(answers[-1]) if answers and answers[-1] is not None else None
    if found is None:
        return None
    return Stamp(found, True) if first.has_time else stamp(Stamp(found, True).day)


def _later(due: Stamp, minutes: int, calendar: WorkCalendar) -> Stamp:
    """The due moved on by working minutes; one that names only a day stays one."""
    if minutes <= 0:
        return due
    found = calendar.add_minutes(minute_of(due_moment(due, calendar)), minutes)
    return Stamp(moment_of(found), True) if due.has_time else stamp(day_of(found))


def clock_state(
    state: State, *, paused_since: datetime | None, awaiting_since: datetime | None, resumed_at: datetime | None
) -> State:
    """The state as far as the clock goes: what was told of supplements beside what the source last wrote."""
    if state is State.RECEIVED and awaiting_since is not None:
        return State.AWAITING
    if state is State.AWAITING and resumed_at is not None and (paused_since is None or resumed_at >= paused_since):
        return State.RECEIVED
    return state


@dataclass(frozen=True, slots=True)
class Clock:
    """What is kept of a file's supplements: see the columns of the same names."""

    moved_due: Stamp | None = None
    awaiting_since: datetime | None = None
    resumed_at: datetime | None = None
    requests: int = 0


def tell_clock(believed: Believed, moved: Moved | None, paused_since: datetime | None) -> Clock:
    """What to keep of what is believed. `moved` is None where the file has no due at all.

    An open request stops the clock, unless the due had run out before it was asked. A told answer starts it again
    though the last import still saw the file waiting.
    """
    due = moved.due if moved is not None and moved.holds is not Holds.FIRST else None
    waiting = believed.open
    awaiting = resumed = None
    if waiting is None:
        resumed = max((each.answered_at for each in believed.supplements if each.answered_at), default=None)
    elif waiting.origin is not Origin.IMPORT:
        if moved is not None and waiting.came_after(moved.due):
            resumed = max(waiting.asked_at, paused_since or waiting.asked_at)
        else:
            awaiting = waiting.asked_at
    return Clock(due, awaiting, resumed, believed.requests)
