"""What every tablet door does first: small bodies only, whose signature is it, is the request a new one.

A tablet's request carries no cookie, so no other site can ride on it; its signature covers method, address, body,
counter and time. What is wrong is told as one word for the app and one sentence for people.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint, Response, jsonify, request
from flask.blueprints import BlueprintSetupState
from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge

from feedback.collection_points.actions.tablet_requests import Accepted, accept
from feedback.collection_points.queries.tablets import Known, find_known
from feedback.collection_points.rules.signatures import Claim, canonical, is_signed, read_claim
from feedback.foundation import clock
from feedback.foundation.engine import current, read_session
from feedback.foundation.errors import Busy, Refused

BASE = "/api/v1/tablet"
LARGEST = 512 * 1024
"""Fifty answers take about 25 kB."""

WORDS = {
    "signature": "Máy này chưa được đăng ký, hoặc yêu cầu không do máy ký. Xin đăng ký lại máy.",
    "counter": "Số thứ tự yêu cầu đã dùng. Máy tự gửi lại với số mới.",
    "revoked": "Máy này đã bị thu hồi. Xin liên hệ người quản trị.",
    "waiting": "Máy này đang chờ người quản trị so sáu số.",
    "body": "Nội dung gửi lên không đúng dạng.",
    "size": "Nội dung gửi lên quá lớn. Xin chia nhỏ rồi gửi lại.",
    "busy": "Hệ thống đang bận. Xin gửi lại sau ít giây.",
    "code": "Mã này không đúng, đã dùng hoặc đã quá mười phút. Xin người quản trị cấp mã mới.",
    "closed": "Chưa có phiếu hỏi nào được công bố. Xin liên hệ người quản trị.",
}
STATUS = {"signature": 401, "counter": 409, "revoked": 403, "waiting": 403, "body": 400, "size": 413, "busy": 503}
STATUS |= {"code": 403, "closed": 503}

Body = TypeVar("Body", bound=BaseModel)
T = TypeVar("T")


class Strict(BaseModel):
    """JSON as agreed: right types, nothing that nobody knows."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Problem(Exception):
    """A word the app understands."""

    def __init__(self, word: str, **more: Any) -> None:
        super().__init__(word)
        self.word, self.more = word, more


@dataclass(frozen=True, slots=True)
class Proved:
    """A request whose signature is genuine; whether it is new is decided in the work that does it."""

    claim: Claim
    tablet: Known


def guard(blueprint: Blueprint) -> Blueprint:
    """Make a blueprint's doors tablet doors."""
    blueprint.record(_needs_no_csrf_token)
    blueprint.before_request(_small_bodies_only)
    blueprint.after_request(_kept_nowhere)
    blueprint.register_error_handler(Problem, _say)
    blueprint.register_error_handler(RequestEntityTooLarge, lambda _error: _say(Problem("size")))
    blueprint.register_error_handler(Refused, _refused)
    return blueprint


def _needs_no_csrf_token(state: BlueprintSetupState) -> None:
    """There is no cookie, hence no session that another site could ride on; every request is signed."""
    csrf = state.app.extensions.get("csrf")
    if csrf is not None:
        csrf.exempt(state.blueprint)


def _small_bodies_only() -> None:
    request.max_content_length = LARGEST


def _kept_nowhere(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def proved() -> Proved:
    """Whose request this is. One refusal for every doubt: an attacker learns nothing from which it was."""
    body = request.get_data()
    claim = read_claim(dict(request.headers))
    tablet = None if claim is None else find_known(read_session(), claim.tablet)
    if claim is None or tablet is None:
        raise Problem("signature")
    if not is_signed(tablet.public_key, canonical(request.method, request.path, body, claim), claim.signature):
        raise Problem("signature")
    return Proved(claim, tablet)


def take(then: Callable[[Session, Accepted], T], proof: Proved, *, seq: int = 0) -> tuple[Accepted, T]:
    """Do the request once, in one work with its counter. Problem when that counter was used before.

    `seq` is the highest answer number the request speaks of.
    """
    now = clock.now()

    def work(session: Session) -> tuple[Accepted, T | None]:
        accepted = accept(session, claim=proof.claim, now=now, seq=seq)
        return accepted, then(session, accepted) if accepted.fresh else None

    accepted, value = current().run(work)
    if not accepted.fresh:
        raise Problem("counter", last=accepted.last)
    return accepted, value  # type: ignore[return-value]


def read_body(model: type[Body]) -> Body:
    """The body as agreed. Problem for anything else."""
    try:
        # Not by the stricter parser of the model: half a character in one element would cost all the others.
        return model.model_validate(json.loads(request.get_data()))
    except (ValidationError, ValueError, RecursionError) as error:
        raise Problem("body") from error


def answer(body: dict[str, Any], status: int = 200) -> Response:
    response = jsonify(body)
    response.status_code = status
    return response


def _say(problem: Problem) -> Response:
    return answer({"error": problem.word, "message": WORDS[problem.word], **problem.more}, STATUS[problem.word])


def _refused(refusal: Refused) -> Response:
    if isinstance(refusal, Busy):
        response = _say(Problem("busy"))
        response.headers["Retry-After"] = "5"
        return response
    return answer({"error": "body", "message": refusal.message}, refusal.status)
