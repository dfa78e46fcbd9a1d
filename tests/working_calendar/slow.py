"""Counting working time the slow way: look at one minute after another. Shares no arithmetic with the rules.

The only thing taken from the calendar is which minutes of which day are office hours.
"""

from __future__ import annotations

from datetime import date, timedelta

from feedback.working_calendar.rules import Counting, DuePolicy, LimitKind, TimeLimit, WorkCalendar

DAY = 1440


class SlowOffice:
    """A strip of minutes, from 1 January of the calendar's first year: worked or not, and the office hours' lengths."""

    def __init__(self, calendar: WorkCalendar) -> None:
        first, last = date(calendar.years[0], 1, 1), date(calendar.years[-1], 12, 31)
        self.offset = (first - date(1970, 1, 1)).days * DAY
        days = (last - first).days + 1
        self.open = bytearray(days * DAY)
        self.passing = bytearray(days * DAY)
        for number in range(days):
            for start, end in calendar.sessions_on(first + timedelta(days=number)):
                for minute in range(start, end + 1):
                    self.open[number * DAY + minute] = 1
                    # The minute that begins at a session's end is the first one off: no working time passes in it.
                    self.passing[number * DAY + minute] = minute < end

    def due(self, limit: TimeLimit, received: int, policy: DuePolicy) -> int:
        """The due minute. IndexError beyond the strip."""
        minute = received - self.offset
        if minute < 0:
            raise IndexError
        if policy.cutoff_for_all or limit.kind is LimitKind.SAME_DAY:
            minute = self._after_cutoff(minute, policy.same_day_cutoff)
        if policy.cutoff_for_all and not self._worked_today(minute):
            minute = self._opening(minute)
        if limit.kind is LimitKind.SAME_DAY:
            return self._closing(self._opening(minute) // DAY) + self.offset
        if limit.kind is LimitKind.WORKING_HOURS:
            return self._after_hours(self._opening(minute), limit.amount * 60) + self.offset
        if limit.kind is LimitKind.CALENDAR_DAYS:
            return self._closing(self._opening((minute // DAY + limit.amount) * DAY) // DAY) + self.offset
        if policy.counting is Counting.END_OF_LAST_DAY:
            return self._closing(self._days_after(minute // DAY, limit.amount)) + self.offset
        start = self._opening(minute)
        return self._opening(self._days_after(start // DAY, limit.amount) * DAY + start % DAY) + self.offset

    def between(self, earlier: int, later: int) -> int:
        """Working minutes that pass from one minute to the other."""
        passed = 0
        for minute in range(earlier - self.offset, later - self.offset):
            passed += self.passing[minute]
        return passed

    def _opening(self, minute: int) -> int:
        while not self.open[minute]:
            minute += 1
        return minute

    def _closing(self, day: int) -> int:
        minute = day * DAY + DAY - 1
        while not self.open[minute]:
            minute -= 1
        return minute

    def _after_cutoff(self, minute: int, cutoff: int) -> int:
        late = self._worked_today(minute) and minute % DAY > cutoff
        return self._opening((minute // DAY + 1) * DAY) if late else minute

    def _worked_today(self, minute: int) -> bool:
        """Whether the office still works that day, from this minute on."""
        return any(self.open[minute : (minute // DAY + 1) * DAY])

    def _days_after(self, day: int, amount: int) -> int:
        while amount:
            day = self._opening((day + 1) * DAY) // DAY
            amount -= 1
        return day

    def _after_hours(self, minute: int, minutes: int) -> int:
        while minutes:
            minutes -= self.passing[minute]
            minute += 1
        return minute
