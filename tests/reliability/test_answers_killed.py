"""The web server is killed again and again while people tap: lost 0, twice 0, invented 0."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from threading import Event, Semaphore
from urllib.parse import urlencode

from tests.answers.samples import TOKEN
from tests.answers.serving import prepare, serving, sheets_stored

KILLS = 1000 if os.environ.get("FEEDBACK_PROOF") else 20
PEOPLE = 6
MOST = 40
"""Acknowledgements between two kills at most."""

PAGE = f"/q/{TOKEN}"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def ask(port: int, method: str, body: str | None = None) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, PAGE, body, FORM if body else {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def until_answered(port: int, method: str, body: str | None = None) -> tuple[int, str]:
    """As a person does: the page did not come, send it again."""
    while True:
        try:
            return ask(port, method, body)
        except (OSError, HTTPException):
            continue


def a_person(port: int, tired: Event, heard: Callable[[], None], seed: int) -> list[str]:
    """Opens the page, taps until it is acknowledged, sometimes sends again; the keys of all acknowledged sheets."""
    chance, keys = Random(seed), []
    while not tired.is_set():
        _, page = until_answered(port, "GET")
        key = re.search(r'name="phieu" value="([^"]+)"', page)
        assert key, page
        body = urlencode({"phieu": key[1], "overall": chance.randint(1, 5)})
        assert until_answered(port, "POST", body)[0] == 303
        keys.append(key[1])
        heard()
        if chance.random() < 0.3:
            assert until_answered(port, "POST", body)[0] == 303
    return keys


def worker_of(master: int) -> int | None:
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return int(children[0]) if children else None


def kill_worker(master: int) -> bool:
    """SIGKILL to the process that serves; False when it is just being started again."""
    worker = worker_of(master)
    if worker is None:
        return False
    os.kill(worker, signal.SIGKILL)
    return True


def test_no_acknowledged_answer_is_lost_or_stored_twice_when_the_server_is_killed(tmp_path: Path):
    prepare(str(tmp_path))
    chance, tired, acknowledged = Random(7), Event(), Semaphore(0)
    with serving("storing", preload=True) as (port, master), ThreadPoolExecutor(PEOPLE) as pool:
        people = [pool.submit(a_person, port, tired, acknowledged.release, seed) for seed in range(PEOPLE)]
        killed = 0
        while killed < KILLS:
            for _ in range(chance.randint(1, MOST)):
                assert acknowledged.acquire(timeout=120)
            killed += kill_worker(master)
        tired.set()
        keys = [key for person in people for key in person.result(timeout=120)]
    assert len(set(keys)) == len(keys) >= KILLS
    assert sheets_stored() == len(keys)
