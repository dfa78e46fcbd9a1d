"""The calendar as sorted sessions with prefix sums: finding, adding and measuring are one bisection each."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property

from feedback.working_calendar.rules.days import (
    DAY,
    DEFAULT_WEEK,
    MissingCalendar,
    Sessions,
    SpecialDay,
    Week,
    day_number,
    day_of,
)

BEGINNING = date(1, 1, 1)


class WorkCalendar:
    """Everything known about working time in the loaded years, for one unit. Never changes once built.

    `hours` are (valid from, week) in order; `special` overrides single days. Minutes in, minutes out (see `days`); a
    question that needs a year not loaded raises MissingCalendar naming it.
    """

    def __init__(
        self,
        years: Iterable[int],
        special: Iterable[SpecialDay] = (),
        hours: Sequence[tuple[date, Week]] = ((BEGINNING, DEFAULT_WEEK),),
        provisional_years: Iterable[int] = (),
    ) -> None:
        self.years = tuple(sorted(set(years)))
        self.special: Mapping[date, SpecialDay] = {each.day: each for each in special}
        self.hours = tuple(hours)
        self.provisional_years = tuple(sorted(set(provisional_years)))
        self._index()

    def _index(self) -> None:
        """Lay out the sessions of all years, numbered; and the working days, numbered too."""
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.worked_before: list[int] = []
        self.session_workday: list[int] = []
        self.workdays: list[int] = []
        self.workday_starts: list[int] = []
        self.workday_ends: list[int] = []
        self.workday_sessions: list[Sessions] = []
        self._uncertain: list[int] = []
        for year in self.years:
            self._index_year(year)
        self.total = self._worked_until(len(self.ends))
        self.gaps = bool(self.years) and len(self.years) != self.years[-1] - self.years[0] + 1
        self.first_minute = day_number(date(self.years[0], 1, 1)) * DAY if self.years else 0
        self.last_minute = day_number(date(self.years[-1] + 1, 1, 1)) * DAY - 1 if self.years else -1

    def _index_year(self, year: int) -> None:
        day = date(year, 1, 1)
        while day.year == year:
            sessions = self.sessions_on(day)
            if sessions:
                self._index_day(day_number(day), sessions)
            if day in self.special and self.special[day].provisional and sessions != self._usual(day):
                self._uncertain.append(day_number(day))
            day += timedelta(days=1)

    def _index_day(self, number: int, sessions: Sessions) -> None:
        for first, last in sessions:
            self.worked_before.append(self._worked_until(len(self.ends)))
            self.starts.append(number * DAY + first)
            self.ends.append(number * DAY + last)
            self.session_workday.append(len(self.workdays))
        self.workdays.append(number)
        self.workday_starts.append(number * DAY + sessions[0][0])
        self.workday_ends.append(number * DAY + sessions[-1][1])
        self.workday_sessions.append(sessions)

    def _worked_until(self, session: int) -> int:
        """Working minutes in the sessions before this one."""
        if session == 0:
            return 0
        return self.worked_before[session - 1] + self.ends[session - 1] - self.starts[session - 1]

    # ── days ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def sessions_on(self, day: date) -> Sessions:
        """The office hours of a day; () on a day off. The day's year need not be loaded."""
        special = self.special.get(day)
        if special is None:
            return self._usual(day)
        if not special.working:
            return ()
        if special.sessions is not None:
            return special.sessions
        return self._usual(day, special.pair.weekday() if special.pair else None) or self._usual(day, 0)

    def hours_on(self, day: date) -> Week:
        """The week of office hours in force on a day."""
        week = self.hours[0][1]
        for valid_from, hours in self.hours:
            if valid_from <= day:
                week = hours
        return week

    def hours_after(self, day: date) -> tuple[tuple[date, Week], ...]:
        """The weeks of office hours that begin after a day, each with the day it begins on."""
        return tuple(each for each in self.hours if each[0] > day)

    def _usual(self, day: date, weekday: int | None = None) -> Sessions:
        return self.hours_on(day)[day.weekday() if weekday is None else weekday]

    def is_working_day(self, day: date) -> bool:
        """Whether the office opens at all that day."""
        self._refuse_unloaded(day.year)
        return bool(self.sessions_on(day))

    def office_end(self, day: date) -> int | None:
        """The last working minute of a day; None on a day off."""
        self._refuse_unloaded(day.year)
        sessions = self.sessions_on(day)
        return day_number(day) * DAY + sessions[-1][1] if sessions else None

    def working_day_at_or_before(self, day: date) -> date:
        """The day itself when the office opens, otherwise the last working day before it."""
        found = bisect_right(self.workdays, day_number(day)) - 1
        self.refuse_outside(day_number(day) * DAY)
        if found < 0:
            raise MissingCalendar(self.years[0] - 1)
        return self._checked_day(self.workdays[found], day)

    def working_day_at_or_after(self, day: date) -> date:
        """The day itself when the office opens, otherwise the next working day."""
        found = self.workday_at_or_after(day_number(day))
        return self._checked_day(self.workdays[found], day)

    def _checked_day(self, number: int, asked: date) -> date:
        found = day_of(number * DAY)
        self.refuse_gap(*sorted((number * DAY, day_number(asked) * DAY)))
        return found

    def workday_at_or_after(self, number: int) -> int:
        """The index of the first working day from day number `number` on."""
        self.refuse_outside(number * DAY)
        found = bisect_left(self.workdays, number)
        if found == len(self.workdays):
            raise self.beyond()
        return found

    # ── minutes ───────────────────────────────────────────────────────────────────────────────────────────────────

    def session_at_or_after(self, minute: int) -> int:
        """The index of the session that holds this minute, otherwise of the next one."""
        self.refuse_outside(minute)
        found = bisect_left(self.ends, minute)
        if found == len(self.ends):
            raise self.beyond()
        return found

    def first_working(self, minute: int) -> int:
        """This minute if it is worked (a session's last minute is), otherwise the next one that is."""
        found = max(minute, self.starts[self.session_at_or_after(minute)])
        self.refuse_gap(minute, found)
        return found

    def last_working(self, minute: int) -> int:
        """This minute if it is worked, otherwise the last one before it that was."""
        self.refuse_outside(minute)
        session = bisect_right(self.starts, minute) - 1
        if session < 0:
            raise MissingCalendar(self.years[0] - 1)
        found = min(minute, self.ends[session])
        self.refuse_gap(found, minute)
        return found

    def is_working(self, minute: int) -> bool:
        """Whether the minute lies in a session, ends included."""
        self.refuse_outside(minute)
        session = bisect_left(self.ends, minute)
        return session < len(self.starts) and self.starts[session] <= minute

    def worked(self, minute: int) -> int:
        """Working minutes from the calendar's beginning up to this minute."""
        self.refuse_outside(minute)
        session = bisect_left(self.ends, minute)
        if session == len(self.ends):
            return self.total
        return self.worked_before[session] + max(0, minute - self.starts[session])

    def between(self, earlier: int, later: int) -> int:
        """Working minutes from one minute to another; negative when they are the other way round."""
        self.refuse_gap(*sorted((earlier, later)))
        return self.worked(later) - self.worked(earlier)

    def add_minutes(self, minute: int, amount: int) -> int:
        """`amount` ≥ 1 working minutes after a working moment: the first minute by which they have passed."""
        goal = self.worked(minute) + amount
        session = bisect_left(self.worked_before, goal) - 1
        found = self.starts[session] + goal - self.worked_before[session]
        if found > self.ends[session]:
            raise self.beyond()
        self.refuse_gap(minute, found)
        return found

    def add_days(self, minute: int, amount: int) -> int:
        """`amount` working days after the first working moment at or after `minute`, at the same clock time.

        Where the office is closed at that time on that day (a half-day), it is the next working moment.
        """
        session = self.session_at_or_after(minute)
        start = max(minute, self.starts[session])
        origin = self.session_workday[session]
        if origin + amount >= len(self.workdays):
            raise self.beyond()
        found = start + (self.workdays[origin + amount] - self.workdays[origin]) * DAY
        if self.workday_sessions[origin + amount] != self.workday_sessions[origin]:
            found = self.first_working(found)
        self.refuse_gap(minute, found)
        return found

    # ── what is not known ─────────────────────────────────────────────────────────────────────────────────────────

    def uncertain_days(self, first: int, last: int) -> tuple[date, ...]:
        """The provisional days, both ends included, that would be worked (or not) if nobody confirms them."""
        found = self._uncertain[bisect_left(self._uncertain, first // DAY) : bisect_right(self._uncertain, last // DAY)]
        return tuple(day_of(number * DAY) for number in found)

    def uncertain_years(self, first: int, last: int) -> tuple[int, ...]:
        """The years touched whose arrangement of days off no official notice has settled."""
        years = range(day_of(first).year, day_of(last).year + 1)
        return tuple(year for year in self.provisional_years if year in years)

    @cached_property
    def as_if_worked(self) -> "WorkCalendar":
        """The same calendar with every provisional day an ordinary one: what the due moment would be then."""
        settled = [each for each in self.special.values() if not each.provisional]
        return WorkCalendar(self.years, settled, self.hours, self.provisional_years)

    @cached_property
    def as_usual(self) -> "WorkCalendar":
        """The same hours without any special day."""
        return WorkCalendar(self.years, (), self.hours)

    def beyond(self) -> MissingCalendar:
        """The refusal of a count that ran off the last loaded year."""
        return MissingCalendar(self.years[-1] + 1)

    def refuse_gap(self, first: int, last: int) -> None:
        """Refuse a stretch of time (first ≤ last) that leads through a year not loaded."""
        if self.gaps:
            for year in range(day_of(first).year, day_of(last).year + 1):
                self._refuse_unloaded(year)

    def refuse_outside(self, minute: int) -> None:
        """Refuse a minute before the first or after the last loaded year."""
        if not self.first_minute <= minute <= self.last_minute:
            raise MissingCalendar(day_of(minute).year)

    def _refuse_unloaded(self, year: int) -> None:
        if year not in self.years:
            raise MissingCalendar(year)
