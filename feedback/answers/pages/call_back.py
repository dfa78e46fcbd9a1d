"""`/goi-lai`: a wish to be called back, apart from any survey. Nothing of a sheet comes here and nothing leads back.

The address names the unit at most; no page before it is told to this one (`Referrer-Policy: no-referrer`), and the
form's own number is drawn here. Whoever never answered a survey can ask just the same.
"""

from __future__ import annotations

import os
from functools import partial
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from feedback.answers.actions.call_backs import ask_call_back, withdraw
from feedback.answers.pages.desk import desk
from feedback.answers.pages.problems import say_refused, say_too_large
from feedback.answers.pages.survey import exempt_from_csrf, small_bodies_only
from feedback.answers.pages.texts import language_of, suffix, switches, texts_in
from feedback.answers.pages.visits import html
from feedback.answers.queries.call_backs import list_places
from feedback.answers.rules.call_backs import (
    CONSENT,
    NONCE,
    PURPOSE,
    make_form_key,
    read_contact,
    read_form_key,
    read_withdrawal_code,
    row_id,
    shown_code,
    withdrawal_code,
)
from feedback.foundation import clock
from feedback.foundation.access import public
from feedback.foundation.engine import current, read_session, sealer, settings
from feedback.foundation.errors import Conflict, Invalid, Refused
from feedback.organisation.queries import find_unit_at

call_back = Blueprint("call_back", __name__)
call_back.record(exempt_from_csrf)
call_back.before_request(small_bodies_only)
call_back.register_error_handler(Refused, say_refused)
call_back.register_error_handler(RequestEntityTooLarge, say_too_large)

WORDS = ("dien-thoai", "ten", "luc-nao")


@call_back.get("/goi-lai")
@public
def form() -> Response:
    """The form, its consent not ticked."""
    return _form(request.args.get("don-vi", ""))


@call_back.post("/goi-lai")
@public
def ask() -> Response:
    """Keep the wish and show the code that takes it back; what is wrong is said beside the words as they were typed."""
    key, now, secret = request.form.get("phieu-goi", ""), clock.now(), sealer().derive(PURPOSE)
    try:
        nonce = read_form_key(secret, key, now)
        if nonce is None:
            raise Conflict(_words()["call_stale"])
        unit_id = _unit_id(request.form.get("don-vi", ""))
        contact = read_contact(*(request.form.get(name, "") for name in WORDS))
        if request.form.get("dong-y") != "1":
            raise Invalid(_words()["call_unticked"])
        code, consent = withdrawal_code(secret, nonce), f"{CONSENT}/{_lang()}"
        call_id, vault = row_id(secret, code), sealer()
        keep = partial(ask_call_back, sealer=vault, call_id=call_id, unit_id=unit_id, contact=contact, consent=consent)
        current().run(lambda session: keep(session, now=now))
    except Refused as refusal:
        fresh = key if not isinstance(refusal, Conflict) else ""
        return _form(request.form.get("don-vi", ""), error=_said(refusal), key=fresh, status=refusal.status)
    return _page("call_back_sent.html", code=shown_code(code))


@call_back.get("/goi-lai/rut")
@public
def withdrawal_form() -> Response:
    """The field for the code."""
    return _page("call_back_withdraw.html", address="/goi-lai/rut")


@call_back.post("/goi-lai/rut")
@public
def take_back() -> Response:
    """Forget the contact. A code that was used already says the same: it is gone."""
    typed = request.form.get("ma", "")
    code, now, secret = read_withdrawal_code(typed), clock.now(), sealer().derive(PURPOSE)
    found = False
    if code:
        call_id = row_id(secret, code)
        found = current().run(lambda session: withdraw(session, call_id=call_id, now=now))
    if not found:
        return _page("call_back_withdraw.html", 422, address="/goi-lai/rut", problem="call_no_code", typed=typed)
    return _page("call_back_withdraw.html", address="/goi-lai/rut", gone=True)


def _unit_id(code: str) -> int:
    """The unit chosen, if people can be served there. Invalid otherwise."""
    session, today = read_session(), clock.local_day(clock.now())
    known = dict(list_places(session, today))
    unit = find_unit_at(session, code, today) if code in known else None
    if unit is None:
        raise Invalid(_words()["call_no_unit"])
    return unit.id


def _form(unit: str, *, error: str = "", key: str = "", status: int = 200) -> Response:
    now = clock.now()
    places = list_places(read_session(), clock.local_day(now))
    key = key or make_form_key(sealer().derive(PURPOSE), os.urandom(NONCE), now)
    chosen = unit if unit in dict(places) else ""
    typed = {name: request.form.get(name, "") for name in WORDS}
    address = f"/goi-lai?don-vi={chosen}" if chosen else "/goi-lai"
    more = {"places": places, "chosen": chosen, "key": key, "error": error, "typed": typed}
    return _page("call_back.html", status, address=address, **more)


def _page(template: str, status: int = 200, *, address: str = "/goi-lai", **more: Any) -> Response:
    lang = _lang()
    links = {"lang_query": suffix(lang, first=True), "others": switches(lang, address)}
    response = html(desk().render(template, lang, sample=settings().demo, **links, **more), status)
    response.headers["Cache-Control"] = "no-store"  # a telephone number must not wait in a shared browser
    return response


def _said(refusal: Refused) -> str:
    """The rules speak Vietnamese; other languages say once what is asked for."""
    own = (_words()["call_stale"], _words()["call_unticked"], _words()["call_no_unit"])
    return refusal.message if _lang() == "vi" or refusal.message in own else _words()["call_wrong"]


def _lang() -> str:
    return language_of(request.args.get("lang"))


def _words() -> Any:
    return texts_in(_lang())
