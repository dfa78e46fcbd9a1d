"""`/h/<code>`: the survey behind a code that counts one answer. The pages are those of `/q/`; only the ends differ.

Opening stores nothing. The first tap uses the code up; from then on only the sheet that used it goes on, everybody
else is told kindly. Rendered pages hold a mark where the token goes, so that codes of one unit share them.
"""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from feedback.answers import queries
from feedback.answers.actions.codes import CodeSpent, hand_in_once
from feedback.answers.pages.desk import Problem, desk
from feedback.answers.pages.places import code_place
from feedback.answers.pages.problems import say_problem, say_refused, say_too_large
from feedback.answers.pages.survey import (
    STEP,
    THANKS,
    after_tap,
    answer,
    exempt_from_csrf,
    face_sent,
    faces,
    key_of_reload,
    question,
    small_bodies_only,
    thanks,
)
from feedback.answers.pages.visits import visit_of
from feedback.answers.queries.codes import kept_hash
from feedback.answers.rules.codes import CODE_MARK, CodePlace, read_code
from feedback.answers.rules.keys import sheet_id
from feedback.answers.rules.sheets import TOO_OLD
from feedback.foundation import clock
from feedback.foundation.access import public
from feedback.foundation.engine import current, read_session, sealer
from feedback.foundation.errors import Refused

one_time = Blueprint("one_time", __name__)
one_time.record(exempt_from_csrf)
one_time.before_request(small_bodies_only)
one_time.add_url_rule(f"/h/<token>/<{STEP}:step>", "question", question, methods=["GET"])
one_time.add_url_rule(f"/h/<token>/<{STEP}:step>", "answer", answer, methods=["POST"])
one_time.add_url_rule(f"/h/<token>/{THANKS}", "thanks", thanks, methods=["GET"])


@one_time.get("/h/<token>", strict_slashes=False)
@public
def first(token: str) -> Response:
    """The five faces; for a used code only to whoever used it."""
    now, place = clock.now(), code_place(token)
    if place.used:
        if not _is_users(place, request.args.get("phieu") or key_of_reload()):
            raise Problem("used", 410)
    elif not place.is_good(clock.local_day(now)):
        raise Problem("expired", 410)
    return faces(place, now, "one_time.html")


def _is_users(place: CodePlace, text: str | None) -> bool:
    """Whether this is the key of the sheet that used the code."""
    key = desk().read_key(place, text)
    if key is None:
        return False
    return queries.find_sheet(read_session(), place.unit_id, sheet_id(desk().secret, key)) is not None


@one_time.post("/h/<token>", strict_slashes=False)
@public
def tap(token: str) -> Response:
    """One face tapped: the code is used, the answer counts. A page opened on the code's last day counts for an hour."""
    visit = visit_of(token, request.form.get("phieu"))
    face, now = face_sent(), clock.now()
    sheet = visit.desk.opened_sheet(visit.point, visit.key, visit.desk.current_form(now), visit.lang)
    known, day = kept_hash(sealer(), visit.point.token), clock.local_day(now - TOO_OLD)
    done = current().run(
        lambda session: hand_in_once(session, sheet=sheet, code_hash=known, overall=face, now=now, day=day)
    )
    return after_tap(visit, done.outcome)


@one_time.after_request
def _put_in_token(response: Response) -> Response:
    """The code's own token in the place of its mark: in the page, and in the address that follows."""
    token = read_code((request.view_args or {}).get("token", "")) or ""
    if response.mimetype == "text/html":
        response.set_data(response.get_data().replace(CODE_MARK.encode(), token.encode()))
    if CODE_MARK in response.headers.get("Location", ""):
        response.headers["Location"] = response.headers["Location"].replace(CODE_MARK, token)
    return response


@one_time.errorhandler(CodeSpent)
def _spent(_spent: CodeSpent) -> Response:
    place = code_place((request.view_args or {}).get("token", ""))
    return say_problem(Problem("used" if place.used else "expired", 410))


one_time.register_error_handler(Problem, say_problem)
one_time.register_error_handler(Refused, say_refused)
one_time.register_error_handler(RequestEntityTooLarge, say_too_large)
