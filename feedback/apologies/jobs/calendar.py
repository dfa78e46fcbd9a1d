"""Decisions about the calendar, carried out: files first, then a word to every citizen whose date is a day off now."""

from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from feedback.apologies.actions.calendar_letters import carry_out
from feedback.apologies.actions.calendar_messages import write_message
from feedback.apologies.documents import mail_text
from feedback.apologies.jobs.letters import through_gateway
from feedback.apologies.queries import open_applicant, read_notice
from feedback.apologies.queries.calendar_letters import letter_facts
from feedback.apologies.queries.calendar_messages import is_told_still, list_to_try_next, moved_text
from feedback.foundation.engine import Store
from feedback.foundation.mail import Letter, build_message
from feedback.foundation.sent_log import remembering
from feedback.outbox.rules import Delivery, Gone, Handler, subject_when

SUBJECT = "Thông báo điều chỉnh ngày hẹn do thay đổi lịch nghỉ"


def follow_decisions(store: Store, now: datetime, slot: str) -> dict[str, int]:
    """Go on where the last turn ended; how many files and drafts moved, citizens told, messages tried another way."""
    done = carry_out(store, now=now)
    channels = store.settings.channels
    with store.database.read() as session:
        failed = list_to_try_next(session, channels)
    again = sum(store.database.run(partial(_try_next, store=store, now=now, which=each)) for each in failed)
    return done | ({"again": again} if again else {})


def _try_next(session: Session, store: Store, now: datetime, which: tuple[int, int]) -> bool:
    ways: dict[str, Any] = {"sealer": store.sealer, "channels": store.settings.channels}
    return write_message(session, now=now, decision_id=which[0], notice_id=which[1], **ways)


def calendar_handler(store: Store) -> Handler:
    """Sends the word about a moved date to the address the file itself gave, opened only now."""
    transport = remembering(store.settings)

    def send(delivery: Delivery, now: datetime) -> None:
        with store.database.read() as session:
            notice_id, decision_id = int(delivery.payload["notice_id"]), int(delivery.payload["decision_id"])
            facts = letter_facts(session, notice_id, decision_id)
            to = open_applicant(session, store.sealer, facts.record_id)
        if not to.email:
            raise Gone("Hồ sơ không có địa chỉ thư điện tử: thông báo được in và trao tại quầy.")
        letter = Letter(
            message_id=delivery.message_id,
            at=now,
            to=to.email,
            to_name=to.name,
            sender_name=facts.unit,
            subject=subject_when(f"{SUBJECT} {facts.code}", delivery.created_at, now),
            text=mail_text("mail/calendar_letter.txt", facts=facts),
        )
        transport.send(build_message(letter, sender=store.settings.mail_from))

    return send


def moved_message_handler(store: Store) -> Handler:
    """Sends the short message about a moved date to the number the file itself gave."""

    def words(session: Session, delivery: Delivery, channel: str) -> str:
        notice = read_notice(session, int(delivery.payload["notice_id"]))
        decision_id = int(delivery.payload["decision_id"])
        if not is_told_still(session, notice, decision_id):
            raise Gone("Ngày hẹn trong tin không còn đúng: phiếu đã thu hồi hoặc ngày hẹn đã dời lần nữa.")
        return moved_text(session, notice, decision_id, channel)

    return through_gateway(store, words)
