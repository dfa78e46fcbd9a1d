"""The line between a tablet and the server: a proxy that counts what passes, and can be cut, noisy, slow or crooked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any

BOUND = 60
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
        self.asked: list[str] = []
        self.bytes_sent = 0
        self._pause = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
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


def _handler(line: Line) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = BOUND

        def do_GET(self) -> None:
            self._pass()

        def do_POST(self) -> None:
            self._pass()

        def log_message(self, *_: Any) -> None:
            """Quiet."""

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            line.asked.append(f"{self.command} {self.path}")
            noise = line.noise if self.path.startswith(API) else None
            if line.is_down:
                return self._hang_up()
            if noise and noise.seconds:
                line.wait(noise.seconds)
            lost = noise is not None and noise.happens("lost")
            if noise and lost and noise.toss():
                return self._hang_up()
            try:
                reply = self._fetch(body, twice=noise is not None and noise.happens("twice"))
            except (OSError, HTTPException):
                return self._hang_up()
            if lost:
                return self._hang_up()
            return self._send(reply, cut=noise is not None and noise.happens("cut"))

        def _fetch(self, body: bytes, *, twice: bool) -> Reply:
            headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
            first = line.forward(self.command, self.path, headers, body)
            if not twice:
                return first
            second = line.forward(self.command, self.path, headers, body)
            return second if line.noise and line.noise.toss() else first

        def _send(self, reply: Reply, *, cut: bool) -> None:
            status, headers, body = reply
            crooked = line.crooked.get(self.path.partition("?")[0])
            if crooked and status == 200:
                headers = [(name, value) for name, value in headers if name.lower() != "etag"]
                body = crooked(body)
            lines = [f"HTTP/1.1 {status} X"]
            lines += [f"{name}: {value}" for name, value in headers if name.lower() not in HOP]
            lines += [f"Content-Length: {len(body)}"] if status != 304 else []
            sent = "\r\n".join([*lines, "", ""]).encode("latin-1") + (body[: len(body) // 2] if cut else body)
            line.bytes_sent += len(sent)
            self.wfile.write(sent)
            if cut:
                self._hang_up()

        def _hang_up(self) -> None:
            self.close_connection = True

    return Handler
