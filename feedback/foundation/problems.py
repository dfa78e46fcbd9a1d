"""Refusals as programs read them: RFC 9457, application/problem+json, the words in Vietnamese."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Response, current_app

MEDIA_TYPE = "application/problem+json"

DETAILS: Mapping[int, str] = {
    400: "Yêu cầu không đọc được. Xin kiểm tra địa chỉ và các tham số.",
    404: "Địa chỉ này không có. Các địa chỉ đúng ghi ở /api/v1/.",
    405: "Địa chỉ này không nhận phương thức đó. Phần Allow của câu trả lời nêu các phương thức được nhận.",
}
"""What programs are told where people are told to go back or to scan a code again."""


def problem(status: int, title: str, detail: str, **more: Any) -> Response:
    """A refusal: `title` names the kind, `detail` says what is wrong and what to do; `more` adds members of its own."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    response: Response = current_app.response_class(json.dumps(body, ensure_ascii=False), mimetype=MEDIA_TYPE)
    response.status_code = status
    return response
