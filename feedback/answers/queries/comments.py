"""Reads of comments: what the unit's head may read, and what only the upper level and the inspector may."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, cast, func, not_, or_, select
from sqlalchemy.orm import Session

from feedback.answers.tables import Comment
from feedback.foundation.errors import NotFound
from feedback.organisation.tables import Counter as CounterRow
from feedback.organisation.tables import Unit


@dataclass(frozen=True, slots=True)
class ReadableComment:
    """A comment as staff may read it, with what is marked in it."""

    day: date
    unit_name: str
    counter_name: str
    masked: str
    id: UUID | None = None
    marks: list[Any] = field(default_factory=list)
    topics: list[Any] = field(default_factory=list)
    serious: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CommentFilter:
    """Which comments: of these units (None: every one), plain or serious, about one topic, with marks to look at."""

    unit_ids: Collection[int] | None
    serious: bool = False
    topic: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class CommentPlace:
    """Whose comment it is and who may touch it."""

    unit_id: int
    serious: bool


def _empty(column: Any) -> ColumnElement[bool]:
    """The list in that column holds nothing. Read as text, so that both databases agree."""
    return or_(column.is_(None), func.trim(cast(column, String)) == "[]")


def _narrowed(query: Select[Any], wanted: CommentFilter) -> Select[Any]:
    query = query.where(not_(_empty(Comment.serious)) if wanted.serious else _empty(Comment.serious))
    if wanted.unit_ids is not None:
        query = query.where(Comment.unit_id.in_(wanted.unit_ids))
    if wanted.topic:
        query = query.where(cast(Comment.topics, String).contains(f'"{wanted.topic}"', autoescape=True))
    if wanted.marked:
        query = query.where(not_(_empty(Comment.marks)))
    return query


def list_comments(
    session: Session, wanted: CommentFilter | Collection[int] | None, *, limit: int = 50, offset: int = 0
) -> list[ReadableComment]:
    """Masked comments, newest day first; within a day in an order that says nothing. Serious ones only if asked for."""
    columns = select(
        Comment.received_day,
        Unit.name,
        CounterRow.name.label("counter_name"),
        Comment.masked,
        Comment.id,
        Comment.marks,
        Comment.topics,
        Comment.serious,
    )
    query = columns.join(Unit, Unit.id == Comment.unit_id).outerjoin(CounterRow, CounterRow.id == Comment.counter_id)
    ordered = _narrowed(query, _filter(wanted)).order_by(Comment.received_day.desc(), Comment.id)
    rows = session.execute(ordered.limit(limit).offset(offset))
    return [ReadableComment(row[0], row[1], row[2] or "", *row[3:]) for row in rows]


def count_comments(session: Session, wanted: CommentFilter | Collection[int] | None) -> int:
    """How many `list_comments` would list without a limit."""
    return int(session.execute(_narrowed(select(func.count(Comment.id)), _filter(wanted))).scalar_one())


def _filter(wanted: CommentFilter | Collection[int] | None) -> CommentFilter:
    return wanted if isinstance(wanted, CommentFilter) else CommentFilter(wanted)


def get_comment_place(session: Session, comment_id: UUID) -> CommentPlace:
    """The unit of a comment, and whether it is serious. NotFound when there is none."""
    row = session.execute(select(Comment.unit_id, Comment.serious).where(Comment.id == comment_id)).one_or_none()
    if row is None:
        raise NotFound("Không có lời nhắn này. Hãy mở lại trang Góp ý.")
    return CommentPlace(row.unit_id, bool(row.serious))


def list_raw_units(session: Session) -> list[int]:
    """Units that still hold sealed words of comments."""
    return list(session.scalars(select(Comment.unit_id).where(Comment.sealed.is_not(None)).distinct()))


def serious_since(session: Session, since: date) -> list[tuple[UUID, int]]:
    """(id, unit) of the serious comments that came on that day or later."""
    columns: Any = select(Comment.id, Comment.unit_id)
    wanted = _narrowed(columns, CommentFilter(None, serious=True))
    rows = session.execute(wanted.where(Comment.received_day >= since).order_by(Comment.received_day, Comment.id))
    return [(row[0], row[1]) for row in rows]
