"""Whatever somebody uploads: no crash, little memory, a sentence a clerk understands."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from sqlalchemy import create_engine

from feedback.foundation.database import Database, engine_options, prepare_engine
from feedback.foundation.files import ROOT
from feedback.schema import METADATA
from tests.records.hostile_files import corpus
from tests.records.reference import load

MOST_MEMORY = 300 * 1024 * 1024
NOT_FOR_CLERKS = re.compile(r"Traceback|Error\b|Exception|0x[0-9a-f]{6}|\.py\b|None|codec")


def test_no_file_brings_the_import_down(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    engine = create_engine(url, **engine_options(url))
    prepare_engine(engine)
    METADATA.create_all(engine.execution_options(write=True))
    database = Database(engine, prepared=True)
    database.run(load)
    database.close()
    folder = tmp_path / "files"
    folder.mkdir()
    names = []
    for number, (_, content) in enumerate(corpus()):
        names.append(f"{number:03}")
        (folder / names[-1]).write_bytes(content)
    assert len(names) >= 200

    done = subprocess.run(
        [sys.executable, "-m", "tests.records.hostile_files", str(folder), url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    *told, last = map(json.loads, done.stdout.splitlines())
    assert [each["name"] for each in told] == names
    assert [each for each in told if NOT_FOR_CLERKS.search(each["told"]) or not each["told"]] == []
    assert last["memory"] < MOST_MEMORY
