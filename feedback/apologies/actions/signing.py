"""What is kept of a digital signature, and the paper that comes back signed from elsewhere: only then it leaves."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from feedback.apologies.actions.sending import ask_to_sign, keep_paper, send_out
from feedback.apologies.queries import awaits_signature, get_notice, open_applicant
from feedback.apologies.queries.deliveries import UPLOAD_TASK
from feedback.apologies.rules import DATED, SIGN_APOLOGIES, Kind, NoticeFacts, State, number_words, sent_in_time
from feedback.apologies.rules.signatures import SIGNED_HERE, Seen, SignatureWay
from feedback.apologies.tables import Apology
from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.errors import Conflict, Forbidden
from feedback.foundation.sealing import Sealer
from feedback.foundation.signatures.stamps import iso_time
from feedback.outbox.actions import close_tasks
from feedback.records.queries import get_file


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """A paper that came back signed, as it was checked: against this stored original, with this signature on it."""

    content: bytes
    signature: Seen


def note_signer(notice: Apology, facts: NoticeFacts, now: datetime) -> None:
    """Write down at the approval how the notice is signed and by whom. What is signed here is signed now."""
    notice.signature_way = facts.signer.way.value
    notice.signature = {"signer": facts.signer.name or facts.head_name, "lines": list(facts.signer.lines)}
    if facts.signer.way in SIGNED_HERE:
        notice.signed_at = now
    if facts.signer.way == SignatureWay.UPLOAD:
        notice.sent_in_time = None  # Known when it leaves, not before.


def hand_out_or_wait(
    session: Session, *, notice: Apology, facts: NoticeFacts, pdf: bytes, copy: bytes, sealer: Sealer, now: datetime
) -> None:
    """Let the approved notice leave, or ask its signer to sign it elsewhere first. The paper is kept as it is."""
    keep_paper(session, notice=notice, facts=facts, pdf=pdf, sealer=sealer, now=now)
    if facts.signer.way == SignatureWay.UPLOAD:
        ask_to_sign(session, notice=notice, code=facts.code, now=now)
        return
    if facts.signer.way in SIGNED_HERE:
        notice.signed_document_id = notice.document_id
    send_out(session, notice=notice, email=facts.applicant.email, code=facts.code, copy=copy, sealer=sealer, now=now)


def accept_signed(
    session: Session, *, actor: Actor, now: datetime, notice_id: int, paper: SignedPaper, sealer: Sealer
) -> None:
    """Keep the signed paper and let it leave. The caller has checked it against the original.

    Forbidden without the permission at the unit; Conflict when it is not waited for (any longer).
    """
    notice = get_notice(session, notice_id)
    if not actor.may(SIGN_APOLOGIES, notice.unit_id):
        raise Forbidden("Chỉ người ký phiếu của đơn vị này được tải bản đã ký lên.")
    check_waits(notice)
    code = get_file(session, notice.record_id).code
    keep_paper(session, notice=notice, facts=None, pdf=paper.content, sealer=sealer, now=now)
    notice.signed_at = now
    told = {"fingerprint": paper.signature.fingerprint, "holder": paper.signature.holder}
    if paper.signature.signed_at is not None:
        told["signed_at"] = iso_time(paper.signature.signed_at)
    notice.signature = {**(notice.signature or {}), **told}
    if Kind(notice.kind) in DATED:
        notice.sent_in_time = sent_in_time(now, notice.limit_at)
    close_tasks(session, kind=UPLOAD_TASK, subject=str(notice.id), by=actor.name, now=now)
    email = open_applicant(session, sealer, notice.record_id).email
    send_out(session, notice=notice, email=email, code=code, copy=b"", sealer=sealer, now=now)
    note(
        session,
        actor=actor,
        now=now,
        verb="apology.sign",
        object_kind="apology",
        object_id=notice.id,
        object_label=f"{number_words(notice.number or 0)} {code}",
        unit_id=notice.unit_id,
        detail={"fingerprint": paper.signature.fingerprint},
    )


def check_waits(notice: Apology) -> None:
    """Conflict unless this notice waits for its signed paper."""
    if notice.signed_document_id is not None:
        raise Conflict("Phiếu này đã có bản ký số; không thay được.")
    if not awaits_signature(notice):
        raise Conflict("Phiếu này không chờ bản ký số. Hãy tải lại trang.")
    if notice.state == State.WITHDRAWN:
        raise Conflict("Phiếu này đã bị thu hồi nên không nhận bản ký nữa.")
