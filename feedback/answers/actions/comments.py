"""What happens to a comment: kept sealed and masked, its raw words forgotten, marked places hidden by a person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from feedback.answers.actions.inserting import insert_new
from feedback.answers.rules.comments import hide_mark, read_comment, spot_of
from feedback.answers.rules.masking import comment_id
from feedback.answers.rules.serious import PASSED_UP
from feedback.answers.tables import Comment, Sheet
from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day
from feedback.foundation.errors import Conflict, NotFound
from feedback.foundation.sealing import Sealer
from feedback.foundation.words import day as day_words

COMMENTS_PER_SHEET = 3
FORGOTTEN_AT_ONCE = 500
GONE = "Không còn lời nhắn này ở đây. Hãy mở lại trang Góp ý."


def add_comment(session: Session, *, sealer: Sealer, unit_id: int, sheet_id: UUID, comment: str, now: datetime) -> None:
    """Keep a checked comment sealed, and what staff may read of it. The same words again change nothing.

    Conflict when three different comments came with this sheet already.
    """
    sheet = _locked(session, unit_id, sheet_id)
    row_id = comment_id(sheet_id, comment)
    others = select(func.count()).select_from(Comment).where(Comment.sheet_id == sheet_id, Comment.id != row_id)
    if session.execute(others).scalar_one() >= COMMENTS_PER_SHEET:
        raise Conflict(
            "Phiếu này đã có ba lời nhắn, nên lời nhắn sau chưa nhận được và còn nguyên bên dưới. "
            "Muốn nhắn thêm, xin quét lại mã để mở phiếu mới."
        )
    read = read_comment(comment)
    values = {
        "id": row_id,
        "unit_id": unit_id,
        "sheet_id": sheet_id,
        "counter_id": sheet.counter_id,
        "received_day": local_day(now),
        "sealed": sealer.seal(comment.encode(), belongs_to=f"comment/{row_id}/sealed"),
        "masked": read.masked,
        "marks": read.marks,
        "topics": read.topics,
        "serious": read.serious,
    }
    session.execute(insert_new(session, "comment"), values)


def _locked(session: Session, unit_id: int, sheet_id: UUID) -> Sheet:
    row = session.scalars(select(Sheet).filter_by(unit_id=unit_id, id=sheet_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("Phiếu này chưa có đánh giá nào. Xin mở lại mã và chọn một khuôn mặt trước.")
    return row


def forget_raw(session: Session, *, unit_id: int, before: date) -> int:
    """Empty the sealed words of this unit's comments that came before that day; at most 500 at once. How many."""
    due = select(Comment.id).where(Comment.unit_id == unit_id, Comment.received_day < before)
    ids = session.scalars(due.where(Comment.sealed.is_not(None)).limit(FORGOTTEN_AT_ONCE)).all()
    if ids:
        session.execute(update(Comment).where(Comment.id.in_(ids)).values(sealed=None))
    return len(ids)


def hide_place(
    session: Session, *, actor: Actor, now: datetime, comment_id: UUID, start: int, end: int, unit_path: str = ""
) -> None:
    """Hide a marked place for good: what stood there is nowhere any more but in the sealed words.

    Conflict when there is no such mark (any more).
    """
    row, number = _marked(session, comment_id, start, end)
    kind = spot_of(row.marks, number)[2]
    row.masked, row.marks = hide_mark(row.masked, row.marks, number)
    session.flush()
    _note(session, actor, now, row, verb="comment.hide", detail={"kind": kind}, unit_path=unit_path)


def keep_place(
    session: Session, *, actor: Actor, now: datetime, comment_id: UUID, start: int, end: int, unit_path: str = ""
) -> None:
    """A person has looked: what is marked there names nobody. Conflict when there is no such mark."""
    row, number = _marked(session, comment_id, start, end)
    kind = spot_of(row.marks, number)[2]
    row.marks = [mark for index, mark in enumerate(row.marks) if index != number]
    session.flush()
    _note(session, actor, now, row, verb="comment.unmark", detail={"kind": kind}, unit_path=unit_path)


def pass_up(session: Session, *, actor: Actor, now: datetime, comment_id: UUID, unit_path: str = "") -> None:
    """The head hands a comment over to the upper level and the inspector. It can then be read there only."""
    row = _row(session, comment_id)
    if row.serious:
        raise NotFound(GONE)
    _note(session, actor, now, row, verb="comment.pass_up", detail={}, unit_path=unit_path)
    row.serious = [PASSED_UP]
    session.flush()


def release(session: Session, *, actor: Actor, now: datetime, comment_id: UUID, unit_path: str = "") -> None:
    """The inspector has read it: it is no serious talk, so it goes to the unit's own head after all."""
    row = _row(session, comment_id)
    if not row.serious:
        raise Conflict("Lời nhắn này đã được chuyển về đơn vị.")
    _note(session, actor, now, row, verb="comment.release", detail={}, unit_path=unit_path)
    row.serious = []
    session.flush()


def _row(session: Session, row_id: UUID) -> Comment:
    row = session.scalars(select(Comment).where(Comment.id == row_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound(GONE)
    return row


def _marked(session: Session, row_id: UUID, start: int, end: int) -> tuple[Comment, int]:
    row = _row(session, row_id)
    number = next((index for index, mark in enumerate(row.marks) if list(mark[:2]) == [start, end]), None)
    if number is None:
        raise Conflict("Chỗ này đã được xem rồi. Hãy tải lại trang để thấy lời nhắn như hiện nay.")
    return row, number


def _note(
    session: Session, actor: Actor, now: datetime, row: Comment, *, verb: str, detail: dict[str, Any], unit_path: str
) -> None:
    """Deeds about a serious comment are noted without the unit: its own people must not read of it there."""
    serious = bool(row.serious)
    note(
        session,
        actor=actor,
        now=now,
        verb=verb,
        object_kind="comment",
        object_id=row.id,
        object_label=f"Lời nhắn ngày {day_words(row.received_day)}",
        unit_id=None if serious else row.unit_id,
        unit_path="" if serious else unit_path,
        detail=detail,
    )
