"""Refusals as programs read them: RFC 9457, application/problem+json, the words in Vietnamese."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, current_app

MEDIA_TYPE = "application/problem+json"


def problem(status: int, title: str, detail: str, **more: Any) -> Response:
    """A refusal: `title` names the kind, `detail` says what is wrong and what to do; `more` adds members of its own."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    response: Response = current_app.response_class(json.dumps(body, ensure_ascii=False), mimetype=MEDIA_TYPE)
    response.status_code = status
    return response
