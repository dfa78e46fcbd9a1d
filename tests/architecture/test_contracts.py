"""The import contracts are kept, and each of them notices when it is broken."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.source import PACKAGE, ROOT

BREAKS = {
    "floors": ("feedback/organisation/queries/__init__.py", "import feedback.records"),
    "demo": ("feedback/web.py", "import feedback.demo"),
    "slice": ("feedback/outbox/rules/__init__.py", "import feedback.outbox.queries"),
    "rules": ("feedback/scoring/rules/__init__.py", "import sqlalchemy"),
    "rules-and-time": ("feedback/working_calendar/rules/__init__.py", "import feedback.foundation.clock"),
    "tables": ("feedback/outbox/jobs.py", "import feedback.outbox.tables"),
    "below-the-web": ("feedback/outbox/queries.py", "import flask"),
    "cycles": ("feedback/foundation/text.py", "import feedback.audit"),
}
"""Contract → the import that breaks it; one copy of the package gets them all."""


def contracts() -> dict[str, str]:
    """Name → id of every contract."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {each["name"]: each["id"] for each in settings["tool"]["importlinter"]["contracts"]}


def verdicts(folder: Path) -> dict[str, str]:
    """Contract id → KEPT or BROKEN for the package in that folder."""
    command = [
        str(Path(sys.executable).with_name("lint-imports")),
        "--no-cache",
        "--config",
        str(ROOT / "pyproject.toml"),
    ]
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "300"}
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", run.stdout)
    found = dict(re.findall(r"^(.+?) (KEPT|BROKEN)\b", plain, re.M))
    assert set(contracts()) <= set(found), run.stdout + run.stderr
    return {identifier: found[name] for name, identifier in contracts().items()}


def test_the_contracts_are_kept():
    assert set(verdicts(ROOT).values()) == {"KEPT"}


def test_each_contract_notices_when_it_is_broken(tmp_path: Path):
    assert set(BREAKS) == set(contracts().values())
    shutil.copytree(PACKAGE, tmp_path / "feedback", ignore=shutil.ignore_patterns("__pycache__", "static"))
    for name, line in BREAKS.values():
        with (tmp_path / name).open("a", encoding="utf-8") as module:
            module.write(f"\n{line}\n")
    assert {identifier for identifier, verdict in verdicts(tmp_path).items() if verdict == "BROKEN"} == set(BREAKS)


def test_a_new_folder_without_a_floor_is_noticed(tmp_path: Path):
    shutil.copytree(PACKAGE, tmp_path / "feedback", ignore=shutil.ignore_patterns("__pycache__", "static"))
    (tmp_path / "feedback" / "misc").mkdir()
    (tmp_path / "feedback" / "misc" / "__init__.py").write_text("")
    assert verdicts(tmp_path)["floors"] == "BROKEN"
