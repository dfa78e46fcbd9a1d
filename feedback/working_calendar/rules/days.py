"""Days, sessions and minutes: the small values the calendar is built from.

Inside the rules a moment is a whole *minute*: minutes since 1970-01-01 00:00 on the wall clock of Việt Nam, so that
counting is arithmetic on integers. Seconds are cut off, as on a printed slip.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

from feedback.foundation.errors import Invalid

DAY = 24 * 60
# Việt Nam has kept UTC+7 without daylight saving since 1975; the tests hold this against the time zone database.
LOCAL = timezone(timedelta(hours=7), "+07")
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OFFSET = 7 * 60

Sessions = tuple[tuple[int, int], ...]
"""The office hours of one day: (first minute, last minute) of the day in order; both belong to the session."""

Week = tuple[Sessions, ...]
"""Seven days of sessions, Monday first."""

DEFAULT_SESSIONS: Sessions = ((7 * 60, 11 * 60 + 30), (13 * 60 + 30, 17 * 60))
DEFAULT_WEEK: Week = (DEFAULT_SESSIONS,) * 5 + ((), ())


class MissingCalendar(Invalid):
    """A count touched a year whose calendar nobody has loaded. The system never guesses holidays."""

    def __init__(self, year: int) -> None:
        super().__init__(f"Chưa nạp lịch nghỉ năm {year}: chưa tính được hạn. Hãy nạp lịch năm {year} rồi làm lại.")
        self.year = year


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from its weekday.

    `sessions` None on a worked day means the usual hours: those of `pair`'s weekday on a make-up day (it stands in for
    that day), its own weekday's otherwise. `provisional` days follow no official notice yet.
    """

    day: date
    working: bool
    name: str = ""
    kind: str = "holiday"
    sessions: Sessions | None = None
    pair: date | None = None
    provisional: bool = False


def minute_of(moment: datetime) -> int:
    """The minute of an aware moment. ValueError if it is naive: its zone would be a guess."""
    if moment.tzinfo is None:
        raise ValueError("naive datetime: say which zone it is in")
    since = moment - _EPOCH
    return since.days * DAY + since.seconds // 60 + _OFFSET


def moment_of(minute: int) -> datetime:
    """The aware UTC moment of a minute."""
    return _EPOCH + timedelta(minutes=minute - _OFFSET)


def local_time(minute: int) -> datetime:
    """The same moment on the wall clock of Việt Nam, aware."""
    return moment_of(minute).astimezone(LOCAL)


def day_number(day: date) -> int:
    """Days since 1970-01-01: `day_number(d) * DAY` is the minute in which d begins."""
    return day.toordinal() - _EPOCH_DAY


def day_of(minute: int) -> date:
    """The calendar day in Việt Nam of a minute."""
    return date.fromordinal(minute // DAY + _EPOCH_DAY)


_SESSION = re.compile(r"(\d{1,2})[:hg]([0-5]\d)\s*[-–]\s*(\d{1,2})[:hg]([0-5]\d)")


def parse_sessions(text: str) -> Sessions:
    """ "07:00-11:30,13:30-17:00" as sessions; "" is a day off. Invalid when unreadable, overlapping or out of order."""
    found: list[tuple[int, int]] = []
    for part in filter(None, (each.strip() for each in re.split(r"[,;]", text))):
        match = _SESSION.fullmatch(part)
        if not match:
            raise Invalid(f"“{part}” không phải là buổi làm việc. Hãy ghi như 07:00-11:30,13:30-17:00.")
        first_hour, first_minute, last_hour, last_minute = map(int, match.groups())
        found.append((first_hour * 60 + first_minute, last_hour * 60 + last_minute))
    _check_sessions(tuple(found), text)
    return tuple(found)


def _check_sessions(sessions: Sessions, text: str) -> None:
    edges = [edge for session in sessions for edge in session]
    if any(later <= earlier for earlier, later in pairwise(edges)) or (edges and edges[-1] >= DAY):
        raise Invalid(f"Giờ làm việc “{text}” chồng nhau hoặc không theo thứ tự trong ngày.")


def write_sessions(sessions: Sessions) -> str:
    """ "07:00-11:30,13:30-17:00": what parse_sessions reads back."""
    return ",".join(f"{clock(first)}-{clock(last)}" for first, last in sessions)


def clock(minute: int) -> str:
    """07:05 of a minute, whatever its day."""
    return f"{minute % DAY // 60:02d}:{minute % 60:02d}"
