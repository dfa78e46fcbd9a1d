"""Set-up on machines that are not quite ready: one clear line, and no half-made environment taken for a whole one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in a folder with a blank in its name, whose locks ask for nothing; the person is not root."""
    folder = tmp_path / "lắng nghe"
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    for name in ("requirements.lock", "requirements-dev.lock"):
        (folder / name).write_text("# nothing\n")
    (folder / "feedback").mkdir()
    (folder / "feedback" / "__init__.py").write_text("")
    (folder / "feedback" / "__main__.py").write_text("import sys\nprint('ran with', *sys.argv[1:])\n")
    program(tmp_path, "id", "echo 1000")
    return folder


def program(tmp_path: Path, name: str, body: str) -> None:
    """A stand-in that is found before the machine's own program."""
    path = tmp_path / "programs" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def run(checkout: Path, *command: str, only: bool = False) -> subprocess.CompletedProcess[str]:
    """The command in the checkout; `only` finds no program of the machine but the shell's and the stand-ins."""
    programs = str(checkout.parent / "programs")
    path = f"{programs}:{checkout.parent / 'few'}" if only else f"{programs}:{os.environ['PATH']}"
    environment = {"HOME": str(checkout.parent), "PATH": path, "PYTHON": ""}
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, timeout=300)


def test_a_second_set_up_finds_everything_in_place(checkout: Path):
    first = run(checkout, "scripts/setup", "runtime")
    assert first.returncode == 0, first.stderr
    assert "Đang tạo .venv" in first.stdout
    again = run(checkout, "scripts/setup", "runtime")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert run(checkout, ".venv/bin/feedback", "due", "a b").stdout == "ran with due a b\n"
    elsewhere = subprocess.run(
        [checkout / ".venv/bin/feedback", "x"], cwd=checkout.parent, capture_output=True, text=True, check=True
    )
    assert elsewhere.stdout == "ran with x\n"
    (checkout / "requirements.lock").write_text("# changed\n")
    assert "Đang cài thư viện" in run(checkout, "scripts/setup", "runtime").stdout


def test_a_missing_venv_module_is_one_line_that_mends_it(checkout: Path, tmp_path: Path):
    program(tmp_path, "python3", f'case "$*" in *ensurepip*) exit 1;; esac\nexec "{sys.executable}" "$@"')
    done = run(checkout, "scripts/setup", "runtime")
    assert done.returncode == 1
    assert done.stderr == "Thiếu python3-venv. Hãy chạy: sudo apt-get install -y python3-venv\n"


def test_a_python_too_old_is_said(checkout: Path, tmp_path: Path):
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        program(tmp_path, name, "exit 1")
    done = run(checkout, "scripts/setup", "runtime")
    assert done.returncode == 1
    assert done.stderr.startswith("Cần Python 3.11, 3.12 hoặc 3.13.")


def test_an_installation_that_failed_is_not_taken_for_done(checkout: Path):
    (checkout / "requirements.lock").write_text(f"nothing-at-all==1.0 --hash=sha256:{'0' * 64}\n")
    (checkout.parent / "pip.conf").write_text("[global]\nno-index = true\n")
    wrong = subprocess.run(
        [checkout / "scripts/setup", "runtime"],
        env={**os.environ, "HOME": str(checkout.parent), "PIP_CONFIG_FILE": str(checkout.parent / "pip.conf")},
        capture_output=True,
        text=True,
    )
    assert wrong.returncode == 1
    assert "Chưa cài được thư viện" in wrong.stderr
    assert not list((checkout / ".venv").glob(".installed-*"))


def test_check_installs_nothing(checkout: Path):
    done = run(checkout, "scripts/setup", "--check", "dev")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "make test" in done.stderr
    assert not (checkout / ".venv").exists()


def test_missing_pieces_of_the_tests_are_named_in_one_line(checkout: Path, tmp_path: Path):
    few = tmp_path / "few"
    few.mkdir()
    for name in ("bash", "sh", "env", "dirname", "tr", "ls", "sort", "cat"):
        (few / name).symlink_to(str(shutil.which(name)))
    done = run(checkout, "scripts/pieces", "check", only=True)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    for package in ("chromium", "poppler-utils", "zbar-tools"):
        assert package in done.stderr


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "scripts").iterdir() if path.is_file()))
def test_every_script_can_be_read_by_its_shell(name: str):
    subprocess.run(["bash", "-n", ROOT / "scripts" / name], check=True)
