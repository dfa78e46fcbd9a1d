"""The blueprint the operations hang on, and how they answer: JSON with an ETag."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from flask import Blueprint, Response, current_app, request
from pydantic import BaseModel

from feedback.accounts.api import guard

BASE = "/api/v1"
api = guard(Blueprint("records_api", __name__, url_prefix=BASE))


def answer(given: BaseModel, *, passing: Collection[str] = ()) -> Response:
    """The document with its ETag; 304 without it when the program has it already (If-None-Match).

    `passing` are members that only say when it was asked: another moment alone makes no other ETag. Nothing here is
    changed under an ETag, so If-Match guards nothing and is not looked at.
    """
    body = given.model_dump_json(exclude_none=False).encode()
    lasting = given.model_dump_json(exclude=set(passing)).encode() if passing else body
    response: Response = current_app.response_class(body, mimetype="application/json")
    response.set_etag(hashlib.sha256(lasting).hexdigest()[:32], weak=bool(passing))
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional({name: value for name, value in request.environ.items() if name != "HTTP_IF_MATCH"})
    return response
