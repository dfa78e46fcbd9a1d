"""The blueprint the operations hang on, and how they answer: JSON with an ETag."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, current_app, request
from pydantic import BaseModel

from feedback.accounts.api import guard

BASE = "/api/v1"
api = guard(Blueprint("records_api", __name__, url_prefix=BASE))


def answer(given: BaseModel) -> Response:
    """The document with its ETag; 304 without it when the program has it already (If-None-Match)."""
    body = given.model_dump_json(exclude_none=False).encode()
    response: Response = current_app.response_class(body, mimetype="application/json")
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response
