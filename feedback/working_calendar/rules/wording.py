"""Days and moments in the Vietnamese of an explanation."""

from datetime import date
from itertools import groupby

from feedback.foundation.words import WEEKDAYS
from feedback.working_calendar.rules.calendar import WorkCalendar
from feedback.working_calendar.rules.days import SpecialDay, clock, day_of, write_sessions
from feedback.working_calendar.rules.proposals import CalendarChange
from feedback.working_calendar.rules.reading import CalendarLine

ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
EXPECTED = " – dự kiến"


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
        return f"{short_day(day)}, làm bù cho {short_day(special.pair)}{EXPECTED if special.provisional else ''}"
    return f"{short_day(day)}, {_why(special, calendar)}"


def _why(special: SpecialDay, calendar: WorkCalendar) -> str:
    name = special.name or ("giờ làm việc riêng" if special.working else "ngày nghỉ")
    if special.working:
        hours = write_sessions(calendar.sessions_on(special.day)).replace("-", "–").replace(",", " và ")
        return f"{name} (làm việc {hours})"
    # A swap entered on the pages is named with its other day already.
    swapped = f", làm bù {short_day(special.pair)}" if special.pair and "làm bù" not in name else ""
    return f"{name}{swapped}{EXPECTED if special.provisional else ''}"


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


def say_change(change: CalendarChange, before: CalendarChange) -> list[tuple[str, str, str]]:
    """What a change sets, line by line: the day or weekday, what stands there, what it becomes."""
    stood = dict(before.days)
    days = [
        (f"{short_day(day)}/{day.year}", say_line(day, stood.get(day)), say_line(day, line))
        for day, line in change.days
    ]
    hours = {(weekday, start): text for weekday, start, text in before.hours}
    weeks = [
        (f"{WEEKDAYS[weekday]} hằng tuần{_since(start)}", say_hours(hours.get((weekday, start))), say_hours(text))
        for weekday, start, text in change.hours
    ]
    return days + weeks


def say_line(day: date, line: CalendarLine | None) -> str:
    """ "nghỉ: Ngày Văn hóa Việt Nam (dự kiến)"; "nghỉ hằng tuần" or "làm việc bình thường" where no line stands."""
    if line is None:
        return "nghỉ hằng tuần" if day.weekday() >= 5 else "làm việc bình thường"
    expected = " (dự kiến)" if line.status == "provisional" else ""
    hours = f", {say_hours(line.sessions)}" if line.sessions else ""
    return f"{'làm việc' if line.is_working else 'nghỉ'}: {line.name}{hours}{expected}"


def say_hours(text: str | None) -> str:
    """ "07:00–11:30 và 13:30–17:00"; "nghỉ" for no hours, "theo giờ đang có" where none are set."""
    if text is None:
        return "theo giờ đang có"
    return text.replace("-", "–").replace(",", " và ") or "nghỉ"


def _since(start: date | None) -> str:
    return f" từ {start:%d/%m/%Y}" if start else ""
