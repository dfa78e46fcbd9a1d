"""Days and moments in the Vietnamese of an explanation."""

from datetime import date
from itertools import groupby

from feedback.foundation.words import WEEKDAYS
from feedback.working_calendar.rules.calendar import WorkCalendar
from feedback.working_calendar.rules.days import SpecialDay, clock, day_of, write_sessions

ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")


def short_day(day: date) -> str:
    """thứ Sáu 21/8."""
    return f"{WEEKDAYS[day.weekday()]} {day.day}/{day.month}"


def the_moment(minute: int) -> str:
    """16:10 thứ Sáu 21/8/2026."""
    day = day_of(minute)
    return f"{clock(minute)} {short_day(day)}/{day.year}"


def day_name(day: date, calendar: WorkCalendar) -> str:
    """The day, and what is special about it: thứ Bảy 22/8, làm bù cho thứ Hai 31/8."""
    special = calendar.special.get(day)
    if special is None:
        return short_day(day) if calendar.is_working_day(day) else f"{short_day(day)}, nghỉ hằng tuần"
    if special.working and special.pair:
        return f"{short_day(day)}, làm bù cho {short_day(special.pair)}"
    return f"{short_day(day)}, {_why(special, calendar)}"


def _why(special: SpecialDay, calendar: WorkCalendar) -> str:
    name = special.name or ("giờ làm việc riêng" if special.working else "ngày nghỉ")
    if special.working:
        hours = write_sessions(calendar.sessions_on(special.day)).replace("-", "–").replace(",", " và ")
        return f"{name} (làm việc {hours})"
    swapped = f", làm bù {short_day(special.pair)}" if special.pair else ""
    return f"{name}{swapped}{' – dự kiến' if special.provisional else ''}"


def passed_over(days: list[date], calendar: WorkCalendar) -> str:
    """Days off in a row, weekends told in one breath."""
    told = []
    for ordinary, run in groupby(days, key=lambda day: day not in calendar.special):
        if ordinary:
            told.append(f"{', '.join(short_day(day) for day in run)}, nghỉ hằng tuần")
        else:
            told += [day_name(day, calendar) for day in run]
    return "; ".join(told)


def run_name(days: list[date], calendar: WorkCalendar) -> str:
    """One day by name, several by their ends with the special ones among them."""
    if len(days) == 1:
        return day_name(days[0], calendar)
    special = [day_name(day, calendar) for day in days if day in calendar.special]
    among = f", trong đó có {'; '.join(special)}" if special else ""
    return f"{short_day(days[0])} đến {short_day(days[-1])}{among}"


def counted_name(first: int, last: int) -> str:
    """Ngày làm việc thứ nhất; Ngày làm việc thứ 13 đến thứ 17."""
    if first == last:
        return f"Ngày làm việc thứ {ORDINALS[first - 1] if first <= len(ORDINALS) else first}"
    return f"Ngày làm việc thứ {first} đến thứ {last}"
