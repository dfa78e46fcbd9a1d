"""The head's decision: reason, new date, number, paper and everything that leaves, in one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from feedback.answers.actions.codes import issue_apology_code
from feedback.answers.queries.codes import kept_hash
from feedback.apologies.actions.drafting import DUE_MOVED, PUBLIC_DAYS, PUBLIC_DAYS_DEFAULT, renew_limit
from feedback.apologies.actions.forms import mark_used
from feedback.apologies.actions.noting import note_notice
from feedback.apologies.actions.signing import hand_out_or_wait, note_signer
from feedback.apologies.actions.withdrawing import take_back
from feedback.apologies.queries import HAD_RESULT, file_facts, get_notice, late_result, notice_facts, survey_token
from feedback.apologies.rules import (
    DATED,
    FAULTS,
    SIGN_APOLOGIES,
    Decision,
    Kind,
    NoticeFacts,
    ReasonClass,
    State,
    Verb,
    check_new_due,
    check_reason,
    check_remedy,
    move,
    number_words,
    sent_in_time,
)
from feedback.apologies.rules.owing import is_another_due, why_needless
from feedback.apologies.tables import Apology, NumberBook
from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day
from feedback.foundation.errors import Conflict, Forbidden, Invalid
from feedback.foundation.sealing import Sealer
from feedback.organisation.queries import get_head, get_setting
from feedback.outbox.actions.once import insert_once
from feedback.records.queries import File, get_file
from feedback.working_calendar.queries import calendar_for


class FactsMoved(Conflict):
    """Between setting the paper and approving, something it says has changed (most often the next number): set anew."""


@dataclass(frozen=True, slots=True)
class Approval:
    """The papers as set from these facts: the one to sign, and the copy that may go by e-mail."""

    facts: NoticeFacts
    pdf: bytes
    copy: bytes


def check_decision(session: Session, notice: Apology, decision: Decision, now: datetime) -> Decision:
    """The decision as it will be printed; Invalid says what is wrong with reason, date or remedy.

    Only a notice about lateness gives a date, only a letter about a fault has a remedy, a withdrawal its reason alone.
    """
    kind = Kind(notice.kind)
    if kind == Kind.WITHDRAWAL:
        return Decision("", check_reason(decision.reason_text))
    if decision.reason_class not in set(ReasonClass):
        raise Invalid("Chưa chọn nhóm lý do. Hãy chọn nhóm gần nhất rồi viết lý do cụ thể.")
    reason = check_reason(decision.reason_text)
    if kind in FAULTS:
        return Decision(decision.reason_class, reason, remedy=check_remedy(decision.remedy))
    if decision.new_due is None:
        raise Invalid("Chưa chọn ngày hẹn mới. Hãy chọn ngày trả kết quả.")
    calendar = calendar_for(session, notice.unit_id)
    finished = late_result(get_file(session, notice.record_id), now)
    new_due = check_new_due(decision.new_due, due=notice.due_at, now=now, calendar=calendar, finished=finished)
    return Decision(decision.reason_class, reason, new_due)


def prepare(session: Session, *, actor: Actor, now: datetime, notice_id: int, version: int, decision: Decision) -> None:
    """The desk proposes reason and date; the head still decides."""
    notice = _held(session, notice_id, version)
    state = move(State(notice.state), Verb.PREPARE)
    checked = check_decision(session, notice, decision, now)
    notice.state = state.value
    _write(notice, checked)
    _note(session, notice, actor, now, "apology.prepare", get_file(session, notice.record_id).code)


def approve(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    notice_id: int,
    version: int,
    decision: Decision,
    approval: Approval,
    sealer: Sealer,
    base_url: str,
) -> int:
    """Approve the notice as it was set; returns its number. All or nothing.

    Forbidden without the permission at the unit; NotFound without a head; Conflict when somebody else was faster or
    the file ended; Invalid for reason or date; FactsMoved when the paper no longer says what is true.
    """
    notice = _held(session, notice_id, version)
    if not actor.may(SIGN_APOLOGIES, notice.unit_id):
        raise Forbidden("Chỉ người đứng đầu đơn vị giải quyết hồ sơ được duyệt phiếu này.")
    state = move(State(notice.state), Verb.APPROVE)
    if Kind(notice.kind) in DATED:
        _check_still_owed(session, notice, get_file(session, notice.record_id), actor, now)
    checked = check_decision(session, notice, decision, now)
    get_head(session, notice.unit_id, local_day(now))
    number = _take_number(session, notice.unit_id, local_day(now).year)
    facts = notice_facts(session, notice, checked, number=number, now=now, sealer=sealer, base_url=base_url, who=actor)
    if facts != approval.facts:
        raise FactsMoved("Nội dung phiếu vừa thay đổi. Hãy xem lại phiếu rồi duyệt lần nữa.")
    notice.state = state.value
    _write(notice, checked)
    _seal(session, notice, facts, actor, now)
    hand_out_or_wait(session, notice=notice, facts=facts, pdf=approval.pdf, copy=approval.copy, sealer=sealer, now=now)
    if facts.survey_url:
        _give_code(session, notice, sealer, now)
    mark_used(session, facts.form, now)
    if notice.withdraws_id is not None:
        take_back(session, actor=actor, now=now, by=notice)
    _note(session, notice, actor, now, "apology.approve", f"{number_words(number)} {facts.code}")
    return number


def _held(session: Session, notice_id: int, version: int) -> Apology:
    """The row, if it is still the one the person saw."""
    notice = get_notice(session, notice_id)
    if notice.version != version:
        raise Conflict(
            "Người khác vừa sửa hoặc duyệt phiếu này. Hãy tải lại trang để xem bản mới nhất; chưa có gì bị ghi đè."
        )
    return notice


def _check_still_owed(session: Session, notice: Apology, file: File, actor: Actor, now: datetime) -> None:
    """An import may have told of the file's end, or of another due, since the last turn of the job that follows it."""
    times = file_facts(file, known_open=True).times
    late_since = notice.created_at if notice.kind == Kind.LATE else None
    if why := why_needless(times, now, late_since=late_since):
        raise Conflict(f"{why} Phiếu không còn cần nữa nên không duyệt; dự thảo sẽ tự khép.")
    if is_another_due(times.due, notice.due_at):
        renew_limit(session, notice, file, actor, now, DUE_MOVED)


def _take_number(session: Session, unit_id: int, year: int) -> int:
    """The next number of the unit's year. A transaction that fails gives it back: no gap, no twin."""
    insert_once(session, NumberBook, ("unit_id", "year"), {"unit_id": unit_id, "year": year, "last": 0})
    mine = (NumberBook.unit_id == unit_id) & (NumberBook.year == year)
    # The row is locked by this update until the transaction ends: the next head waits and then counts on from here.
    session.execute(update(NumberBook).where(mine).values(last=NumberBook.last + 1))
    return session.scalars(select(NumberBook.last).where(mine)).one()


def _write(notice: Apology, decision: Decision) -> None:
    notice.reason_class, notice.reason_text = decision.reason_class, decision.reason_text
    notice.new_due_at, notice.remedy_text = decision.new_due, decision.remedy


def _seal(session: Session, notice: Apology, facts: NoticeFacts, actor: Actor, now: datetime) -> None:
    """What can never change again: number, signer, whether it was in time, until when it is public."""
    days = int(get_setting(session, notice.unit_id, PUBLIC_DAYS, PUBLIC_DAYS_DEFAULT))
    notice.year, notice.number = facts.year, facts.number
    notice.head_name, notice.head_title = facts.head_name, facts.head_title
    notice.approved_at, notice.approved_by = now, actor.name
    notice.form_key = facts.form
    if facts.kind in DATED:  # No rule sets a limit for the other papers: they are neither in time nor late.
        notice.sent_in_time = sent_in_time(now, notice.limit_at)
        if late_result(get_file(session, notice.record_id), now) is not None:
            notice.detail = {**notice.detail, HAD_RESULT: True}
    notice.published_until = local_day(now) + timedelta(days=days)
    note_signer(notice, facts, now)


def _give_code(session: Session, notice: Apology, sealer: Sealer, now: datetime) -> None:
    """The one-time code printed on the paper counts from now on, for the unit where the person was received."""
    issue_apology_code(
        session,
        record_id=notice.record_id,
        unit_id=get_file(session, notice.record_id).receiving_unit_id,
        code_hash=kept_hash(sealer, survey_token(sealer, notice)),
        day=local_day(now),
    )


def _note(session: Session, notice: Apology, actor: Actor, now: datetime, verb: str, label: str) -> None:
    promised = {"new_due": notice.new_due_at.isoformat()} if notice.new_due_at is not None else {}
    note_notice(session, notice, actor, now, verb, {"reason_class": notice.reason_class} | promised, label=label)
