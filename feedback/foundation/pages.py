"""What all pages share: strict headers, Vietnamese filters, the current database, the error page."""

from __future__ import annotations

import logging
import re
import secrets
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, Response, abort, current_app, render_template, request
from markupsafe import escape
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map

from feedback.foundation import words
from feedback.foundation.access import actor, may_open
from feedback.foundation.connecting import trouble
from feedback.foundation.engine import current, read_session, sealer, settings
from feedback.foundation.errors import Busy, Refused
from feedback.foundation.problems import DETAILS, problem
from feedback.foundation.text import LARGEST, whole
from feedback.foundation.tls.names import clean, is_real_name

__all__ = ["current", "page_number", "prepare_pages", "read_session", "sealer", "settings"]

log = logging.getLogger(__name__)

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'; manifest-src 'self'; worker-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

HTTP_WORDS = {
    400: ("Yêu cầu chưa đúng", "Trang nhận được yêu cầu không đọc được. Xin quay lại và thử lần nữa."),
    403: ("Không có quyền", "Ông/bà không có quyền vào trang này."),
    404: ("Không tìm thấy trang", "Địa chỉ này không có. Xin kiểm tra lại địa chỉ hoặc quét lại mã."),
    405: ("Không dùng được theo cách này", "Trang này không nhận cách gửi vừa rồi. Xin quay lại và thử lần nữa."),
    413: ("Gửi lên quá lớn", "Nội dung gửi lên lớn hơn mức cho phép. Xin chia nhỏ hoặc rút gọn rồi gửi lại."),
    429: ("Quá nhiều lần", "Có quá nhiều lần thử. Xin đợi một lát rồi thử lại."),
}
OTHER = ("Chưa thực hiện được", "Trang không trả lời được yêu cầu này.")
DEFECT = (
    "Hệ thống gặp lỗi",
    (
        "Lỗi này là của hệ thống, không phải của ông/bà. Chưa có gì bị ghi dở dang. Xin thử lại; nếu vẫn lỗi, "
        "báo cán bộ công nghệ thông tin kèm mã"
    ),
)
LAST_RESORT = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>{title} · Lắng Nghe</title></head>
<body><main><h1>{title}</h1><p>{message}</p><p><a href="/">Về trang đầu</a></p></main></body></html>
"""
"""Where even the error page cannot be made."""

KEPT = ("Allow", "Retry-After", "WWW-Authenticate")
"""Headers of an HTTP error that mean something without its text."""
BUSY_SECONDS = "5"

OWN_PAGES = "own-error-pages"
"""Under `app.extensions`: pairs of beginnings of addresses and of what makes their error pages, for pages that speak
more languages than Vietnamese."""


class StoredNumber(IntegerConverter):
    """`<int:…>` in an address: a number no database holds is an address that is not there."""

    def __init__(self, addresses: Map, **options: Any) -> None:
        super().__init__(addresses, **({"max": LARGEST} | options))


def page_number() -> int:
    """Which page of a list is asked for (`?trang=`), from 1."""
    return max(whole(request.args.get("trang", "")) or 1, 1)


def prepare_pages(app: Flask) -> None:
    """Filters, headers and error pages for the whole site. Before the pages: they use its converters."""
    app.url_map.converters["int"] = StoredNumber
    app.before_request(_read_query)
    app.before_request(_refuse_nul)
    app.jinja_env.filters.update(
        day=words.day, weekday=words.weekday, moment=words.moment, number=words.number, percent=words.percent
    )
    app.jinja_env.globals.update(actor=actor, site=settings)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.after_request(_add_headers)
    app.register_error_handler(Refused, refusal_page)
    app.register_error_handler(HTTPException, _http_page)
    app.register_error_handler(Exception, _defect_page)


def _read_query() -> None:
    """Escape raw bytes beyond ASCII as a browser does: whoever reads the query later must not stumble over them."""
    if not request.query_string.isascii():
        request.query_string = re.sub(rb"[\x80-\xff]", lambda byte: b"%%%02X" % byte[0][0], request.query_string)


def _refuse_nul() -> None:
    """No text of ours holds a NUL and no database takes one: such an address was made to break something."""
    if "\0" in request.path or b"%00" in request.query_string or b"\0" in request.query_string:
        abort(400)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if insisting := https_only_for(settings().url, own_tls=settings().tls):
        response.headers.setdefault("Strict-Transport-Security", insisting)
    if actor().signed_in:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


@lru_cache(maxsize=8)
def https_only_for(url: str, *, own_tls: bool) -> str:
    """How long browsers shall open this address by https alone; empty for plain http, for numbers and house names.

    A day where the certificate is our own: an office that goes back to plain http is not shut out for a year.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" or not is_real_name(clean(parts.hostname or "")):
        return ""
    return "max-age=86400" if own_tls else "max-age=31536000"


def _page(title: str, message: str, status: int, code: str = "") -> Response:
    if _asks_as_program():
        return problem(status, title, message)
    try:
        own = _own_page(title, message, status, code)
        page = own or render_template("_layout/error.html", title=title, message=message, back=_way_back())
    except Exception:
        log.exception("the error page itself failed at %s", request.endpoint)
        page = LAST_RESORT.format(title=escape(title), message=escape(message))
    return _answer(page, status)


def _way_back() -> str:
    """The page a refused form stands on: the nearest address above it that shows something; empty where none does.

    The browser tells nobody where it was (Referrer-Policy), and who stands before a refusal wants to correct it there.
    """
    path = request.path if request.method == "POST" else ""
    while path and not may_open(path):
        path = path.rpartition("/")[0]
    return quote(path)


def _asks_as_program() -> bool:
    return request.path.startswith("/api/")


def _own_page(title: str, message: str, status: int, code: str) -> str | None:
    """The error page of addresses that have their own; None everywhere else."""
    for beginnings, make in current_app.extensions.get(OWN_PAGES, ()):
        if request.path.startswith(beginnings):
            return str(make(title, message, status, code))
    return None


def _answer(body: Any, status: int) -> Response:
    response = current_app.make_response(body)
    response.status_code = status
    return response


def refusal_page(refusal: Refused) -> Response:
    """The page of a refusal: also for handlers of other errors, where nothing raised is handled any more."""
    response = _page(refusal.title, refusal.message, refusal.status)
    if isinstance(refusal, Busy):
        response.headers["Retry-After"] = BUSY_SECONDS
    return response


def _http_page(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    title, message = HTTP_WORDS.get(error.code, OTHER)
    if _asks_as_program():
        message = DETAILS.get(error.code, message)
    response = _page(title, message, error.code)
    for name, value in error.get_headers():
        if name in KEPT:
            response.headers[name] = value
    return response


def _defect_page(error: Exception) -> Response:
    busy = trouble(error)
    if busy is not None:
        log.error("store in trouble at %s", request.endpoint, exc_info=error)
        return refusal_page(busy)
    code = secrets.token_hex(4)
    log.error("defect %s at %s", code, request.endpoint, exc_info=error)
    return _page(DEFECT[0], f"{DEFECT[1]} {code}.", 500, code)
