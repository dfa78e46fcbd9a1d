"""Copies of a running installation."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedback.foundation.backup import back_up, main
from feedback.foundation.database import sqlite_module
from feedback.foundation.errors import Conflict, Invalid
from feedback.foundation.settings import Settings

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.fixture
def installation(tmp_path: Path) -> Settings:
    settings = Settings(data_dir=tmp_path / "var", DEMO=False, _env_file=None)
    settings.key_file.parent.mkdir(parents=True)
    settings.key_file.write_bytes(b"k" * 32)
    return settings


def connect(path: Path):
    return closing(sqlite_module().connect(str(path), isolation_level=None))


def test_a_copy_holds_what_was_committed_while_the_system_runs_on(installation: Settings, tmp_path: Path):
    with connect(installation.home / "feedback.sqlite3") as running:
        running.execute("PRAGMA journal_mode=WAL")
        running.execute("CREATE TABLE answer (overall INTEGER)")
        running.execute("INSERT INTO answer VALUES (5)")
        running.execute("BEGIN IMMEDIATE")
        running.execute("INSERT INTO answer VALUES (1)")
        copy = back_up(installation, tmp_path / "copies", NOW)
        running.execute("COMMIT")
    assert copy.name == "lang-nghe-20261120-170000"
    with connect(copy / "feedback.sqlite3") as restored:
        assert restored.execute("SELECT overall FROM answer").fetchall() == [(5,)]
    assert (copy / "keys" / "master.key").read_bytes() == b"k" * 32


def test_the_languages_of_the_province_come_along(installation: Settings, tmp_path: Path):
    with connect(installation.home / "feedback.sqlite3") as running:
        running.execute("CREATE TABLE answer (overall INTEGER)")
    installation.language_folder.mkdir()
    (installation.language_folder / "bru.toml").write_text("language = 'Bru'")
    copy = back_up(installation, tmp_path / "copies", NOW)
    assert (copy / "languages" / "bru.toml").read_text() == "language = 'Bru'"


def test_keys_and_certificates_in_folders_come_along_and_stay_private(installation: Settings, tmp_path: Path):
    with connect(installation.home / "feedback.sqlite3") as running:
        running.execute("CREATE TABLE answer (overall INTEGER)")
    for folder, name in (("trust", "goc.pem"), ("signing", "chutich.p12"), ("tls", "authority.pem"), ("tls", ".a.x7")):
        (installation.home / folder).mkdir(exist_ok=True)
        (installation.home / folder / name).write_bytes(name.encode())
        (installation.home / folder / name).chmod(0o644 if folder == "trust" else 0o600)
    copy = back_up(installation, tmp_path / "copies", NOW)
    found = {str(path.relative_to(copy)): path.stat().st_mode & 0o777 for path in copy.rglob("*") if path.is_file()}
    del found["feedback.sqlite3"], found["keys/master.key"]
    assert found == {"trust/goc.pem": 0o644, "signing/chutich.p12": 0o600, "tls/authority.pem": 0o600}
    assert copy.stat().st_mode & 0o777 == 0o700


def test_two_copies_in_one_second_do_not_overwrite_each_other(installation: Settings, tmp_path: Path):
    with connect(installation.home / "feedback.sqlite3") as running:
        running.execute("CREATE TABLE answer (overall INTEGER)")
    back_up(installation, tmp_path, NOW)
    with pytest.raises(Conflict, match="Xin thử lại sau một giây"):
        back_up(installation, tmp_path, NOW)


def test_a_damaged_database_gives_an_error_and_no_copy(installation: Settings, tmp_path: Path):
    (installation.home / "feedback.sqlite3").write_bytes(b"not a database" * 100)
    with pytest.raises(sqlite_module().DatabaseError):
        back_up(installation, tmp_path / "copies", NOW)
    assert list((tmp_path / "copies").iterdir()) == []


def test_nothing_to_copy_is_said(installation: Settings, tmp_path: Path):
    with pytest.raises(Invalid, match="không có gì để sao lưu"):
        back_up(installation, tmp_path, NOW)


def test_on_postgresql_the_keys_are_copied(installation: Settings, tmp_path: Path):
    elsewhere = installation.model_copy(update={"database_url": "postgresql://feedback@db/feedback"})
    copy = back_up(elsewhere, tmp_path, NOW)
    assert [path.name for path in copy.iterdir()] == ["keys"]


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["--help"]])
def test_wrong_usage_shows_an_example_and_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    assert main(arguments, NOW) == 2
    assert "scripts/backup /media/sao-luu" in capsys.readouterr().err


def test_a_refusal_is_one_line_on_stderr_and_exit_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("FEEDBACK_DATA_DIR", str(tmp_path / "nothing"))
    monkeypatch.setenv("DEMO", "0")
    assert main([str(tmp_path / "copies")], NOW) == 1
    assert "Chưa sao lưu được: Chưa có dữ liệu" in capsys.readouterr().err
