"""Days and moments as offices write them: a dozen ways, all read the same, never guessed."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import NamedTuple

from feedback.foundation.spreadsheets.cells import Cell, Kind
from feedback.foundation.spreadsheets.dates import from_day_number
from feedback.foundation.text import fold
from feedback.working_calendar.rules.days import LOCAL

YEARS = range(1990, 2200)


class BadDate(ValueError):
    """Something is written there, but it is no day that exists."""


class Stamp(NamedTuple):
    """A moment (aware), or only a day: then `at` is its first minute in Việt Nam and hours are never compared."""

    at: datetime
    has_time: bool

    @property
    def day(self) -> date:
        return self.at.astimezone(LOCAL).date()

    @property
    def local_iso(self) -> str:
        """2026-07-01T11:05, or 2026-07-01 when only the day is known."""
        local = self.at.astimezone(LOCAL).replace(tzinfo=None)
        return local.isoformat(timespec="seconds" if local.second else "minutes") if self.has_time else f"{self.day}"


def stamp(day: date, at: time | None = None) -> Stamp:
    return Stamp(datetime.combine(day, at or time(0), tzinfo=LOCAL), at is not None)


def before(first: Stamp, second: Stamp) -> bool:
    """Whether the first lies before the second: by the minute where both know it, by the day otherwise."""
    if first.has_time and second.has_time:
        return first.at < second.at
    return first.day < second.day


def same(first: Stamp | None, second: Stamp | None) -> bool:
    """Whether both tell the same: a day agrees with any moment of it."""
    if first is None or second is None:
        return first is second
    return not before(first, second) and not before(second, first)


_DAY = re.compile(r"(?<![\d/.-])(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4}|\d{2})(?![\d/-])")
_ISO = re.compile(r"(?<!\d)(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?!\d)")
_WORDS = re.compile(r"(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})")
_HOUR = re.compile(
    r"(\d{1,2})\s*(?:gio|h|:|g)\s*(?:(\d{2})(?:\s*:\s*(\d{2})(?:\.\d+)?|\s*(?:phut|p))?)?\s*(sa|ch|am|pm)?"
)
_FILLER = re.compile(r"\b(?:ngay|luc|vao|hoi|thu \w+|t)\b|[,;()-]")


def read_stamp(cell: Cell | None) -> Stamp | None:
    """The day or moment in a cell; None when it is empty (a spreadsheet error counts as empty). BadDate otherwise."""
    if cell is None or cell.kind is Kind.ERROR:
        return None
    if cell.kind is Kind.MOMENT and cell.moment is not None:
        return _from_moment(cell.moment)
    if cell.kind is Kind.NUMBER and cell.number is not None:
        return _from_number(cell.number)
    return read_text(cell.text)


def read_text(text: str) -> Stamp | None:
    """The day or moment in a text; see read_stamp."""
    folded = fold(text).strip(" .")
    if is_blank(folded):
        return None
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", folded):
        return _from_number(float(folded.replace(",", ".")))
    for pattern, order in ((_ISO, (1, 2, 3)), (_WORDS, (3, 2, 1)), (_DAY, (3, 2, 1))):
        found = pattern.search(folded)
        if found:
            year, month, day = (found[group] for group in order)
            rest = f"{folded[: found.start()]} {folded[found.end() :]}"
            return _stamp_of(_day(year, month, day), _time(rest))
    raise BadDate(text)


def is_blank(text: str) -> bool:
    """Whether a text stands for nothing: empty, dashes, or what a spreadsheet prints for a failed formula."""
    return not text.strip(" -–—_./\u00a0\u200b\ufeff") or text.strip().upper() in ERRORS


ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "NULL"})


def _day(year: str, month: str, day: str) -> date:
    """The day; a year of two digits is of this century."""
    whole = int(year) + (2000 if len(year) == 2 else 0)
    if whole not in YEARS:
        raise BadDate(year)
    try:
        return date(whole, int(month), int(day))
    except ValueError as error:
        raise BadDate(f"{year}-{month}-{day}") from error


def _time(rest: str) -> time | None:
    """The time of day in what is left beside the day; None if nothing is left. BadDate on anything else."""
    rest = rest.replace("t", " ", 1) if re.match(r"\s*t\d", rest) else rest
    rest = _FILLER.sub(" ", rest).strip()
    if not rest:
        return None
    found = _HOUR.fullmatch(rest.removesuffix("z").strip())
    if found is None:
        raise BadDate(rest)
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[4] in ("ch", "pm") and hour < 12:
        hour += 12
    elif found[4] in ("sa", "am") and hour == 12:
        hour = 0
    try:
        return time(hour, minute, second)
    except ValueError as error:
        raise BadDate(rest) from error


def _from_moment(moment: datetime) -> Stamp:
    if moment.year not in YEARS:
        raise BadDate(moment.isoformat())
    return _stamp_of(moment.date(), moment.time())


def _stamp_of(day: date, at: time | None) -> Stamp:
    """Midnight exactly, in a date cell or as "00:00:00", is how software prints a day: no office has a due then."""
    return stamp(day, at if at != time(0) else None)


def _from_number(number: float) -> Stamp:
    moment = from_day_number(number)
    if moment is None:
        raise BadDate(str(number))
    return _from_moment(moment)
