"""The commands: one JSON document, and an exit code that says whether somebody must look."""

import json
from datetime import datetime
from typing import Any

import pytest
from click.testing import CliRunner, Result

from feedback.foundation.engine import Store
from feedback.outbox import actions
from feedback.outbox.commands import outbox, tasks
from feedback.outbox.rules import Outcome
from tests.factories import Factory


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
