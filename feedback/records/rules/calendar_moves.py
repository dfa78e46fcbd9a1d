"""What a change of the calendar does to running files: pure, over the calendar as it was and as it would be.

Which due counts (decision 0105): a date printed on a giấy hẹn stays the one that counts, whatever the calendar does;
the computed due counts only for files that hold none. So a change may move the computed due, never a printed one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from feedback.records.rules.apology_limits import apology_limit
from feedback.records.rules.stamps import Stamp
from feedback.working_calendar.rules import (
    Due,
    DuePolicy,
    LimitKind,
    MissingCalendar,
    TimeLimit,
    WorkCalendar,
    day_of,
    due_at,
    minute_of,
    moment_of,
)
from feedback.working_calendar.rules.days import DAY
from feedback.working_calendar.rules.due import Counter, counter

ONE_DAY = timedelta(days=1)


class Choice(StrEnum):
    """What is decided for the running files."""

    RECOMPUTE = "recompute"
    KEEP = "keep"


CHOICE_WORDS = {Choice.RECOMPUTE: "tính lại hạn", Choice.KEEP: "giữ ngày đã in"}


class RunningFile(NamedTuple):
    """A file without a result, as far as the calendar can move it.

    `ticking`: its clock does not stand still now. `extended`: the due after it stood still, where it did.
    """

    id: int
    unit_id: int
    limit: TimeLimit
    received: Stamp
    stated: Stamp | None
    computed: datetime | None
    unsettled: str
    ticking: bool
    extended: Stamp | None = None

    @property
    def holds(self) -> Stamp | None:
        """The due that counts whatever the calendar does to the computed one; None where that one counts."""
        return self.extended or self.stated


@dataclass(frozen=True, slots=True)
class Effect:
    """What the change does to one file.

    `after` and `unsettled` are the computed due and its marks by the new calendar. `moved`: the change, and nothing
    else, moves the computed due. `closed`: the printed date falls on a day that is off now. `limit_before` and
    `limit_after`: where the apology's limit comes earlier than it was.
    """

    file: RunningFile
    after: datetime | None
    unsettled: str
    moved: bool
    closed: bool = False
    limit_before: datetime | None = None
    limit_after: datetime | None = None

    @property
    def marked(self) -> bool:
        """Whether only the marks of what is provisional differ."""
        return not self.moved and self.unsettled != self.file.unsettled

    @property
    def sooner(self) -> bool:
        """Whether the apology is owed earlier than before."""
        return self.limit_after is not None


@dataclass(frozen=True, slots=True)
class Clockwork:
    """The calendar of one unit before and after, and how the unit counts."""

    old: WorkCalendar
    new: WorkCalendar
    policy: DuePolicy


def effects(files: Iterable[RunningFile], clockwork: Clockwork, now: datetime | None = None) -> Iterator[Effect]:
    """The files of one unit that the change touches in any way, in the order given.

    `now` None leaves out the limits of apologies: storing a decision does not need them.
    """
    reckoning = _Reckoning(clockwork, now)
    for file in files:
        effect = reckoning.effect_of(file)
        if effect.moved or effect.marked or effect.closed or effect.sooner:
            yield effect


def effect_of(file: RunningFile, clockwork: Clockwork, now: datetime | None = None) -> Effect:
    """What the change does to this file."""
    return _Reckoning(clockwork, now).effect_of(file)


class _Reckoning:
    """The same question for many files of one unit: limits of time and days are looked at once each."""

    def __init__(self, clockwork: Clockwork, now: datetime | None) -> None:
        self.clockwork, self.now = clockwork, now
        self._counters: dict[TimeLimit, tuple[Counter, Counter]] = {}
        self._days: dict[date, bool] = {}
        old, new = clockwork.old, clockwork.new
        self._marks_differ = _open_ends(old) != _open_ends(new)

    def effect_of(self, file: RunningFile) -> Effect:
        new, policy = self.clockwork.new, self.clockwork.policy
        after, changed = self._after(file)
        # Where nothing was reckoned yet, whatever the new calendar gives is new: its year may just have been loaded.
        moved = after != file.computed and (file.computed is None or changed)
        unsettled = file.unsettled
        if moved:
            unsettled = marks(reckon(file, new, policy))
        elif self._marks_differ:
            unsettled = settle(file, new)
        if self.now is None or not file.ticking:
            return Effect(file, after, unsettled, moved)
        closed = file.stated is not None and _closes(file.stated.day, self.clockwork.old, new)
        return Effect(file, after, unsettled, moved, closed, *self._sooner(file, after, moved, self.now))

    def _after(self, file: RunningFile) -> tuple[datetime | None, bool]:
        """The due by the new calendar, and whether the old one gives another."""
        if file.limit.kind is LimitKind.NONE:
            return None, False
        if file.limit not in self._counters:
            old, new = self.clockwork.old, self.clockwork.new
            policy = self.clockwork.policy
            self._counters[file.limit] = counter(file.limit, old, policy), counter(file.limit, new, policy)
        before, after = (_count(each, minute_of(file.received.at)) for each in self._counters[file.limit])
        return (moment_of(after) if after is not None else None), before != after

    def _sooner(
        self, file: RunningFile, after: datetime | None, moved: bool, now: datetime
    ) -> tuple[datetime | None, datetime | None]:
        """Where the apology is owed earlier than it was and was not owed yet: its limit before and after."""
        was = file.holds or _computed_stamp(file, file.computed)
        counts = file.holds or _computed_stamp(file, after)
        if was is None or (was == counts and not self._day_differs(was.day)):
            return None, None
        before, limit = _limit(was, file, self.clockwork.old), _limit(counts, file, self.clockwork.new)
        sooner = before is not None and limit is not None and limit < before and before >= now
        return (before, limit) if sooner else (None, None)

    def _day_differs(self, day: date) -> bool:
        """Whether what is due that day, or the working day before it, is another by the new calendar."""
        if day not in self._days:
            old, new = (_office_before(day, each) for each in (self.clockwork.old, self.clockwork.new))
            self._days[day] = old != new
        return self._days[day]


def _open_ends(calendar: WorkCalendar) -> tuple[tuple[date, ...], tuple[int, ...]]:
    """The days and years of a calendar that are not settled."""
    return calendar.uncertain_days(calendar.first_minute, calendar.last_minute), calendar.provisional_years


def _count(count: Counter, received: int) -> int | None:
    try:
        return count(received)
    except MissingCalendar:
        return None


def _office_before(day: date, calendar: WorkCalendar) -> tuple[int | None, int | None] | None:
    """When the office closes that day, and on the last working day before it."""
    try:
        return calendar.office_end(day), calendar.office_end(calendar.working_day_at_or_before(day - ONE_DAY))
    except MissingCalendar:
        return None


def reckon(file: RunningFile, calendar: WorkCalendar, policy: DuePolicy) -> Due | None:
    """The computed due from receipt, as an import reckons it; None without a limit or where a year is not loaded."""
    try:
        return due_at(file.limit, file.received.at, calendar, policy)
    except MissingCalendar:
        return None


def marks(due: Due | None) -> str:
    """The days and years that could still move a due, as ISO words; "" where everything is settled."""
    if due is None:
        return ""
    return " ".join([*(day.isoformat() for day in due.provisional_days), *map(str, due.provisional_years)])


def settle(file: RunningFile, calendar: WorkCalendar) -> str:
    """The marks of a due that is kept although the calendar says another: what is still open between its ends."""
    if file.computed is None:
        return ""
    first, last = minute_of(file.received.at), minute_of(file.computed)
    days = calendar.uncertain_days(first, last)
    return " ".join([*(day.isoformat() for day in days), *map(str, calendar.uncertain_years(first, last))])


def keep(effect: Effect, clockwork: Clockwork) -> str:
    """The marks of the file where it was decided to keep its due."""
    return settle(effect.file, clockwork.new) if effect.moved else effect.unsettled


def _computed_stamp(file: RunningFile, at: datetime | None) -> Stamp | None:
    return Stamp(at, file.received.has_time) if at is not None else None


def _closes(day: date, old: WorkCalendar, new: WorkCalendar) -> bool:
    try:
        return old.is_working_day(day) and not new.is_working_day(day)
    except MissingCalendar:
        return False


def _limit(due: Stamp | None, file: RunningFile, calendar: WorkCalendar) -> datetime | None:
    try:
        return apology_limit(due, file.received, calendar).at if due is not None else None
    except MissingCalendar:
        return None


def next_office_moment(promised: datetime, calendar: WorkCalendar) -> datetime | None:
    """Where a promised moment goes that the office does not work at: the same clock time of the next working day.

    None where it is worked after all. A last day on a rest day ends with the next working day (BLDS 2015 Đ148.5); the
    hour stays the one the citizen knows, as far as the office works then. MissingCalendar for a year not loaded.
    """
    minute = minute_of(promised)
    if calendar.is_working(minute):
        return None
    day = day_of(minute)
    if not calendar.is_working_day(day):
        minute += (calendar.working_day_at_or_after(day + ONE_DAY) - day).days * DAY
    earlier = calendar.last_working(minute)
    opened = day_of(earlier) == day_of(minute)
    return moment_of(earlier if opened else calendar.first_working(minute))


def tally(found: Iterable[Effect]) -> dict[str, int]:
    """How many files move, hold a printed date, hold one that falls on a day off, owe an apology sooner, gain a due,
    lose one, and only lose or gain a mark."""
    counts = dict.fromkeys(("moved", "stated", "closed", "sooner", "gained", "lost", "marked"), 0)
    for effect in found:
        counts["moved"] += effect.moved
        counts["stated"] += effect.moved and effect.file.stated is not None
        counts["closed"] += effect.closed
        counts["sooner"] += effect.sooner
        counts["gained"] += effect.moved and effect.file.computed is None
        counts["lost"] += effect.moved and effect.after is None
        counts["marked"] += effect.marked
    return counts
