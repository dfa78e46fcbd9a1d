"""The commands: one JSON document, and an exit code that says whether somebody must look."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from feedback.foundation.backup import back_up
from feedback.foundation.engine import Store, open_store
from feedback.foundation.restoring import mark_restored, read_mark
from feedback.foundation.settings import load_settings
from feedback.outbox import actions, queries
from feedback.outbox.commands import outbox, restore_command, tasks
from feedback.outbox.rules import Outcome
from feedback.ready import make_ready
from tests.factories import Factory

MORNING = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)


def call(store: Store, command: Any, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, obj=lambda: store)


def fill(store: Store, now: datetime, outcome: Outcome) -> None:
    def work(session: Any) -> None:
        unit = Factory(session).unit()
        payload = {"subject": "Báo cáo tuần 2026-W46"}
        actions.enqueue(session, kind="letter", subject="46", now=now, unit_id=unit.id, payload=payload)
        (delivery,) = actions.lease_due(session, kinds=["letter"], owner="a", now=now)
        actions.settle(session, delivery=delivery, owner="a", now=now, outcome=outcome, why="550")

    store.database.run(work)


def test_an_empty_outbox_says_so(store: Store) -> None:
    result = call(store, outbox)
    assert (result.exit_code, result.output.strip()) == (0, "Hộp thư đi trống.")


@pytest.mark.parametrize(("outcome", "code"), [(Outcome.SENT, 0), (Outcome.FAILED, 3)])
def test_the_exit_code_says_whether_a_letter_failed(store: Store, now: datetime, outcome: Outcome, code: int) -> None:
    fill(store, now, outcome)
    result = call(store, outbox, "--json")
    assert result.exit_code == code
    assert json.loads(result.stdout)["items"][0]["subject"] == "46"
    said = call(store, outbox)
    assert said.exit_code == code
    assert "Báo cáo tuần 2026-W46" in said.output
    assert "letter" not in said.output


def test_tasks_are_listed_for_people_and_machines(store: Store, now: datetime) -> None:
    fill(store, now, Outcome.FAILED)
    found = json.loads(call(store, tasks, "--json").stdout)
    assert found["open"] == 1
    assert "Thư gửi không được" in call(store, tasks).output


def test_after_a_restore_release_shows_first_and_opens_only_when_told(store: Store, now: datetime) -> None:
    payload = {"subject": "Báo cáo tuần 2026-W46"}
    put = {"kind": "letter", "subject": "46", "now": now, "payload": payload}
    store.database.run(lambda session: actions.enqueue(session, **put))
    assert "đang mở" in call(store, outbox, "release").stderr
    mark_restored(store.settings)
    seen = call(store, outbox, "release")
    assert (seen.exit_code, "Báo cáo tuần 2026-W46" in seen.stdout, "--yes" in seen.stderr) == (3, True, True)
    assert call(store, outbox).exit_code == 3
    assert json.loads(call(store, outbox, "--json").stdout)["closed"] is True
    done = call(store, outbox, "release", "--yes")
    assert (done.exit_code, "1 thư sẽ đi" in done.stdout) == (0, True)
    assert call(store, outbox).exit_code == 0


def test_restore_puts_a_copy_back_and_closes_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDBACK_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("DEMO", "0")
    settings = load_settings()
    opened = open_store(settings)
    make_ready(opened)
    actions.mind_restore(opened, MORNING)
    opened.database.close()
    copy = back_up(settings, tmp_path / "copies", MORNING)
    done = CliRunner().invoke(restore_command, [str(copy)], obj=None)
    assert (done.exit_code, "chưa thư nào được gửi" in done.output) == (0, True), done.output
    opened = open_store(settings)
    try:
        actions.mind_restore(opened, MORNING)
        with opened.database.read() as session:
            assert queries.is_closed(session)
    finally:
        opened.database.close()
    refused = CliRunner().invoke(restore_command, [], obj=None)
    assert (refused.exit_code, "thư mục bản sao" in refused.output) == (1, True)
    assert CliRunner().invoke(restore_command, [str(tmp_path)], obj=None).exit_code == 1


def test_with_postgres_restore_only_tells_that_it_happened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDBACK_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("FEEDBACK_DATABASE_URL", "postgresql://feedback@127.0.0.1/feedback")
    monkeypatch.setenv("DEMO", "0")
    assert CliRunner().invoke(restore_command, [str(tmp_path)], obj=None).exit_code == 1
    assert read_mark(load_settings()) is None
    assert CliRunner().invoke(restore_command, [], obj=None).exit_code == 0
    assert read_mark(load_settings()) == 1
