"""A yearly notice as people type it: days off line by line, swaps as pairs "nghỉ 23/11 làm bù 28/11"."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from feedback.foundation.errors import Invalid
from feedback.foundation.text import clean
from feedback.working_calendar.rules.reading import CalendarLine
from feedback.working_calendar.rules.wording import short_day

HEADING = (
    "date",
    "name",
    "kind",
    "is_working_day",
    "pair_date",
    "sessions",
    "status",
    "source",
    "note",
)
_DAY = r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?"
_OFF = re.compile(rf"{_DAY}(?:\s*(?:–|-|đến|tới)\s*{_DAY})?\s*[:,–-]?\s*(\D.*)?")
_SWAP = re.compile(rf"(?:nghỉ\s*)?{_DAY}\s*(?:,|;)?\s*(?:làm\s*bù|↔|⇄|->|→|=)\s*{_DAY}\s*[.;]?", re.IGNORECASE)
_EXPECTED = re.compile(r" \(dự kiến\)|, dự kiến(?=\))")
LONGEST = 20
"""Days off in one line; longer is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The document a notice rests on: its words as `source` of each day, official or only expected."""

    source: str
    is_official: bool = True

    @property
    def status(self) -> str:
        return "official" if self.is_official else "provisional"


def read_days_off(text: str, year: int, paper: Paper) -> list[CalendarLine]:
    """ "30/4 Ngày Chiến thắng", "5/2 – 11/2 Tết Nguyên đán": a line each. Invalid names every line it cannot read."""
    return _read(text, "Ngày nghỉ", lambda line: _days_of(line, year, paper))


def _days_of(line: str, year: int, paper: Paper) -> Iterator[CalendarLine]:
    found = _OFF.fullmatch(line)
    if not found:
        raise Invalid("hãy ghi như: 30/4 Ngày Chiến thắng, hoặc: 5/2 đến 11/2 Tết Nguyên đán")
    first = _date(found[1], found[2], found[3], year)
    last = _date(found[4], found[5], found[6], year) if found[4] else first
    if not first <= last <= first + timedelta(days=LONGEST):
        raise Invalid(f"khoảng ngày phải xuôi và không quá {LONGEST} ngày")
    name = clean(found[7] or "").strip(" :,–-") or "Ngày nghỉ"
    kind = "compensatory_day_off" if name.casefold().startswith("nghỉ bù") else "holiday"
    for number in range((last - first).days + 1):
        yield CalendarLine(first + timedelta(days=number), kind, name, False, status=paper.status, source=paper.source)


def read_swaps(text: str, year: int, paper: Paper) -> list[CalendarLine]:
    """ "nghỉ 23/11 làm bù 28/11", a pair a line: both days of each. Invalid names every line it cannot read."""
    return _read(text, "Hoán đổi", lambda line: _swap_of(line, year, paper))


def _swap_of(line: str, year: int, paper: Paper) -> Iterable[CalendarLine]:
    found = _SWAP.fullmatch(line)
    if not found:
        raise Invalid("hãy ghi như: nghỉ 23/11 làm bù 28/11")
    return swap(_date(found[1], found[2], found[3], year), _date(found[4], found[5], found[6], year), paper)


def swap(off: date, worked: date, paper: Paper) -> list[CalendarLine]:
    """A working day off, made up for on a rest day. Invalid where the weekdays do not fit."""
    if off.weekday() >= 5:
        raise Invalid(f"{short_day(off)} là ngày nghỉ hằng tuần rồi: ngày nghỉ hoán đổi phải là ngày làm việc")
    if worked.weekday() < 5:
        raise Invalid(f"{short_day(worked)} là ngày làm việc rồi: ngày làm bù phải là thứ Bảy hoặc Chủ nhật")
    off_name, worked_name = f"Nghỉ hoán đổi (làm bù {worked:%d/%m/%Y})", f"Làm bù (thay {off:%d/%m/%Y})"
    status, source = paper.status, paper.source
    return [
        CalendarLine(off, "swapped_day_off", off_name, False, None, worked, status, source=source),
        CalendarLine(worked, "makeup_working_day", worked_name, True, None, off, status, source=source),
    ]


def unswap(off: date, worked: date, paper: Paper) -> list[CalendarLine]:
    """A swap taken back: the working day is worked as usual, the rest day is one again."""
    status, source = paper.status, paper.source
    return [
        CalendarLine(off, "ordinary_day", "Làm việc bình thường (bỏ hoán đổi)", True, status=status, source=source),
        CalendarLine(worked, "ordinary_day", "Nghỉ hằng tuần (bỏ làm bù)", False, status=status, source=source),
    ]


def dropped(known: Iterable[CalendarLine], told: Iterable[CalendarLine], paper: Paper) -> list[CalendarLine]:
    """What was expected for the years of an official notice and does not stand in it: ordinary days after all.

    Days the law gives, and days another paper settled, stay: a notice that forgets them does not take them away.
    """
    named = {line.day for line in told}
    years = {day.year for day in named}
    return [
        CalendarLine(
            line.day,
            "ordinary_day",
            "Làm việc bình thường (không có trong thông báo)" if line.day.weekday() < 5 else "Nghỉ hằng tuần",
            line.day.weekday() < 5,
            source=paper.source,
        )
        for line in known
        if line.day.year in years and line.day not in named and line.status == "provisional"
    ]


def merged(*lists: Iterable[CalendarLine]) -> list[CalendarLine]:
    """All lines in the order of the calendar. Invalid when a day is named twice."""
    found: dict[date, CalendarLine] = {}
    for line in (each for lines in lists for each in lines):
        if line.day in found:
            raise Invalid(f"Ngày {line.day:%d/%m/%Y} được ghi hai lần. Xin giữ một dòng.")
        found[line.day] = line
    return sorted(found.values(), key=lambda line: line.day)


def _read(text: str, what: str, read: Callable[[str], Iterable[CalendarLine]]) -> list[CalendarLine]:
    found: list[CalendarLine] = []
    wrong = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = clean(raw)
        if not line:
            continue
        try:
            found += read(line)
        except Invalid as refusal:
            wrong.append(f"dòng {number} “{line}”: {refusal.message}")
    if wrong:
        raise Invalid(f"{what} chưa đọc được – {'; '.join(wrong)}.")
    return found


def _date(day: str, month: str, written_year: str | None, year: int) -> date:
    try:
        return date(int(written_year or year), int(month), int(day))
    except ValueError:
        raise Invalid(f"không có ngày {day}/{month}/{written_year or year}") from None


def write_calendar(lines: Sequence[CalendarLine]) -> str:
    """The lines as a calendar file (CSV with its heading, UTF-8 with the mark spreadsheets look for)."""
    told = io.StringIO()
    writer = csv.writer(told, lineterminator="\r\n")
    writer.writerow(HEADING)
    for line in lines:
        pair = line.pair_date.isoformat() if line.pair_date else ""
        working = "1" if line.is_working else "0"
        facts = [line.day.isoformat(), line.name, line.kind, working, pair]
        writer.writerow([*facts, line.sessions or "", line.status, line.source, line.note])
    return "\ufeff" + told.getvalue()


def write_days_off(lines: Iterable[CalendarLine]) -> str:
    """Days off as they are typed, a line each; swapped days are left out, and the word that a day is only expected."""
    days = [line for line in lines if not line.is_working and line.kind in ("holiday", "compensatory_day_off")]
    return "\n".join(f"{line.day:%d/%m/%Y} {_EXPECTED.sub('', line.name)}" for line in days)


def write_swaps(lines: Iterable[CalendarLine]) -> str:
    """Swaps as they are typed."""
    swaps = [line for line in lines if line.kind == "swapped_day_off" and line.pair_date]
    return "\n".join(f"nghỉ {line.day:%d/%m/%Y} làm bù {line.pair_date:%d/%m/%Y}" for line in swaps)
