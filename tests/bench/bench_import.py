"""A large register read, staged and shown: rows a second, memory, and how long a tap waits meanwhile.

Printed with its ratio to only splitting the same file into cells. Target: no tap waits longer than a second, 500 MB.
"""

from __future__ import annotations

import csv
import resource
import sys
import tempfile
import time
from pathlib import Path
from threading import Event, Thread

from feedback.audit.actions import note
from feedback.foundation import clock
from feedback.foundation.actors import SYSTEM
from feedback.foundation.sealing import Sealer
from feedback.records.actions import Spool, Tools, Upload, begin_large, work_on_imports
from feedback.schema import METADATA
from tests.records.large import HEADER, line
from tests.records.reference import AS_OF, load
from tests.reliability.importer import open_database

ROWS = 20_000
LONGEST_WAIT = 1.0
MOST_MEMORY = 500


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "register.csv"
        path.write_text(HEADER + "".join(map(line, range(ROWS))), encoding="utf-8")
        begun = time.perf_counter()
        with path.open(encoding="utf-8", newline="") as file:
            cells = sum(map(len, csv.reader(file, delimiter=";")))
        bare = time.perf_counter() - begun
        seconds, waits = _import(folder, path)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{ROWS:,} dòng ({cells:,} ô): {seconds:.1f} s, {ROWS / seconds:,.0f} dòng/s, gấp {seconds / bare:.0f} lần chỉ "
        f"tách ô ({bare:.2f} s); một lượt ghi khác đợi lâu nhất {max(waits):.2f} s / {LONGEST_WAIT:.0f} s; "
        f"{memory} MB / {MOST_MEMORY} MB"
    )
    return 0 if max(waits) <= LONGEST_WAIT and memory <= MOST_MEMORY else 1


def _import(folder: Path, path: Path) -> tuple[float, list[float]]:
    """How long it took, and how long small works of somebody else waited meanwhile (seconds)."""
    database, over, waits = open_database(folder), Event(), [0.0]
    METADATA.create_all(database.engine.execution_options(write=True))
    database.run(load)
    tools = Tools(database, Sealer(b"k" * 32), Spool.of(folder), clock.now)
    others = open_database(folder)

    def tap() -> None:
        while not over.wait(0.05):
            begun = time.perf_counter()
            others.run(
                lambda session: note(
                    session, actor=SYSTEM, now=AS_OF, verb="records.import", object_kind="tap", object_id=1
                )
            )
            waits.append(time.perf_counter() - begun)

    tapping = Thread(target=tap)
    tapping.start()
    begun = time.perf_counter()
    upload = Upload("register.csv", b"", AS_OF)
    with path.open("rb") as source:
        begin_large(database, tools.spool, actor=SYSTEM, now=AS_OF, upload=upload, source=source, at_once=True)
    work_on_imports(tools)
    seconds = time.perf_counter() - begun
    over.set()
    tapping.join()
    others.close()
    database.close()
    return seconds, waits


if __name__ == "__main__":
    sys.exit(main())
