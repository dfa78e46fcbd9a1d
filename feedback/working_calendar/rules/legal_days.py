"""The days off that the law itself gives, for the form of a year whose notice has not come.

BLLĐ 2019 Đ112.1: 1/1; Tết five days; Giỗ Tổ 10/3 of the lunar calendar; 30/4; 1/5; 2/9 and one day beside it. Đ111.3: a
day off on a weekly rest day is made up for on the next working day. The Prime Minister settles Tết and the second day
of 2/9 each year (Đ112.3): these stand as provisional. 24/11 is a day off since 2026 outside Đ112.1; sources differ on
the paper, so it is provisional too, and not made up for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from feedback.working_calendar.rules.reading import CalendarLine

LUNAR: dict[int, tuple[date, date]] = {
    2026: (date(2026, 2, 17), date(2026, 4, 26)),
    2027: (date(2027, 2, 6), date(2027, 4, 16)),
    2028: (date(2028, 1, 26), date(2028, 4, 4)),
    2029: (date(2029, 2, 13), date(2029, 4, 23)),
    2030: (date(2030, 2, 2), date(2030, 4, 12)),
}
"""Mùng 1 Tết and Giỗ Tổ by year, by the algorithm of Hồ Ngọc Đức; the years 2023–2026 agree with their notices."""
ONE_DAY = timedelta(days=1)
LAW = "BLLĐ 2019 Đ112.1"
MAKE_UP = "BLLĐ 2019 Đ111.3"


def legal_days(year: int) -> list[CalendarLine]:
    """The legal minimum of a year in the order of the calendar; without Tết and Giỗ Tổ where no lunar date is known."""
    fixed = [
        _off(date(year, 1, 1), "Tết Dương lịch"),
        _off(date(year, 4, 30), "Ngày Chiến thắng"),
        _off(date(year, 5, 1), "Ngày Quốc tế lao động"),
        _off(date(year, 9, 2), "Quốc khánh"),
        _off(_beside(date(year, 9, 2)), "Quốc khánh (ngày liền kề, dự kiến)", settled=False),
    ]
    lunar = list(_lunar(year))
    taken = {line.day for line in fixed + lunar}
    made_up = [_made_up(line, taken) for line in sorted(fixed + lunar, key=_day) if line.day.weekday() >= 5]
    culture = [_off(date(year, 11, 24), "Ngày Văn hóa Việt Nam", settled=False, law="NQ 28/2026/QH16 Đ2")]
    return sorted(_once(fixed + lunar + made_up + (culture if year >= 2026 else [])), key=_day)


def _day(line: CalendarLine) -> date:
    return line.day


def _once(lines: list[CalendarLine]) -> list[CalendarLine]:
    """One line a day: in some years Giỗ Tổ and 30/4 meet."""
    return list({line.day: line for line in reversed(lines)}.values())


def _lunar(year: int) -> Iterator[CalendarLine]:
    if year not in LUNAR:
        return
    tet, ancestors = LUNAR[year]
    for offset in range(-1, 4):
        name = "trước mùng 1" if offset < 0 else f"mùng {offset + 1}"
        yield _off(tet + offset * ONE_DAY, f"Tết Nguyên đán ({name}, dự kiến)", settled=False)
    yield _off(ancestors, "Giỗ Tổ Hùng Vương (10/3 âm lịch)")


def _beside(day: date) -> date:
    """The day before or after, whichever is worked otherwise; the one after where both are."""
    return day - ONE_DAY if (day + ONE_DAY).weekday() >= 5 else day + ONE_DAY


def _made_up(line: CalendarLine, taken: set[date]) -> CalendarLine:
    day = line.day
    while day in taken or day.weekday() >= 5:
        day += ONE_DAY
    taken.add(day)
    settled = line.status != "provisional"
    kind, name = "compensatory_day_off", f"Nghỉ bù {line.name.split(' (')[0]}"
    return CalendarLine(day, kind, name, False, status="law-derived" if settled else "provisional", source=MAKE_UP)


def _off(day: date, name: str, *, settled: bool = True, law: str = LAW) -> CalendarLine:
    return CalendarLine(day, "holiday", name, False, status="law-derived" if settled else "provisional", source=law)
