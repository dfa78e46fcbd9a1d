"""The real website on a real gunicorn, with one counter: for journeys, reliability and benchmarks.

`serving(app, folder)` starts it on a free port; the folder comes to the factories below by environment.
"""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from feedback.answers.tables import Sheet
from feedback.foundation.engine import open_store
from feedback.foundation.files import ROOT
from feedback.foundation.settings import Settings
from feedback.schema import METADATA
from feedback.web import create_app
from tests.answers.samples import a_counter

FOLDER = "TESTS_SERVING_FOLDER"
PUBLIC = "http://danhgia.example.gov.vn"
BOUND = 60


def served_settings(**more: Any) -> Settings:
    values = {"data_dir": Path(os.environ[FOLDER]), "demo": False, "public_url": "http://127.0.0.1", **more}
    return Settings.model_construct(**{name: field.default for name, field in Settings.model_fields.items()} | values)


def prepare(folder: str) -> None:
    """An empty database with one counter and the questionnaire in force; also tells later servers the folder."""
    os.environ[FOLDER] = folder
    database = open_store(served_settings()).database
    METADATA.create_all(database.engine.execution_options(write=True))
    database.run(lambda session: a_counter(session, datetime.now(UTC)).unit_id)
    database.close()


def sheets_stored() -> int:
    """How many sheets the database holds, after checking that the file is whole."""
    database = open_store(served_settings()).database
    with database.read() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        stored = int(connection.exec_driver_sql("SELECT count(*) FROM sheet").scalar_one())
    database.close()
    return stored


def stored_items() -> list[dict[str, Any]]:
    """What every sheet holds beside its face, in the order of their first taps."""
    database = open_store(served_settings()).database
    with database.read() as session:
        items = list(session.scalars(select(Sheet.items).order_by(Sheet.first_at)))
    database.close()
    return items


def storing() -> Flask:
    return create_app(served_settings())


def printing() -> Flask:
    """With an address that stands on papers; browsers of a test are told where it leads."""
    return create_app(served_settings(public_url=PUBLIC))


def not_storing() -> Flask:
    return create_app(served_settings(store_answers=False))


def hello() -> Flask:
    """The least a page can cost on this server."""
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "hello world")
    return app


@contextmanager
def serving(
    app: str, *, workers: int = 1, threads: int = 8, preload: bool = False, certificate: str = ""
) -> Iterator[tuple[int, int]]:
    """A gunicorn of its own as the supervisor starts it; yields port and process id of the master.

    With `preload` a killed worker is back at once, forked from a master that has the program in memory.
    """
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = int(door.getsockname()[1])
    https = ("--certfile", certificate, "--config", "python:feedback.foundation.tls.serving") if certificate else ()
    command = [
        *(sys.executable, "-P", "-m", "gunicorn", *https, "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"),
        *("--workers", str(workers), "--threads", str(threads), "--keep-alive", "5", "--no-control-socket"),
        *(
            "--log-level",
            "critical",
            "--chdir",
            str(ROOT),
            *(["--preload"] if preload else []),
            f"tests.answers.serving:{app}()",
        ),
    ]
    process = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT)})
    try:
        _wait_until_open(process, port, https=bool(certificate))
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(BOUND)


def _wait_until_open(process: subprocess.Popen[bytes], port: int, *, https: bool = False) -> None:
    anybody = ssl._create_unverified_context()
    while process.poll() is None:
        connection = (
            HTTPSConnection("127.0.0.1", port, timeout=BOUND, context=anybody)
            if https
            else HTTPConnection("127.0.0.1", port, timeout=BOUND)
        )
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            continue
        else:
            return
        finally:
            connection.close()
    raise AssertionError("the server did not start")
