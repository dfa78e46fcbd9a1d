"""Reads about changes that are only thought of: the calendars as they would be, what differs, and what stood before."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.working_calendar.queries import (
    Book,
    Hours,
    Place,
    book_of,
    build_calendar,
    find_day,
    line_of,
    list_hours,
    list_years,
    places_of,
)
from feedback.working_calendar.rules import SpecialDay, WorkCalendar
from feedback.working_calendar.rules.calendar import BEGINNING
from feedback.working_calendar.rules.proposals import CalendarChange
from feedback.working_calendar.rules.reading import CalendarLine, is_provisional_year, special_day
from feedback.working_calendar.tables import CalendarYear


def calendar_stamp(session: Session, *, hold: bool = False) -> str:
    """What the whole calendar is now, in one word: a preview made under another one is out of date.

    `hold` keeps other writers of the calendar waiting until the transaction ends.
    """
    wanted = select(CalendarYear.year, CalendarYear.stamp).order_by(CalendarYear.year)
    rows = session.execute(wanted.with_for_update() if hold else wanted).all()
    return sha256(" ".join(f"{year}:{stamp}" for year, stamp in rows).encode()).hexdigest()[:24]


def calendars_with(session: Session, change: CalendarChange, unit_ids: Collection[Place]) -> dict[Place, WorkCalendar]:
    """The calendar of each of these units as it would be with the change; units with the same one share it."""
    book = _with(book_of(session), change)
    built: dict[tuple[Place, ...], WorkCalendar] = {}
    found: dict[Place, WorkCalendar] = {}
    for unit_id, places in places_of(session, unit_ids, book).items():
        if places not in built:
            built[places] = build_calendar(book, places)
        found[unit_id] = built[places]
    return found


def _with(book: Book, change: CalendarChange) -> Book:
    place = change.unit_id
    days = dict(book.days.get(place, {}))
    for day, line in change.days:
        if line is None:
            days.pop(day, None)
        else:
            days[day] = special_day(line)
    years = tuple(sorted({*book.years, *change.years})) if place is None else book.years
    return Book(
        years=years,
        provisional_years=_provisional(book, change, days) if place is None else book.provisional_years,
        days={**book.days, place: days},
        hours={**book.hours, place: _hours(book.hours.get(place, ()), change)},
    )


def _provisional(book: Book, change: CalendarChange, days: dict[date, SpecialDay]) -> tuple[int, ...]:
    """The years that await their notice once these are everybody's days."""
    touched = set(change.years)
    awaiting = {y for y in touched if is_provisional_year(each for each in days.values() if each.day.year == y)}
    return tuple(sorted(awaiting | {year for year in book.provisional_years if year not in touched}))


def _hours(rows: Hours, change: CalendarChange) -> Hours:
    found = {(start, weekday): sessions for start, weekday, sessions in rows}
    for weekday, valid_from, sessions in change.hours:
        key = (valid_from or BEGINNING, weekday)
        if sessions is None:
            found.pop(key, None)
        else:
            found[key] = sessions
    return tuple(sorted((start, weekday, sessions) for (start, weekday), sessions in found.items()))


def narrowed(session: Session, change: CalendarChange) -> CalendarChange:
    """The part of the change that differs from what stands, in the order of the calendar."""
    days = tuple(each for each in change.days if _stands(session, each[0], change.unit_id) != each[1])
    hours = _hours_now(session, change.unit_id)
    moved = tuple(each for each in change.hours if hours.get((each[0], each[1])) != each[2])
    return CalendarChange(change.unit_id, tuple(sorted(days, key=lambda each: each[0])), moved)


def before_of(session: Session, change: CalendarChange) -> CalendarChange:
    """What stands now where the change would set something: the change that takes it back."""
    hours = _hours_now(session, change.unit_id)
    return CalendarChange(
        change.unit_id,
        tuple((day, _stands(session, day, change.unit_id)) for day, _ in change.days),
        tuple((weekday, start, hours.get((weekday, start))) for weekday, start, _ in change.hours),
    )


def _stands(session: Session, day: date, unit_id: Place) -> CalendarLine | None:
    row = find_day(session, day, unit_id)
    return line_of(row) if row is not None else None


def _hours_now(session: Session, unit_id: Place) -> dict[tuple[int, date | None], str]:
    return {(row.weekday, row.valid_from): row.sessions for row in list_hours(session, unit_id)}


def hours_origin(session: Session, unit_id: Place, day: date) -> dict[int, Place]:
    """Whose hours hold at the unit that day, by weekday: the unit's own, a parent's id, None for everybody's.

    A weekday that nobody set by then is missing: the default of the program holds.
    """
    book = book_of(session)
    found: dict[int, Place] = {}
    for place in reversed(places_of(session, [unit_id], book)[unit_id]):
        found |= {weekday: place for start, weekday, _ in book.hours.get(place, ()) if start <= day}
    return found


def missing_year(session: Session, today: date) -> tuple[int, bool] | None:
    """From October on: next year where its notice is still to come, and whether anything is loaded of it."""
    if today.month < 10:
        return None
    known = {row.year: row.provisional for row in list_years(session)}
    following = today.year + 1
    if following not in known:
        return following, False
    return (following, True) if known[following] else None
