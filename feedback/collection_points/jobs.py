"""What happens by itself: a new counter gets its code; a unit that forgot to look at its codes is reminded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby

from feedback.collection_points import queries
from feedback.collection_points.actions import issue_missing
from feedback.collection_points.actions.checks import remind
from feedback.collection_points.actions.tablet_watch import find_silent, tell_silent
from feedback.collection_points.rules.checks import FORGOTTEN_DAYS
from feedback.foundation.actors import SYSTEM
from feedback.foundation.engine import Store
from feedback.working_calendar.queries import calendar_for
from feedback.working_calendar.rules import WorkCalendar


def issue_codes(store: Store, now: datetime, slot: str) -> int:
    """Codes for the counters that have none yet; how many."""
    return store.database.run(lambda session: issue_missing(session, actor=SYSTEM, now=now))


def watch_tablets(store: Store, now: datetime, slot: str) -> int:
    """A task for each tablet not heard for two hours of office hours, once per silence; how many are new."""
    with store.database.read() as session:
        silent = find_silent(session, now)
    return store.database.run(lambda session: tell_silent(session, tablet_ids=silent, now=now)) if silent else 0


def remind_checks(store: Store, now: datetime, slot: str) -> int:
    """A task for each unit where nobody looked at a code on the last three working days; how many are new."""
    day = date.fromisoformat(slot)
    year, week, _ = day.isocalendar()
    with store.database.read() as session:
        points = queries.list_points(session, day)
        units = [list(group) for _, group in groupby(points, key=lambda point: point.unit_id)]
        workdays = [_last_workdays(calendar_for(session, each[0].unit_id), day) for each in units]
    reminded = [
        store.database.run(partial(remind, now=now, points=each, workdays=days, week=f"{year}-W{week:02d}"))
        for each, days in zip(units, workdays, strict=True)
        if days
    ]
    return sum(reminded)


def _last_workdays(calendar: WorkCalendar, day: date) -> Sequence[date]:
    """The last whole working days before the day, in order; none on a day off, or where the year is not loaded."""
    begun = day - timedelta(days=31)
    if not {begun.year, day.year} <= set(calendar.years) or not calendar.is_working_day(day):
        return ()
    before = [begun + timedelta(days=number) for number in range(31)]
    return [each for each in before if calendar.is_working_day(each)][-FORGOTTEN_DAYS:]
