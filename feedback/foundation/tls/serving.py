"""What gunicorn is told of https (`-c python:feedback.foundation.tls.serving`): one context for all visits.

Gunicorn makes a context for each connection, which costs a millisecond and forgets every session, so that a phone pays
the whole handshake each time. Ours is kept until the certificate's file is replaced: a renewal needs no restart.
"""

from __future__ import annotations

import ssl
from pathlib import Path
from threading import Lock
from typing import Any

_lock = Lock()
_kept: dict[str, tuple[tuple[int, int], ssl.SSLContext]] = {}


def ssl_context(config: Any, _default: Any) -> ssl.SSLContext:
    """Gunicorn's hook, by its name: the context of the certificate as its file stands now."""
    return context_of(str(config.certfile))


def context_of(path: str) -> ssl.SSLContext:
    """A context of that file, made anew when the file is another one; the old one where the new cannot be read."""
    with _lock:
        try:
            found = Path(path).stat()
            mark = (found.st_ino, found.st_mtime_ns)
            if path not in _kept or _kept[path][0] != mark:
                _kept[path] = mark, _make(path)
        except (OSError, ssl.SSLError):
            if path not in _kept:
                raise
        return _kept[path][1]


def _make(path: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(path)
    return context
