"""What can be done to the calendar: load a file, change a day or a unit's hours. Each change stamps its years anew."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.errors import Invalid
from feedback.organisation.rules import Change, Outcome, differences
from feedback.working_calendar.queries import Place, line_of, list_days, list_hours, list_years
from feedback.working_calendar.rules import parse_sessions, write_sessions
from feedback.working_calendar.rules.changes import count_outcomes
from feedback.working_calendar.rules.proposals import CalendarChange
from feedback.working_calendar.rules.reading import (
    CalendarLine,
    check_line,
    check_whole_years,
    is_provisional_year,
    read_calendar,
    special_day,
)
from feedback.working_calendar.tables import CalendarDay, CalendarYear, OfficeHours

REFERENCE = Path(__file__).parent / "data" / "calendar.csv"
FROM_REFERENCE, FROM_FILE, BY_HAND = "reference", "file", "hand"


def load_reference_calendar(session: Session, *, actor: Actor, now: datetime) -> list[Change]:
    """Load the calendar that comes with the program; days from a file or set by hand stay as they are."""
    return load_calendar(session, actor=actor, now=now, text=REFERENCE.read_text("utf-8"), origin=FROM_REFERENCE)


def load_calendar(session: Session, *, actor: Actor, now: datetime, text: str, origin: str = FROM_FILE) -> list[Change]:
    """Load a calendar file for everybody: a line for each day with what became of it. Again: nothing changes.

    Days the file does not name stay. Invalid, and nothing loaded, when any line is wrong or a new year is not whole.
    """
    lines = read_calendar(text)
    loaded = [year.year for year in list_years(session)]
    check_whole_years(lines, loaded)
    changes = _put(session, lines, origin)
    years = {line.day.year for line in lines}
    if any(change.outcome is not Outcome.UNCHANGED for change in changes) or years - set(loaded):
        _stamp(session, now, years)
        note(
            session,
            actor=actor,
            now=now,
            verb="calendar.load",
            object_kind="calendar",
            object_id=f"{min(years)}–{max(years)}",
            detail={outcome.value: times for outcome, times in count_outcomes(changes).items()},
        )
    return changes


def _put(session: Session, lines: Sequence[CalendarLine], origin: str, unit_id: Place = None) -> list[Change]:
    """Store lines of different days; the reference leaves alone what somebody decided."""
    years = sorted({line.day.year for line in lines})
    rows = {row.day: row for year in years for row in list_days(session, year, unit_id) if row.unit_id == unit_id}
    changes = [
        _put_one(session, number, line, rows.get(line.day), origin, unit_id) for number, line in enumerate(lines, 2)
    ]
    session.flush()
    return changes


def _put_one(
    session: Session, number: int, line: CalendarLine, row: CalendarDay | None, origin: str, unit_id: Place
) -> Change:
    label = f"{line.day:%d/%m/%Y} {line.name}"
    if row is None:
        session.add(CalendarDay(unit_id=unit_id, origin=origin, **_facts(line)))
        return Change("", number, label, Outcome.NEW)
    if origin == FROM_REFERENCE and row.origin != FROM_REFERENCE:
        return Change("", number, label, Outcome.UNCHANGED, message="giữ theo dữ liệu của đơn vị quản trị")
    found = differences(_facts(line_of(row)), _facts(line))
    for name, value in _facts(line).items():
        setattr(row, name, value)
    row.origin = origin
    return Change("", number, label, Outcome.CHANGED if found else Outcome.UNCHANGED, found)


def _facts(line: CalendarLine) -> dict[str, object]:
    return {name: getattr(line, name) for name in line.__slots__}


def _stamp(session: Session, now: datetime, years: Iterable[int]) -> None:
    """Mark the years as changed; whoever counted with them reads them anew."""
    rows = {row.year: row for row in list_years(session)}
    for year in sorted(years):
        row = rows.get(year) or CalendarYear(year=year)
        row.loaded_at = now
        row.stamp = uuid4().hex
        row.provisional = is_provisional_year(special_day(line_of(day)) for day in list_days(session, year))
        session.add(row)
    session.flush()


def set_day(
    session: Session, *, actor: Actor, now: datetime, line: CalendarLine, unit_id: Place = None, unit_path: str = ""
) -> Change:
    """Make a day what somebody decided, for everybody or one unit. Invalid when its year is not loaded."""
    checked = check_line(line)
    if line.day.year not in [year.year for year in list_years(session)]:
        raise Invalid(f"Lịch năm {line.day.year} chưa được nạp. Hãy nạp lịch cả năm trước khi sửa từng ngày.")
    [change] = _put(session, [checked], BY_HAND, unit_id)
    _stamp(session, now, [line.day.year])
    note(
        session,
        actor=actor,
        now=now,
        verb="calendar.set_day",
        object_kind="calendar_day",
        object_id=line.day.isoformat(),
        object_label=change.label,
        unit_id=unit_id,
        unit_path=unit_path,
        detail={each.fact: [each.before, each.after] for each in change.differences},
    )
    return change


def apply_change(
    session: Session, *, now: datetime, change: CalendarChange, source: str = "", origin: str = FROM_FILE
) -> None:
    """Make the calendar what was decided; whoever decides writes the note. Invalid where a new year is not whole.

    Lines that are None stay as they are: a decision sets days, it takes none out of the book.
    """
    loaded = [year.year for year in list_years(session)]
    lines = [line for _, line in change.days if line is not None]
    if change.unit_id is None:
        check_whole_years(lines, loaded)
    elif missing := sorted({line.day.year for line in lines} - set(loaded)):
        raise Invalid(f"Lịch năm {missing[0]} chưa được nạp. Hãy nạp lịch cả năm trước khi sửa từng ngày.")
    _put(session, lines, origin, change.unit_id)
    for weekday, valid_from, sessions in change.hours:
        if sessions is not None:
            _put_hours(session, change.unit_id, weekday, valid_from, sessions, source)
    _stamp(session, now, {*loaded, *change.years} if change.hours else change.years)


def _put_hours(
    session: Session, unit_id: Place, weekday: int, valid_from: date | None, sessions: str, source: str = ""
) -> str | None:
    """Set one row of hours; what stood there before."""
    rows = {(row.weekday, row.valid_from): row for row in list_hours(session, unit_id)}
    row = rows.get((weekday, valid_from))
    before = row.sessions if row else None
    if row is None:
        row = OfficeHours(unit_id=unit_id, weekday=weekday, valid_from=valid_from)
        session.add(row)
    row.sessions, row.source = sessions, source
    session.flush()
    return before


def set_office_hours(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    weekday: int,
    sessions: str,
    valid_from: date | None = None,
    unit_id: Place = None,
    unit_path: str = "",
    source: str = "",
) -> None:
    """Set the hours of a weekday (0 = Monday) from a day on; "" closes it. Invalid when unreadable."""
    written = write_sessions(parse_sessions(sessions))
    if not 0 <= weekday <= 6:
        raise Invalid("Thứ trong tuần phải từ thứ Hai đến Chủ nhật.")
    before = _put_hours(session, unit_id, weekday, valid_from, written, source)
    _stamp(session, now, [year.year for year in list_years(session)])
    note(
        session,
        actor=actor,
        now=now,
        verb="calendar.set_hours",
        object_kind="office_hours",
        object_id=f"{weekday}",
        unit_id=unit_id,
        unit_path=unit_path,
        detail={"before": before, "after": written, "valid_from": valid_from.isoformat() if valid_from else None},
    )
