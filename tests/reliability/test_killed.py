"""The process dies in the middle of writing: every acknowledged answer is there, none by half."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.reliability.reading import whole_rows

KILLS = 200 if os.environ.get("FEEDBACK_PROOF") else 20
LATEST = 400
"""Acknowledgements after which the kill comes at the latest."""


def acknowledged_before_the_kill(path: Path, patience: int) -> set[int]:
    """Run the writer, kill it after so many acknowledgements; all numbers it managed to say."""
    command = [sys.executable, "-m", "tests.reliability.writer", "kill", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(patience)]
        writer.kill()
        said += writer.stdout.readlines()
    return {int(line) for line in said if line.endswith("\n")}


@pytest.mark.parametrize("turn", range(KILLS))
def test_a_killed_writer_loses_no_acknowledged_answer(turn: int, tmp_path: Path):
    path = tmp_path / "killed.sqlite3"
    acknowledged = acknowledged_before_the_kill(path, Random(turn).randint(1, LATEST))
    assert acknowledged
    assert acknowledged <= whole_rows(path)
