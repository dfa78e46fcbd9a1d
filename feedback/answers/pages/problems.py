"""What a survey page says when it cannot go on: in the language of the address, with one tap that leads on.

A tap that could not be counted brings the five faces again at once, and with them whatever else was sent: ticked
answers hidden, written words in sight. Nothing of it is stored before the next tap.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from feedback.answers.pages.desk import Form, Place, Problem, desk
from feedback.answers.pages.places import place_of
from feedback.answers.pages.texts import language_of, suffix, switches, texts_in
from feedback.answers.pages.visits import html, words_for
from feedback.answers.rules.codes import CodePlace
from feedback.foundation import clock
from feedback.foundation.engine import settings
from feedback.foundation.errors import Busy, Refused
from feedback.foundation.pages import BUSY_SECONDS, OWN_PAGES

WITH_FACES = frozenset({"key", "face"})
"""Problems that another tap solves."""

ENTRANCES = ("/q/", "/h/")
CITIZENS = (*ENTRANCES, "/tra-cuu", "/du-lieu-cua-ong-ba", "/goi-lai")


def first_template(place: Place) -> str:
    """The page of the five faces of a place."""
    return "one_time.html" if isinstance(place, CodePlace) else "first.html"


def say_problem(problem: Problem) -> Response:
    """The words of a problem; the faces again where a tap is all that is missing."""
    if problem.kind in WITH_FACES:
        return _faces_again(problem)
    text = _texts()
    return say(text[f"problem_{problem.kind}_title"], text[f"problem_{problem.kind}"], problem.status)


def _faces_again(problem: Problem) -> Response:
    token, now = (request.view_args or {}).get("token", ""), clock.now()
    try:
        place = place_of(token, now)
        form = desk().current_form(now)
        _refuse_shut(place, now)
    except Problem as other:
        return say_problem(other)
    at, lang = desk(), language_of(request.args.get("lang"))
    sent = request.form.get("phieu")
    key = sent if sent and at.read_key(place, sent) else at.new_key(place, now)
    words = words_for(place, lang, key, form=form, problem=f"problem_{problem.kind}", **_kept(form))
    return html(at.render(first_template(place), lang, key=key, heard=at.heard(lang), **words), problem.status)


def _refuse_shut(place: Place, now: datetime) -> None:
    """Problem for a place that takes no new sheet: another tap would only be refused."""
    if place.revoked_at:
        raise Problem("revoked", 410)
    if isinstance(place, CodePlace) and (place.used or not place.is_good(clock.local_day(now))):
        raise Problem("used" if place.used else "expired", 410)


def _kept(form: Form) -> dict[str, Any]:
    """What was sent beside the face, to be sent once more: answers that the questionnaire offers, and a comment."""
    answers = {name: value for name, value in request.form.items() if value in form.table.get(name, ())}
    step = (request.view_args or {}).get("step", "")
    return {"kept": answers | ({"trang": step} if step else {}), "written": request.form.get("comment", "")}


def say_refused(refusal: Refused) -> Response:
    """A refusal in the language of the address; the rules themselves speak Vietnamese."""
    text = _texts()
    if isinstance(refusal, Busy):
        response = say(text["problem_title"], text["problem_503"], refusal.status)
        response.headers["Retry-After"] = BUSY_SECONDS
        return response
    message = refusal.message if text["lang"] == "vi" else text["problem_other"]
    return say(text["problem_title"], message, refusal.status)


def say_too_large(_error: RequestEntityTooLarge) -> Response:
    text = _texts()
    return say(text["problem_large_title"], text["problem_large"], 413)


def prepare_problems(app: Flask) -> None:
    """Let errors at citizens' addresses that no page of ours caught be said by these pages too."""
    app.extensions.setdefault(OWN_PAGES, []).append((CITIZENS, say_http))


def say_http(title: str, message: str, status: int, code: str) -> str:
    """The page of an HTTP error or a defect at a citizen's address; `code` is what a defect is found by."""
    text = _texts()
    own = text.get(f"problem_{status}", text["problem_other"]).format(code=code)
    if text["lang"] == "vi":
        own = message if status not in (404, 500) else own
    else:
        title = text["problem_title"]
    return _rendered(title, own, "").decode()


def say(title: str, message: str, status: int) -> Response:
    """A plain page that says what is wrong and what to do."""
    token = (request.view_args or {}).get("token", "") if status in (413, 422, 503) else ""
    entrance = next((each for each in ENTRANCES if request.path.startswith(each)), "")
    again = f"{entrance}{quote(token, safe='')}{suffix(_texts()['lang'], first=True)}" if token and entrance else ""
    return html(_rendered(title, message, again), status)


def _rendered(title: str, message: str, again: str) -> bytes:
    text = _texts()
    others = switches(text["lang"], quote(request.path)) if request.method == "GET" else []
    words = {"lang_query": suffix(text["lang"], first=True), "others": others, "sample": settings().demo}
    return desk().render("problem.html", text["lang"], title=title, message=message, again=again, **words)


def _texts() -> Mapping[str, str]:
    return texts_in(language_of(request.args.get("lang")))
