"""Days and moments as offices write them: a dozen ways, all read the same, never guessed."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from typing import NamedTuple

from feedback.foundation.spreadsheets.cells import Cell, Kind
from feedback.foundation.spreadsheets.dates import from_day_number
from feedback.foundation.text import fold
from feedback.working_calendar.rules.days import LOCAL

YEARS = range(1990, 2200)


class DateOrder(StrEnum):
    """What the first number of a day written with slashes means."""

    DAY_FIRST = "day_first"
    YEAR_FIRST = "year_first"
    MONTH_FIRST = "month_first"


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
_WORDS = re.compile(r"(\d{1,2})\s*[-/]?\s*(?:thang|thg|th)\.?\s*(\d{1,2})\s*(?:,|-|/|nam)?\s*(\d{4})(?!\d)")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_ENGLISH = re.compile(rf"(?<!\d)(\d{{1,2}})[\s-]({_MONTHS})[a-z]*[\s,-]+(\d{{4}}|\d{{2}})(?!\d)")
_SOLID = re.compile(r"(?<!\d)(\d{8})(\d{4}(?:\d{2})?)?(?!\d)")
_HOUR = re.compile(
    r"(\d{1,2})\s*(?:gio|h|:|g|\.(?=\d\d))\s*(?:(\d{2})(?:\s*:\s*(\d{2})(?:[.,]\d+)?|\s*(?:phut|p))?)?\s*(sa|ch|am|pm|sang|trua|chieu|toi)?"
)
_ZONE = re.compile(r"(?<=:\d\d)(?:[.,]\d+)?\s*\(?(?:(z)|(?:gmt|utc)?\s*([+-])(\d{1,2})(?::?(\d{2}))?)\)?$")
_FILLER = re.compile(r"\b(?:ngay|luc|vao|hoi|th(?:u)? (?:\d|hai|ba|tu|nam|sau|bay)|t[2-7]|cn|chu nhat|t)\b|[,;()|-]")
_NOTHING = re.compile(
    r"n/a|none|nan|nat|undefined|0|\(?trong\)?"
    r"|(?:khong|chua)(?: (?:co|tra|nhan|den han|giai quyet|xu ly|thuc hien|hoan thanh))?(?: (?:ket qua|kq|xong))?"
    r"|dang (?:xu ly|giai quyet|thuc hien|tham dinh|cho|bo sung)(?: [a-z ]*)?"
    r"|(?:0?1[/.-]0?1[/.-](?:0001|1900)|(?:0001|1900)[/.-]0?1[/.-]0?1|00?[/.-]00?[/.-]0000|0000[/.-]00[/.-]00)"
    r"(?:[ t][\d:.]+(?: (?:sa|am)|z|[+-]\d\d:?\d\d)?)?"
    r"|(?:30[/.-]12[/.-]1899|1899[/.-]12[/.-]30)(?:[ t]0?0:00(?::00(?:\.0+)?)?)?"
    r"|(?:0?1[/.-]0?1[/.-]1970|1970[/.-]0?1[/.-]0?1)(?:[ t]0?[078]:00(?::00(?:\.0+)?)?)?"
)
"""How software and clerks write that there is no day yet: in words, or as the first day of a program's calendar (of
Excel, of Unix in any of our hours)."""
_PART = re.compile(r"(?:buoi )?(?:sang|trua|chieu|toi)")
"""Part of a day where no hour is written: the day alone is known."""
_AFTERNOON = frozenset({"ch", "pm", "chieu", "toi"})
_DASHES = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"}
_QUOTES = dict.fromkeys(map(ord, "'\u2019`\u00b4"))


def read_stamp(cell: Cell | None, order: DateOrder = DateOrder.DAY_FIRST) -> Stamp | None:
    """The day or moment in a cell; None when it is empty (a spreadsheet error counts as empty). BadDate otherwise.

    `order` is asked for texts such as 05/07/2026 alone; days in words, with the year first or as numbers need none.
    """
    if cell is None or cell.kind is Kind.ERROR:
        return None
    if cell.moment is not None:
        return _from_moment(cell.moment)
    if cell.number == 0:
        return None
    if cell.kind is Kind.NUMBER and cell.number is not None:
        return _from_number(cell.number)
    return read_text(cell.text, order)


def read_text(text: str, order: DateOrder = DateOrder.DAY_FIRST) -> Stamp | None:
    """The day or moment in a text; see read_stamp."""
    folded = plain_digits(text)
    if is_blank(folded) or _NOTHING.fullmatch(folded):
        return None
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", folded):
        return _from_number(float(folded.replace(",", ".")))
    solid = _SOLID.search(folded)
    if solid is not None:
        return _stamp_of(_solid_day(solid[1]), _time(_solid_time(folded, solid)))
    zone = _ZONE.search(folded)
    if zone is not None:
        return _zoned(_read_parts(folded[: zone.start()], order), zone)
    return _read_parts(folded, order)


def plain_digits(text: str) -> str:
    """Folded text with plain digits, colons and dashes for wide ones, without the mark that keeps a cell a text."""
    return fold(unicodedata.normalize("NFKC", unwrap(text)).translate(_DASHES).translate(_QUOTES)).strip(" .")


def unwrap(text: str) -> str:
    """`="0912"` and `'0912` are how software keeps a spreadsheet from touching a text: what stands inside."""
    if '"' not in text and "'" not in text:
        return text
    found = re.fullmatch(r'\s*="([^"]*)"\s*', text)
    return found[1] if found else re.sub(r"^\s*'", "", text)


def _read_parts(folded: str, order: DateOrder) -> Stamp:
    for pattern, day, month, year in ((_ISO, 3, 2, 1), (_WORDS, 1, 2, 3), (_DAY, *_GROUPS[order]), (_ENGLISH, 1, 2, 3)):
        found = pattern.search(folded)
        if found:
            rest = f"{folded[: found.start()]} {folded[found.end() :]}"
            return _stamp_of(_day(found[year], _month(found[month]), found[day]), _time(rest))
    raise BadDate(folded)


_GROUPS = {
    DateOrder.DAY_FIRST: (1, 2, 3),
    DateOrder.MONTH_FIRST: (2, 1, 3),
    DateOrder.YEAR_FIRST: (3, 2, 1),
}


def _month(text: str) -> str:
    return text if text.isdigit() else str(_MONTHS.split("|").index(text) + 1)


def _solid_day(digits: str) -> date:
    """20260715 or 15072026: only where one of the two is a day."""
    found = set()
    for year, month, day in ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2])):
        with suppress(BadDate):
            found.add(_day(year, month, day))
    if len(found) != 1:
        raise BadDate(digits)
    return found.pop()


def _solid_time(folded: str, solid: re.Match[str]) -> str:
    after = ":".join(re.findall("..", solid[2] or ""))
    return f"{folded[: solid.start()]} {after} {folded[solid.end() :]}"


def _zoned(read: Stamp, zone: re.Match[str]) -> Stamp:
    """A moment with its offset from UTC, as local time; midnight is how software prints a day, wherever it runs."""
    if not read.has_time:
        return read
    hours, minutes = int(zone[3] or 0), int(zone[4] or 0)
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if zone[2] == "-" else 1)
    wall = read.at.replace(tzinfo=None)
    moment = wall.replace(tzinfo=timezone(offset)) if hours < 24 else read.at
    return _from_moment(moment.astimezone(LOCAL).replace(tzinfo=None))


def joined(day: Cell | None, hour: Cell | None) -> Cell | None:
    """The cell of a day with the time that stands in a column of its own; what cannot be read stays to be refused."""
    if day is None or hour is None or is_blank(hour.text) or hour.kind is Kind.ERROR:
        return day
    both = f"{day.text} {hour.text}"
    try:
        read, at = read_stamp(day), read_hour(hour)
    except BadDate:
        return Cell(Kind.TEXT, both)
    if read is None or read.has_time:
        return day
    moment = datetime.combine(read.day, at)
    return Cell(Kind.MOMENT, both, moment=moment, formula=day.formula or hour.formula)


def read_hour(cell: Cell) -> time:
    """A time of day alone: text, a fraction of a day, or a moment. BadDate otherwise."""
    if cell.moment is not None:
        return cell.moment.time()
    if cell.number is not None and 0 <= cell.number < 1:
        seconds = round(cell.number * 86_400) % 86_400
        return time(seconds // 3_600, seconds // 60 % 60, seconds % 60)
    at = _time(plain_digits(cell.text))
    if at is None:
        raise BadDate(cell.text)
    return at


def is_blank(text: str) -> bool:
    """Whether a text stands for nothing: empty, dashes, or what a spreadsheet prints for a failed formula."""
    return not text.strip(" -–—_./\u00a0\u200b\ufeff") or text.strip().upper() in ERRORS


ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "NULL"})


def _day(year: str, month: str, day: str) -> date:
    """The day; a year of two digits is of this century."""
    whole = int(year) + (2000 if len(year) == 2 else 0)
    if whole not in YEARS or len(day) > 2:
        raise BadDate(year)
    try:
        return date(whole, int(month), int(day))
    except ValueError as error:
        raise BadDate(f"{year}-{month}-{day}") from error


def _time(rest: str) -> time | None:
    """The time of day in what is left beside the day; None if nothing is left. BadDate on anything else."""
    rest = re.sub(r"^\s*t(?=\d{1,2}:)", " ", rest)
    rest = " ".join(_FILLER.sub(" ", rest).split())
    if not rest or _PART.fullmatch(rest):
        return None
    found = _HOUR.fullmatch(rest)
    if found is None:
        raise BadDate(rest)
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[4] in _AFTERNOON and hour < 12:
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
    if moment is None and number == int(number) and 1e7 <= number < 1e8:
        return stamp(_solid_day(f"{int(number):08d}"))
    if moment is None:
        raise BadDate(str(number))
    return _from_moment(moment)
