"""A million due moments on one core: the product's own bulk count. Target ≤ 3 s.

Printed with its ratio to a naive walk over dates on the same files in the same run (a sample of them, scaled up).
Median of three.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from feedback.procedures.actions import REFERENCE as PROCEDURES
from feedback.procedures.rules import read_procedures
from feedback.working_calendar.actions import REFERENCE as CALENDAR
from feedback.working_calendar.rules import LimitKind, TimeLimit, WorkCalendar, due_minutes, local_time, minute_of
from feedback.working_calendar.rules.days import LOCAL
from feedback.working_calendar.rules.reading import read_calendar, special_day

FILES = 1_000_000
SAMPLE = 20_000
TARGET_SECONDS = 3.0


def main() -> int:
    special = [special_day(line) for line in read_calendar(CALENDAR.read_text("utf-8"))]
    calendar = WorkCalendar({each.day.year for each in special}, special)
    limits, received = _files()
    seconds = _median(lambda: due_minutes(limits, received, calendar))
    moments = [local_time(minute).replace(tzinfo=None) for minute in received[:SAMPLE]]
    walk = _Walk(calendar)
    naive = _median(lambda: [walk.due(limit, at) for limit, at in zip(limits, moments, strict=False)])
    ratio = (naive / SAMPLE) / (seconds / FILES)
    _check(due_minutes(limits[:SAMPLE], received[:SAMPLE], calendar), walk, limits, moments)
    print(
        f"{FILES:,} hạn trả: {seconds:.2f} s = {FILES / seconds:,.0f}/s, gấp {ratio:.0f} lần cách đi từng ngày "
        f"({SAMPLE / naive:,.0f}/s) / mục tiêu {TARGET_SECONDS:.0f} s"
    )
    return 0 if seconds <= TARGET_SECONDS else 1


def _files() -> tuple[list[TimeLimit], list[int]]:
    """Files of real procedures, received at any minute of 2023 to 2026 (seeded)."""
    dice = random.Random(2026)
    known = [line.limit for line in read_procedures(PROCEDURES.read_text("utf-8"))]
    known = [limit for limit in known if limit.kind is not LimitKind.NONE]
    first = minute_of(datetime(2023, 1, 3, tzinfo=LOCAL))
    last = minute_of(datetime(2026, 12, 31, tzinfo=LOCAL))
    return dice.choices(known, k=FILES), [dice.randrange(first, last) for _ in range(FILES)]


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def _check(found: list[int], walk: _Walk, limits: list[TimeLimit], moments: list[datetime]) -> None:
    """Both ways must agree, or the ratio means nothing."""
    for due, limit, at in zip(found, limits, moments, strict=False):
        if local_time(due).replace(tzinfo=None) != walk.due(limit, at):
            raise SystemExit(f"the two ways differ: {limit} from {at}")


class _Walk:
    """As usually first written: one day after another with datetime objects."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self.off = {day for day, special in calendar.special.items() if not special.working}
        self.on = {day for day, special in calendar.special.items() if special.working}

    def due(self, limit: TimeLimit, at: datetime) -> datetime:
        if limit.kind is LimitKind.CALENDAR_DAYS:
            return self._end(self._working_day(at.date() + timedelta(days=limit.amount)))
        at = self._working_moment(at)
        if limit.kind is LimitKind.SAME_DAY:
            late = at.hour * 60 + at.minute > 15 * 60
            return self._end(self._working_day(at.date() + timedelta(days=1)) if late else at.date())
        if limit.kind is LimitKind.WORKING_HOURS:
            return self._after_hours(at, limit.amount * 60)
        day = at.date()
        for _ in range(limit.amount):
            day = self._working_day(day + timedelta(days=1))
        return datetime.combine(day, at.time())

    def _is_working(self, day: date) -> bool:
        return day in self.on or (day.weekday() < 5 and day not in self.off)

    def _working_day(self, day: date) -> date:
        while not self._is_working(day):
            day += timedelta(days=1)
        return day

    def _working_moment(self, at: datetime) -> datetime:
        minute = at.hour * 60 + at.minute
        if not self._is_working(at.date()) or minute > 17 * 60:
            day = at.date() if minute < 7 * 60 else at.date() + timedelta(days=1)
            return datetime.combine(self._working_day(day), datetime.min.time()) + timedelta(hours=7)
        if minute < 7 * 60:
            return at.replace(hour=7, minute=0)
        return at.replace(hour=13, minute=30) if 11 * 60 + 30 < minute < 13 * 60 + 30 else at

    def _after_hours(self, at: datetime, minutes: int) -> datetime:
        while minutes:
            at += timedelta(minutes=1)
            minute = at.hour * 60 + at.minute
            worked = 7 * 60 < minute <= 11 * 60 + 30 or 13 * 60 + 30 < minute <= 17 * 60
            minutes -= self._is_working(at.date()) and worked
        return at

    def _end(self, day: date) -> datetime:
        return datetime.combine(day, datetime.min.time()) + timedelta(hours=17)


if __name__ == "__main__":
    sys.exit(main())
