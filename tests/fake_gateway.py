"""A gateway for short messages that behaves as it is told: accepts, refuses, hangs, drops the line, reports late."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from feedback.foundation.gateway import SIGNATURE, TIME, sign

KEY = "khoa-chung-cua-cong-tin-nhan-0123456789"
HANG = 30.0


@dataclass
class FakeGateway:
    """What it was told in `posts` (every call) and `taken` (each Message-ID once, as the contract asks)."""

    status: int = 202
    body: dict[str, Any] | bytes = field(default_factory=lambda: {"status": "accepted"})
    mood: str = ""
    posts: list[dict[str, Any]] = field(default_factory=list)
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    statuses: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    elsewhere: int = 0
    url: str = ""
    released: threading.Event = field(default_factory=threading.Event)

    def becomes(self, message_id: str, status: str, at: datetime, reason: str = "") -> None:
        """From now on a question after this message is answered so."""
        self.statuses[message_id] = {"status": status, "at": at.isoformat(), "reason": reason}

    def take(self, handler: _Handler, content: bytes) -> None:
        self._check(handler, content)
        facts = json.loads(content)
        self.posts.append(facts)
        if self.mood == "hang":
            self.released.wait(HANG)
            return
        if self.status in (200, 202):
            self.taken.setdefault(facts["message_id"], facts)
        if self.mood == "drop":
            return  # it has the message; the answer never arrives
        if self.mood == "redirect":
            handler.answer(302, b"", {"Location": f"{self.url}/other"})
            return
        handler.answer(self.status, self._body())

    def tell(self, handler: _Handler, message_id: str) -> None:
        self._check(handler, b"")
        handler.answer(200, json.dumps(self.statuses.get(message_id, {"status": "unknown"})).encode())

    def _body(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()

    def _check(self, handler: _Handler, content: bytes) -> None:
        """As the contract says a gateway does: the key, and that the signature is of this very call."""
        said = int(handler.headers[TIME])
        if handler.headers["Authorization"] != f"Bearer {KEY}":
            self.problems.append("key")
        if handler.headers[SIGNATURE] != sign(KEY, handler.command, handler.path, said, content):
            self.problems.append("signature")


class _Handler(BaseHTTPRequestHandler):
    gateway: FakeGateway

    def do_POST(self) -> None:
        self.gateway.take(self, self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def do_GET(self) -> None:
        if self.path.endswith("/other"):
            self.gateway.elsewhere += 1
            self.answer(200, b'{"status": "accepted"}')
            return
        self.gateway.tell(self, unquote(urlsplit(self.path).path.rpartition("/")[2]))

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        try:
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def gateway_served(**wishes: Any) -> Iterator[FakeGateway]:
    """A gateway on a free port of this machine; its `url` goes into FEEDBACK_GATEWAY_URL."""
    gateway = FakeGateway(**wishes)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"gateway": gateway}))
    gateway.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        gateway.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
