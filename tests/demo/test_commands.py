"""The commands around the sample."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from feedback.cli import feedback
from feedback.demo.commands import sign_in_words, tell
from feedback.demo.rules import DEMO_PASSWORD, SIGN_INS


def test_dropping_the_demo_removes_its_folder_and_nothing_else(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("FEEDBACK_DATA_DIR", str(tmp_path))
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "feedback.sqlite3").write_bytes(b"x")
    (tmp_path / "feedback.sqlite3").write_bytes(b"real")
    answer = CliRunner().invoke(feedback, ["drop-demo"])
    assert answer.exit_code == 0
    assert "Đã xóa bản mẫu" in answer.output
    assert not (tmp_path / "demo").exists()
    assert (tmp_path / "feedback.sqlite3").read_bytes() == b"real"
    assert "Không có bản mẫu" in CliRunner().invoke(feedback, ["drop-demo"]).output


def test_the_terminal_names_every_account_and_the_password():
    text = "\n".join(sign_in_words())
    assert DEMO_PASSWORD in text
    assert all(login in text and name in text for login, name, _, _ in SIGN_INS)
    assert "MAU0" not in text


def test_in_a_log_progress_is_one_line_a_step(capsys):
    for done in range(4):
        tell("Hồ sơ", done, 3)
    assert capsys.readouterr().out == "  Hồ sơ: xong\n"
