"""`.venv/bin/feedback` as a script calls it: exit codes to trust, and nothing but the answer on stdout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def feedback(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "FEEDBACK_DATA_DIR": str(folder / "var"), "DEMO": "0"}
    command = [sys.executable, "-P", "-m", "feedback", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office's folder; the first command makes its database and loads the reference data."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "feedback").mkdir()
    (folder / "feedback" / "__init__.py").write_text("raise SystemExit('a folder of this name is none of ours')\n")
    return folder


def test_help_needs_no_database_and_is_not_fooled_by_a_folder_of_the_same_name(folder: Path):
    done = feedback(folder, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Cách dùng: feedback ")
    assert not (folder / "var").exists()


def test_json_is_one_document_alone_on_stdout(folder: Path):
    done = feedback(folder, "due", "--procedure", "2.000815", "--received", "2026-08-21T16:10", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["due"] == "2026-08-22T17:00"
    assert answer["explanation"]


def test_a_refusal_is_exit_1_with_its_sentence_on_stderr(folder: Path):
    done = feedback(folder, "due", "--procedure", "9.999999", "--received", "2026-08-21T16:10", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert "9.999999" in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_usage_is_exit_2_and_says_how(folder: Path):
    done = feedback(folder, "due", "--procedur", "2.000815")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--procedure" in done.stderr
    assert "Xem cách dùng" in done.stderr
