"""Two thousand hostile requests over every field of the citizen's pages: no server error, nothing odd kept.

They go to the program as a server hands them over: raw bytes in path, query and body, also those no browser would send.
"""

from __future__ import annotations

import logging
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import quote_from_bytes
from uuid import UUID

import pytest
from flask import Flask, g
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.test import run_wsgi_app

from feedback.answers.rules import READ_COMMENTS
from feedback.answers.rules.keys import read_key, sheet_id
from feedback.answers.rules.masking import mask
from feedback.answers.tables import Comment, Sheet
from feedback.foundation.actors import Actor, Grant
from feedback.foundation.database import Database
from feedback.foundation.text import clean
from tests.answers.samples import TOKEN
from tests.answers.serving import FOLDER, prepare, storing

STEPS = ("4-xin-4-luon", "noi-dung", "dung-hen", "gop-y", "cam-on")
OFFERED: dict[str, set[Any]] = {
    **{key: {"yes", "no", "unsure"} for key in ("xin_chao", "luon_giup_do")},
    **{key: {1, 2, 3, 4, 5} for key in ("f24", "f39")},
    "late": {"yes", "no", "not_due", "unsure"},
}
CALL = ("phieu-goi", "don-vi", "dien-thoai", "ten", "luc-nao", "dong-y")
FIELDS = (
    "phieu",
    "overall",
    "comment",
    "trang",
    "lang",
    "day-du",
    "bao",
    "ma",
    *OFFERED,
    *CALL,
    "",
    "phieu[]",
    "__class__",
)
TYPES = (
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/json",
    "text/plain",
    "",
)

BYTES = (
    *(
        b"",
        b"\0",
        b"%00",
        b"%",
        b"%zz",
        b"%c0%ae",
        b"%ff%fe",
        b"\xff\xfe\0a",
        b"\xed\xa0\x80",
        b"\xf0\x9f\x99",
        b"a&b=c",
    ),
    *(b"'; DROP TABLE sheet;--", b"<script>alert(1)</script>", b"{{7*7}}", b"{0.__class__}", b"../../../etc/passwd"),
    *(b"@@phieu@@", b"@@bien-nhan@@", b"@@ma@@", b"x" * 40, b"A" * 70_000, b"--x\r\nContent-Disposition: form-data"),
    *(
        b"\r\nSet-Cookie: a=b",
        b"1e309",
        b"-1",
        b"1.0",
        b"05",
        b"true",
        b"null",
        b"[]",
        b"vi",
        b"en",
        b"VI",
        b"en\0",
        b"1",
    ),
    *(
        each.encode()
        for each in ("５", "\u202egnol", "ế", "e\u0302\u0301", "🙂" * 300, "\u200b", "ﷺ", "İ", "ſ", "\u2028", "１")
    ),
)
NASTY = st.sampled_from(BYTES)
ANYTHING = st.one_of(NASTY, st.binary(max_size=40), st.text(max_size=40).map(lambda text: text.encode()))
WRITTEN = st.one_of(ANYTHING, ANYTHING.map(lambda raw: quote_from_bytes(raw).encode()))
"""Bytes as they stand in an address or a form: encoded as they should be, or not."""

NAMES = st.one_of(st.sampled_from([name.encode() for name in FIELDS]), WRITTEN)
PAIRS = st.lists(st.tuples(NAMES, WRITTEN), max_size=8).map(lambda pairs: b"&".join(b"=".join(pair) for pair in pairs))
CASES = settings(
    max_examples=500,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@dataclass
class Site:
    """The website in this process, listening to what it logs."""

    app: Flask
    logged: list[str] = field(default_factory=list)

    @property
    def database(self) -> Database:
        database: Database = self.app.extensions["lang-nghe"].database
        return database

    def send(
        self, method: str, path: bytes, query: bytes = b"", body: bytes = b"", **more: str
    ) -> tuple[int, str, str]:
        """Status, body and Location of one raw request. Fails on a server error or a logged defect."""
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path.decode("latin-1"),
            "QUERY_STRING": query.decode("latin-1"),
            "SERVER_NAME": "danhgia.example.gov.vn",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": TYPES[0],
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            **more,
        }
        self.logged.clear()
        parts, status, headers = run_wsgi_app(self.app.wsgi_app, environ, buffered=True)
        page = b"".join(parts).decode()
        assert int(status[:3]) < 500, (status, method, path, query, body)
        assert self.logged == []
        assert "Traceback" not in page
        assert "\0" not in page
        return int(status[:3]), page, headers.get("Location", "")

    def open_sheet(self) -> str:
        """The key of a page that was opened and tapped."""
        key = key_in(self.send("GET", f"/q/{TOKEN}".encode())[1])
        assert self.send("POST", f"/q/{TOKEN}".encode(), body=f"phieu={key}&overall=3".encode())[0] == 303
        return key

    def id_of(self, key: str) -> UUID:
        secret = self.app.extensions["survey-desk"].secret
        read = read_key(secret, TOKEN, key)
        assert read
        return sheet_id(secret, read)

    def items(self, key: str) -> dict[str, Any]:
        """What is stored of a sheet beside its face."""
        with self.database.read() as session:
            return session.scalars(select(Sheet.items).where(Sheet.id == self.id_of(key))).one()

    def masked(self, key: str) -> list[str]:
        """What staff may read of a sheet's comments."""
        with self.database.read() as session:
            return list(session.scalars(select(Comment.masked).where(Comment.sheet_id == self.id_of(key))))


def key_in(page: str) -> str:
    found = re.search(r'name="phieu" value="([\w-]{40})"', page)
    assert found, page
    return found[1]


class Ear(logging.Handler):
    """Hears every warning and worse of the program."""

    def __init__(self, site: Site) -> None:
        super().__init__(logging.WARNING)
        self.site = site

    def emit(self, record: logging.LogRecord) -> None:
        self.site.logged.append(self.format(record))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    before = os.environ.get(FOLDER)
    prepare(str(tmp_path_factory.mktemp("hostile")))
    site = Site(storing())
    ear = Ear(site)
    logging.getLogger().addHandler(ear)
    yield site
    logging.getLogger().removeHandler(ear)
    with site.app.app_context():
        site.database.close()
    os.environ.pop(FOLDER, None)
    if before is not None:
        os.environ[FOLDER] = before


PLACES = st.sampled_from(
    [
        *(b"/q/%s" % TOKEN.encode(), b"/h/%s" % (b"k" * 13), b"/tra-cuu", b"/du-lieu-cua-ong-ba", b"/q", b"/h", b""),
        *(b"/goi-lai", b"/goi-lai/rut"),
        *(f"/q/{TOKEN}/{step}".encode() for step in STEPS),
    ]
)


@CASES
@given(PLACES, ANYTHING, PAIRS, st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]), WRITTEN)
@example(b"/tra-cuu", b"", b"ma=%00&lang=en", "GET", b"max-age=0")
@example(b"/q", b"", b"lang=\xe7\xff", "GET", b"")
def test_any_address_with_any_query_is_answered(
    site: Site, place: bytes, more: bytes, query: bytes, method: str, tag: bytes
):
    path = place + (b"/" + more if more else b"")
    headers = {"HTTP_IF_NONE_MATCH": tag.decode("latin-1"), "HTTP_CACHE_CONTROL": "max-age=0"}
    status, page, _ = site.send(method, path, query, **headers)
    if status == 200 and method == "GET" and path == f"/q/{TOKEN}".encode():
        assert len(key_in(page)) == 40


TARGETS = st.sampled_from(
    [
        *(f"/q/{TOKEN}{'/' if step else ''}{step}".encode() for step in ("", *STEPS)),
        *(b"/goi-lai", b"/goi-lai/rut", b"/h/%s" % (b"k" * 13), b"/h/%s/gop-y" % (b"k" * 13)),
    ]
)


@CASES
@given(PAIRS, st.sampled_from(TYPES), TARGETS, PAIRS)
def test_any_form_sent_anywhere_without_a_genuine_key_stores_nothing(
    site: Site, form: bytes, kind: str, path: bytes, query: bytes
):
    with site.database.read() as session:
        before = session.execute(select(func.count()).select_from(Sheet)).scalar_one()
    status, _, location = site.send("POST", path, query, form, CONTENT_TYPE=kind)
    assert (status >= 400) or location
    with site.database.read() as session:
        assert session.execute(select(func.count()).select_from(Sheet)).scalar_one() == before


@CASES
@given(PAIRS, st.sampled_from(STEPS[:3]), st.integers(0, 5), PAIRS)
def test_whatever_a_genuine_sheet_sends_only_offered_answers_are_stored(
    site: Site, form: bytes, step: str, every: int, query: bytes
):
    key = site.open_sheet()
    own = f"phieu={key}".encode()
    fields = own + b"&" + form if every else form + b"&" + own
    status, _, _ = site.send("POST", f"/q/{TOKEN}/{step}".encode(), query, fields)
    assert status in (303, 400, 413, 422)
    site.send("GET", f"/q/{TOKEN}/{step}".encode(), own + b"&" + query)
    stored = site.items(key)
    assert set(stored) <= set(OFFERED)
    assert [value for name, value in stored.items() if value not in OFFERED[name]] == []


@CASES
@given(st.one_of(ANYTHING, st.text(max_size=2_100).map(str.encode)), st.booleans())
@example("Gọi 0912 345 678 gặp e\u0302\u0301m\r\nCảm ơn".encode(), True)
@example(b"\xff\xfe0912345678", False)
def test_what_staff_may_read_is_the_masked_nfc_of_what_was_typed(site: Site, typed: bytes, multipart: bool):
    key = site.open_sheet()
    status, page, _ = _send_comment(site, key, typed, multipart)
    read = typed.decode(errors="replace" if _as_parts(typed, multipart) else "werkzeug.url_quote")
    expected = unicodedata.normalize("NFC", clean(read, lines=True))
    if len(expected) > 2_000 or len(typed) > 250_000:
        assert (status, site.masked(key)) in ((422, []), (413, []))
        assert "<textarea" in page or status == 413
        return
    assert status == 303
    assert site.masked(key) == ([mask(expected)] if expected else [])


def _as_parts(typed: bytes, multipart: bool) -> bool:
    """Bytes that are no UTF-8 become � in a form of parts, and stay %FF in a plain one."""
    return multipart and b"--edge-of-it" not in typed


def _send_comment(site: Site, key: str, typed: bytes, multipart: bool) -> tuple[int, str, str]:
    path = f"/q/{TOKEN}/gop-y".encode()
    if not _as_parts(typed, multipart):
        return site.send("POST", path, body=f"phieu={key}&comment={quote_from_bytes(typed)}".encode())
    part = '--edge-of-it\r\nContent-Disposition: form-data; name="{}"\r\n\r\n'
    body = (part.format("phieu") + key + "\r\n" + part.format("comment")).encode() + typed + b"\r\n--edge-of-it--\r\n"
    return site.send("POST", path, body=body, CONTENT_TYPE="multipart/form-data; boundary=edge-of-it")


def test_staff_can_open_what_all_of_them_wrote(site: Site):
    for raw in BYTES:
        _send_comment(site, site.open_sheet(), raw, multipart=False)
    with site.database.read() as session:
        unit_id = session.scalars(select(Comment.unit_id).limit(1)).one()
    head = Actor("Trần Văn Mẫu", 1, (Grant(frozenset({READ_COMMENTS}), frozenset({unit_id})),))
    site.app.before_request_funcs.setdefault(None, []).append(lambda: setattr(g, "actor", head))
    pages = [site.send("GET", b"/gop-y", b"trang=%d" % number)[1] for number in range(1, 15)]
    site.app.before_request_funcs[None].pop()
    assert not [page for page in pages if "<script>alert" in page]
    assert [page for page in pages if "&lt;script&gt;alert" in page]
