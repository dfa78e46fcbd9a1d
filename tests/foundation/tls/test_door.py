"""The door in front of https: a certificate, a page, and the way to the website."""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Event, Thread

import pytest

from feedback.foundation import clock
from feedback.foundation.processes import listen
from feedback.foundation.tls import door as module
from feedback.foundation.tls.certificates import fingerprint
from feedback.foundation.tls.door import Door
from feedback.foundation.tls.keeping import Keeper
from tests.conftest import NOW

BOUND = 60


class Standing:
    """A door that stands open in this process."""

    def __init__(self, folder: Path) -> None:
        listening = listen("127.0.0.1", 0)
        self.port = listening.getsockname()[1]
        plan = {"url": "https://127.0.0.1:8443", "host": "127.0.0.1", "port": 8443, "door_port": self.port}
        self.door = Door(listening, Keeper(folder, "127.0.0.1", "https://danhgia.xamau.gov.vn"), plan)
        self.thread = Thread(target=self.door.serve_forever, args=(0.02,))
        self.thread.start()

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=BOUND)) as connection:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer, answer.read()

    def close(self) -> None:
        self.door.shutdown()
        self.thread.join(BOUND)
        self.door.server_close()


@pytest.fixture
def standing(tmp_path: Path) -> Iterator[Standing]:
    standing = Standing(tmp_path / "tls")
    yield standing
    standing.close()


def test_the_certificate_is_given_as_tablets_take_it(standing: Standing):
    answer, body = standing.ask("/ca.crt")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/x-x509-ca-cert"
    assert 'filename="lang-nghe-ca.crt"' in answer.headers["Content-Disposition"]
    assert body == standing.door.kept.der
    assert body[:1] == b"\x30", "DER, which Android wants"


def test_the_page_shows_fingerprint_steps_and_the_address_to_open_next(standing: Standing):
    answer, body = standing.ask("/")
    text = body.decode()
    assert answer.status == 200
    assert re.findall(r"<span>([0-9A-F]{4})</span>", text) == fingerprint(standing.door.kept.authority).split() * 2
    for words in ("Android", "iPad", "Windows", "Install the certificate", "https://danhgia.xamau.gov.vn"):
        assert words in text or words.startswith("https")
    assert f"{standing.door.plan['url']}/may/" in text
    assert "$" not in text


def test_the_page_needs_its_own_style_alone(standing: Standing):
    _, body = standing.ask("/")
    assert re.findall(r'(?:src|stylesheet" href)="([^"]+)"', body.decode()) == ["/door.css"]
    answer, style = standing.ask("/door.css")
    assert answer.headers["Content-Type"].startswith("text/css")
    assert b".fingerprint" in style


@pytest.mark.parametrize("path", ["/q/abcd-efgh", "/may/", "/dang-nhap?next=/", "/../ca.crt", "/ca.crt/"])
def test_everybody_else_is_sent_to_https(standing: Standing, path: str):
    answer, _ = standing.ask(path)
    assert answer.status == 302
    assert answer.headers["Location"] == f"https://127.0.0.1:8443{path}"


def test_no_path_leads_to_another_house(standing: Standing):
    for path in ("//evil.example/", "http://evil.example/x", "/@evil.example"):
        answer, _ = standing.ask(path)
        assert answer.headers["Location"].startswith("https://127.0.0.1:8443/")


def test_a_form_sent_to_the_wrong_door_is_not_read(standing: Standing):
    answer, _ = standing.ask("/dang-nhap", "POST", **{"Content-Length": "0"})
    assert answer.status == 302


@pytest.mark.parametrize(
    ("host", "base"),
    [
        ("localhost:8001", "https://localhost:8443"),
        ("[::1]:8001", "https://[::1]:8443"),
        ("DANHGIA.xamau.gov.vn", "https://danhgia.xamau.gov.vn:8443"),
        ("evil.example", "https://127.0.0.1:8443"),
        ("[", "https://127.0.0.1:8443"),
        ("", "https://127.0.0.1:8443"),
    ],
)
def test_a_visitor_stays_at_the_name_it_came_by_but_only_at_one_of_ours(standing: Standing, host: str, base: str):
    answer, _ = standing.ask("/x", Host=host)
    assert answer.headers["Location"] == f"{base}/x"


def test_no_cookie_no_cache_no_word_of_what_runs_here(standing: Standing):
    for path in ("/", "/ca.crt", "/x"):
        answer, _ = standing.ask(path)
        assert answer.headers["Set-Cookie"] is None
        assert answer.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Server"] == "lang-nghe"


def test_head_is_answered_without_a_body(standing: Standing):
    answer, body = standing.ask("/ca.crt", "HEAD")
    assert answer.status == 200
    assert int(answer.headers["Content-Length"]) > 300
    assert body == b""


def test_visitors_who_say_nothing_do_not_close_the_door(standing: Standing, monkeypatch: pytest.MonkeyPatch):
    """Every place taken by a silent one: further ones are let go, and the places come free again."""
    monkeypatch.setattr(module.Visit, "timeout", 0.2)
    silent = [socket.create_connection(("127.0.0.1", standing.port), BOUND) for _ in range(module.AT_MOST + 8)]
    for each in silent:
        assert each.recv(1) == b""
        each.close()
    assert standing.ask("/")[0].status == 200


def test_nonsense_is_no_defect(standing: Standing, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.ERROR)
    for words in (b"\x16\x03\x01\x02\x00\x01\x00\x01", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x00" * 70000):
        with socket.create_connection(("127.0.0.1", standing.port), BOUND) as visitor:
            try:
                visitor.sendall(words)
                visitor.shutdown(socket.SHUT_WR)
                visitor.recv(100)
            except OSError:  # it had heard enough
                pass
    assert standing.ask("/")[0].status == 200
    assert caplog.records == []


def test_the_certificate_is_renewed_while_the_door_stands(standing: Standing, monkeypatch: pytest.MonkeyPatch):
    before = standing.door.kept
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=400))
    stop, keeper = Event(), standing.door.keeper

    def look(now: datetime) -> object:
        kept = keeper.look(now)
        stop.set()
        return kept

    monkeypatch.setattr(standing.door, "keeper", type("Once", (), {"look": staticmethod(look)})())
    standing.door.renew_for_ever(stop, every=0.01)
    assert standing.door.kept.server != before.server
    assert standing.door.kept.authority == before.authority


def test_a_full_disk_is_tried_again(
    standing: Standing, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    stop, tries = Event(), []

    def look(_now: object) -> object:
        tries.append(1)
        if len(tries) == 1:
            raise OSError(28, "No space left on device")
        stop.set()
        return standing.door.kept

    monkeypatch.setattr(standing.door, "keeper", type("Full", (), {"look": staticmethod(look)})())
    standing.door.renew_for_ever(stop, every=0.01)
    assert len(tries) == 2
    assert "could not be renewed" in caplog.text
