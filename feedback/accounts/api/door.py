"""The door for programs: each request is signed with a key, made just now, taken once. No cookie is read or set."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from flask import Blueprint, Response, current_app, g, request
from flask.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from feedback.accounts.actions.api_requests import (
    Reply,
    Ticket,
    TooManyRows,
    TryAgain,
    accept_nonce,
    begin_reply,
    drop_reply,
    finish_reply,
)
from feedback.accounts.queries import build_program, find_api_key
from feedback.accounts.rules import secret_hash
from feedback.accounts.rules.api_keys import (
    IDEMPOTENCY_KEY,
    PURPOSE,
    SCHEME,
    Claim,
    KeyState,
    canonical,
    clock_fits,
    comes_from,
    is_signed,
    key_state,
    read_claim,
    secret_of,
)
from feedback.foundation import clock
from feedback.foundation.access import ACCESS, KeyScope
from feedback.foundation.actors import ANONYMOUS, Actor
from feedback.foundation.engine import current, read_session, sealer
from feedback.foundation.errors import Forbidden, Invalid, Refused, SignInNeeded
from feedback.foundation.pages import refusal_page
from feedback.foundation.problems import problem
from feedback.foundation.text import clean

if TYPE_CHECKING:
    from feedback.accounts.tables import ApiKey

LARGEST = 8 * 1024 * 1024
LARGEST_READ_AWAY = 64 * 1024 * 1024
LONGEST_SAID = 100
VERBS = "api-verbs"
"""Under `app.extensions`: which permissions each verb of a key stands for."""
TRIES = 5
RETRY_SECONDS = "5"

NOT_SIGNED = (
    "Yêu cầu không được ký đúng bằng một khóa API đang có. Kiểm tra khóa, chuỗi ký và phần Authorization; "
    "cách ký ghi ở /api/v1/."
)
REPLAYED = "Nonce này đã dùng. Mỗi yêu cầu cần một Nonce mới và chữ ký mới."
ENDED = {
    KeyState.EXPIRED: "Khóa API này đã hết hạn. Nhờ quản trị viên cấp khóa mới.",
    KeyState.REVOKED: "Khóa API này đã bị thu hồi. Nhờ quản trị viên cấp khóa mới.",
}


@dataclass(frozen=True, slots=True)
class Caller:
    """The program of this request: its key and what it may do."""

    key_id: int
    actor: Actor


class NotProved(SignInNeeded):
    """Nobody we know signed this request, or signed it twice."""

    title = "Chưa xác nhận được khóa API"


class WrongShape(Invalid):
    """The JSON is not as agreed. `errors` name row, field and what to do, one each."""

    title = "Dữ liệu gửi lên chưa đúng"

    def __init__(self, message: str, errors: list[dict[str, Any]]) -> None:
        super().__init__(message)
        self.errors = errors


def guard(blueprint: Blueprint) -> Blueprint:
    """Make a blueprint's views doors for programs; views marked public stay open."""
    blueprint.record(_needs_no_csrf_token)
    blueprint.before_request(_prove)
    blueprint.after_request(_kept_nowhere)
    blueprint.register_error_handler(Refused, _refused)
    blueprint.register_error_handler(RequestEntityTooLarge, _too_large)
    blueprint.register_error_handler(UnsupportedMediaType, _no_json)
    return blueprint


def _needs_no_csrf_token(state: BlueprintSetupState) -> None:
    """There is no cookie, hence no session that another site could ride on; every request is signed."""
    csrf = state.app.extensions.get("csrf")
    if csrf is not None:
        csrf.exempt(state.blueprint)


def _kept_nowhere(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def caller() -> Caller:
    """Whose request this is, after it was proved."""
    who: Caller = g.caller
    return who


# ── proving ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _prove() -> None:
    """Nobody but the signature says who this is: whoever a cookie names is not asked."""
    request.max_content_length = LARGEST
    g.actor, g.program = ANONYMOUS, None
    view = current_app.view_functions[request.endpoint or ""]
    if not isinstance(getattr(view, ACCESS, None), KeyScope):
        return
    now = clock.now()
    claim = read_claim(request.headers.get("Authorization", ""))
    key = None if claim is None else find_api_key(read_session(), claim.prefix)
    if claim is None or key is None or not _is_genuine(claim, key):
        raise NotProved(NOT_SIGNED)
    _check_key(key, claim, now)
    fresh = current().run(partial(accept_nonce, now=now, key_id=key.id, nonce=claim.nonce))
    if not fresh:
        raise NotProved(REPLAYED)
    g.actor = g.program = build_program(read_session(), key, current_app.extensions[VERBS])
    g.caller = Caller(key.id, g.program)


def _is_genuine(claim: Claim, key: ApiKey) -> bool:
    """Whether the holder of that key's secret signed exactly this request."""
    secret = secret_of(sealer().derive(PURPOSE), key.prefix)
    if not hmac.compare_digest(secret_hash(secret), key.secret_hash):
        return False  # made with another key file
    query = request.query_string.decode("latin-1")
    at = int(claim.at.timestamp())
    text = canonical(request.method, request.path, query, request.get_data(), at=at, nonce=claim.nonce)
    return is_signed(secret, text, claim.signature)


def _check_key(key: ApiKey, claim: Claim, now: Any) -> None:
    """What is wrong may be told from here on: the signature was genuine."""
    ended = ENDED.get(key_state(now, expires_at=key.expires_at, revoked_at=key.revoked_at))
    if ended is not None:
        raise NotProved(ended)
    if not comes_from(request.remote_addr or "", key.networks):
        raise Forbidden("Khóa API này không dùng được từ địa chỉ mạng này. Nhờ quản trị viên sửa dải mạng của khóa.")
    if not clock_fits(claim.at, now):
        raise NotProved(
            f"Yêu cầu ký lúc lệch quá 5 phút so với đồng hồ máy chủ (bây giờ là {int(now.timestamp())}). "
            "Xin chỉnh đồng hồ máy gửi rồi ký lại."
        )


# ── reading and answering ─────────────────────────────────────────────────────────────────────────────────────────────


def read_json() -> Any:
    """The body as JSON. UnsupportedMediaType for another kind of body; WrongShape where it cannot be read."""
    if request.mimetype != "application/json" or _is_packed():
        raise UnsupportedMediaType
    try:
        return json.loads(request.get_data(), parse_constant=_no_number, object_pairs_hook=_each_once)
    except _Twice as twice:
        message = f"Trường “{clean(str(twice))[:LONGEST_SAID]}” ghi nhiều lần trong một đối tượng. Xin chỉ ghi một lần."
        raise WrongShape(message, []) from twice
    except (ValueError, RecursionError) as error:
        message = "Nội dung không phải JSON đọc được (UTF-8). Xin kiểm tra dấu ngoặc, dấu phẩy và bảng mã."
        raise WrongShape(message, []) from error


def _no_number(word: str) -> Any:
    raise ValueError(word)


class _Twice(ValueError):
    """A name that an object holds twice: JSON would silently keep the last one."""


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(next(name for name in told if names.count(name) > 1))
    return told


def _is_packed() -> bool:
    return request.headers.get("Content-Encoding", "identity").lower() != "identity"


def answer_once(then: Callable[[Session], dict[str, Any]]) -> Response:
    """Do the work once for an Idempotency-Key (without one: simply do it) and answer with its JSON.

    The work and its kept reply are one transaction. It is done over when another request got in between.
    """
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return _json(_insist(lambda session: _said(then(session))))
    if not re.fullmatch(IDEMPOTENCY_KEY, given):
        raise WrongShape("Idempotency-Key gồm 8 đến 100 chữ cái không dấu, số và . _ : - . Xin đặt lại.", [])
    parts = (request.method, request.path, request.query_string.decode("latin-1"))
    digest = hashlib.sha256("\n".join(parts).encode() + b"\n" + request.get_data()).hexdigest()
    ticket, now = Ticket(caller().key_id, given, digest, uuid4().hex), clock.now()
    known = current().run(partial(begin_reply, now=now, ticket=ticket))
    if known is not None:
        return _json(known, replayed=True)

    def work(session: Session) -> Reply:
        reply = _said(then(session))
        finish_reply(session, now=now, ticket=ticket, reply=reply)
        return reply

    try:
        return _json(_insist(work))
    except BaseException:
        current().run(partial(drop_reply, ticket=ticket))
        raise


def _insist(work: Callable[[Session], Reply]) -> Reply:
    for _ in range(TRIES - 1):
        try:
            return current().run(work)
        except TryAgain:
            continue
    return current().run(work)


def _said(body: dict[str, Any]) -> Reply:
    return Reply(200, json.dumps(body, ensure_ascii=False))


def _json(reply: Reply, *, replayed: bool = False) -> Response:
    response: Response = current_app.response_class(reply.body, mimetype="application/json")
    response.status_code = reply.status
    if replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response


# ── refusing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _refused(refusal: Refused) -> Response:
    response = refusal_page(refusal)
    if isinstance(refusal, WrongShape):
        response = problem(refusal.status, refusal.title, refusal.message, errors=refusal.errors)
    if refusal.status == 401:
        response.headers["WWW-Authenticate"] = SCHEME
    if refusal.status == 409:
        response.headers["Retry-After"] = RETRY_SECONDS
    if isinstance(refusal, TooManyRows):
        response.headers["Retry-After"] = str(refusal.seconds)
    return response


def _too_large(_error: RequestEntityTooLarge) -> Response:
    _read_away()
    return problem(413, "Gửi lên quá lớn", "Nội dung lớn hơn 8 MB. Xin chia thành nhiều lô nhỏ hơn.")


def _read_away() -> None:
    """Take the rest of a body that is too large: a connection closed over it would take our answer with it, and the
    program would know of a broken line only."""
    left = LARGEST_READ_AWAY
    while left > 0 and (piece := request.environ["wsgi.input"].read(min(left, 65_536))):
        left -= len(piece)


def _no_json(_error: UnsupportedMediaType) -> Response:
    if _is_packed():
        return problem(415, "Nội dung nén", "Không nhận nội dung nén. Xin bỏ Content-Encoding và gửi JSON chưa nén.")
    return problem(415, "Không phải JSON", "Chỉ nhận Content-Type: application/json. Xin gửi lại nội dung dạng JSON.")
