"""Only tests of browsers and processes are looked at twice, and a test that fails twice fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ONCE = """
from pathlib import Path

def test_{name}():
    seen = Path(__file__).with_suffix(".seen")
    tries = len(seen.read_text()) + 1 if seen.exists() else 1
    seen.write_text("x" * tries)
    assert tries > {failures}
"""


def run(folder: Path, failures: int, where: str) -> subprocess.CompletedProcess[str]:
    (folder / "pytest.ini").write_text("[pytest]\n")
    place = folder / where
    place.mkdir(parents=True)
    (place / "test_it.py").write_text(ONCE.format(name="it", failures=failures))
    command = [sys.executable, "-m", "pytest", "-p", "tests.second_look", "-p", "no:cacheprovider", "-q", "tests"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


def test_a_journey_that_stumbles_once_passes_and_is_named(tmp_path: Path):
    done = run(tmp_path, 1, "tests/journeys")
    assert done.returncode == 0, done.stdout
    assert "NEEDED A SECOND LOOK: tests/journeys/test_it.py::test_it" in done.stdout


def test_a_journey_that_fails_twice_fails(tmp_path: Path):
    assert run(tmp_path, 2, "tests/journeys").returncode == 1


def test_no_other_test_is_looked_at_twice(tmp_path: Path):
    assert run(tmp_path, 1, "tests/answers").returncode == 1
