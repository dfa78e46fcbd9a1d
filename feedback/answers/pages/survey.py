"""`/q/<code>`: five faces, then questions one may leave at any time. No script, no cookie, nothing stored on GET.

A sheet is one opened page with its hidden key. The key travels in the form and in the address of the following pages,
so Back, a resend and a copied tab are the same sheet. A *reload* of the first page is the same sheet too: the browser
sends the page's tag back and is told that nothing changed. Opening the code anew sends no reload, and gets a new key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import RequestEntityTooLarge

from feedback.answers import actions, queries
from feedback.answers.pages.desk import Desk, Form, Place, Problem, desk, splice, store_answers
from feedback.answers.pages.places import place_of
from feedback.answers.pages.texts import TEXTS, language_of, suffix
from feedback.answers.rules.keys import SheetKey, receipt_for, sheet_id, shown_receipt
from feedback.answers.rules.masking import check_comment
from feedback.answers.rules.sheets import TOO_OLD, Outcome, check_sheet, read_face
from feedback.foundation import clock
from feedback.foundation.access import public
from feedback.foundation.engine import current, read_session, sealer, settings
from feedback.foundation.errors import Refused

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


@dataclass(frozen=True, slots=True)
class Visit:
    """One genuine key at one point."""

    desk: Desk
    point: Place
    text: str
    key: SheetKey
    lang: str

    @property
    def sheet_id(self) -> Any:
        return sheet_id(self.desk.secret, self.key)

    @property
    def receipt(self) -> str:
        return receipt_for(self.desk.secret, self.key)

    def address(self, page: str = "", notice: str = "") -> str:
        page = f"/{page}" if page else ""
        notice = f"&bao={notice}" if notice else ""
        return f"{self.point.path}{page}?phieu={self.text}{notice}{suffix(self.lang)}"


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
        return _cacheable(Response(status=304), reloaded)
    carried = request.args.get("phieu")
    key = carried if carried and at.read_key(point, carried) else at.new_key(point, now)
    form = at.current_form(now)
    shell = at.shell(template, lang, (point, form.version_id), lambda: _common(point, lang, form=form, key_in=""))
    return _cacheable(_page(splice(shell, key)), key)


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
    face, now = read_face(request.form.get("overall")), clock.now()
    revoked = visit.point.revoked_at
    if revoked and (visit.key.opened_at > revoked or now - visit.key.opened_at > TOO_OLD):
        raise Problem("revoked", 410)
    sheet = visit.desk.opened_sheet(visit.point, visit.key, visit.desk.current_form(now), visit.lang)
    outcome = Outcome.COUNTED
    if store_answers():
        outcome = current().run(lambda session: actions.hand_in(session, sheet=sheet, overall=face, now=now)).outcome
    return after_tap(visit, outcome)


def after_tap(visit: Visit, outcome: Outcome) -> Response:
    """The page that follows a tap."""
    if outcome is Outcome.STANDS:
        return _see(visit.address(THANKS, STANDS))
    return _see(visit.address(COURTESY, CORRECTED if outcome is Outcome.CORRECTED else ""))


@survey.get(f"/q/<token>/<{STEP}:step>")
@public
def question(token: str, step: str) -> Response:
    """One optional page; shows nothing of what was answered before."""
    visit = visit_of(token, request.args.get("phieu"))
    state = queries.find_sheet(read_session(), visit.point.unit_id, visit.sheet_id)
    if state is None:
        return _see(visit.address())
    form, complete = visit.desk.form(state.version_id), request.args.get("day-du") == "1"
    notice = request.args.get("bao") == CORRECTED
    identity = (visit.point, form.version_id, step, state.block, complete, notice)
    more = _question_words(visit, form, step, state.block, complete=complete, notice=notice)
    shell = visit.desk.shell(f"{TEMPLATES[step]}.html", visit.lang, identity, more)
    return _page(splice(shell, visit.text, shown_receipt(visit.receipt)))


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
        return _see(visit.address())
    chosen = check_sheet(visit.desk.form(state.version_id).table, request.form.items(multi=True))
    if chosen:
        now, place = clock.now(), {"unit_id": visit.point.unit_id, "sheet_id": visit.sheet_id}
        current().run(lambda session: actions.add_answers(session, **place, answers=chosen, now=now))
    return _see(visit.address(AFTER[step]))


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
    except Refused as refusal:
        words = _question_words(visit, form, COMMENT, 0, complete=False, notice=False)()
        words |= {"key": visit.text, "receipt": shown_receipt(visit.receipt)}
        page = visit.desk.render("comment.html", visit.lang, **words, error=refusal.message, written=written)
        return _page(page, refusal.status)
    return _see(visit.address(THANKS))


@survey.get(f"/q/<token>/{THANKS}")
@public
def thanks(token: str) -> Response:
    """The receipt. The same page, letter for letter, whatever was answered."""
    visit = visit_of(token, request.args.get("phieu"))
    if queries.find_sheet(read_session(), visit.point.unit_id, visit.sheet_id) is None:
        return _see(visit.address())
    stands = request.args.get("bao") == STANDS
    shell = visit.desk.shell(
        "thanks.html",
        visit.lang,
        (visit.point, stands),
        lambda: _common(visit.point, visit.lang, stands=stands, key_in=f"/{THANKS}"),
    )
    return _page(splice(shell, visit.text, shown_receipt(visit.receipt)))


def visit_of(token: str, text: str | None) -> Visit:
    """The visit a key belongs to. Problem for an unknown code or a key that is not ours."""
    at, lang = desk(), language_of(request.args.get("lang"))
    point = place_of(token, clock.now())
    key = at.read_key(point, text)
    if key is None:
        raise Problem("key", 422)
    return Visit(at, point, text or "", key, lang)


def _common(point: Place, lang: str, **more: Any) -> dict[str, Any]:
    """What every page of a code needs. `key_in` is the page within the code, for the link to the other language."""
    return {
        "point": point,
        "sample": settings().demo or point.is_sample,
        "lang_query": suffix(lang, first=True),
        "lang_more": suffix(lang),
        "other_more": suffix(TEXTS[lang]["other_lang"]),
        **more,
    }


def _question_words(
    visit: Visit, form: Form, step: str, block: int, *, complete: bool, notice: bool
) -> Callable[[], dict[str, Any]]:
    """The words of one optional page, made only when the page has not been rendered before."""
    asked = form.questionnaire.factor_items if complete else form.questionnaire.blocks[block]
    return lambda: _common(
        visit.point,
        visit.lang,
        form=form,
        step=STEPS.index(step) + 1,
        steps=len(STEPS),
        page=step,
        key_in=f"/{step}",
        next=AFTER[step],
        thanks=THANKS,
        complete=complete,
        corrected=notice,
        asked=set(asked),
    )


def _page(body: bytes, status: int = 200) -> Response:
    return Response(body, status, {"Cache-Control": "private, no-cache"}, mimetype="text/html")


def _cacheable(response: Response, key: str) -> Response:
    """Kept by this browser for Back, asked about on every other visit; tagged with the key for reloads."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["ETag"] = f'"{key}"'
    return response


def _see(address: str) -> Response:
    """Post, redirect, get: a refresh of the next page sends nothing again."""
    return Response(status=303, headers={"Location": address, "Cache-Control": "no-store"})


@survey.errorhandler(Problem)
def say_problem(problem: Problem) -> Response:
    text = TEXTS[language_of(request.args.get("lang"))]
    return _say(text[f"problem_{problem.kind}_title"], text[f"problem_{problem.kind}"], problem.status)


@survey.errorhandler(Refused)
def say_refused(refusal: Refused) -> Response:
    text = TEXTS[language_of(request.args.get("lang"))]
    return _say(text["problem_title"], refusal.message, refusal.status)


@survey.errorhandler(RequestEntityTooLarge)
def say_too_large(_error: RequestEntityTooLarge) -> Response:
    text = TEXTS[language_of(request.args.get("lang"))]
    return _say(text["problem_large_title"], text["problem_large"], 413)


def _say(title: str, message: str, status: int) -> Response:
    """A plain page that says what is wrong and what to do."""
    lang = language_of(request.args.get("lang"))
    token = (request.view_args or {}).get("token", "") if status in (413, 422, 503) else ""
    again = f"{request.path[:3]}{token}{suffix(lang, first=True)}" if token else ""
    page = desk().render("problem.html", lang, title=title, message=message, again=again, sample=settings().demo)
    return _page(page, status)
