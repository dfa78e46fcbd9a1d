"""The one module that reads the clock.

Moments are aware datetimes in UTC; rules about days and everything on a screen use Asia/Ho_Chi_Minh.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from datetime import time as wall_time
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds on a clock that never jumps: for measuring how long something took."""
    return time.monotonic()


def to_local(moment: datetime) -> datetime:
    """The same moment as seen in Việt Nam. Refuses naive values: their zone would be a guess."""
    if moment.tzinfo is None:
        raise ValueError("naive datetime: say which zone it is in")
    return moment.astimezone(LOCAL)


def local_day(moment: datetime) -> date:
    """The calendar day in Việt Nam at that moment."""
    return to_local(moment).date()


def at_local(day: date, at: wall_time = wall_time(0)) -> datetime:
    """The UTC moment of a wall-clock time in Việt Nam (no daylight saving since 1975: never ambiguous)."""
    return datetime.combine(day, at, tzinfo=LOCAL).astimezone(UTC)


def parse_local(text: str) -> datetime:
    """A moment written `2026-11-20T17:00` (local unless it names its offset) as UTC. ValueError if unreadable."""
    parsed = datetime.fromisoformat(text.strip())
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=LOCAL)
    try:
        return parsed.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"outside of the years 1 to 9999: {text!r}") from error
