"""The public list: who apologised, how often, why; nothing that leads to a citizen."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.apologies.queries.forms import sensitive_fields
from feedback.apologies.rules import REASON_WORDS, Kind, ReasonClass, State, is_sensitive, working_days_late
from feedback.apologies.tables import Apology
from feedback.foundation.clock import local_day
from feedback.organisation.tables import Unit
from feedback.procedures.tables import Procedure
from feedback.records.tables import Record
from feedback.working_calendar.queries import calendar_for
from feedback.working_calendar.rules import MissingCalendar, WorkCalendar


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One apology in public: no procedure, no date, no code, no citizen. `week` like 2026-W47; `days` working days."""

    unit: str
    head: str
    field: str
    week: str
    days: int | None
    reason: str
    second: bool


@dataclass(frozen=True, slots=True)
class PublicUnit:
    """A unit's part of the list; `counted` holds the fields of which only the number is shown."""

    unit: str
    head: str
    total: int
    lines: tuple[PublicLine, ...]
    counted: tuple[tuple[str, int], ...]


def list_public(session: Session, today: date) -> list[PublicUnit]:
    """What may be shown that day: approved notices and second overruns until their day of removal, by unit."""
    shown = (State.APPROVED.value, State.ESCALATED.value)
    wanted = (
        select(Apology, Unit.name, Procedure.name)
        .join(Record, Record.id == Apology.record_id)
        .join(Procedure, Procedure.id == Record.procedure_id)
        .join(Unit, Unit.id == Apology.unit_id)
        .where(Apology.state.in_(shown), Apology.published_until >= today)
        .order_by(Unit.name_folded, Unit.id, Apology.id.desc())
    )
    units: dict[int, list[tuple[Apology, str, str]]] = {}
    for notice, unit, procedure in session.execute(wanted):
        units.setdefault(notice.unit_id, []).append((notice, unit, procedure))
    return [_unit(session, rows) for rows in units.values()]


def _unit(session: Session, rows: list[tuple[Apology, str, str]]) -> PublicUnit:
    lines: list[PublicLine] = []
    counted: Counter[str] = Counter()
    calendar = calendar_for(session, rows[0][0].unit_id)
    for notice, unit, procedure in rows:
        if is_sensitive(notice.field, procedure, sensitive_fields()):
            counted[notice.field] += 1
        else:
            lines.append(_line(calendar, notice, unit))
    newest = rows[0][0]
    lines.sort(key=lambda line: (line.week, line.field), reverse=True)
    return PublicUnit(rows[0][1], _head(newest), len(rows), tuple(lines), tuple(sorted(counted.items())))


def _line(calendar: WorkCalendar, notice: Apology, unit: str) -> PublicLine:
    week = _shown_at(notice).isocalendar()
    return PublicLine(
        unit=unit,
        head=_head(notice),
        field=notice.field,
        week=f"{week.year}-W{week.week:02d}",
        days=_days(calendar, notice),
        reason=REASON_WORDS[ReasonClass(notice.reason_class)] if notice.reason_class else "",
        second=notice.kind == Kind.SECOND,
    )


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
