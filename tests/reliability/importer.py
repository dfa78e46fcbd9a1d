"""A program that imports a large register until it is killed: `python -m tests.reliability.importer FOLDER`.

FOLDER holds `database.sqlite3` (with the reference data) and `register.csv`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sqlalchemy import create_engine

from feedback.foundation import clock
from feedback.foundation.actors import SYSTEM
from feedback.foundation.database import Database, engine_options
from feedback.foundation.sealing import Sealer
from feedback.records.actions import Spool, Tools, Upload, begin_large, work_on_imports
from tests.records.reference import AS_OF


def open_database(folder: Path) -> Database:
    url = f"sqlite:///{folder / 'database.sqlite3'}"
    return Database(create_engine(url, **engine_options(url)))


def main(folder: Path) -> None:
    tools = Tools(open_database(folder), Sealer(b"k" * 32), Spool.of(folder), clock.now)
    upload = Upload("register.csv", b"", AS_OF)
    with (folder / "register.csv").open("rb") as source:
        begin_large(tools.database, tools.spool, actor=SYSTEM, now=AS_OF, upload=upload, source=source, at_once=True)
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    work_on_imports(tools)
    sys.stdout.write("done\n")
    sys.stdout.flush()
    tools.database.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
