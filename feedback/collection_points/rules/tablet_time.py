"""Office hours as a tablet and its book need them: sessions to come, and how long a silence lasted in them."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from feedback.working_calendar.rules import MissingCalendar, WorkCalendar, day_of, minute_of, moment_of
from feedback.working_calendar.rules.days import DAY, day_number

SESSION_DAYS = 21
"""How many days of sessions a tablet carries: it may be without network for so long and still know when to sleep."""
LONGEST = 62
"""Days of silence that are counted at most: one that long is broken or forgotten, not silent."""


def sessions_from(calendar: WorkCalendar, first: date, days: int = SESSION_DAYS) -> list[tuple[datetime, datetime]]:
    """Opening and closing moments of the sessions from `first` on, make-up Saturdays among them.

    A year whose days off nobody has loaded yet goes by the usual week: a tablet had rather be awake on a holiday than
    asleep on a working day.
    """
    found = []
    for number in range(days):
        day = first + timedelta(days=number)
        start = day_number(day) * DAY
        found += [(moment_of(start + a), moment_of(start + b)) for a, b in calendar.sessions_on(day)]
    return found


def silent_minutes(calendar: WorkCalendar, since: datetime, until: datetime) -> dict[date, int]:
    """Day → office minutes between two moments; days without any are left out."""
    first, last = minute_of(since), minute_of(until)
    first = max(first, last - LONGEST * DAY)
    found: Counter[date] = Counter()
    for opens, closes in sessions_from(calendar, day_of(first), (last // DAY) - (first // DAY) + 1):
        a, b = minute_of(opens), minute_of(closes)
        overlap = min(b, last) - max(a, first)
        if overlap > 0:
            found[day_of(a)] += overlap
    return dict(found)


def is_silent(calendar: WorkCalendar, last_seen: datetime, now: datetime, limit: int) -> bool:
    """Whether at least `limit` office minutes have passed without a word.

    Not while the office is closed: whoever locks up and switches off has done nothing wrong.
    """
    try:
        if not calendar.is_working(minute_of(now)):
            return False
    except MissingCalendar:
        return False
    return sum(silent_minutes(calendar, last_seen, now).values()) >= limit
