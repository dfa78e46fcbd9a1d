"""Taking an approved notice back: a new numbered paper that names the first; the first stays byte for byte."""

from datetime import datetime

from sqlalchemy.orm import Session

from feedback.apologies.actions.drafting import SIGN_TASK, draft_values, note_deed
from feedback.apologies.actions.rechecking import RECHECK_TASK
from feedback.apologies.queries import FIRST_WITHDRAWAL, find_turns, get_notice
from feedback.apologies.queries.deliveries import BY_SYSTEM, OVERDUE_TASK, PRINT_TASK, UPLOAD_TASK, find_sendings
from feedback.apologies.rules import (
    MARK_LATE,
    OPEN_STATES,
    SIGN_APOLOGIES,
    SIGNED_STATES,
    Kind,
    State,
    Verb,
    check_reason,
    move,
    number_words,
)
from feedback.apologies.tables import Apology
from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.errors import Conflict, Forbidden
from feedback.outbox.actions import close_task, close_tasks, hand_over
from feedback.outbox.actions.once import insert_once
from feedback.records.queries import get_file


def draft_withdrawal(session: Session, *, actor: Actor, now: datetime, notice_id: int, version: int, why: str) -> int:
    """A paper that takes this notice back waits for the head; its id.

    Forbidden away from the unit; Invalid for a vague reason; Conflict where the notice is not in force, has such a
    paper waiting already, or was changed since it was seen (`version`).
    """
    first = get_notice(session, notice_id)
    if not (actor.may(SIGN_APOLOGIES, first.unit_id) or actor.may(MARK_LATE, first.unit_id)):
        raise Forbidden("Chỉ đơn vị đã ban hành phiếu mới lập được phiếu thu hồi.")
    _check_can_be_taken_back(first, version)
    reason, file = check_reason(why), get_file(session, first.record_id)
    values = draft_values(session, file, Kind.WITHDRAWAL, first.unit_id, now, _why(first)) | {
        "turn": FIRST_WITHDRAWAL + first.turn,
        "state": State.AWAITING.value,
        "reason_text": reason,
        "withdraws_id": first.id,
    }
    if not insert_once(session, Apology, ("record_id", "turn"), values):
        _write_again(session, find_turns(session, [file.id])[file.id][FIRST_WITHDRAWAL + first.turn].id, values)
    row = find_turns(session, [file.id])[file.id][FIRST_WITHDRAWAL + first.turn]
    hand_over(
        session,
        kind=SIGN_TASK,
        subject=f"{row.id}/{now.isoformat()}",
        unit_id=row.unit_id,
        title=f"Duyệt phiếu thu hồi phiếu {number_words(first.number or 0)}, hồ sơ {file.code}",
        detail="Đọc lý do thu hồi rồi duyệt hoặc hủy dự thảo. Phiếu đã ban hành vẫn có hiệu lực cho đến lúc duyệt.",
        link=f"/xin-loi/{row.id}",
        for_role="head",
        now=now,
    )
    note_deed(session, row, file, actor, now, "apology.withdrawal", reason)
    return row.id


def _check_can_be_taken_back(first: Apology, version: int) -> None:
    if Kind(first.kind) == Kind.WITHDRAWAL:
        raise Conflict("Phiếu thu hồi không thu hồi được. Nếu nhầm, hãy liên hệ người nộp và ghi rõ ở hồ sơ.")
    if State(first.state) not in SIGNED_STATES:
        raise Conflict("Chỉ thu hồi được phiếu đã duyệt và còn hiệu lực. Hãy tải lại trang để xem bản mới nhất.")
    if first.version != version:
        raise Conflict("Phiếu vừa thay đổi từ lúc ông/bà mở trang. Hãy tải lại trang, đọc lại rồi làm lần nữa.")


def _why(first: Apology) -> str:
    return f"Thu hồi phiếu số {number_words(first.number or 0)} năm {first.year}."


def _write_again(session: Session, row_id: int, values: dict[str, object]) -> None:
    """There was a draft once: it waits still (Conflict), or was given up and is written anew."""
    row = get_notice(session, row_id)
    if State(row.state) != State.CANCELLED:
        raise Conflict("Đã có phiếu thu hồi cho phiếu này. Hãy tải lại trang để xem.")
    move(move(State.CANCELLED, Verb.REOPEN), Verb.PREPARE)
    for name in values.keys() - {"version"}:
        setattr(row, name, values[name])
    session.flush()


def take_back(session: Session, *, actor: Actor, now: datetime, by: Apology) -> None:
    """The first notice is withdrawn by this approved paper, in its transaction. Conflict when it may not be."""
    first = get_notice(session, by.withdraws_id or 0)
    first.state = move(State(first.state), Verb.WITHDRAW).value
    first.withdrawn_by_id = by.id
    for kind in (PRINT_TASK, OVERDUE_TASK, UPLOAD_TASK):
        close_task(session, kind=kind, subject=str(first.id), by=BY_SYSTEM, now=now)
    for kind in (PRINT_TASK, RECHECK_TASK):
        close_tasks(session, kind=kind, subject=f"{first.id}/", by=BY_SYSTEM, now=now)
    for item in find_sendings(session, [first.id])[first.id].works:
        close_tasks(session, kind="outbox.failed", subject=f"{item.id}/", by=BY_SYSTEM, now=now)
    note(
        session,
        actor=actor,
        now=now,
        verb="apology.withdraw",
        object_kind="apology",
        object_id=first.id,
        object_label=number_words(first.number or 0),
        unit_id=first.unit_id,
        detail={"by_number": number_words(by.number or 0), "by_year": by.year},
    )


def cancel_draft(session: Session, *, actor: Actor, now: datetime, notice_id: int, version: int) -> None:
    """Give up a draft that somebody wrote by hand: a withdrawal or a letter about a fault.

    Forbidden away from the unit; Conflict for a notice about lateness (the file's own end withdraws those), and when it
    was approved or changed meanwhile.
    """
    row = get_notice(session, notice_id)
    if not (actor.may(SIGN_APOLOGIES, row.unit_id) or actor.may(MARK_LATE, row.unit_id)):
        raise Forbidden("Chỉ đơn vị lập dự thảo này mới hủy được.")
    if Kind(row.kind) in (Kind.EXPECTED, Kind.LATE, Kind.SECOND):
        raise Conflict(
            "Phiếu xin lỗi vì trễ hẹn không hủy bằng tay được: hồ sơ có kết quả đúng hạn thì dự thảo tự khép."
        )
    if row.version != version or State(row.state) not in OPEN_STATES:
        raise Conflict("Phiếu vừa thay đổi từ lúc ông/bà mở trang. Hãy tải lại trang để xem bản mới nhất.")
    row.state = move(State(row.state), Verb.CANCEL).value
    close_tasks(session, kind=SIGN_TASK, subject=f"{row.id}/", by=actor.name, now=now)
    note_deed(session, row, get_file(session, row.record_id), actor, now, "apology.cancel", "Hủy dự thảo lập bằng tay.")
