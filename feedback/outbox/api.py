"""Where the message gateway reports: `POST /api/gateway/receipts`, signed with the common key. See docs/gateway.md."""

import hmac
import json
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.blueprints import BlueprintSetupState

from feedback.foundation import clock
from feedback.foundation.access import public
from feedback.foundation.engine import current, settings
from feedback.foundation.gateway import SIGNATURE, TIME, Receipt, read_receipt, sign
from feedback.outbox.actions import take_receipts

api = Blueprint("gateway", __name__)

MOST = 500
LARGEST = 256 * 1024
WINDOW_SECONDS = 300
"""How far the gateway's clock may be off: an older call, caught on its way, is worth nothing."""


@api.record
def _needs_no_csrf_token(state: BlueprintSetupState) -> None:
    """There is no cookie, hence no session another site could ride on; every call is signed."""
    csrf = state.app.extensions.get("csrf")
    if csrf is not None:
        csrf.exempt(state.blueprint)


@api.before_request
def _small_bodies_only() -> None:
    request.max_content_length = LARGEST


@api.post("/api/gateway/receipts")
@public
def receipts() -> Response:
    """Take up to 500 receipts; the same again changes nothing. 401 unsigned or old, 400 not as agreed."""
    body, now = request.get_data(), clock.now()
    if not _is_signed(body, now):
        return _answer({"error": "signature", "message": "Chữ ký hoặc thời gian của yêu cầu không đúng."}, 401)
    told = _read(body)
    if told is None:
        return _answer({"error": "body", "message": "Nội dung gửi lên không đúng dạng; xem docs/gateway.md."}, 400)
    known = current().run(lambda session: take_receipts(session, receipts=told, now=now))
    return _answer({"known": known, "unknown": len(told) - known})


def _is_signed(body: bytes, now: datetime) -> bool:
    key, said = settings().gateway_key, request.headers.get(TIME, "")
    if not key or not said.isascii() or not said.isdigit() or len(said) > 12:
        return False
    if abs(now.timestamp() - int(said)) > WINDOW_SECONDS:
        return False
    expected = sign(key, request.method, request.path, int(said), body)
    return hmac.compare_digest(expected.encode(), request.headers.get(SIGNATURE, "").encode())


def _read(body: bytes) -> list[Receipt] | None:
    """The receipts; None when one of them is none, so that the sender sees its mistake."""
    try:
        facts = json.loads(body)
    except (ValueError, RecursionError):
        return None
    told = facts.get("receipts") if isinstance(facts, dict) else None
    if not isinstance(told, list) or len(told) > MOST:
        return None
    read = [read_receipt(each) for each in told]
    whole = [each for each in read if each is not None]
    return whole if len(whole) == len(read) else None


def _answer(body: dict[str, Any], status: int = 200) -> Response:
    response = jsonify(body)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
