"""Reads about decisions on the calendar: which there are, how far each has come, what each meant for its files."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from feedback.foundation.errors import NotFound
from feedback.organisation.tables import Unit
from feedback.records.tables import CalendarDecision, CalendarMove, Record
from feedback.working_calendar.rules.proposals import from_json, overtakes

APPLYING, DONE = "applying", "done"


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One file of a decision; no personal data."""

    record_id: int
    code: str
    unit: str
    before: datetime | None
    after: datetime | None
    promised_before: datetime | None
    promised_after: datetime | None
    told_at: datetime | None


def get_decision(session: Session, decision_id: int) -> CalendarDecision:
    row = session.get(CalendarDecision, decision_id)
    if row is None:
        raise NotFound("Không có quyết định về lịch này. Hãy mở lại trang Quyết định về lịch và chọn từ danh sách.")
    return row


def list_decisions(session: Session, *, skip: int = 0, take: int = 50) -> list[CalendarDecision]:
    """Newest first."""
    return list(session.scalars(select(CalendarDecision).order_by(CalendarDecision.id.desc()).offset(skip).limit(take)))


def count_decisions(session: Session) -> int:
    return session.scalar(select(func.count(CalendarDecision.id))) or 0


def find_applying(session: Session) -> CalendarDecision | None:
    """The decision whose files are still being gone through: there is one at most."""
    return session.scalar(
        select(CalendarDecision).where(CalendarDecision.state == APPLYING).order_by(CalendarDecision.id)
    )


def list_untold(session: Session) -> list[CalendarDecision]:
    """Decisions to reckon anew, gone through, whose citizens are still to be told; oldest first."""
    untold = and_(CalendarDecision.state == DONE, CalendarDecision.told_at.is_(None))
    return list(session.scalars(select(CalendarDecision).where(untold).order_by(CalendarDecision.id)))


def is_overtaken(session: Session, decision: CalendarDecision) -> bool:
    """Whether a later decision has decided again about all its days and hours: then that one speaks, or is silent."""
    later = session.scalars(select(CalendarDecision.change).where(CalendarDecision.id > decision.id))
    mine = from_json(decision.change)
    return any(overtakes(from_json(each), mine) for each in later)


def count_moves(session: Session, decision_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Of each decision: `files` whose computed due it moved (or would have), citizens `told` of a new date."""
    found: dict[int, dict[str, int]] = {each: {"files": 0, "told": 0} for each in decision_ids}
    told = func.count(CalendarMove.told_at)
    moved = func.count(CalendarMove.id).filter(_moved())
    query = select(CalendarMove.decision_id, moved, told).where(CalendarMove.decision_id.in_(found))
    for decision_id, files, letters in session.execute(query.group_by(CalendarMove.decision_id)):
        found[decision_id] = {"files": files, "told": letters}
    return found


def _moved() -> ColumnElement[bool]:
    """Its computed due differs; rows that only hold a promised date do not count."""
    return or_(CalendarMove.before != CalendarMove.after, CalendarMove.before.is_(None) != CalendarMove.after.is_(None))


def count_moves_by_unit(
    session: Session, decision_id: int, unit_ids: Collection[int] | None = None
) -> list[tuple[str, int]]:
    """These units (None: all) by name with how many of their files the decision is about."""
    query = select(Unit.name, func.count(CalendarMove.id)).join(Unit, Unit.id == CalendarMove.unit_id)
    mine = query.where(*_of(decision_id, unit_ids), _moved())
    return [(name, files) for name, files in session.execute(mine.group_by(Unit.name).order_by(Unit.name))]


def list_moves(
    session: Session, decision_id: int, unit_ids: Collection[int] | None, *, skip: int = 0, take: int = 50
) -> list[MoveLine]:
    """The files of a decision within these units (None: all), those with a promised date first, then by code."""
    order = (CalendarMove.told_at.is_(None), Record.code)
    query = _lines().where(*_of(decision_id, unit_ids)).order_by(*order).offset(skip).limit(take)
    return [MoveLine(*row) for row in session.execute(query)]


def count_listed(session: Session, decision_id: int, unit_ids: Collection[int] | None) -> int:
    return session.scalar(select(func.count(CalendarMove.id)).where(*_of(decision_id, unit_ids))) or 0


def _of(decision_id: int, unit_ids: Collection[int] | None) -> list[ColumnElement[bool]]:
    mine = [CalendarMove.decision_id == decision_id]
    return mine if unit_ids is None else [*mine, CalendarMove.unit_id.in_(unit_ids)]


def _lines() -> Any:
    return (
        select(
            CalendarMove.record_id,
            Record.code,
            Unit.name,
            CalendarMove.before,
            CalendarMove.after,
            CalendarMove.promised_before,
            CalendarMove.promised_after,
            CalendarMove.told_at,
        )
        .join(Record, Record.id == CalendarMove.record_id)
        .join(Unit, Unit.id == CalendarMove.unit_id)
    )


def find_move(session: Session, decision_id: int, record_id: int) -> CalendarMove | None:
    mine = and_(CalendarMove.decision_id == decision_id, CalendarMove.record_id == record_id)
    return session.scalar(select(CalendarMove).where(mine))


def list_file_moves(session: Session, record_id: int) -> list[tuple[CalendarDecision, CalendarMove]]:
    """What decisions about the calendar meant for one file, newest first."""
    query = select(CalendarDecision, CalendarMove).join(CalendarMove, CalendarMove.decision_id == CalendarDecision.id)
    mine = query.where(CalendarMove.record_id == record_id).order_by(CalendarDecision.id.desc())
    return [(decision, move) for decision, move in session.execute(mine)]
