"""Putting a copy back: only a sound one, only while nothing runs, and never without a trace outside."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedback.foundation.backup import DATABASE, back_up
from feedback.foundation.database import sqlite_module
from feedback.foundation.errors import Conflict, Invalid
from feedback.foundation.restoring import NAME, mark_restored, read_mark, restore, write_mark
from feedback.foundation.settings import Settings

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def connect(path: Path):
    return closing(sqlite_module().connect(str(path), isolation_level=None))


def fill(path: Path, answer: int, sequence: int) -> None:
    with connect(path) as database:
        database.execute("PRAGMA journal_mode=WAL")
        for table in ("alembic_version (version_num TEXT)", "answer (n INTEGER)", "way_out (sequence INTEGER)"):
            database.execute(f"CREATE TABLE IF NOT EXISTS {table}")
        for table, value in (("answer", answer), ("way_out", sequence)):
            database.execute(f"DELETE FROM {table}")
            database.execute(f"INSERT INTO {table} VALUES (?)", (value,))


def answers(path: Path) -> list[int]:
    with connect(path) as database:
        return [row[0] for row in database.execute("SELECT n FROM answer")]


@pytest.fixture
def installation(tmp_path: Path) -> Settings:
    settings = Settings(data_dir=tmp_path / "var", DEMO=False, _env_file=None)
    settings.key_file.parent.mkdir(parents=True)
    settings.key_file.write_bytes(b"k" * 32)
    fill(settings.home / DATABASE, 1, 7)
    return settings


@pytest.fixture
def copy(installation: Settings, tmp_path: Path) -> Path:
    made = back_up(installation, tmp_path / "copies", NOW)
    fill(installation.home / DATABASE, 2, 9)
    write_mark(installation, 9)
    return made


def test_the_copy_is_in_place_and_what_was_there_lies_beside_it(installation: Settings, copy: Path) -> None:
    aside = restore(installation, copy, NOW)
    assert answers(installation.home / DATABASE) == [1]
    assert answers(aside) == [2]
    assert not list(installation.home.glob("*-wal"))


@pytest.mark.parametrize("outside", [None, 3, 7, 9, 1000])
def test_the_number_outside_is_always_ahead_afterwards(installation: Settings, copy: Path, outside: int | None) -> None:
    (installation.home / NAME).unlink()
    if outside is not None:
        write_mark(installation, outside)
    restore(installation, copy, NOW)
    mark = read_mark(installation)
    assert mark is not None
    assert mark > max(7, outside or 0)


def test_while_the_system_runs_nothing_is_changed(installation: Settings, copy: Path) -> None:
    with connect(installation.home / DATABASE) as running:
        running.execute("SELECT n FROM answer").fetchall()
        with pytest.raises(Conflict, match="Hãy dừng dịch vụ"):
            restore(installation, copy, NOW)
    assert answers(installation.home / DATABASE) == [2]
    assert read_mark(installation) == 9


def test_a_broken_database_may_be_replaced(installation: Settings, copy: Path) -> None:
    (installation.home / DATABASE).write_bytes(b"hong" * 5000)
    restore(installation, copy, NOW)
    assert answers(installation.home / DATABASE) == [1]


def test_on_a_new_machine_the_copy_is_put_in_place_with_its_key(copy: Path, tmp_path: Path) -> None:
    new = Settings(data_dir=tmp_path / "new", DEMO=False, _env_file=None)
    restore(new, copy, NOW)
    assert answers(new.home / DATABASE) == [1]
    assert new.key_file.read_bytes() == b"k" * 32
    assert read_mark(new) == 8


def test_another_key_that_lies_there_is_kept(installation: Settings, copy: Path) -> None:
    installation.key_file.write_bytes(b"x" * 32)
    restore(installation, copy, NOW)
    assert installation.key_file.read_bytes() == b"k" * 32
    (kept,) = installation.key_file.parent.glob("master.key.truoc-khoi-phuc-*")
    assert kept.read_bytes() == b"x" * 32


def test_folders_of_keys_are_put_back_where_they_are_missing_and_what_lies_there_stays(
    installation: Settings, tmp_path: Path
) -> None:
    for folder, name in (("trust", "goc.pem"), ("signing", "chutich.p12"), ("tls", "authority.pem")):
        (installation.home / folder).mkdir()
        (installation.home / folder / name).write_text("of the copy")
        (installation.home / folder / name).chmod(0o600)
    copy = back_up(installation, tmp_path / "copies", NOW)
    (installation.home / "tls" / "authority.pem").write_text("made anew since")
    (installation.home / "trust" / "goc.pem").unlink()
    (installation.home / "signing" / "chutich.p12").unlink()
    (installation.home / "signing").rmdir()
    restore(installation, copy, NOW)
    assert (installation.home / "tls" / "authority.pem").read_text() == "made anew since"
    for restored in (installation.home / "trust" / "goc.pem", installation.home / "signing" / "chutich.p12"):
        assert restored.read_text() == "of the copy"
        assert restored.stat().st_mode & 0o777 == 0o600
    assert not list(installation.home.glob(".*dang-khoi-phuc"))


@pytest.mark.parametrize("spoil", ["missing", "cut", "flipped", "other"])
def test_a_copy_that_is_not_sound_is_refused_and_nothing_changed(
    installation: Settings, copy: Path, spoil: str
) -> None:
    path = copy / DATABASE
    content = path.read_bytes()
    if spoil == "missing":
        path.unlink()
    elif spoil == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif spoil == "flipped":
        path.write_bytes(content[:4096] + bytes(100) + content[4196:])
    else:
        path.unlink()
        with connect(path) as database:
            database.execute("CREATE TABLE something (n INTEGER)")
    with pytest.raises(Invalid):
        restore(installation, copy, NOW)
    assert answers(installation.home / DATABASE) == [2]
    assert read_mark(installation) == 9


def test_the_number_outside_only_grows(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, DEMO=False, _env_file=None)
    assert read_mark(settings) is None
    for number in (3, 5, 4):
        write_mark(settings, number)
    assert read_mark(settings) == 5
    mark_restored(settings)
    assert read_mark(settings) == 6
    mark_restored(settings, 40)
    assert read_mark(settings) == 41


@pytest.mark.parametrize("text", ["", "x", "-3", "9" * 30, "5 6", "é"])
def test_a_file_that_cannot_be_read_counts_as_missing(tmp_path: Path, text: str) -> None:
    settings = Settings(data_dir=tmp_path, DEMO=False, _env_file=None)
    (settings.home / NAME).write_text(text, encoding="utf-8")
    assert read_mark(settings) is None
