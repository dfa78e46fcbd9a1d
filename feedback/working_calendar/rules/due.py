"""Where a time limit ends. One moment, or a million in one go."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from feedback.working_calendar.rules.calendar import WorkCalendar
from feedback.working_calendar.rules.days import DAY, minute_of, moment_of
from feedback.working_calendar.rules.limits import Counting, DuePolicy, LimitKind, TimeLimit

DEFAULT_POLICY = DuePolicy()
NO_DUE = -1
Counter = Callable[[int], int]
"""Minute of receipt → due minute."""


@dataclass(frozen=True, slots=True)
class Due:
    """A due moment (aware, UTC) and what is not settled about it.

    `counted_from` is the first working moment at or after receipt (after the cut-off, where that applies).
    """

    at: datetime
    counted_from: datetime
    provisional_days: tuple[date, ...] = ()
    provisional_years: tuple[int, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether an official notice could still move it."""
        return bool(self.provisional_days or self.provisional_years)


def due_at(
    limit: TimeLimit, received_at: datetime, calendar: WorkCalendar, policy: DuePolicy = DEFAULT_POLICY
) -> Due | None:
    """When a file received at this aware moment is due; None where the procedure has no time limit.

    MissingCalendar names the year if the count touches one that is not loaded.
    """
    if limit.kind is LimitKind.NONE:
        return None
    received = minute_of(received_at)
    due = counter(limit, calendar, policy)(received)
    return Due(
        at=moment_of(due),
        counted_from=moment_of(calendar.first_working(received_from(received, calendar, policy))),
        provisional_days=calendar.uncertain_days(received, due),
        provisional_years=calendar.uncertain_years(received, due),
    )


def due_minutes(
    limits: Sequence[TimeLimit], received: Sequence[int], calendar: WorkCalendar, policy: DuePolicy = DEFAULT_POLICY
) -> list[int]:
    """The due minutes of many files: limits[i] from received[i] (minutes, see `days.minute_of`); NO_DUE without limit.

    For imports and recounts: the same rules as `due_at`, without its dates and reasons.
    """
    # By identity: hashing a dataclass a million times would cost more than the counting itself.
    counters = {key: counter(limit, calendar, policy) for key, limit in {id(each): each for each in limits}.items()}
    return [counters[id(limit)](minute) for limit, minute in zip(limits, received, strict=True)]


def counter(limit: TimeLimit, calendar: WorkCalendar, policy: DuePolicy) -> Counter:
    """The rule for one limit, ready to be asked many times. MissingCalendar names the first year that is not loaded."""
    makers = {
        LimitKind.WORKING_DAYS: _working_days,
        LimitKind.CALENDAR_DAYS: _calendar_days,
        LimitKind.WORKING_HOURS: _working_hours,
        LimitKind.SAME_DAY: _same_day,
    }
    if limit.kind is LimitKind.NONE:
        return lambda minute: NO_DUE
    count = _within_loaded_years(makers[limit.kind](limit.amount, calendar, policy), calendar)
    if policy.cutoff_for_all:
        return lambda minute: count(received_from(minute, calendar, policy))
    return count


def received_from(minute: int, calendar: WorkCalendar, policy: DuePolicy) -> int:
    """The minute that counts as receipt: the next working day's first one after the cut-off, where that is for all.

    What comes in after the office has closed, or on a day off, is handed on no sooner than what came after the cut-off.
    """
    if not policy.cutoff_for_all:
        return minute
    worked = calendar.first_working(minute)
    if worked // DAY != minute // DAY:
        return worked
    if minute % DAY <= policy.same_day_cutoff:
        return minute
    return calendar.workday_starts[calendar.workday_at_or_after(worked // DAY + 1)]


def _within_loaded_years(count: Counter, calendar: WorkCalendar) -> Counter:
    """The rules below read the calendar's lists as they are; this refuses what leads off their ends or over a gap."""
    first_minute, gaps = calendar.first_minute, calendar.gaps

    def checked(minute: int) -> int:
        if minute < first_minute:
            calendar.refuse_outside(minute)
        try:
            due = count(minute)
        except IndexError:
            calendar.refuse_outside(minute)
            raise calendar.beyond() from None
        if gaps:
            calendar.refuse_gap(minute, due)
        return due

    return checked


def _working_days(amount: int, calendar: WorkCalendar, policy: DuePolicy) -> Counter:
    if policy.counting is Counting.END_OF_LAST_DAY:
        return _end_of_last_day(amount, calendar)
    return _same_clock(amount, calendar)


def _same_clock(amount: int, calendar: WorkCalendar) -> Counter:
    """`calendar.add_days`, with its steps laid open and its lists at hand: this is counted by the million."""
    ends, starts, session_workday = calendar.ends, calendar.starts, calendar.session_workday
    workdays, sessions = calendar.workdays, calendar.workday_sessions

    def count(minute: int) -> int:
        session = bisect_left(ends, minute)
        start = starts[session]
        origin = session_workday[session]
        goal = origin + amount
        if sessions[goal] != sessions[origin]:
            return calendar.add_days(minute, amount)
        return (minute if minute > start else start) + (workdays[goal] - workdays[origin]) * DAY

    return count


def _end_of_last_day(amount: int, calendar: WorkCalendar) -> Counter:
    """BLDS 2015 Đ147.2: the day of receipt is not counted; Đ148.1: the limit ends with its last day."""
    workdays, workday_ends = calendar.workdays, calendar.workday_ends
    return lambda minute: workday_ends[bisect_left(workdays, minute // DAY + 1) + amount - 1]


def _calendar_days(amount: int, calendar: WorkCalendar, policy: DuePolicy) -> Counter:
    """BLDS 2015 Đ147.2, Đ148.5: from the day after receipt; a last day off moves on to the next working day's end."""
    workdays, workday_ends = calendar.workdays, calendar.workday_ends
    return lambda minute: workday_ends[bisect_left(workdays, minute // DAY + amount)]


def _working_hours(amount: int, calendar: WorkCalendar, policy: DuePolicy) -> Counter:
    return lambda minute: calendar.add_minutes(calendar.first_working(minute), amount * 60)


def _same_day(amount: int, calendar: WorkCalendar, policy: DuePolicy) -> Counter:
    """The end of the office day; of the next one for what comes after the cut-off (NĐ 61/2018 Đ18.2)."""
    ends, session_workday = calendar.ends, calendar.session_workday
    workdays, workday_ends, cutoff = calendar.workdays, calendar.workday_ends, policy.same_day_cutoff

    def count(minute: int) -> int:
        workday = session_workday[bisect_left(ends, minute)]
        too_late = minute % DAY > cutoff and workdays[workday] == minute // DAY
        return workday_ends[workday + too_late]

    return count
