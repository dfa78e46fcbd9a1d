"""Taking a line off the public list before its time needs two persons: who asks, and somebody else who decides."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from feedback.apologies.actions.escalating import tell_upper_level
from feedback.apologies.actions.noting import note_notice
from feedback.apologies.queries import get_notice
from feedback.apologies.queries.removals import find_pending, get_removal
from feedback.apologies.rules import REMOVE_PUBLIC, SIGN_APOLOGIES, number_words
from feedback.apologies.rules.publication import refuse_numbers_of_people
from feedback.apologies.tables import PublicRemoval
from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day
from feedback.foundation.errors import Conflict, Forbidden, Invalid
from feedback.foundation.text import clean
from feedback.outbox.actions import close_task

TASK = "apologies.removal"
FEWEST, LONGEST = 15, 500


def ask_removal(session: Session, *, actor: Actor, now: datetime, notice_id: int, why: str) -> int:
    """The head asks; nothing disappears yet. The request's id.

    Forbidden away from the unit; Invalid without a reason; Conflict when the line is not public any more or somebody
    has asked already.
    """
    notice = get_notice(session, notice_id)
    if actor.account_id is None or not actor.may(SIGN_APOLOGIES, notice.unit_id):
        raise Forbidden("Chỉ người đứng đầu đơn vị được đề nghị gỡ dòng công khai này.")
    if notice.published_until is None or notice.published_until < local_day(now):
        raise Conflict("Dòng này không còn trên trang công khai nên không cần gỡ.")
    if find_pending(session, notice_id) is not None:
        raise Conflict("Đã có một đề nghị gỡ dòng này đang chờ người thứ hai xác nhận.")
    reason = _reason(why)
    row = PublicRemoval(
        apology_id=notice.id,
        unit_id=notice.unit_id,
        why=reason,
        asked_account_id=actor.account_id,
        asked_by=actor.name,
        asked_at=now,
        decided_account_id=None,
        decided_at=None,
        is_confirmed=None,
        until=notice.published_until,
    )
    session.add(row)
    session.flush()
    tell_upper_level(
        session,
        unit_id=notice.unit_id,
        kind=TASK,
        subject=str(row.id),
        title=f"đề nghị gỡ một dòng xin lỗi (phiếu {number_words(notice.number or 0)}) khỏi trang công khai",
        detail="Cần người thứ hai (thanh tra hoặc lãnh đạo cấp trên) xác nhận hay từ chối. Lý do có ở trang ấy.",
        link="/xin-loi/go-cong-khai",
        now=now,
    )
    note_notice(session, notice, actor, now, "apology.removal_asked", {"why": reason})
    return row.id


def decide_removal(
    session: Session, *, actor: Actor, now: datetime, removal_id: int, version: int, confirmed: bool, answer: str
) -> None:
    """The second person confirms, and the line goes; or refuses, and it stays. Logged with both names.

    Forbidden for who asked, and without the right at the unit; Conflict when it was decided meanwhile.
    """
    row = get_removal(session, removal_id)
    if actor.account_id is None or not actor.may(REMOVE_PUBLIC, row.unit_id):
        raise Forbidden("Chỉ thanh tra hoặc lãnh đạo cấp trên được quyết định việc gỡ dòng công khai này.")
    if actor.account_id == row.asked_account_id:
        raise Forbidden("Người đã đề nghị gỡ không được tự xác nhận. Cần một người thứ hai.")
    if row.decided_at is not None or row.version != version:
        raise Conflict(f"Đề nghị này đã được {row.decided_by or 'người khác'} quyết định. Hãy tải lại trang.")
    reason = _reason(answer) if not confirmed else clean(answer)[:LONGEST]
    refuse_numbers_of_people(reason)
    notice = get_notice(session, row.apology_id)
    row.decided_account_id, row.decided_by, row.decided_at = actor.account_id, actor.name, now
    row.is_confirmed, row.answer = confirmed, reason
    if confirmed:
        row.until = notice.published_until
        notice.published_until = local_day(now) - timedelta(days=1)
    session.flush()
    close_task(session, kind=TASK, subject=str(row.id), by=actor.name, now=now)
    told = {"why": row.why, "asked_by": row.asked_by, "answer": reason}
    note_notice(session, notice, actor, now, "apology.unpublish" if confirmed else "apology.removal_refused", told)


def _reason(text: str) -> str:
    reason = clean(text)
    if len(reason) < FEWEST:
        raise Invalid("Hãy ghi lý do, ít nhất một câu ngắn, không nêu tên người nộp. Lý do được lưu trong nhật ký.")
    refuse_numbers_of_people(reason)
    return reason[:LONGEST]
