"""Telephones and tablets of a hall answer through one address of the network: nobody is refused, nothing is lost."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from threading import Event
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from feedback.answers.queries.tablets import completeness
from feedback.collection_points.tables import PrintedCode
from feedback.foundation.clock import local_day, now
from feedback.foundation.engine import open_store
from tests.answers.samples import TOKEN
from tests.answers.serving import prepare, served_settings, serving, sheets_stored
from tests.collection_points.devices import BASE, Device, a_tablet

PROOF = bool(os.environ.get("FEEDBACK_PROOF"))
DEVICES = 600 if PROOF else 60
TABLETS = 600 if PROOF else 6
QUEUED = 10
"""Answers that wait on each tablet."""
MINUTES = 5.0 if PROOF else 0.1
"""Within which everybody opens the page and every tablet finds its network again; the proof is five minutes long as a
busy morning is."""

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


def enrolled() -> list[Device]:
    """Tablets in use in the commune of the counter."""

    def build(session: Session) -> list[Device]:
        unit_id = session.scalars(select(PrintedCode.unit_id)).one()
        return [a_tablet(session, now(), unit_id, name=f"K{number:03d}") for number in range(TABLETS)]

    database = open_store(served_settings()).database
    devices = database.run(build)
    database.close()
    return devices


def one_delivery(port: int, device: Device, seed: int) -> list[int]:
    """A tablet that finds its network again: what it shows, its health, its queue. Each request's status.

    The queue goes out twice, as after a reply that got lost on the way, and both times it gets the same receipts.
    """
    chance = Random(seed)
    NEVER.wait(chance.random() * MINUTES * 60)
    connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(method: str, name: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
        path, raw = f"{BASE}/{name}", json.dumps(body).encode() if body else b""
        connection.request(method, path, raw, device.headers(method, path, raw))
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())

    shown, content = ask("GET", "content")
    version = content["questionnaire"]["version_id"]
    queue = {"answers": [device.an_answer(version, chance.randint(1, 5)) for _ in range(QUEUED)]}
    told, _ = ask("POST", "beat", device.a_beat(queue=QUEUED))
    sent, first = ask("POST", "answers", queue)
    again, second = ask("POST", "answers", queue)
    ended, _ = ask("POST", "beat", device.a_beat())
    connection.close()
    assert [each["state"] for each in first["receipts"]] == ["counted"] * QUEUED
    assert first["receipts"] == second["receipts"]
    return [shown, told, sent, again, ended]


def books() -> Counter[str]:
    """What the books of the tablets say."""
    database, today = open_store(served_settings()).database, local_day(now())
    with database.read() as session:
        found = completeness(session, None, today, today + timedelta(days=1))
    database.close()
    return Counter(book.words for book in found)


def comments_stored() -> int:
    database = open_store(served_settings()).database
    with database.read() as session:
        stored = int(session.execute(text("SELECT count(*) FROM comment")).scalar_one())
    database.close()
    return stored


def test_nobody_behind_one_address_is_refused_and_nothing_is_lost(tmp_path: Path):
    prepare(str(tmp_path))
    devices = enrolled()
    with serving("storing") as (port, _), ThreadPoolExecutor(DEVICES + TABLETS) as hall:
        delivered = [hall.submit(one_delivery, port, device, seed) for seed, device in enumerate(devices)]
        visits = list(hall.map(lambda seed: one_visit(port, seed), range(DEVICES)))
        deliveries = [each.result() for each in delivered]
    assert visits == [[200, 303, 200, 303, 303]] * DEVICES
    assert deliveries == [[200] * 5] * TABLETS
    assert sheets_stored() == DEVICES + TABLETS * QUEUED
    assert comments_stored() == DEVICES
    assert books() == {f"ghi {QUEUED}, nhận {QUEUED}, mất 0": TABLETS}
