"""How the words of an apology leave: by letter or short message, to an address opened only then."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from feedback.apologies import queries
from feedback.apologies.documents import letter_text, survey_base
from feedback.apologies.queries.deliveries import find_phone
from feedback.apologies.queries.messages import message_text
from feedback.apologies.rules import State
from feedback.foundation.engine import Store
from feedback.foundation.gateway import ShortMessage
from feedback.foundation.mail import Letter, build_message
from feedback.foundation.sent_log import remembering, remembering_gateway
from feedback.outbox.rules import Delivery, Gone, Handler, Never, subject_when

SUBJECT = "Phiếu xin lỗi và đề nghị gia hạn thời gian giải quyết hồ sơ"


def notice_handler(store: Store) -> Handler:
    """Sends the information copy to the address the file itself gave, opened only now."""
    transport = remembering(store.settings)

    def send(delivery: Delivery, now: datetime) -> None:
        with store.database.read() as session:
            line = queries.get_line(session, int(delivery.payload["notice_id"]))
            _check_in_force(line.state)
            to = queries.open_applicant(session, store.sealer, line.record_id)
            survey_url = queries.find_survey_url(session, store.sealer, line.id, survey_base(store))
            files = queries.letter_files(session, delivery.document_ids, store.sealer)
        if not to.email:
            raise Gone("Hồ sơ không còn địa chỉ thư điện tử.")
        letter = Letter(
            message_id=delivery.message_id,
            at=now,
            to=to.email,
            to_name=to.name,
            sender_name=line.unit,
            subject=subject_when(f"{SUBJECT} {line.code}", delivery.created_at, now),
            text=letter_text(line.unit, survey_url, _signer(line)),
            attachments=files,
        )
        transport.send(build_message(letter, sender=store.settings.mail_from))

    return send


def _check_in_force(state: str) -> None:
    """Queued before a withdrawal and not gone yet, it stays here: nobody is told what no longer holds."""
    if state == State.WITHDRAWN:
        raise Gone("Phiếu đã bị thu hồi trước khi gửi.")


def _signer(line: queries.NoticeLine) -> str:
    """Who signed the attached paper digitally; "" where it is only the information copy."""
    signed = line.signature if line.signed_document_id is not None else None
    return str((signed or {}).get("signer", ""))


def message_handler(store: Store) -> Handler:
    """Sends the short message about a notice to the number the file itself gave."""

    def words(session: Session, delivery: Delivery, channel: str) -> str:
        notice = queries.read_notice(session, int(delivery.payload["notice_id"]))
        _check_in_force(notice.state)
        return message_text(session, notice, channel, store.sealer, survey_base(store))

    return through_gateway(store, words)


def through_gateway(store: Store, words: Callable[[Session, Delivery, str], str]) -> Handler:
    """Sends what `words` says (raising Gone where it no longer holds) by the channel that ends the work's subject."""
    gateway = remembering_gateway(store.settings)

    def send(delivery: Delivery, now: datetime) -> None:
        if gateway is None:
            raise Never("Cổng tin nhắn đã bị tắt trong cài đặt.")
        channel = delivery.subject.rpartition("/")[2]
        with store.database.read() as session:
            text = words(session, delivery, channel)
            notice = queries.read_notice(session, int(delivery.payload["notice_id"]))
            phone = find_phone(session, store.sealer, notice)
        if not phone:
            raise Gone("Hồ sơ không còn số điện thoại di động.")
        gateway.send(ShortMessage(delivery.message_id, channel, phone, text, now))

    return send
