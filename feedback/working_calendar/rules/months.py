"""A year laid out as on a wall: months of weeks of days, each with what makes it special."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta

from feedback.working_calendar.rules.calendar import WorkCalendar
from feedback.working_calendar.rules.proposals import CalendarChange
from feedback.working_calendar.rules.wording import day_name

WEEKS = Calendar(firstweekday=0)


@dataclass(frozen=True, slots=True)
class Cell:
    """One day. `look` is work, rest, off, makeup or special (worked otherwise than usual); `said` explains all but work
    and rest; `provisional` days await their notice.
    """

    day: date
    look: str
    said: str = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks from Monday to Sunday; None stands for a day of a neighbouring month."""

    number: int
    weeks: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class YearFigures:
    """Days by kind; `off` are days off that would otherwise be worked."""

    worked: int
    off: int
    makeup: int
    provisional: int


def months_of(year: int, calendar: WorkCalendar) -> tuple[Month, ...]:
    """The twelve months of a loaded year."""
    return tuple(_month(year, number, calendar) for number in range(1, 13))


def _month(year: int, number: int, calendar: WorkCalendar) -> Month:
    return Month(
        number,
        tuple(
            tuple(cell_of(day, calendar) if day.month == number else None for day in week)
            for week in WEEKS.monthdatescalendar(year, number)
        ),
    )


def cell_of(day: date, calendar: WorkCalendar) -> Cell:
    """How one day shows."""
    special = calendar.special.get(day)
    worked = calendar.is_working_day(day)
    if special is None:
        return Cell(day, "work" if worked else "rest")
    if not worked:
        look = "off"
    else:
        look = "makeup" if special.pair else "work" if special.kind == "ordinary_day" else "special"
    return Cell(day, look, day_name(day, calendar), special.provisional)


def strip_of(change: CalendarChange, calendar: WorkCalendar) -> tuple[tuple[int, Month, frozenset[date]], ...]:
    """The months in which the change sets a day, as they will be: year, month, and the days that are set."""
    days = frozenset(day for day, _ in change.days)
    months = sorted({(day.year, day.month) for day in days})
    return tuple((year, _month(year, number, calendar), days) for year, number in months)


def figures_of(year: int, calendar: WorkCalendar) -> YearFigures:
    """The year in four numbers."""
    days = [
        date(year, 1, 1) + timedelta(days=number) for number in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    ]
    cells = [cell_of(day, calendar) for day in days]
    usual = calendar.as_usual
    return YearFigures(
        worked=sum(calendar.is_working_day(day) for day in days),
        off=sum(cell.look == "off" and usual.is_working_day(cell.day) for cell in cells),
        makeup=sum(cell.look == "makeup" for cell in cells),
        provisional=sum(cell.provisional for cell in cells),
    )
