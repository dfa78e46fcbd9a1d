"""`/q/<code>`: five faces, then questions one may leave at any time. No script, no cookie, nothing stored on GET.

A sheet is one opened page with its hidden key. The key travels in the form and in the address of the following pages,
so Back, a resend and a copied tab are the same sheet. A *reload* of the first page is the same sheet too: the browser
sends the page's tag back and is told that nothing changed. Opening the code anew sends no reload, and gets a new key.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import RequestEntityTooLarge

from feedback.answers import actions, queries
from feedback.answers.pages.desk import KEY_MARK, Form, Place, Problem, desk, splice, store_answers
from feedback.answers.pages.places import place_of
from feedback.answers.pages.problems import say_problem, say_refused, say_too_large
from feedback.answers.pages.texts import language_of, texts_in
from feedback.answers.pages.visits import Visit, cacheable, html, see, visit_of, words_for
from feedback.answers.rules.keys import shown_receipt
from feedback.answers.rules.masking import check_comment
from feedback.answers.rules.sheets import TOO_OLD, Outcome, Value, check_sheet, read_face
from feedback.foundation import clock
from feedback.foundation.access import public
from feedback.foundation.engine import current, read_session, sealer
from feedback.foundation.errors import Conflict, Invalid, NotFound, Refused
from feedback.foundation.text import clean

COURTESY, DETAIL, LATE, COMMENT, THANKS = "4-xin-4-luon", "noi-dung", "dung-hen", "gop-y", "cam-on"
STEPS = (COURTESY, DETAIL, LATE, COMMENT)
AFTER = dict(zip(STEPS, (*STEPS[1:], THANKS), strict=True))
STEP = "any({})".format(",".join(f'"{step}"' for step in STEPS))
CORRECTED, STANDS = "sua", "giu"
LARGEST = 256 * 1024

survey = Blueprint("survey", __name__)


def exempt_from_csrf(state: BlueprintSetupState) -> None:
    """There is no cookie, hence no session that another site could ride on; the sheet's own key is signed."""
    csrf = state.app.extensions.get("csrf")
    if csrf is not None:
        csrf.exempt(state.blueprint)


survey.record(exempt_from_csrf)


@survey.before_request
def small_bodies_only() -> None:
    request.max_content_length = LARGEST


@survey.get("/q/<token>", strict_slashes=False)
@public
def first(token: str) -> Response:
    """The five faces, with a key of their own."""
    now = clock.now()
    point = place_of(token, now)
    if point.revoked_at:
        raise Problem("revoked", 410)
    return faces(point, now)


def faces(point: Place, now: datetime, template: str = "first.html") -> Response:
    """The first page of a place, with the key it carries or a new one."""
    at, lang = desk(), language_of(request.args.get("lang"))
    reloaded = key_of_reload()
    if reloaded and at.read_key(point, reloaded):
        return cacheable(Response(status=304), reloaded)
    carried = request.args.get("phieu")
    key = carried if carried and at.read_key(point, carried) else at.new_key(point, now)
    form = at.current_form(now)
    shell = at.shell(template, lang, (point, form.version_id), lambda: words_for(point, lang, KEY_MARK, form=form))
    return cacheable(html(splice(shell, key)), key)


def key_of_reload() -> str | None:
    """The key of the page being reloaded: only a reload carries both headers, opening the code anew does not."""
    if "max-age=0" not in request.headers.get("Cache-Control", ""):
        return None
    return request.headers.get("If-None-Match", "").removeprefix("W/").strip('"') or None


@survey.post("/q/<token>", strict_slashes=False)
@public
def tap(token: str) -> Response:
    """One face tapped: the answer counts, whatever comes after."""
    visit = visit_of(token, request.form.get("phieu"))
    face, now = face_sent(), clock.now()
    revoked = visit.point.revoked_at
    if revoked and (visit.key.opened_at > revoked or now - visit.key.opened_at > TOO_OLD):
        raise Problem("revoked", 410)
    sheet = visit.desk.opened_sheet(visit.point, visit.key, visit.desk.current_form(now), visit.lang)
    outcome = Outcome.COUNTED
    if store_answers():
        outcome = current().run(lambda session: actions.hand_in(session, sheet=sheet, overall=face, now=now)).outcome
    return after_tap(visit, outcome)


def face_sent() -> int:
    """The face of the tap. Problem, with the faces again, for anything else."""
    try:
        return read_face(request.form.get("overall"))
    except Invalid as refusal:
        raise Problem("face", 422) from refusal


def after_tap(visit: Visit, outcome: Outcome) -> Response:
    """The page that follows a tap, once what came along with it is kept too."""
    if outcome is Outcome.STANDS:
        return see(visit.address(THANKS, STANDS))
    table = visit.desk.current_form(clock.now()).table
    _add(visit, check_sheet(table, ((key, text) for key, text in request.form.items() if text in table.get(key, ()))))
    if request.form.get("comment"):
        return _comment(visit)
    page = AFTER.get(request.form.get("trang", ""), COURTESY)
    return see(visit.address(page, CORRECTED if outcome is Outcome.CORRECTED else ""))


def _add(visit: Visit, answers: dict[str, Value]) -> None:
    if answers:
        now, place = clock.now(), {"unit_id": visit.point.unit_id, "sheet_id": visit.sheet_id}
        current().run(lambda session: actions.add_answers(session, **place, answers=answers, now=now))


@survey.get(f"/q/<token>/<{STEP}:step>")
@public
def question(token: str, step: str) -> Response:
    """One optional page; shows nothing of what was answered before."""
    visit = visit_of(token, request.args.get("phieu"))
    state = queries.find_sheet(read_session(), visit.point.unit_id, visit.sheet_id)
    if state is None:
        return see(visit.address())
    form, complete = visit.desk.form(state.version_id), request.args.get("day-du") == "1"
    notice = request.args.get("bao") == CORRECTED
    identity = (visit.point, form.version_id, step, state.block, complete, notice)
    more = _question_words(visit, form, step, state.block, complete=complete, notice=notice)
    shell = visit.desk.shell(f"{TEMPLATES[step]}.html", visit.lang, identity, more)
    return html(splice(shell, visit.text, shown_receipt(visit.receipt)))


TEMPLATES = {COURTESY: "courtesy", DETAIL: "detail", LATE: "late", COMMENT: "comment"}


@survey.post(f"/q/<token>/<{STEP}:step>")
@public
def answer(token: str, step: str) -> Response:
    """What was chosen on that page, saved at once; then the next page."""
    visit = visit_of(token, request.form.get("phieu"))
    if step == COMMENT:
        return _comment(visit)
    state = queries.find_sheet(read_session(), visit.point.unit_id, visit.sheet_id)
    if state is None:
        raise Problem("key", 422)
    try:
        chosen = check_sheet(visit.desk.form(state.version_id).table, request.form.items(multi=True))
    except Invalid as refusal:
        raise Problem("choice", 422) from refusal
    _add(visit, chosen)
    return see(visit.address(AFTER[step]))


def _comment(visit: Visit) -> Response:
    """Keep the comment; when it cannot be kept, say why and give every word back."""
    written, now = request.form.get("comment", ""), clock.now()
    form = visit.desk.current_form(now)
    try:
        comment = check_comment(written, form.questionnaire.comment_limit)
        if comment:
            place = {"unit_id": visit.point.unit_id, "sheet_id": visit.sheet_id}
            key = sealer()
            current().run(lambda session: actions.add_comment(session, **place, sealer=key, comment=comment, now=now))
    except NotFound as refusal:
        raise Problem("key", 422) from refusal
    except Refused as refusal:
        words = _question_words(visit, form, COMMENT, 0, complete=False, notice=False)()
        words |= {"key": visit.text, "receipt": shown_receipt(visit.receipt), "written": written}
        words |= {"heard": visit.desk.heard(visit.lang), "others": []}
        error = _why(refusal, visit.lang, len(clean(written, lines=True)), form.questionnaire.comment_limit)
        return html(visit.desk.render("comment.html", visit.lang, **words, error=error), refusal.status)
    return see(visit.address(THANKS))


def _why(refusal: Refused, lang: str, count: int, limit: int) -> str:
    """Why a comment was not taken, in the language of the page."""
    text = texts_in(lang)
    if isinstance(refusal, Invalid):
        return text["comment_long"].format(count=count, limit=limit)
    return text["comment_full" if isinstance(refusal, Conflict) else "problem_503"]


@survey.get(f"/q/<token>/{THANKS}")
@public
def thanks(token: str) -> Response:
    """The receipt. The same page, letter for letter, whatever was answered."""
    visit = visit_of(token, request.args.get("phieu"))
    if queries.find_sheet(read_session(), visit.point.unit_id, visit.sheet_id) is None:
        return see(visit.address())
    stands = request.args.get("bao") == STANDS
    shell = visit.desk.shell(
        "thanks.html",
        visit.lang,
        (visit.point, stands),
        lambda: words_for(visit.point, visit.lang, KEY_MARK, page=THANKS, stands=stands),
    )
    return html(splice(shell, visit.text, shown_receipt(visit.receipt)))


def _question_words(
    visit: Visit, form: Form, step: str, block: int, *, complete: bool, notice: bool
) -> Callable[[], dict[str, Any]]:
    """The words of one optional page, made only when the page has not been rendered before."""
    asked = form.questionnaire.factor_items if complete else form.questionnaire.blocks[block]
    return lambda: words_for(
        visit.point,
        visit.lang,
        KEY_MARK,
        page=step,
        form=form,
        step=STEPS.index(step) + 1,
        steps=len(STEPS),
        here=step,
        next=AFTER[step],
        thanks=THANKS,
        complete=complete,
        corrected=notice,
        asked=set(asked),
    )


survey.register_error_handler(Problem, say_problem)
survey.register_error_handler(Refused, say_refused)
survey.register_error_handler(RequestEntityTooLarge, say_too_large)
