"""Every byte of a citizen's pages, counted on the wire of a real server: one TCP window for the first view."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from feedback.languages.rules import BUILT_IN
from tests.answers.samples import TOKEN
from tests.answers.serving import prepare, serving
from tests.languages.samples import write_language

WINDOW = 14_600
"""Ten segments of 1,460 bytes: what a server may send before it hears back, hence the first view without a wait."""

ROOM = 1_500
"""Kept free for long names of units and counters, and for the headers of a server in front."""

ALL_ITEMS = 29_200
"""The one page with all sixteen items, asked for on purpose: two windows."""

LANGUAGES = (*BUILT_IN, "zzu")
ASKED = re.compile(
    rb"""<(?:link|script|img|iframe|audio|video|source|object|embed)\b[^>]*?(?:href|src)="([^"]*)"[^>]*>"""
)
BROWSER = (
    "Host: danhgia.example.gov.vn\r\nConnection: keep-alive\r\nAccept: text/html,*/*;q=0.8\r\n"
    "User-Agent: Mozilla/5.0 (Linux; Android 5.1; A37f) Chrome/44.0.2403.133 Mobile Safari/537.36\r\n"
    "Accept-Encoding: gzip, deflate, sdch\r\nAccept-Language: vi-VN,vi;q=0.8\r\n"
)


@dataclass(frozen=True)
class Answer:
    """One whole answer as it came down the wire."""

    raw: bytes

    @property
    def status(self) -> int:
        return int(self.raw[9:12])

    @property
    def body(self) -> bytes:
        return self.raw.partition(b"\r\n\r\n")[2]

    def header(self, name: str) -> str:
        found = re.search(rf"(?im)^{name}: (.*?)\r$".encode(), self.raw.partition(b"\r\n\r\n")[0] + b"\r\n")
        return found[1].decode() if found else ""


@dataclass
class Line:
    """A plain socket to the server: what is read from it is what a telephone would pay for."""

    port: int

    def ask(self, path: str, form: str | None = None) -> Answer:
        method, length = ("GET", "") if form is None else ("POST", f"Content-Length: {len(form)}\r\n")
        kind = "" if form is None else "Content-Type: application/x-www-form-urlencoded\r\n"
        head = f"{method} {path} HTTP/1.1\r\n{BROWSER}{kind}{length}\r\n{form or ''}"
        with socket.create_connection(("127.0.0.1", self.port), 60) as line:
            line.sendall(head.encode())
            return Answer(_whole(line))

    def view(self, path: str) -> tuple[int, list[str]]:
        """Bytes of a page with everything it fetches by itself, and what that is."""
        page = self.ask(path)
        assert page.status == 200, page.raw
        more = [each.decode() for each in _fetched(page.body)]
        return len(page.raw) + sum(len(self.ask(each).raw) for each in more), more


def _whole(line: socket.socket) -> bytes:
    raw = b""
    while b"\r\n\r\n" not in raw:
        raw += _some(line)
    length = int(Answer(raw).header("Content-Length") or 0)
    while len(Answer(raw).body) < length:
        raw += _some(line)
    return raw


def _some(line: socket.socket) -> bytes:
    part = line.recv(65536)
    assert part, "the server hung up"
    return part


def _fetched(page: bytes) -> list[bytes]:
    """Addresses that a browser fetches without being asked: not those inside the page, not sounds before a tap."""
    return [
        each[1]
        for each in ASKED.finditer(page)
        if not each[1].startswith(b"data:") and not (each[0].startswith(b"<audio") and b'preload="none"' in each[0])
    ]


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    folder = tmp_path_factory.mktemp("first-view")
    write_language(folder / "languages", "zzu")
    prepare(str(folder))
    with serving("storing") as (port, _):
        yield Line(port)


def suffix(lang: str) -> str:
    return "" if lang == "vi" else f"lang={lang}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_view_fits_one_window_with_room(line: Line, lang: str):
    size, fetched = line.view(f"/q/{TOKEN}?{suffix(lang)}")
    assert [each.partition("?")[0] for each in fetched] == ["/static/survey.css"]
    assert size <= WINDOW - ROOM


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_following_page_fits_one_window_too(line: Line, lang: str):
    ask = f"?{suffix(lang)}"
    key = re.search(rb'name="phieu" value="([^"]+)"', line.ask(f"/q/{TOKEN}{ask}").body)
    assert key
    sent = line.ask(f"/q/{TOKEN}{ask}", f"phieu={key[1].decode()}&overall=4")
    assert sent.status == 303
    place = f"phieu={key[1].decode()}&{suffix(lang)}"
    sizes = {
        step: len(line.ask(f"/q/{TOKEN}/{step}?{place}").raw)
        for step in ("4-xin-4-luon", "noi-dung", "dung-hen", "gop-y", "cam-on")
    }
    sizes |= {page: len(line.ask(f"{page}{ask}").raw) for page in ("/tra-cuu", "/du-lieu-cua-ong-ba", "/q/zzzzzzzz")}
    assert {step: size for step, size in sizes.items() if not 1_000 < size <= WINDOW - ROOM} == {}
    assert len(line.ask(f"/q/{TOKEN}/noi-dung?day-du=1&{place}").raw) <= ALL_ITEMS


def test_a_style_sheet_is_fetched_once(line: Line):
    _, (address,) = line.view(f"/q/{TOKEN}")
    style = line.ask(address)
    assert "max-age=3" in style.header("Cache-Control")
    assert style.status == 200


def test_the_measure_bites(line: Line, tmp_path: Path):
    page = b'<link href="/a.css"><link rel="icon" href="data:,"><audio preload="none" src="/b.mp3"><img src="/c.png">'
    assert _fetched(page) == [b"/a.css", b"/c.png"]
    assert _fetched(b'<audio src="/b.mp3"></audio><script src="/d.js"></script>') == [b"/b.mp3", b"/d.js"]
    answer = line.ask("/static/survey.css")
    assert len(answer.raw) == len(answer.body) + len(answer.raw.partition(b"\r\n\r\n")[0]) + 4
    assert len(answer.body) == int(answer.header("Content-Length"))
