"""Reads about lateness: the open files of some units, and where each stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, false, select
from sqlalchemy.orm import Session

from feedback.organisation.queries import get_setting, list_setting_values
from feedback.records.queries.clocks import tell_uncertain
from feedback.records.queries.files import File, get_files
from feedback.records.queries.times import best_due_at, best_due_has_time, was_open
from feedback.records.rules import (
    Lateness,
    OpenFile,
    Stamp,
    Standing,
    due_moment,
    late_minutes,
    say_standing,
    sort_out,
)
from feedback.records.tables import Record
from feedback.working_calendar.queries import calendar_for
from feedback.working_calendar.rules import MissingCalendar, WorkCalendar

WARN_DAYS = "warn_days"
"""The setting: how many working days before its due a file is warned of."""
SOON_DAYS = 2


@dataclass(frozen=True, slots=True)
class LateFile:
    """An open file somebody should look at, in words too. `late_minutes` are working minutes past the due moment.

    `uncertain`: what between receipt and due could still move it, see `tell_uncertain`.
    """

    standing: Standing
    file: File
    due_at: datetime
    late_minutes: int
    words: str
    uncertain: str = ""

    @property
    def told(self) -> str:
        """Where it stands, and what no notice has settled about its due."""
        return f"{self.words} (tạm tính: {self.uncertain})" if self.uncertain else self.words

    @property
    def kind(self) -> Lateness:
        return self.standing.kind


def scan_open(
    session: Session,
    as_of: datetime,
    unit_ids: Collection[int] | None = None,
    *,
    due_by: datetime | None = None,
    elsewhere: bool = False,
) -> Iterator[OpenFile]:
    """Every file open at that moment, as plain values, by unit and due time. `due_by` leaves out what is due later.

    Of the files that these units solve; `elsewhere`: of those that they received and another unit solves.
    A file whose result came after `as_of` was still open then. Files whose clock stands still are not open.
    """
    due = best_due_at()
    columns = (
        Record.id,
        Record.solving_unit_id,
        Record.received_at,
        Record.received_has_time,
        due,
        best_due_has_time(),
        _source(),
    )
    query = select(*columns).where(was_open(as_of), Record.received_at <= as_of)
    if elsewhere:
        query = query.where(*_elsewhere(unit_ids))
    elif unit_ids is not None:
        query = query.where(Record.solving_unit_id.in_(unit_ids))
    if due_by is not None:
        query = query.where(due <= due_by)
    for record_id, unit_id, received, has_time, due_at, due_has_time, source in session.execute(
        query.order_by(Record.solving_unit_id, due, Record.id)
    ):
        stamp = None if due_at is None else Stamp(due_at, due_has_time)
        yield OpenFile(record_id, unit_id, Stamp(received, has_time), stamp, source)


def _elsewhere(unit_ids: Collection[int] | None) -> tuple[ColumnElement[bool], ...]:
    """Who sees every unit's files sees none of them elsewhere."""
    if unit_ids is None:
        return (false(),)
    return Record.receiving_unit_id.in_(unit_ids), Record.solving_unit_id.not_in(unit_ids)


def _source() -> ColumnElement[Any]:
    """Where the due comes from: see `OpenFile.due_source`."""
    return case(
        (Record.moved_due_at.is_not(None), "moved"), (Record.stated_due_at.is_not(None), "stated"), else_="computed"
    )


def warn_days(session: Session, unit_id: int | None) -> int:
    """How many working days before its due the unit wants to know of a file."""
    return int(get_setting(session, unit_id, WARN_DAYS, SOON_DAYS))


def list_standings(
    session: Session,
    as_of: datetime,
    unit_ids: Collection[int] | None = None,
    days: int | None = None,
    *,
    elsewhere: bool = False,
) -> list[Standing]:
    """Where each open file stands that is overdue, owes an apology, or falls due within `days` working days.

    Without `days` each solving unit's own setting holds; `elsewhere` as `scan_open`. MissingCalendar where the year of
    `as_of` is not loaded.
    """
    widest = days or max([SOON_DAYS, *map(int, list_setting_values(session, WARN_DAYS))])
    by_unit: dict[int, list[OpenFile]] = defaultdict(list)
    # Working days are at least every other day but for Tết: nothing due later can be within `days` of them.
    latest = as_of + timedelta(days=3 * widest + 21)
    for file in scan_open(session, as_of, unit_ids, due_by=latest, elsewhere=elsewhere):
        by_unit[file.unit_id].append(file)
    found: list[Standing] = []
    for unit_id, files in by_unit.items():
        ahead = days or warn_days(session, unit_id)
        found.extend(sort_out(files, calendar_for(session, unit_id), as_of, ahead))
    return found


def list_late(
    session: Session,
    as_of: datetime,
    unit_ids: Collection[int] | None = None,
    days: int | None = None,
    *,
    elsewhere: bool = False,
) -> list[LateFile]:
    """The same with their files and in words, most pressing first."""
    return tell_standings(session, list_standings(session, as_of, unit_ids, days, elsewhere=elsewhere), as_of)


def tell_standings(session: Session, standings: Collection[Standing], as_of: datetime) -> list[LateFile]:
    """These standings with their files and in words, most pressing first."""
    files = get_files(session, [standing.file.id for standing in standings])
    uncertain = tell_uncertain(session, files.values())
    told = [_tell(each, files[each.file.id], _calendar(session, each), as_of) for each in standings]
    told = [replace(each, uncertain=uncertain.get(each.file.id, "")) for each in told]
    order = list(Lateness)
    return sorted(told, key=lambda each: (order.index(each.kind), each.due_at, each.file.code))


def _calendar(session: Session, standing: Standing) -> WorkCalendar:
    return calendar_for(session, standing.file.unit_id)


def _tell(standing: Standing, file: File, calendar: WorkCalendar, as_of: datetime) -> LateFile:
    try:
        due = due_moment(standing.due, calendar)
        return LateFile(
            standing, file, due, late_minutes(standing, calendar, as_of), say_standing(standing, calendar, as_of)
        )
    except MissingCalendar as missing:
        return LateFile(standing, file, standing.due.at, 0, f"chưa nạp lịch nghỉ năm {missing.year}")


def late_json(late: LateFile) -> dict[str, Any]:
    """One file of `feedback late --json`: no personal data."""
    file, limit = late.file, late.standing.limit
    return {
        "id": file.id,
        "code": file.code,
        "procedure": file.procedure_code,
        "procedure_name": file.procedure_name,
        "unit": file.solving_unit,
        "received": file.received.local_iso,
        "due": late.standing.due.local_iso,
        "due_source": late.standing.file.due_source,
        "apology_limit": Stamp(limit.at, True).local_iso if limit else None,
        "apology_rule": limit.rule if limit else None,
        "late_working_minutes": late.late_minutes,
        "late": late.words,
        "unsettled": late.uncertain,
    }
