"""Which installation a command works on, and what the terminal says when the system starts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from feedback.cli import COMMANDS, feedback, welcome
from feedback.foundation.engine import Store, open_store
from feedback.foundation.settings import Settings, load_settings, remember_started
from feedback.ready import make_ready
from tests.languages.samples import write_language

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of an office where nothing was ever started, and no DEMO is set."""
    monkeypatch.setenv("FEEDBACK_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("DEMO", raising=False)
    return tmp_path / "var"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """Settings of every store a command opened; opening stops there."""
    seen: list[Settings] = []

    def note(settings: Settings) -> Store:
        seen.append(settings)
        raise SystemExit(0)

    monkeypatch.setattr("feedback.cli.open_store", note)
    return seen


def run(*arguments: str) -> Result:
    return CliRunner().invoke(feedback, arguments, prog_name="feedback")


def start(*, demo: bool) -> None:
    remember_started(load_settings(demo=demo))


@pytest.mark.parametrize("last", [True, False])
def test_a_command_works_on_what_was_started_last(folder: Path, opened: list[Settings], last: bool):
    start(demo=not last)
    start(demo=last)
    run("counters")
    assert [each.demo for each in opened] == [last]
    assert opened[0].home == (folder / "demo" if last else folder)


def test_an_office_that_never_started_anything_is_a_real_one(folder: Path, opened: list[Settings]):
    run("counters")
    assert [each.demo for each in opened] == [False]


def test_demo_in_the_environment_beats_what_was_started_last(
    folder: Path, opened: list[Settings], monkeypatch: pytest.MonkeyPatch
):
    start(demo=True)
    monkeypatch.setenv("DEMO", "0")
    run("counters")
    assert [each.demo for each in opened] == [False]


def test_the_option_beats_all(folder: Path, opened: list[Settings], monkeypatch: pytest.MonkeyPatch):
    start(demo=False)
    monkeypatch.setenv("DEMO", "0")
    run("--demo", "counters")
    run("--no-demo", "counters")
    assert [each.demo for each in opened] == [True, False]


def test_help_opens_nothing(folder: Path, opened: list[Settings]):
    assert run("counters", "--help").exit_code == 0
    assert opened == []
    assert not folder.exists()


def test_every_command_is_listed_once():
    names = [command.name for command in COMMANDS]
    assert len(names) == len(set(names)) > 15
    assert set(names) == set(feedback.commands)


def test_a_real_start_says_where_to_make_the_first_administrator(folder: Path):
    store = open_store(load_settings(demo=False))
    make_ready(store)
    said = "\n".join(welcome(store))
    store.database.close()
    assert "http://127.0.0.1:8000/khoi-tao" in said
    assert "Mã khởi tạo (dùng một lần" in said
    assert "mẫu" not in said.lower()


def test_a_start_names_a_language_file_that_is_not_complete_and_goes_on(folder: Path):
    store = open_store(load_settings(demo=False))
    make_ready(store)
    write_language(store.settings.language_folder, "bru", page__tap=None)
    said = welcome(store)
    store.database.close()
    assert "bru.toml chưa dùng được: thiếu page.tap" in said[0]
    assert any("/khoi-tao" in line for line in said)


def test_a_taken_port_is_refused_with_exit_1(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOST", "203.0.113.9")
    done = run("--no-demo", "serve")
    assert done.exit_code == 1
    assert "HOST và PORT" in done.output
    assert not (folder / "feedback.sqlite3").exists()


def test_the_timetable_is_told_in_words(folder: Path):
    done = run("schedule", "--list")
    assert done.exit_code == 0
    assert "thứ Hai" in done.output
    assert not folder.exists()
