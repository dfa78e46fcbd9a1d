"""Requests to take a line off the public list: waiting ones, and what became of the others."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.apologies.tables import Apology, PublicRemoval
from feedback.foundation.errors import NotFound
from feedback.organisation.tables import Unit


@dataclass(frozen=True, slots=True)
class RemovalLine:
    """A request as a page shows it: the notice's number, never the file or its person."""

    id: int
    apology_id: int
    unit_id: int
    unit: str
    number: int | None
    year: int | None
    field: str
    why: str
    asked_account_id: int
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    is_confirmed: bool | None
    answer: str
    version: int


def get_removal(session: Session, removal_id: int) -> PublicRemoval:
    """The row itself, held against other writers until the transaction ends, and read anew."""
    wanted = select(PublicRemoval).where(PublicRemoval.id == removal_id).with_for_update()
    row = session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound("Không có đề nghị này. Hãy mở lại trang Gỡ công khai và chọn từ danh sách.")
    return row


def get_removal_unit(session: Session, removal_id: int) -> int:
    """Whose line the request is about, for asking who may decide: nothing is held."""
    unit_id = session.scalar(select(PublicRemoval.unit_id).where(PublicRemoval.id == removal_id))
    if unit_id is None:
        raise NotFound("Không có đề nghị này. Hãy mở lại trang Gỡ công khai và chọn từ danh sách.")
    return unit_id


def find_pending(session: Session, notice_id: int) -> PublicRemoval | None:
    """The request about this line that nobody has decided yet."""
    wanted = select(PublicRemoval).where(PublicRemoval.apology_id == notice_id, PublicRemoval.decided_at.is_(None))
    return session.scalars(wanted.limit(1)).first()


def list_removals(
    session: Session, unit_ids: Collection[int] | None, *, pending: bool, take: int = 100
) -> list[RemovalLine]:
    """Requests of these units (None: all): the waiting ones oldest first, or the decided ones newest first."""
    row = PublicRemoval
    wanted = (
        select(row, Unit.name, Apology.number, Apology.year, Apology.field)
        .join(Apology, Apology.id == row.apology_id)
        .join(Unit, Unit.id == row.unit_id)
        .where(row.decided_at.is_(None) if pending else row.decided_at.is_not(None))
        .order_by(row.asked_at if pending else row.decided_at.desc(), row.id)
        .limit(take)
    )
    if unit_ids is not None:
        wanted = wanted.where(row.unit_id.in_(unit_ids))
    return [_line(*each) for each in session.execute(wanted)]


def _line(row: PublicRemoval, unit: str, number: int | None, year: int | None, field: str) -> RemovalLine:
    taken = ("unit", "number", "year", "field")
    same = {name: getattr(row, name) for name in RemovalLine.__slots__ if name not in taken}
    return RemovalLine(**same, unit=unit, number=number, year=year, field=field)


def count_removed(session: Session, today: date, made_since: datetime | None = None) -> dict[int, int]:
    """Unit id → lines taken off by request that would still stand on the public list that day.

    `made_since` (aware): only those of apologies approved, or of overruns seen, from then on.
    """
    wanted = select(PublicRemoval.unit_id).where(PublicRemoval.is_confirmed.is_(True), PublicRemoval.until >= today)
    if made_since is not None:
        made = func.coalesce(Apology.approved_at, Apology.created_at)
        wanted = wanted.join(Apology, Apology.id == PublicRemoval.apology_id).where(made >= made_since)
    return dict(Counter(session.scalars(wanted)))
