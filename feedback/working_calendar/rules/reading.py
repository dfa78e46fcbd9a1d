"""The calendar file: one line a day, checked before anything is stored."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from feedback.foundation.csv_files import read_lines
from feedback.foundation.errors import Invalid
from feedback.foundation.text import clean
from feedback.working_calendar.rules.days import SpecialDay, parse_sessions, write_sessions

KINDS = {
    "holiday": "Ngày lễ",
    "compensatory_day_off": "Nghỉ bù",
    "swapped_day_off": "Nghỉ hoán đổi",
    "makeup_working_day": "Làm bù",
    "half_day": "Làm việc nửa ngày",
    "closed": "Đóng cửa",
    "ordinary_day": "Ngày bình thường",
}
ARRANGED = {"compensatory_day_off", "swapped_day_off", "makeup_working_day"}
"""Kinds that only a yearly notice can settle."""

STATUSES = {
    "official": "Đã có văn bản",
    "law-derived": "Theo luật",
    "provisional": "Dự kiến",
}
NEEDED = ("date", "name", "kind", "is_working_day", "status", "source")


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """One special day as a file or a form states it. `sessions` is in the form of write_sessions, None for usual."""

    day: date
    kind: str
    name: str
    is_working: bool
    sessions: str | None = None
    pair_date: date | None = None
    status: str = "official"
    confidence: str = ""
    source: str = ""
    note: str = ""


def special_day(line: CalendarLine) -> SpecialDay:
    """What the line means for counting."""
    return SpecialDay(
        day=line.day,
        working=line.is_working,
        name=line.name,
        kind=line.kind,
        sessions=parse_sessions(line.sessions) if line.sessions else None,
        pair=line.pair_date,
        provisional=line.status == "provisional",
    )


def decode(content: bytes, name: str) -> str:
    """The text of a CSV file. Invalid when it is a workbook or not UTF-8."""
    if content.startswith(b"PK\x03\x04"):
        raise Invalid(f"{name} là bảng tính Excel. Hãy lưu lại dạng “CSV UTF-8” rồi nạp lại.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(f"{name} không phải CSV mã hóa UTF-8. Hãy lưu lại dạng “CSV UTF-8” rồi nạp lại.") from None


def read_calendar(text: str) -> list[CalendarLine]:
    """The lines of a calendar file (CSV with a heading). Invalid names every wrong line at once."""
    return read_lines(text, what="File lịch", needed=NEEDED, read_line=_read_line, check=_twice)


def _twice(lines: list[CalendarLine]) -> list[str]:
    return [f"ngày {day:%d/%m/%Y} có {count} dòng" for day, count in _repeated(lines)]


def _repeated(lines: Iterable[CalendarLine]) -> Iterator[tuple[date, int]]:
    return ((day, count) for day, count in Counter(line.day for line in lines).items() if count > 1)


def _read_line(row: Mapping[str | Any, str | Any]) -> CalendarLine:
    fact = {key: clean(value or "") for key, value in row.items() if isinstance(key, str)}
    line = CalendarLine(
        day=_date(fact["date"]),
        kind=fact["kind"],
        name=fact["name"],
        is_working=_yes_no(fact["is_working_day"]),
        sessions=fact.get("sessions") or None,
        pair_date=_date(fact["pair_date"]) if fact.get("pair_date") else None,
        status=fact["status"],
        confidence=fact.get("confidence", ""),
        source=fact["source"],
        note=fact.get("note", ""),
    )
    return check_line(line)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(f"“{text}” không phải là ngày; hãy ghi như 2026-09-02") from None


def _yes_no(text: str) -> bool:
    if text not in ("0", "1"):
        raise Invalid(f"cột is_working_day là “{text}”; phải là 0 (nghỉ) hoặc 1 (làm việc)")
    return text == "1"


def check_line(line: CalendarLine) -> CalendarLine:
    """The line with its sessions in their one form. Invalid says what does not fit together."""
    if line.kind not in KINDS:
        raise Invalid(f"loại ngày “{line.kind}” không có; chọn một trong: {', '.join(KINDS)}")
    if line.status not in STATUSES:
        raise Invalid(f"tình trạng “{line.status}” không có; chọn một trong: {', '.join(STATUSES)}")
    if not line.name:
        raise Invalid("thiếu tên ngày")
    if line.kind == "half_day" and not line.sessions:
        raise Invalid("ngày làm việc nửa ngày phải ghi giờ làm việc, ví dụ 07:00-11:30")
    if not line.is_working and line.sessions:
        raise Invalid("ngày nghỉ không thể có giờ làm việc")
    if not line.sessions:
        return line
    facts = {name: getattr(line, name) for name in line.__slots__}
    return CalendarLine(**facts | {"sessions": write_sessions(parse_sessions(line.sessions))})


def check_whole_years(lines: Iterable[CalendarLine], loaded: Iterable[int]) -> None:
    """A year not loaded before must come with its 1 January: a stray line must not make an empty year look known."""
    by_year: dict[int, set[date]] = {}
    for line in lines:
        by_year.setdefault(line.day.year, set()).add(line.day)
    for year in sorted(set(by_year) - set(loaded)):
        if date(year, 1, 1) not in by_year[year]:
            raise Invalid(
                f"File có ngày của năm {year} nhưng không có Tết Dương lịch 01/01/{year}: lịch năm {year} chưa đủ. "
                "Hãy bổ sung cả năm rồi nạp lại."
            )


def is_provisional_year(days: Iterable[SpecialDay]) -> bool:
    """Whether a yearly notice is still awaited: days off in lieu or swapped stand there provisionally."""
    return any(day.provisional and day.kind in ARRANGED for day in days)
