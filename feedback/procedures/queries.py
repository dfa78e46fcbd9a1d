"""Reads: procedures by code and name, the catalogue for imports, and when a file of a procedure is due."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from feedback.foundation.errors import NotFound
from feedback.foundation.text import clean, fold
from feedback.procedures.rules import Catalogue, ProcedureFacts, restore_code
from feedback.procedures.tables import Procedure
from feedback.working_calendar.queries import calendar_for, policy_for
from feedback.working_calendar.rules import Due, LimitKind, TimeLimit, due_at, explain_due


def limit_of(procedure: Procedure) -> TimeLimit:
    """The stored limit; none where no amount is known."""
    kind = LimitKind(procedure.limit_kind)
    if kind in (LimitKind.SAME_DAY, LimitKind.NONE):
        return TimeLimit(kind)
    return TimeLimit(kind, procedure.limit_amount) if procedure.limit_amount else TimeLimit(LimitKind.NONE)


def facts_of(procedure: Procedure) -> ProcedureFacts:
    """The row as a plain value."""
    return ProcedureFacts(
        id=procedure.id,
        code=procedure.code,
        name=procedure.name,
        field=procedure.field,
        limit=limit_of(procedure),
        limit_max=procedure.limit_max,
    )


def read_catalogue(session: Session) -> Catalogue:
    """Every procedure in memory, for imports: read once, then asked for each row."""
    return Catalogue(facts_of(row) for row in session.scalars(select(Procedure)))


def find_by_code(session: Session, code: str) -> Procedure | None:
    """The procedure of that code, also where a spreadsheet made a number of it (1.00072)."""
    exact = session.scalar(select(Procedure).where(Procedure.code == clean(code)))
    restored = restore_code(code)
    if exact is not None or restored is None:
        return exact
    return session.scalar(select(Procedure).where(Procedure.code == restored))


def get_by_code(session: Session, code: str) -> Procedure:
    """As find_by_code; NotFound says where to look."""
    procedure = find_by_code(session, code)
    if procedure is None:
        raise NotFound(f"Không có thủ tục mã {clean(code)}. Xem mã đúng ở trang Thủ tục (/thu-tuc).")
    return procedure


def find_many(session: Session, codes: Sequence[str]) -> dict[str, Procedure]:
    """The known ones of these exact codes, by code; at most a few hundred at a time."""
    return {row.code: row for row in session.scalars(select(Procedure).where(Procedure.code.in_(codes)))}


def find_by_name(session: Session, name: str) -> Procedure | None:
    """The procedure of exactly this name in NFC, else the only one of this name without diacritics."""
    alike = list(session.scalars(select(Procedure).where(Procedure.name_folded == fold(name))))
    exact = [each for each in alike if each.name == clean(name)]
    candidates = exact or alike
    return candidates[0] if len(candidates) == 1 else None


def list_procedures(
    session: Session, *, words: str = "", field: str = "", limit_kind: str = "", skip: int = 0, take: int | None = None
) -> list[Procedure]:
    """Procedures whose name holds every word, or whose code begins so; by field and name."""
    query = select(Procedure).where(*_wanted(words, field, limit_kind)).order_by(Procedure.field, Procedure.name_folded)
    return list(session.scalars(query.offset(skip).limit(take)))


def count_procedures(session: Session, *, words: str = "", field: str = "", limit_kind: str = "") -> int:
    return session.scalar(select(func.count(Procedure.id)).where(*_wanted(words, field, limit_kind))) or 0


def _wanted(words: str, field: str, limit_kind: str) -> Iterable[ColumnElement[bool]]:
    named = [Procedure.name_folded.contains(word, autoescape=True) for word in fold(words).split()]
    if named:
        yield or_(and_(*named), Procedure.code.startswith(clean(words), autoescape=True))
    if field:
        yield Procedure.field == field
    if limit_kind:
        yield Procedure.limit_kind == limit_kind


def count_by_limit(session: Session) -> dict[str, int]:
    """How many procedures have which kind of limit."""
    rows = session.execute(select(Procedure.limit_kind, func.count(Procedure.id)).group_by(Procedure.limit_kind))
    return dict(rows.all())


def list_fields(session: Session) -> list[str]:
    """The fields (lĩnh vực) there are, in order."""
    return list(session.scalars(select(Procedure.field).distinct().order_by(Procedure.field)))


def due_for(
    session: Session, procedure: Procedure | ProcedureFacts, received_at: datetime, unit_id: int | None = None
) -> Due | None:
    """When a file of this procedure received at this aware moment is due, by the unit's calendar and policy.

    None where the procedure has no limit; MissingCalendar where a year is not loaded.
    """
    return due_at(_limit(procedure), received_at, calendar_for(session, unit_id), policy_for(session, unit_id))


def explain_for(
    session: Session, procedure: Procedure | ProcedureFacts, received_at: datetime, unit_id: int | None = None
) -> tuple[str, ...]:
    """How that due moment comes about, line by line in Vietnamese."""
    return explain_due(_limit(procedure), received_at, calendar_for(session, unit_id), policy_for(session, unit_id))


def _limit(procedure: Procedure | ProcedureFacts) -> TimeLimit:
    return limit_of(procedure) if isinstance(procedure, Procedure) else procedure.limit
