"""The door in front of https: plain http, on a port of its own, for a device that does not trust us yet.

It gives the authority's certificate (`/ca.crt`) and one page that says how to install it and how to compare its
fingerprint; whoever asks for anything else is sent to the website. It sets no cookie and reads nothing that is sent.
Once an hour it also sees to it that the website's certificate is renewed in time and carries the machine's present
addresses. A program of its own (`python -m feedback.foundation.tls.door PLAN`), small because it knows nothing else.
"""

from __future__ import annotations

import json
import logging
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from threading import BoundedSemaphore, Event, Thread
from typing import Any
from urllib.parse import urlsplit

from feedback.foundation import clock, words
from feedback.foundation.files import ROOT
from feedback.foundation.tls.addresses import addresses
from feedback.foundation.tls.keeping import Keeper, Kept
from feedback.foundation.tls.names import clean, in_url

log = logging.getLogger(__name__)

PAGE = ROOT / "templates" / "tls/door.html"
STYLE = ROOT / "feedback" / "static" / "door.css"
CERTIFICATE = "/ca.crt"
FILE_NAME = "lang-nghe-ca.crt"
AT_MOST = 32
"""Visitors at once; a hall has a handful of tablets."""

PATIENCE = 10.0
"""Seconds a visitor may take to say what is wanted."""

RENEW_EVERY = 3600.0
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Door(ThreadingHTTPServer):
    """The listening socket is the supervisor's; visitors beyond AT_MOST are let go at once."""

    daemon_threads = True

    def __init__(self, listening: socket.socket, keeper: Keeper, plan: dict[str, Any]) -> None:
        super().__init__(listening.getsockname()[:2], Visit, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        self.keeper = keeper
        self.plan = plan
        self.kept = keeper.look(clock.now())
        self._places = BoundedSemaphore(AT_MOST)

    def process_request(self, request: Any, client_address: Any) -> None:
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A visitor who went away in the middle is no event."""
        error = sys.exception()
        if not isinstance(error, OSError):
            log.error("the door failed", exc_info=error)

    def renew_for_ever(self, stop: Event, every: float = RENEW_EVERY) -> None:
        """Look after the certificate until told to stop; a full disk today is tried again an hour later."""
        while not stop.wait(every):
            try:
                self.kept = self.keeper.look(clock.now())
            except OSError:
                log.exception("the certificate could not be renewed")


class Visit(BaseHTTPRequestHandler):
    """One request at the door."""

    server: Door
    timeout = PATIENCE
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        kept, path = self.server.kept, self.path.partition("?")[0]
        if path == CERTIFICATE:
            self._answer(200, "application/x-x509-ca-cert", kept.der, file_name=FILE_NAME)
        elif path == "/":
            self._answer(200, "text/html; charset=utf-8", page(kept, self.server.plan).encode())
        elif path == "/door.css":
            self._answer(200, "text/css; charset=utf-8", STYLE.read_bytes())
        else:
            self._send_away()

    do_HEAD = do_GET

    def do_POST(self) -> None:
        self._send_away()

    def _send_away(self) -> None:
        self._answer(302, "text/plain; charset=utf-8", b"https\n", location=self._https())

    def _https(self) -> str:
        """The same path on the website, by the name the visitor used where it is one of ours."""
        plan = self.server.plan
        asked = ""
        with suppress(ValueError):
            asked = clean(urlsplit(f"//{self.headers.get('Host', '')}").hostname or "")
        base = str(plan["url"])
        if asked in self.server.kept.names and asked != clean(urlsplit(base).hostname or ""):
            base = f"https://{in_url(asked)}:{plan['port']}"
        path = self.path if self.path.startswith("/") and self.path.isascii() else "/"
        return base + path

    def _answer(self, status: int, kind: str, body: bytes, *, location: str = "", file_name: str = "") -> None:
        self.send_response(status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        if location:
            self.send_header("Location", location)
        if file_name:
            self.send_header("Content-Disposition", f'attachment; filename="{file_name}"')
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def version_string(self) -> str:
        return "lang-nghe"

    def log_message(self, format: str, *_args: Any) -> None:  # noqa: A002
        """Nobody's visit is written down."""


def page(kept: Kept, plan: dict[str, Any]) -> str:
    """The page as this installation shows it: its addresses and its authority's fingerprint."""
    reached = addresses(url=plan["url"], host=plan["host"], port=plan["port"], door_port=plan["door_port"])
    groups = "".join(f"<span>{group}</span> " for group in kept.fingerprint.split())
    return Template(PAGE.read_text(encoding="utf-8")).substitute(
        app=escape(reached.tablet_app),
        website=escape(reached.website),
        certificate=CERTIFICATE,
        file=FILE_NAME,
        fingerprint=groups,
        until=words.day(clock.local_day(kept.authority.not_valid_after_utc)),
    )


def main(arguments: Sequence[str]) -> int:
    """Stand at the door until the supervisor ends the program."""
    plan = json.loads(arguments[0])
    keeper = Keeper(Path(plan["folder"]), plan["host"], plan["public_url"])
    door = Door(socket.socket(fileno=plan["door"]), keeper, plan)
    Thread(target=door.renew_for_ever, args=(Event(),), daemon=True).start()
    door.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
