"""The process dies in the middle of a large import: it goes on behind its last work, and nobody sees a part of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random
from threading import Event

from sqlalchemy import func, select

from feedback.foundation.files import ROOT
from feedback.records.tables import HIDDEN_TOO, ImportJob, ImportRow, Record, RecordApplicant, StagedRecord
from feedback.schema import METADATA
from tests.records.large import HEADER, line
from tests.records.reference import load
from tests.reliability.importer import open_database

PROOF = bool(os.environ.get("FEEDBACK_PROOF"))
ROWS, KILLS = (1_000_000, 10) if PROOF else (50_000, 5)
PATIENCE = 300.0 if PROOF else 12.0
"""Seconds after which the kill comes at the latest."""
MOST_MEMORY = 500 * 1024


def numbers(folder: Path) -> tuple[int, list[int]]:
    """How many files anybody sees; and all files, applicants, rows, staged files, unfinished imports."""
    database = open_database(folder)
    with database.read() as session:
        seen = session.scalar(select(func.count()).select_from(Record)) or 0
        tables = (Record, RecordApplicant, ImportRow, StagedRecord, ImportJob)
        hidden = {HIDDEN_TOO: True}
        there = [
            session.scalar(select(func.count()).select_from(each).execution_options(**hidden)) or 0 for each in tables
        ]
    database.close()
    return seen, there


def run(folder: Path, kill_after: float | None) -> bool:
    """Import, killed after so many seconds of work; whether it was done before."""
    command = [sys.executable, "-m", "tests.reliability.importer", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as importer:
        assert importer.stdout is not None
        assert importer.stdout.readline() == "begun\n"
        if kill_after is not None:
            Event().wait(kill_after)
            peak = Path(f"/proc/{importer.pid}/status")
            if peak.exists() and "VmHWM" in (told := peak.read_text()):
                assert int(told.split("VmHWM:")[1].split()[0]) < MOST_MEMORY
            importer.kill()
        return "done" in importer.stdout.read()


def test_a_killed_import_goes_on_and_shows_all_or_nothing(tmp_path: Path):
    database = open_database(tmp_path)
    METADATA.create_all(database.engine.execution_options(write=True))
    database.run(load)
    database.close()
    with (tmp_path / "register.csv").open("w", encoding="utf-8") as file:
        file.write(HEADER)
        file.writelines(map(line, range(ROWS)))
    dice, done = Random(2026), False
    for _ in range(KILLS):
        done = run(tmp_path, dice.uniform(0.1, PATIENCE))
        assert numbers(tmp_path)[0] in (0, ROWS)
        if done:
            break
    if not done:
        assert run(tmp_path, None)
    assert numbers(tmp_path) == (ROWS, [ROWS, ROWS, ROWS, 0, 0])
