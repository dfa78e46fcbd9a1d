"""The pages of apologies: the desk's morning, the head's decision, the paper, the public list."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from feedback.apologies import actions, queries
from feedback.apologies.documents import approve_notice, preview_picture
from feedback.apologies.forms import (
    NOT_TYPED,
    TakingBack,
    Typed,
    read_decision,
    read_ids,
    read_unit,
    read_version,
    stored,
    typed,
)
from feedback.apologies.queries.deliveries import is_denied
from feedback.apologies.queries.history import HistoryLine, list_history
from feedback.apologies.rules import (
    DATED,
    FAULT_WORDS,
    FAULTS,
    KIND_WORDS,
    MARK_LATE,
    OPEN_STATES,
    REASON_WORDS,
    SEE_APOLOGIES,
    SIGN_APOLOGIES,
    SIGNED_STATES,
    STATE_WORDS,
    State,
    number_words,
)
from feedback.apologies.rules.delivery import WAY_WORDS
from feedback.apologies.rules.signatures import AFTERWARDS, SECRET_WORDS, SignatureWay
from feedback.foundation import clock
from feedback.foundation.access import actor, allow, public, require
from feedback.foundation.engine import current, read_session, sealer, store
from feedback.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from feedback.foundation.words import moment
from feedback.outbox.queries import get_document
from feedback.records.queries import get_file
from feedback.records.rules import LIMIT_WORDS, SEE_RECORDS
from feedback.working_calendar.rules import MissingCalendar

pages = Blueprint("apologies", __name__)

ENDED_SHOWN = timedelta(days=30)
"""How long a draft that was closed unapproved stays on the list."""

WORDS: dict[str, Any] = {
    "kinds": KIND_WORDS,
    "states": STATE_WORDS,
    "reasons": REASON_WORDS,
    "limits": LIMIT_WORDS,
    "fault_words": FAULT_WORDS,
    "DATED": DATED,
    "FAULTS": FAULTS,
    "SIGNED": SIGNED_STATES,
    "number_words": number_words,
    "ways": WAY_WORDS,
}


@pages.app_context_processor
def _marking() -> dict[str, Any]:
    """The lists of files, floors below, offer "Không kịp" beside a file to whoever may say so."""
    return {"may_mark_late": lambda unit_id: actor().may(MARK_LATE, unit_id)}


@pages.get("/xin-loi")
@allow(SEE_APOLOGIES, SIGN_APOLOGIES)
def notices() -> str:
    """What waits for the head, and what was approved lately."""
    units = actor().units_for(SEE_APOLOGIES)
    session = read_session()
    waiting = queries.list_lines(session, units, OPEN_STATES)
    return render_template(
        "apologies/notices.html",
        waiting=waiting,
        uncertain=queries.unsettled_dues(session, waiting),
        approved=queries.list_lines(session, units, {*SIGNED_STATES, State.WITHDRAWN}, take=50),
        escalated=queries.list_lines(session, units, {State.ESCALATED}, take=50),
        ended=queries.list_ended(session, units, clock.now() - ENDED_SHOWN),
        may_batch=actor().may(SIGN_APOLOGIES),
        asked_twice=queries.list_asked_twice(session, actor().units_for(MARK_LATE)),
        now=clock.now(),
        **WORDS,
    )


@pages.get("/xin-loi/sang-nay")
@allow(MARK_LATE)
def morning() -> str:
    """The list of files whose limit comes, by unit."""
    try:
        files = queries.list_morning(read_session(), clock.now(), actor().units_for(MARK_LATE))
        missing = ""
    except MissingCalendar as refusal:
        files, missing = [], refusal.message
    units: dict[int, list[queries.MorningFile]] = {}
    for file in files:
        units.setdefault(file.unit_id, []).append(file)
    return render_template("apologies/morning.html", units=units, missing=missing, now=clock.now(), **WORDS)


@pages.post("/xin-loi/sang-nay")
@allow(MARK_LATE)
def answer_morning() -> AnyResponse:
    """The desk's answer, file by file."""
    unit_id, now, who = read_unit(request.form), clock.now(), actor()
    require(MARK_LATE, unit_id)
    shown, late = read_ids(request.form, "ho_so"), read_ids(request.form, "khong_kip")
    drafted, confirmed = current().run(
        lambda session: actions.answer_morning_list(
            session, actor=who, now=now, unit_id=unit_id, shown=shown, late=late
        )
    )
    flash(f"Đã ghi: {confirmed} hồ sơ xác nhận kịp, {drafted} hồ sơ không kịp chuyển người đứng đầu.")
    return redirect(url_for("apologies.morning"))


@pages.post("/xin-loi/ho-so/<int:record_id>/khong-kip")
@allow(MARK_LATE)
def mark_late(record_id: int) -> AnyResponse:
    """One file will not be done, whatever day it is: a draft for the head."""
    require(MARK_LATE, get_file(read_session(), record_id).solving_unit_id)
    who, now = actor(), clock.now()
    new = current().run(lambda session: actions.draft_expected(session, actor=who, now=now, record_id=record_id))
    flash(
        "Đã chuyển người đứng đầu dự thảo phiếu xin lỗi cho hồ sơ này."
        if new
        else "Hồ sơ này đã có phiếu xin lỗi từ trước; không lập thêm."
    )
    return redirect(url_for("apologies.notices"))


@pages.get("/xin-loi/<int:notice_id>")
@allow(SEE_APOLOGIES, SIGN_APOLOGIES, SEE_RECORDS)
def notice(notice_id: int) -> str:
    """One notice; the form while it waits."""
    line = queries.get_line(read_session(), notice_id)
    known = line.new_due_at or queries.late_result(get_file(read_session(), line.record_id), clock.now())
    return notice_page(line, stored(line.reason_class, line.reason_text, known, line.remedy_text))


def notice_page(
    line: queries.NoticeLine, values: Typed, error: str = "", *, seen: int | None = None, back: TakingBack = NOT_TYPED
) -> str:
    """The page of one notice, with the form as it was typed and what was wrong with it.

    `seen` is the version the person had before them, where it is not the newest; `back` a withdrawal that was refused.
    """
    file = get_file(read_session(), line.record_id)
    if not _may_see(line, file.receiving_unit_id) and not actor().may(SEE_RECORDS, line.unit_id):
        raise Forbidden("Phiếu này của đơn vị khác nên ông/bà không xem được.")
    return render_template(
        "apologies/notice.html",
        line=line,
        file=file,
        values=values,
        seen=line.version if seen is None else seen,
        back=back,
        error=error,
        waiting=line.state in OPEN_STATES,
        uncertain=queries.unsettled_dues(read_session(), [line]),
        has_result=queries.late_result(file, clock.now()) is not None,
        may_prepare=actor().may(MARK_LATE, line.unit_id) or actor().may(SIGN_APOLOGIES, line.unit_id),
        may_sign=actor().may(SIGN_APOLOGIES, line.unit_id),
        way=queries.signature_way(read_session(), line.unit_id),
        secrets=SECRET_WORDS,
        may_read=_may_see(line, file.receiving_unit_id),
        life=queries.list_life(read_session(), line.id),
        denied=line.document_id is not None and is_denied(read_session(), queries.read_notice(read_session(), line.id)),
        history=_history(line) if _may_see(line, file.receiving_unit_id) else (),
        faults=queries.list_faults(read_session(), line.id),
        other=_other_paper(line),
        pending=queries.find_pending(read_session(), line.id),
        on_list=line.published_until is not None and line.published_until >= clock.local_day(clock.now()),
        now=clock.now(),
        **WORDS,
    )


def _history(line: queries.NoticeLine) -> list[HistoryLine]:
    """How the approved paper went out; addresses masked."""
    if line.document_id is None:
        return []
    return list_history(read_session(), sealer(), queries.read_notice(read_session(), line.id))


def _other_paper(line: queries.NoticeLine) -> queries.NoticeLine | None:
    """The paper this one takes back, or the one that took this back."""
    other = line.withdraws_id or line.withdrawn_by_id
    return queries.get_line(read_session(), other) if other is not None else None


def _may_see(line: queries.NoticeLine, receiving_unit_id: int) -> bool:
    """Those who handle the file: at the unit that solves it, and at the desk that received it."""
    who = actor()
    return any(
        who.may(each, unit) for each in (SEE_APOLOGIES, SIGN_APOLOGIES) for unit in (line.unit_id, receiving_unit_id)
    )


def _readable(notice_id: int) -> queries.NoticeLine:
    line = queries.get_line(read_session(), notice_id)
    if not _may_see(line, get_file(read_session(), line.record_id).receiving_unit_id):
        raise Forbidden("Phiếu này của đơn vị khác nên ông/bà không xem được.")
    return line


@pages.post("/xin-loi/<int:notice_id>/ly-do")
@allow(MARK_LATE, SIGN_APOLOGIES)
def prepare(notice_id: int) -> AnyResponse | tuple[str, int]:
    """Keep reason and new date; a refusal shows the form again with everything that was typed."""
    line = queries.get_line(read_session(), notice_id)
    if not actor().may(SIGN_APOLOGIES, line.unit_id):
        require(MARK_LATE, line.unit_id)
    who, now, version, values = actor(), clock.now(), read_version(request.form), typed(request.form)
    try:
        decision = read_decision(values, line.kind)
        current().run(
            lambda session: actions.prepare(
                session, actor=who, now=now, notice_id=notice_id, version=version, decision=decision
            )
        )
    except Invalid as refusal:
        return notice_page(line, values, refusal.message, seen=version), 422
    except Conflict as refusal:
        newest = queries.get_line(read_session(), notice_id)
        if newest.state not in OPEN_STATES:
            raise
        return notice_page(newest, values, f"{refusal.message} {_both(newest)}"), 409
    flash("Đã lưu. Hãy xem phiếu rồi duyệt.")
    return redirect(url_for("apologies.notice", notice_id=notice_id))


def _both(newest: queries.NoticeLine) -> str:
    """What somebody else has saved meanwhile: what was typed here stands in the form still and may be saved over it."""
    due = f", hẹn trả {moment(newest.new_due_at)}" if newest.new_due_at else ""
    saved = f"Bản đang lưu ghi: “{newest.reason_text}”{due}. " if newest.reason_text else ""
    return f"{saved}Lời ông/bà vừa gõ còn ở dưới: so lại rồi lưu, khi đó mới thay bản đang lưu."


@pages.get("/xin-loi/<int:notice_id>/xem-truoc.png")
@allow(SEE_APOLOGIES, SIGN_APOLOGIES)
def preview(notice_id: int) -> Response:
    """The paper as it would be, as a picture."""
    line = _readable(notice_id)
    return Response(preview_picture(store(), line.id, clock.now(), actor()), mimetype="image/png")


@pages.post("/xin-loi/<int:notice_id>/duyet")
@allow(SIGN_APOLOGIES)
def approve(notice_id: int) -> AnyResponse:
    """The head approves the paper just seen."""
    line = queries.get_line(read_session(), notice_id)
    require(SIGN_APOLOGIES, line.unit_id)
    if request.form.get("da_doc") != "1":
        raise Invalid("Hãy đọc phiếu và đánh dấu “Tôi đã đọc phiếu này” trước khi duyệt.")
    number = approve_notice(
        store(),
        actor=actor(),
        now=clock.now(),
        notice_id=notice_id,
        version=read_version(request.form),
        secret=request.form.get("bi_mat", ""),
    )
    way = SignatureWay(queries.get_line(read_session(), notice_id).signature_way)
    flash(f"Đã duyệt phiếu số {number_words(number)}. {AFTERWARDS[way]}")
    return redirect(url_for("apologies.notice", notice_id=notice_id))


@pages.get("/xin-loi/<int:notice_id>/phieu.pdf")
@allow(SEE_APOLOGIES, SIGN_APOLOGIES)
def paper(notice_id: int) -> Response:
    """The stored paper, byte for byte as approved."""
    line = _readable(notice_id)
    if line.document_id is None:
        raise NotFound("Phiếu này chưa được duyệt nên chưa có bản in.")
    file = get_document(read_session(), line.signed_document_id or line.document_id, sealer())
    name = f"phieu-xin-loi-{line.number:02d}-{line.year}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return Response(file.content, mimetype=file.media_type, headers=headers)


@pages.get("/cong-khai/xin-loi")
@public
def public_list() -> str:
    """Apologies by unit and head, for everybody."""
    units = queries.list_public(read_session(), clock.local_day(clock.now()))
    return render_template("apologies/public.html", units=units)
