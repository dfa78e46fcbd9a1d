"""`/may/`: the tablet's app, served as it lies in `kiosk/`. No page leads here and none is reached from here.

The service worker is sent with the SHA-256 of every file in front of it: it changes when any of them changes, and it
refuses a file that does not have its sum. The index names the version, which is drawn from all of them.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, request

from feedback.collection_points.rules.tablet_words import TABLET_WORDS
from feedback.foundation.access import public
from feedback.foundation.errors import NotFound
from feedback.foundation.files import ROOT

PATH = "/may/"
FOLDER = ROOT / "kiosk"
INDEX, WORDS, WORKER = "index.html", "words.json", "sw.js"
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
}
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types may"
)
PLAIN_CSP = "default-src 'none'"
"""For files that are no document: none of them opens anything, and fifty long headers would be a third of the app."""

RULED = (INDEX, WORKER)
VERSION_LENGTH = 10

app_files = Blueprint("tablet_app", __name__)


@dataclass(frozen=True, slots=True)
class AppFile:
    """One file as it is sent."""

    body: bytes
    packed: bytes
    kind: str
    tag: str


@dataclass(frozen=True, slots=True)
class App:
    """All of them by name, and the version they make together."""

    version: str
    files: Mapping[str, AppFile]


@lru_cache(maxsize=4)
def load_app(folder: Path) -> App:
    """Read once per process: the files do not change under a running server."""
    bodies = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in KINDS}
    bodies[WORDS] = json.dumps(TABLET_WORDS, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    worker = bodies.pop(WORKER)
    version = _sum(b"".join(_sum(bodies[name]).encode() for name in sorted(bodies)) + worker)[:VERSION_LENGTH]
    bodies[INDEX] = bodies[INDEX].replace(b"%VERSION%", version.encode())
    sums = {PATH + (name if name != INDEX else ""): _sum(body) for name, body in bodies.items()}
    told = json.dumps({"version": version, "files": sums}, sort_keys=True)
    bodies[WORKER] = f"const APP = {told};\n".encode() + worker
    return App(version, {name: _file(name, body) for name, body in bodies.items()})


def _sum(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _file(name: str, body: bytes) -> AppFile:
    return AppFile(body, gzip.compress(body, 9, mtime=0), KINDS[Path(name).suffix], _sum(body)[:VERSION_LENGTH])


@app_files.get(PATH)
@public
def index() -> Response:
    """The one page of the app."""
    return _sent(INDEX)


@app_files.get(f"{PATH}<file>")
@public
def app_file(file: str) -> Response:
    """A file of the app."""
    return _sent(file)


def _sent(name: str) -> Response:
    file = load_app(FOLDER).files.get(name)
    if file is None:
        raise NotFound("Ứng dụng máy tính bảng không có tệp này.")
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(file.packed if packs else file.body, mimetype=None, content_type=file.kind)
    if packs:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Content-Security-Policy"] = CSP if name in RULED else PLAIN_CSP
    response.headers["Cache-Control"] = "no-cache" if name in RULED else "max-age=60"  # the worker looks right after
    response.set_etag(file.tag + ("-gz" if packs else ""))
    response.make_conditional(request)
    return response
