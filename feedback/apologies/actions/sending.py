"""What leaves when a notice is approved: the paper kept, the letter, the tasks of both desks; in that transaction."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from feedback.apologies.actions.drafting import SIGN_TASK
from feedback.apologies.queries import late_result
from feedback.apologies.queries.deliveries import MAIL, PRINT_TASK, UPLOAD_TASK, is_enough
from feedback.apologies.rules import NoticeFacts, number_words
from feedback.apologies.tables import Apology
from feedback.foundation.sealing import Sealer
from feedback.foundation.words import moment as moment_words
from feedback.organisation.queries import get_setting
from feedback.outbox.actions import close_tasks, enqueue, hand_over, keep_document
from feedback.records.queries import get_file
from feedback.working_calendar.queries import calendar_for
from feedback.working_calendar.rules import MissingCalendar, minute_of, moment_of

PDF = "application/pdf"
HAND_OVER_HOURS = "apology_hand_over_hours"
HAND_OVER_HOURS_DEFAULT = 8
"""Working hours from the approval until the paper is in the person's hands; a unit may set its own, with a source."""


def keep_paper(
    session: Session, *, notice: Apology, facts: NoticeFacts | None, pdf: bytes, sealer: Sealer, now: datetime
) -> None:
    """Keep the paper as it is. Without `facts` it is the one that came back signed: nothing but that has changed."""
    name = f"Phiếu xin lỗi {notice.number or 0:02d}-PXL"
    if facts is None:
        notice.signed_document_id = _keep(session, f"{name} (ký số).pdf", pdf, sealer, now)
        return
    notice.document_id = _keep(session, f"{name}.pdf", pdf, sealer, now)
    close_tasks(session, kind=SIGN_TASK, subject=f"{notice.id}/", by=notice.approved_by, now=now)
    _ask_to_redate(session, notice, facts, now)


def send_out(
    session: Session, *, notice: Apology, email: str, code: str, copy: bytes, sealer: Sealer, now: datetime
) -> None:
    """Write the letter where there is an address and ask the unit to hand the paper over.

    The letter carries the digitally signed paper, or else its `copy`. Nothing leaves the house here: the rows are the
    intention, and they exist only if the approval (or the upload of the signed paper) does.
    """
    if email:
        _write_letter(session, notice, copy, sealer, now)
    if not (email and is_enough(session, notice.unit_id)):
        ask_to_hand_over(session, notice=notice, code=code, now=now)


def ask_to_sign(session: Session, *, notice: Apology, code: str, now: datetime) -> None:
    """Ask the head to sign the approved paper with the office's own tool and to bring it back."""
    hand_over(
        session,
        kind=UPLOAD_TASK,
        subject=str(notice.id),
        unit_id=notice.unit_id,
        title=f"Ký số và tải lên: phiếu {number_words(notice.number or 0)}, hồ sơ {code}",
        detail="Tải phiếu về, ký số bằng công cụ của cơ quan, rồi tải bản đã ký lên; khi đó phiếu mới được gửi đi.",
        link=f"/xin-loi/{notice.id}",
        due_at=notice.limit_at if notice.limit_at > now else hand_over_due(session, notice.unit_id, now),
        for_role="head",
        now=now,
    )


def _write_letter(session: Session, notice: Apology, copy: bytes, sealer: Sealer, now: datetime) -> None:
    kept = notice.signed_document_id
    if kept is None:
        name = f"Phiếu xin lỗi {notice.number or 0:02d}-PXL (bản thông tin).pdf"
        kept = _keep(session, name, copy, sealer, now)
    enqueue(
        session,
        kind=MAIL,
        subject=str(notice.id),
        unit_id=notice.unit_id,
        payload={"title": f"Phiếu xin lỗi {number_words(notice.number or 0)}", "notice_id": notice.id},
        document_ids=[kept],
        now=now,
    )


def _keep(session: Session, name: str, content: bytes, sealer: Sealer, now: datetime) -> UUID:
    return keep_document(session, name=name, media_type=PDF, content=content, now=now, sealer=sealer)


def ask_to_hand_over(session: Session, *, notice: Apology, code: str, now: datetime, subject: str = "") -> bool:
    """Ask the unit to print the notice and put it into the person's hands, with a clock. Whether it is new.

    Until the limit of the apology itself where that is still ahead, else within the unit's working hours for it.
    """
    due = notice.limit_at if notice.limit_at > now else hand_over_due(session, notice.unit_id, now)
    is_signed = notice.signed_document_id is not None
    verb, how = ("In và trao", "In phiếu đã ký số") if is_signed else ("In, ký và trao", "In phiếu, trình ký, đóng dấu")
    return hand_over(
        session,
        kind=PRINT_TASK,
        subject=subject or str(notice.id),
        unit_id=notice.unit_id,
        title=f"{verb} tại quầy: phiếu {number_words(notice.number or 0)}, hồ sơ {code}",
        detail=f"{how} rồi trao cho người nộp hồ sơ; trao xong thì đánh dấu.",
        link=f"/xin-loi/{notice.id}/phieu.pdf",
        due_at=due,
        now=now,
    )


def hand_over_due(session: Session, unit_id: int, since: datetime) -> datetime:
    """The end of the unit's working hours for handing over; a day later where no calendar is loaded."""
    hours = int(get_setting(session, unit_id, HAND_OVER_HOURS, HAND_OVER_HOURS_DEFAULT))
    try:
        return moment_of(calendar_for(session, unit_id).add_minutes(minute_of(since), max(hours, 1) * 60))
    except MissingCalendar:
        return since + timedelta(days=max(1, hours // 8))


def _ask_to_redate(session: Session, notice: Apology, facts: NoticeFacts, now: datetime) -> None:
    file = get_file(session, notice.record_id)
    if facts.decision.new_due is None or late_result(file, now) is not None:
        return  # Nothing to change in the one-stop software: the result is there.
    hand_over(
        session,
        kind="apologies.redate",
        subject=str(notice.id),
        unit_id=file.receiving_unit_id,
        title=f"Đã điều chỉnh ngày hẹn: hồ sơ {facts.code} hẹn trả {moment_words(facts.decision.new_due)}",
        detail="Điều chỉnh giờ hẹn trả trên hệ thống một cửa và báo người nộp hồ sơ (NĐ 61/2018 Điều 19.9).",
        link=f"/xin-loi/{notice.id}",
        now=now,
    )
