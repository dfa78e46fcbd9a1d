"""The public list: who apologised, how often, why; nothing that leads to a citizen."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from feedback.apologies.queries.faults import list_faults
from feedback.apologies.queries.forms import sensitive_fields
from feedback.apologies.queries.notices import read_notice
from feedback.apologies.queries.removals import count_removed
from feedback.apologies.rules import (
    FAULTS,
    KIND_WORDS,
    REASON_WORDS,
    SIGNED_STATES,
    Kind,
    ReasonClass,
    State,
    is_sensitive,
    number_words,
    working_days_late,
)
from feedback.apologies.tables import Apology
from feedback.foundation.clock import at_local, local_day
from feedback.organisation.queries import get_unit, unit_names
from feedback.organisation.tables import Unit
from feedback.procedures.tables import Procedure
from feedback.records.tables import Record
from feedback.working_calendar.queries import calendar_for
from feedback.working_calendar.rules import MissingCalendar, WorkCalendar

SHOWN = [state.value for state in (*SIGNED_STATES, State.ESCALATED, State.WITHDRAWN)]
AT_ONCE = (State.ESCALATED.value, State.WITHDRAWN.value)
"""A withdrawn notice stays listed and says so: taking it back must not be a way to disappear. Nor in the minutes before
it would have been listed: one person alone could else approve it in time and take it back unseen.
"""


PublicRow = tuple[Apology, str, str]
"""A notice, its unit's name, its procedure's."""


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One apology in public: no procedure, no date, no code, no citizen. `week` like 2026-W47; `days` working days.

    `fault` says what else went wrong; `withdrawn_by` the number of the paper that took the apology back.
    """

    unit: str
    head: str
    field: str
    week: str
    days: int | None
    reason: str
    second: bool
    fault: str = ""
    withdrawn_by: str = ""


@dataclass(frozen=True, slots=True)
class PublicUnit:
    """A unit's part of the list; `counted` holds the fields of which only the number is shown.

    `code` addresses the unit's wall poster; "" for a unit that is no more.
    """

    unit: str
    head: str
    total: int
    lines: tuple[PublicLine, ...]
    counted: tuple[tuple[str, int], ...]
    removed: int = 0
    code: str = ""


def list_public(session: Session, today: date) -> list[PublicUnit]:
    """What may be shown that day: approved notices and second overruns until their day of removal, by unit."""
    units: dict[int, list[PublicRow]] = {}
    for row in _rows(session, today):
        units.setdefault(row[0].unit_id, []).append(row)
    removed = count_removed(session, today)
    shown = [_unit(session, rows, removed.pop(unit_id, 0)) for unit_id, rows in units.items()]
    names = unit_names(session, removed)
    return shown + [PublicUnit(names[unit_id], "", 0, (), (), count) for unit_id, count in sorted(removed.items())]


def find_month(session: Session, unit_id: int, today: date) -> PublicUnit | None:
    """What of today's list is about apologies made by that unit in today's month, and how many of them were taken off;
    None where there is none of them.
    """
    month = today.replace(day=1)
    rows = [row for row in _rows(session, today) if row[0].unit_id == unit_id and _shown_at(row[0]) >= month]
    removed = count_removed(session, today, made_since=at_local(month)).get(unit_id, 0)
    if rows:
        return _unit(session, rows, removed)
    return PublicUnit(get_unit(session, unit_id).name, "", 0, (), (), removed) if removed else None


def has_apologised(session: Session, unit_id: int, today: date) -> bool:
    """Whether the unit has any apology of this month at all, shown or not, or one that waits to be made."""
    since = at_local(today.replace(day=1))
    mine = select(Apology.id).where(Apology.unit_id == unit_id, Apology.state != State.CANCELLED.value)
    made = mine.where(or_(Apology.approved_at.is_(None), Apology.approved_at >= since, Apology.escalated_at >= since))
    return session.scalar(made.limit(1)) is not None


def _rows(session: Session, today: date) -> list[PublicRow]:
    wanted = (
        select(Apology, Unit.name, Procedure.name)
        .join(Record, Record.id == Apology.record_id)
        .join(Procedure, Procedure.id == Record.procedure_id)
        .join(Unit, Unit.id == Apology.unit_id)
        .where(Apology.state.in_(SHOWN), Apology.published_until >= today, Apology.kind != Kind.WITHDRAWAL.value)
        .where(or_(Apology.published_at.is_not(None), Apology.state.in_(AT_ONCE)))
        .order_by(Unit.name_folded, Unit.id, Apology.id.desc())
    )
    return [(notice, unit, procedure) for notice, unit, procedure in session.execute(wanted)]


def _unit(session: Session, rows: list[PublicRow], removed: int) -> PublicUnit:
    lines: list[PublicLine] = []
    counted: Counter[str] = Counter()
    calendar = calendar_for(session, rows[0][0].unit_id)
    for notice, unit, procedure in rows:
        if is_sensitive(notice.field, procedure, sensitive_fields()):
            counted[notice.field] += 1
        else:
            lines.append(_line(session, calendar, notice, unit))
    newest = rows[0][0]
    lines.sort(key=lambda line: (line.week, line.field), reverse=True)
    counts = tuple(sorted(counted.items()))
    code = _code(session, newest.unit_id)
    return PublicUnit(rows[0][1], _head(newest), len(rows), tuple(lines), counts, removed, code)


def _code(session: Session, unit_id: int) -> str:
    unit = get_unit(session, unit_id)
    return unit.code if unit.valid_to is None else ""


def _line(session: Session, calendar: WorkCalendar, notice: Apology, unit: str) -> PublicLine:
    week = _shown_at(notice).isocalendar()
    return PublicLine(
        unit=unit,
        head=_head(notice),
        field=notice.field,
        week=f"{week.year}-W{week.week:02d}",
        days=_days(calendar, notice),
        reason=REASON_WORDS[ReasonClass(notice.reason_class)] if notice.reason_class else "",
        second=notice.kind == Kind.SECOND,
        fault=_fault(session, notice),
        withdrawn_by=_withdrawn_by(session, notice),
    )


def _fault(session: Session, notice: Apology) -> str:
    if Kind(notice.kind) not in FAULTS:
        return ""
    return "; ".join(KIND_WORDS[each.kind] for each in list_faults(session, notice.id))


def _withdrawn_by(session: Session, notice: Apology) -> str:
    if notice.withdrawn_by_id is None:
        return ""
    return number_words(read_notice(session, notice.withdrawn_by_id).number or 0)


def _shown_at(notice: Apology) -> date:
    return local_day(notice.approved_at or notice.created_at)


def _head(notice: Apology) -> str:
    return " ".join(part for part in (notice.head_title, notice.head_name) if part)


def _days(calendar: WorkCalendar, notice: Apology) -> int | None:
    """Working days from the due moment to the promised one (or to when the second overrun was seen)."""
    until: datetime | None = notice.created_at if notice.kind == Kind.SECOND else notice.new_due_at
    if until is None:
        return None
    try:
        return working_days_late(notice.due_at, until, calendar)
    except MissingCalendar:
        return None
