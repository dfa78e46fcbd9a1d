"""Reads: the calendar and the counting policy that hold for a unit, and the year as a page shows it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from feedback.organisation.queries import get_setting
from feedback.organisation.rules import path_to_root
from feedback.organisation.tables import Unit
from feedback.working_calendar.rules import Counting, DuePolicy, SpecialDay, Week, WorkCalendar, parse_clock
from feedback.working_calendar.rules.calendar import BEGINNING
from feedback.working_calendar.rules.days import DEFAULT_WEEK, parse_sessions
from feedback.working_calendar.rules.reading import CalendarLine, special_day
from feedback.working_calendar.tables import CalendarDay, CalendarYear, OfficeHours

Place = int | None
"""A unit's id; None is everybody."""
Hours = tuple[tuple[date, int, str], ...]
"""(valid from, weekday, sessions) in order of time."""
Stamps = tuple[tuple[int, str], ...]

DUE_POLICY = "due_policy"
SAME_DAY_CUTOFF = "same_day_cutoff"
CUTOFF_FOR_ALL = "cutoff_for_all"


@dataclass(frozen=True, slots=True)
class Book:
    """Everything stored about the calendar, as plain values, by whom it holds for."""

    years: tuple[int, ...]
    provisional_years: tuple[int, ...]
    days: dict[Place, dict[date, SpecialDay]]
    hours: dict[Place, Hours]


_lock = Lock()
_books: dict[Stamps, Book] = {}
_calendars: dict[tuple[Stamps, tuple[Place, ...]], WorkCalendar] = {}
KEPT = 200
"""Calendars kept in memory, about 1 MB each where a unit has its own hours; most units share one."""


def calendar_for(session: Session, unit_id: Place = None) -> WorkCalendar:
    """The calendar of a unit: its own days and hours, else its parent's, and so on, else everybody's.

    Cheap to ask again: one small query as long as nothing changed. Ask once per unit before counting many files.
    """
    return calendars_for(session, (unit_id,))[unit_id]


def calendars_for(session: Session, unit_ids: Collection[Place]) -> dict[Place, WorkCalendar]:
    """The calendar of each of these units, in as many statements as for one of them."""
    if not unit_ids:
        return {}
    stamps = _stamps(session)
    book = _book(session, stamps)
    return {unit_id: _calendar(stamps, book, places) for unit_id, places in places_of(session, unit_ids, book).items()}


def _calendar(stamps: Stamps, book: Book, places: tuple[Place, ...]) -> WorkCalendar:
    key = (stamps, places)
    with _lock:
        if key in _calendars:
            return _calendars[key]
    calendar = build_calendar(book, places)
    with _lock:
        if len(_calendars) >= KEPT:
            _calendars.clear()
        return _calendars.setdefault(key, calendar)


def _stamps(session: Session) -> Stamps:
    """What the store's calendar is now: each year with the stamp of its last change, which no other change shares."""
    rows = session.execute(select(CalendarYear.year, CalendarYear.stamp).order_by(CalendarYear.year))
    return tuple((year, stamp) for year, stamp in rows)


def book_of(session: Session) -> Book:
    """Everything stored, as it is now."""
    return _book(session, _stamps(session))


def _book(session: Session, stamps: Stamps) -> Book:
    with _lock:
        if stamps in _books:
            return _books[stamps]
    book = _read_book(session)
    if stamps:
        with _lock:
            _books.clear()
            _books[stamps] = book
    return book


def _read_book(session: Session) -> Book:
    days: dict[Place, dict[date, SpecialDay]] = defaultdict(dict)
    for row in session.scalars(select(CalendarDay)):
        days[row.unit_id][row.day] = special_day(line_of(row))
    hours: dict[Place, list[tuple[date, int, str]]] = defaultdict(list)
    for each in session.scalars(select(OfficeHours)):
        hours[each.unit_id].append((each.valid_from or BEGINNING, each.weekday, each.sessions))
    years = session.scalars(select(CalendarYear).order_by(CalendarYear.year)).all()
    return Book(
        years=tuple(each.year for each in years),
        provisional_years=tuple(each.year for each in years if each.provisional),
        days=dict(days),
        hours={place: tuple(sorted(rows)) for place, rows in hours.items()},
    )


def places_of(session: Session, unit_ids: Collection[Place], book: Book) -> dict[Place, tuple[Place, ...]]:
    """Each unit and its parents as far as they have anything of their own, then everybody."""
    own = {place for place in (*book.days, *book.hours) if place is not None}
    if not own or not any(unit_id is not None for unit_id in unit_ids):
        return dict.fromkeys(unit_ids, (None,))
    parents = dict(session.execute(select(Unit.id, Unit.parent_id)).all())
    return {each: (*_own_path(each, parents, own), None) for each in unit_ids}


def _own_path(unit_id: Place, parents: dict[int, int | None], own: set[int]) -> list[int]:
    return [] if unit_id is None else [unit for unit in path_to_root(unit_id, parents) if unit in own]


def build_calendar(book: Book, places: tuple[Place, ...]) -> WorkCalendar:
    """The calendar of these places, the nearest first."""
    days: dict[date, SpecialDay] = {}
    for place in reversed(places):
        days |= book.days.get(place, {})
    return WorkCalendar(book.years, days.values(), weeks(_hours(book, places)), book.provisional_years)


def _hours(book: Book, places: tuple[Place, ...]) -> Hours:
    """For each weekday the rows of the nearest place that sets it, from its first day on; the next place's before.

    A commune that opens on Saturdays from December keeps its province's hours until then.
    """
    by_weekday: dict[int, list[tuple[date, int, str]]] = {}
    for place in reversed(places):
        mine: dict[int, list[tuple[date, int, str]]] = defaultdict(list)
        for row in book.hours.get(place, ()):
            mine[row[1]].append(row)
        for weekday, rows in mine.items():
            first = min(rows)[0]
            by_weekday[weekday] = [row for row in by_weekday.get(weekday, ()) if row[0] < first] + rows
    return tuple(sorted(row for rows in by_weekday.values() for row in rows))


def weeks(hours: Hours) -> tuple[tuple[date, Week], ...]:
    """The week from each date on which anything changes; weekdays nobody set are the default's."""
    week = list(DEFAULT_WEEK)
    found = {BEGINNING: tuple(week)}
    for valid_from, weekday, sessions in hours:
        week[weekday] = parse_sessions(sessions)
        found[valid_from] = tuple(week)
    return tuple(sorted(found.items()))


def policy_for(session: Session, unit_id: Place = None) -> DuePolicy:
    """How the unit counts: its settings, else its parents', else everybody's, else the default.

    Settings: `due_policy` same_clock | end_of_last_day, `same_day_cutoff` "15:00", `cutoff_for_all` true | false.
    """
    default = DuePolicy()
    cutoff: Any = get_setting(session, unit_id, SAME_DAY_CUTOFF, None)
    return DuePolicy(
        counting=Counting(get_setting(session, unit_id, DUE_POLICY, default.counting)),
        same_day_cutoff=default.same_day_cutoff if cutoff is None else parse_clock(str(cutoff)),
        cutoff_for_all=bool(get_setting(session, unit_id, CUTOFF_FOR_ALL, default.cutoff_for_all)),
    )


def list_years(session: Session) -> list[CalendarYear]:
    """The loaded years, oldest first."""
    return list(session.scalars(select(CalendarYear).order_by(CalendarYear.year)))


def list_days(session: Session, year: int, unit_id: Place = None) -> list[CalendarDay]:
    """The special days of a year for everybody and, where given, the unit's own, in order."""
    everybody = CalendarDay.unit_id.is_(None)
    place = everybody if unit_id is None else or_(everybody, CalendarDay.unit_id == unit_id)
    within = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
    return list(
        session.scalars(select(CalendarDay).where(within, place).order_by(CalendarDay.day, CalendarDay.unit_id))
    )


def find_day(session: Session, day: date, unit_id: Place) -> CalendarDay | None:
    """The stored special day of exactly this place."""
    place = CalendarDay.unit_id.is_(None) if unit_id is None else CalendarDay.unit_id == unit_id
    return session.scalar(select(CalendarDay).where(CalendarDay.day == day, place))


def list_hours(session: Session, unit_id: Place) -> list[OfficeHours]:
    """The office hours set for exactly this place, in order of time and weekday."""
    place = OfficeHours.unit_id.is_(None) if unit_id is None else OfficeHours.unit_id == unit_id
    return list(session.scalars(select(OfficeHours).where(place).order_by(OfficeHours.valid_from, OfficeHours.weekday)))


def count_days(session: Session) -> int:
    """All stored special days, everybody's and the units' own."""
    return session.scalar(select(func.count()).select_from(CalendarDay)) or 0


def line_of(row: CalendarDay) -> CalendarLine:
    """A stored day as the plain line it came from."""
    return CalendarLine(**{name: getattr(row, name) for name in CalendarLine.__slots__})
