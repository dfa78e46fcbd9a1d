"""Everybody in a hall answers through one address of the network: nobody is refused, nothing is lost."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from threading import Event
from urllib.parse import urlencode

from sqlalchemy import text

from feedback.foundation.engine import open_store
from tests.answers.samples import TOKEN
from tests.answers.serving import prepare, served_settings, serving, sheets_stored

PROOF = bool(os.environ.get("FEEDBACK_PROOF"))
DEVICES = 600 if PROOF else 60
MINUTES = 5.0 if PROOF else 0.1
"""Within which everybody opens the page; the proof is five minutes long as a busy morning is."""

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
NEVER = Event()


def one_visit(port: int, seed: int) -> list[int]:
    """A telephone: the page, the tap, a further question, a comment; each request's status."""
    chance = Random(seed)
    NEVER.wait(chance.random() * MINUTES * 60)
    connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        connection.request(method, path, urlencode(form) if form else None, FORM if form else {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.getheader("Location") or ""

    opened, page, _ = ask("GET", f"/q/{TOKEN}")
    found = re.search(r'name="phieu" value="([^"]+)"', page)
    assert found, page
    key = {"phieu": found[1]}
    tapped, _, onward = ask("POST", f"/q/{TOKEN}", {**key, "overall": str(chance.randint(1, 5))})
    went_on, _, _ = ask("GET", onward)
    answered, _, _ = ask("POST", f"/q/{TOKEN}/4-xin-4-luon", {**key, "xin_chao": "yes"})
    wrote, _, _ = ask("POST", f"/q/{TOKEN}/gop-y", {**key, "comment": f"Người thứ {seed} trong phòng chờ"})
    connection.close()
    return [opened, tapped, went_on, answered, wrote]


def comments_stored() -> int:
    database = open_store(served_settings()).database
    with database.read() as session:
        stored = int(session.execute(text("SELECT count(*) FROM comment")).scalar_one())
    database.close()
    return stored


def test_nobody_behind_one_address_is_refused_and_nothing_is_lost(tmp_path: Path):
    prepare(str(tmp_path))
    with serving("storing") as (port, _), ThreadPoolExecutor(DEVICES) as hall:
        visits = list(hall.map(lambda seed: one_visit(port, seed), range(DEVICES)))
    assert visits == [[200, 303, 200, 303, 303]] * DEVICES
    assert sheets_stored() == comments_stored() == DEVICES
