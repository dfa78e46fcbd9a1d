"""Where do 100,000 open files stand: one scan through SQL and the calendar. Target ≤ 2 s, median of three.

Printed with its ratio to fetching the same rows and doing nothing with them.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import create_engine, insert, select

from feedback.foundation.actors import SYSTEM
from feedback.foundation.database import Database, engine_options
from feedback.records.queries import list_standings
from feedback.records.tables import Record
from feedback.schema import METADATA
from feedback.working_calendar.actions import load_reference_calendar
from tests.factories import Factory

FILES = 100_000
UNITS = 80
TARGET_SECONDS = 2.0
AS_OF = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.sqlite3"
        database = Database(create_engine(url, **engine_options(url)))
        METADATA.create_all(database.engine.execution_options(write=True))
        database.run(_fill)
        with database.read() as session:
            columns = (Record.id, Record.received_at, Record.stated_due_at, Record.computed_due_at)
            bare = _median(lambda: session.execute(select(*columns)).all())
            seconds = _median(lambda: list_standings(session, AS_OF))
            found = len(list_standings(session, AS_OF))
        database.close()
    print(
        f"{FILES:,} hồ sơ đang mở: {seconds:.2f} s, {found:,} cần xem; gấp {seconds / bare:.1f} lần chỉ đọc ra "
        f"({bare:.2f} s) / mục tiêu {TARGET_SECONDS:.0f} s"
    )
    return 0 if seconds <= TARGET_SECONDS else 1


def _fill(session: Any) -> None:
    """Open files of eighty units, received over a hundred days, a tenth of them with a computed due only (seeded)."""
    dice = random.Random(2026)
    load_reference_calendar(session, actor=SYSTEM, now=AS_OF)
    make = Factory(session)
    units = [make.unit().id for _ in range(UNITS)]
    procedure = make.procedure()
    session.execute(insert(Record), [_row(number, dice, units, procedure.id) for number in range(FILES)])


def _row(number: int, dice: random.Random, units: list[int], procedure_id: int) -> dict[str, Any]:
    received = AS_OF - timedelta(minutes=dice.randrange(100 * 24 * 60))
    due = received + timedelta(days=dice.randrange(1, 140))
    unit, stated = dice.choice(units), dice.random() < 0.9
    return {
        "code": f"H50.41.01-{received:%y%m%d}-{number:06d}",
        "procedure_id": procedure_id,
        "field": "Thử",
        "receiving_unit_id": unit,
        "solving_unit_id": unit,
        "state": "received",
        "received_at": received,
        "received_has_time": True,
        "stated_due_at": due if stated else None,
        "computed_due_at": due,
        "version": 1,
    }


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
