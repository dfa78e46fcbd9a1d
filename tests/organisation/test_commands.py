"""`feedback settings`, `feedback set-setting`: the same settings without a browser."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from feedback.adjusting import ADJUSTABLE
from feedback.organisation.commands import settings_commands
from tests.factories import Factory

COMMANDS = {command.name: command for command in settings_commands(ADJUSTABLE)}


@pytest.fixture
def run(app, site_database):
    """Runs a command on the test's own installation, which has one unit, 19429."""
    site_database.run(lambda session: Factory(session).unit("Xã Mẫu", code="19429").id)

    def invoke(name: str, *words: str):
        return CliRunner().invoke(COMMANDS[name], list(words), obj=lambda: app.extensions["lang-nghe"])

    return invoke


def values(run, *more: str) -> dict[str, object]:
    shown = json.loads(run("settings", "--json", *more).stdout)
    return {line["key"]: line["value"] for line in shown["settings"]}


def test_a_value_is_set_seen_and_taken_away_again(run):
    assert values(run)["apology_paper"] == "A4"
    done = run("set-setting", "apology_paper", "A5", "--unit", "19429", "--source", "QĐ 12/QĐ-UBND")
    assert done.exit_code == 0
    assert "Đã đặt “Khổ giấy của phiếu”: A5." in done.stdout
    assert values(run, "--unit", "19429")["apology_paper"] == "A5"
    assert values(run)["apology_paper"] == "A4"
    assert "QĐ 12/QĐ-UBND" in run("settings", "--unit", "19429").stdout
    assert run("set-setting", "apology_paper", "--unit", "19429").exit_code == 0
    assert values(run, "--unit", "19429")["apology_paper"] == "A4"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["apology_paper", "A3", "--source", "QĐ 12"], "A4, A5"),
        (["apology_paper", "A5"], "căn cứ"),
        (["reports.min_shown", "20", "--unit", "19429", "--source", "QĐ 12"], "toàn tỉnh"),
        (["apology_paper", "A5", "--unit", "99999", "--source", "QĐ 12"], "99999"),
        (["apology_paper"], "giá trị riêng"),
    ],
)
def test_a_refusal_says_what_to_do(run, words, says):
    refused = run("set-setting", *words)
    assert refused.exit_code == 1
    assert says in refused.stderr
