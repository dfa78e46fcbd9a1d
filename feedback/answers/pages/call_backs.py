"""`/goi-lai-nguoi-dan`: people who asked to be called, for the head of the unit alone."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from feedback.answers.actions.call_backs import finish, note_shown
from feedback.answers.pages.desk import pages
from feedback.answers.queries.call_backs import get_call_back_unit, get_number, list_call_backs
from feedback.answers.rules import SEE_CALL_BACKS
from feedback.answers.rules.call_backs import CONTACT_DAYS, OUTCOMES, STATE_WORDS, shown_phone
from feedback.foundation import clock
from feedback.foundation.access import actor, allow, require
from feedback.foundation.engine import current, read_session, sealer


@pages.get("/goi-lai-nguoi-dan")
@allow(SEE_CALL_BACKS)
def call_backs() -> str:
    """Who waits to be called, half a number each."""
    return _list()


@pages.post("/goi-lai-nguoi-dan/<uuid:call_id>/hien-so")
@allow(SEE_CALL_BACKS)
def show_number(call_id: UUID) -> str:
    """The whole number of one wish, after it is noted who looks."""
    require(SEE_CALL_BACKS, get_call_back_unit(read_session(), call_id))
    who, now = actor(), clock.now()
    current().run(lambda session: note_shown(session, actor=who, now=now, call_id=call_id))
    return _list(shown=call_id)


@pages.post("/goi-lai-nguoi-dan/<uuid:call_id>/xong")
@allow(SEE_CALL_BACKS)
def finish_call_back(call_id: UUID) -> Response:
    """How the call ended; the contact goes."""
    require(SEE_CALL_BACKS, get_call_back_unit(read_session(), call_id))
    who, now, outcome = actor(), clock.now(), request.form.get("ket-qua", "")
    current().run(lambda session: finish(session, actor=who, now=now, call_id=call_id, outcome=outcome))
    flash("Đã ghi kết quả. Số điện thoại của yêu cầu này đã được xóa.")
    return redirect(url_for("answers.call_backs"))


def _list(shown: UUID | None = None) -> str:
    session, key = read_session(), sealer()
    return render_template(
        "answers/call_backs.html",
        lines=list_call_backs(session, actor().units_for(SEE_CALL_BACKS), key),
        shown=shown,
        number=shown_phone(get_number(session, shown, key)) if shown else "",
        outcomes=OUTCOMES,
        states=STATE_WORDS,
        days=CONTACT_DAYS,
    )
