"""Asking a person about an approved notice whose file has got a later due since: only people take papers back."""

from datetime import datetime

from sqlalchemy.orm import Session

from feedback.apologies.queries import get_notice
from feedback.apologies.queries.notices import RECHECKED
from feedback.apologies.rules import number_words
from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.words import moment
from feedback.outbox.actions import hand_over
from feedback.records.queries import File

RECHECK_TASK = "apologies.recheck"


def ask_to_recheck(session: Session, notice_id: int, file: File, actor: Actor, now: datetime) -> bool:
    """A task for the head, once for each due; whether it is new. The notice stays in force until somebody decides."""
    row, due = get_notice(session, notice_id), file.best_due
    if due is None:
        return False
    row.detail = {**row.detail, RECHECKED: due.at.isoformat()}
    after = moment(due.at) if due.has_time else f"ngày {due.day:%d/%m/%Y}"
    why = f"Phiếu ghi hẹn trả {moment(row.due_at)}; hạn trả của hồ sơ nay là {after}."
    new = hand_over(
        session,
        kind=RECHECK_TASK,
        subject=f"{row.id}/{due.at.isoformat()}",
        unit_id=row.unit_id,
        title=f"Xem lại phiếu xin lỗi số {number_words(row.number or 0)}: hạn của hồ sơ {file.code} đã dời về sau",
        detail=f"{why} Theo hạn này hồ sơ không trễ. Nếu phiếu không còn đúng, lập phiếu thu hồi ở trang của phiếu; "
        "nếu vẫn giữ, đánh dấu việc này đã xong.",
        link=f"/xin-loi/{row.id}",
        for_role="head",
        now=now,
    )
    note(
        session,
        actor=actor,
        now=now,
        verb="apology.recheck",
        object_kind="apology",
        object_id=row.id,
        object_label=file.code,
        unit_id=row.unit_id,
        detail={"why": why},
    )
    return new
