"""Exit codes scripts can trust, one JSON document, moments as people write them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from feedback.foundation import commands
from feedback.foundation.commands import LOCAL_MOMENT, local_iso, needs_a_look, refusing, say_json, say_json_list
from feedback.foundation.connecting import engine_options
from feedback.foundation.engine import Store, open_store
from feedback.foundation.errors import NotFound
from feedback.foundation.settings import Settings

MOMENT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def nothing() -> None:
    pass


def run(function: Callable[..., object], *arguments: str) -> Result:
    return CliRunner().invoke(click.command()(function), list(arguments))


def test_done_is_zero() -> None:
    assert run(refusing(nothing)).exit_code == 0


def test_a_refusal_is_one_sentence_on_stderr_and_exit_one() -> None:
    def refuse() -> None:
        raise NotFound("Không có đơn vị 99999.")

    done = run(refusing(refuse))
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", "Không có đơn vị 99999.\n")


def test_a_store_in_trouble_is_told_as_a_refusal() -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:1/nowhere"

    def read() -> None:
        engine = create_engine(url, **engine_options(url))
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    done = run(refusing(read))
    assert done.exit_code == 1
    assert "chưa trả lời" in done.stderr
    assert "Traceback" not in done.output


def test_a_defect_is_not_hidden() -> None:
    def fail() -> None:
        raise ZeroDivisionError

    assert isinstance(run(refusing(fail)).exception, ZeroDivisionError)


def test_needing_a_look_is_three() -> None:
    assert run(refusing(needs_a_look)).exit_code == 3


def test_wrong_usage_is_two() -> None:
    assert run(refusing(nothing), "--không-có").exit_code == 2


@pytest.mark.parametrize(
    ("text", "expected"), [("2026-11-20T17:00", MOMENT), ("2026-11-20 17:00", MOMENT), ("2026-11-20T10:00Z", MOMENT)]
)
def test_a_moment_is_given_in_local_time(text: str, expected: datetime) -> None:
    seen = []

    @click.command()
    @click.option("--as-of", type=LOCAL_MOMENT, default=expected)
    def command(as_of: datetime) -> None:
        seen.append(as_of)

    assert CliRunner().invoke(command, ["--as-of", text]).exit_code == 0
    assert CliRunner().invoke(command).exit_code == 0
    assert seen == [expected, expected]


@pytest.mark.parametrize("text", ["20/11/2026", "mai", "0001-01-01T00:00"])
def test_an_unreadable_moment_is_wrong_usage_and_shows_how(text: str) -> None:
    @click.option("--as-of", type=LOCAL_MOMENT)
    def command(as_of: datetime) -> None:
        raise AssertionError(as_of)

    done = run(command, "--as-of", text)
    assert done.exit_code == 2
    assert "2026-11-20T17:00" in done.stderr


def test_json_is_one_document_with_vietnamese_as_it_is() -> None:
    value = {"đơn vị": "Xã Mẫu Một", "lúc": MOMENT, "ngày": date(2026, 11, 20), "n": [1, None]}
    done = run(lambda: say_json(value))
    assert json.loads(done.stdout) == {
        "đơn vị": "Xã Mẫu Một",
        "lúc": "2026-11-20T17:00",
        "ngày": "2026-11-20",
        "n": [1, None],
    }
    assert "Xã Mẫu Một" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("values", [[], [{"đơn vị": "Xã Mẫu Một"}], [1, [2, 3], {"n": None}]])
def test_a_long_list_is_one_document_too_written_entry_by_entry(values: list[object]) -> None:
    assert json.loads(run(lambda: say_json_list(iter(values))).stdout) == values


@pytest.mark.parametrize(("value", "error"), [(float("nan"), ValueError), ({1, 2}, TypeError), (object(), TypeError)])
def test_what_json_does_not_know_is_a_defect(value: object, error: type[Exception]) -> None:
    assert isinstance(run(lambda: say_json(value)).exception, error)


def test_seconds_are_said_where_there_are_any() -> None:
    assert local_iso(MOMENT) == "2026-11-20T17:00"
    assert local_iso(MOMENT.replace(second=5)) == "2026-11-20T17:00:05"
    assert local_iso(MOMENT.replace(microsecond=5)) == "2026-11-20T17:00:00"


def test_a_command_works_on_the_store_of_the_top_command(site_settings: Settings) -> None:
    opened: list[Store] = []

    def opener() -> Store:
        if not opened:
            opened.append(open_store(site_settings))
        return opened[0]

    @click.group()
    @click.pass_context
    def top(context: click.Context) -> None:
        context.obj = opener

    @top.command()
    def here() -> None:
        assert commands.store() is opened[0]
        assert commands.database() is opened[0].database
        assert commands.settings() is site_settings
        assert commands.sealer() is opened[0].sealer

    done = CliRunner().invoke(top, ["here", "--help"])
    assert (done.exit_code, opened) == (0, [])
    done = CliRunner().invoke(top, ["here"], catch_exceptions=False)
    assert done.exit_code == 0
    opened[0].database.close()
