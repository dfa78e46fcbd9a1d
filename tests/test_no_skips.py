"""A run in which a test was left out is a failed run, with one process and with several."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

RUNS = "def test_runs():\n    assert True\n"
LEFT_OUT = {
    "a skipped test": "import pytest\n@pytest.mark.skip(reason='later')\ndef test_left_out(): ...\n" + RUNS,
    "a skipped file": "import pytest\npytest.skip('later', allow_module_level=True)\n",
    "a test that is allowed to fail": "import pytest\n@pytest.mark.xfail\ndef test_left_out():\n    assert 0\n" + RUNS,
    "a missing module": "import pytest\npytest.importorskip('no_such_module_here')\n",
}


def run(folder: Path, processes: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_runs.py").write_text(RUNS)
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-p", "tests.no_skips", "-p", "no:cacheprovider", "-n", processes, "-q"]
    return subprocess.run([*command, str(folder)], cwd=folder, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("processes", ["0", "2"])
def test_a_run_with_something_left_out_fails(processes: str, tmp_path: Path):
    for name, text in LEFT_OUT.items():
        (tmp_path / f"test_{name.replace(' ', '_')}.py").write_text(text)
    done = run(tmp_path, processes)
    assert done.returncode == 1, done.stdout
    for name in LEFT_OUT:
        assert f"SKIPPED, so the run fails: test_{name.replace(' ', '_')}.py" in done.stdout


def test_a_whole_run_passes(tmp_path: Path):
    assert run(tmp_path, "0").returncode == 0
