"""The line between a tablet and the server: a proxy that counts what passes, and can be cut, noisy, slow or crooked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any

BOUND = 60
CONDITIONS = {"if-none-match", "if-modified-since"}
HOP = {"connection", "transfer-encoding", "keep-alive", "content-length", "date", "server"}
API = "/api/"

Reply = tuple[int, list[tuple[str, str]], bytes]


class Noise:
    """What a bad line does to requests to the API: loses them before or after the server had them, cuts replies short,
    delivers twice, takes its time."""

    def __init__(
        self, seed: int, *, lost: float = 0.3, cut: float = 0.1, twice: float = 0.2, seconds: float = 0
    ) -> None:
        self.chance, self.lost, self.cut, self.twice, self.seconds = Random(seed), lost, cut, twice, seconds
        self.done = {"lost": 0, "cut": 0, "twice": 0}
        self._one = threading.Lock()

    def happens(self, kind: str) -> bool:
        with self._one:
            if self.chance.random() >= float(getattr(self, kind)):
                return False
            self.done[kind] += 1
            return True

    def toss(self) -> bool:
        with self._one:
            return self.chance.random() < 0.5


class Line:
    """`up` is the server's port; everything else may be changed while the line is open."""

    def __init__(self, up: int) -> None:
        self.up = up
        self.is_down = False
        self.noise: Noise | None = None
        self.crooked: dict[str, Callable[[bytes], bytes]] = {}
        self.instead: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.bytes_sent = 0
        self._pause = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"line": self}))
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._pause.set()
        self._server.shutdown()
        self._server.server_close()

    def wait(self, seconds: float) -> None:
        self._pause.wait(seconds)

    def forward(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Reply:
        connection = HTTPConnection("127.0.0.1", self.up, timeout=BOUND)
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()


class Handler(BaseHTTPRequestHandler):
    """One connection of the browser."""

    protocol_version = "HTTP/1.1"
    timeout = BOUND
    line: Line

    def do_GET(self) -> None:
        self._pass()

    def do_POST(self) -> None:
        self._pass()

    def log_message(self, *_: Any) -> None:
        """Quiet."""

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.line.asked.append(f"{self.command} {self.path}")
        noise = self.line.noise if self.path.startswith(API) else None
        try:
            reply = None if self.line.is_down else self._through(noise, body)
        except (OSError, HTTPException):
            reply = None
        if reply is None:
            self.close_connection = True
        else:
            self._send(reply, cut=noise is not None and noise.happens("cut"))

    def _through(self, noise: Noise | None, body: bytes) -> Reply | None:
        """The server's reply, or None when the line lost the request or the reply."""
        if noise is None:
            return self._fetch(body)
        self.line.wait(noise.seconds)
        lost = noise.happens("lost")
        if lost and noise.toss():
            return None
        reply = self._fetch(body)
        if noise.happens("twice"):
            again = self._fetch(body)
            reply = again if noise.toss() else reply
        return None if lost else reply

    def _fetch(self, body: bytes) -> Reply:
        left = HOP | (CONDITIONS if self.line.instead else set())
        headers = {name: value for name, value in self.headers.items() if name.lower() not in left}
        return self.line.forward(self.command, self.path, headers, body)

    def _send(self, reply: Reply, *, cut: bool) -> None:
        status, headers, body = reply
        path = self.path.partition("?")[0]
        crooked = self.line.crooked.get(path)
        if crooked and status == 200:
            body = crooked(body)
        if path in self.line.instead:
            status, body = 200, self.line.instead[path]
            headers = [(name, value) for name, value in headers if name.lower() not in {"content-encoding", "etag"}]
        lines = [f"HTTP/1.1 {status} X"]
        lines += [f"{name}: {value}" for name, value in headers if name.lower() not in HOP]
        lines += [f"Content-Length: {len(body)}"] if status != 304 else []
        sent = "\r\n".join([*lines, "", ""]).encode("latin-1") + (body[: len(body) // 2] if cut else body)
        self.line.bytes_sent += len(sent)
        self.wfile.write(sent)
        self.close_connection |= cut
