"""A full disk: what was acknowledged is there, what was refused left nothing, and with room again all goes on."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from feedback.foundation.access import public
from feedback.foundation.pages import current
from feedback.foundation.settings import Settings
from feedback.web import create_app
from tests.reliability.reading import whole_rows
from tests.reliability.writer import AFTERWARDS, FILLER, REFUSALS

HTTP = """
import sys
from tests.reliability.test_full_disk import hand_in_on_a_full_disk
hand_in_on_a_full_disk(sys.argv[1])
"""


@contextmanager
def no_room() -> Iterator[None]:
    """Files may not grow at all, as on a full disk. Only in a process of its own: the limit holds for all its files."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def hand_in_on_a_full_disk(folder: str) -> None:
    """A real website with one page that writes; prints status and page of three visits as JSON."""
    app: Flask = create_app(Settings(data_dir=Path(folder), DEMO=False, _env_file=None))
    app.config["WTF_CSRF_ENABLED"] = False
    insert = text("INSERT INTO thu VALUES (:value)")

    @app.post("/thu")
    @public
    def hand_in() -> str:
        current().run(lambda session: session.execute(insert, {"value": FILLER}))
        return "đã nhận"

    with app.app_context():
        current().run(lambda session: session.execute(text("CREATE TABLE thu (value TEXT)")))
    client = app.test_client()
    visits = [client.post("/thu")]
    with no_room():
        visits.append(client.post("/thu"))
    visits.append(client.post("/thu"))
    with app.app_context(), current().read() as session:
        stored = session.execute(text("SELECT count(*) FROM thu")).scalar()
    json.dump(
        {"visits": [[each.status_code, each.get_data(as_text=True)] for each in visits], "stored": stored}, sys.stdout
    )


def run(*arguments: str) -> str:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True, timeout=120).stdout


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> dict:
    path = tmp_path_factory.mktemp("full") / "full.sqlite3"
    found = json.loads(run("-m", "tests.reliability.writer", "full", str(path)))
    return found | {"stored": whole_rows(path)}


def test_every_acknowledged_answer_is_there_and_no_refused_one(outcome: dict):
    assert outcome["before"] > 10
    assert len(outcome["refused"]) >= REFUSALS
    assert outcome["stored"] == set(outcome["acknowledged"])


def test_each_refusal_says_what_is_wrong_and_what_to_do(outcome: dict):
    assert len(outcome["words"]) == 1
    (words,) = outcome["words"]
    assert words.startswith("503 Máy chủ hết chỗ lưu")
    assert "thử lại" in words


def test_with_room_again_it_goes_on_by_itself(outcome: dict):
    assert outcome["afterwards"] == AFTERWARDS


def test_the_page_of_a_full_disk_is_clear_and_the_next_visit_succeeds(tmp_path: Path):
    found = json.loads(run("-c", HTTP, str(tmp_path)))
    (first, _), (full, page), (after, _) = found["visits"]
    assert (first, full, after) == (200, 503, 200)
    assert "Máy chủ hết chỗ lưu nên chưa nhận được. Chưa có gì bị ghi dở dang" in page
    assert found["stored"] == 2
