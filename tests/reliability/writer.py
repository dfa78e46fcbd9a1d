"""A program that writes numbered rows from several threads and says which of them were acknowledged.

`python -m tests.reliability.writer kill DATABASE` writes until it is killed; each acknowledged number is a line.
`python -m tests.reliability.writer full DATABASE` lets the disk "fill" (a limit on the size of files), writes on until
many were refused, makes room again, writes some more, and prints one JSON document.
"""

from __future__ import annotations

import json
import resource
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Event

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from feedback.foundation.database import Database, engine_options
from feedback.foundation.errors import Refused

THREADS = 8
ROOM = 256 * 1024
REFUSALS = 40
AFTERWARDS = 20
FILLER = "ý kiến " * 200


def open_database(path: str) -> Database:
    url = f"sqlite:///{path}"
    return Database(create_engine(url, **engine_options(url)))


def add(database: Database, number: int) -> None:
    """Two rows in one work: after whatever happens both are there or none."""

    def work(session: Session) -> None:
        for half in (1, 2):
            values = {"number": number, "half": half, "filler": FILLER}
            session.execute(text("INSERT INTO answer VALUES (:number, :half, :filler)"), values)

    database.run(work)


def make_table(database: Database) -> None:
    database.run(
        lambda session: session.execute(text("CREATE TABLE answer (number INTEGER, half INTEGER, filler TEXT)"))
    )


def write_until_killed(database: Database) -> None:
    numbers = count(1)

    def forever(_: int) -> None:
        for number in numbers:
            add(database, number)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(forever, range(THREADS)))


def fill_the_disk(database: Database, path: str) -> dict[str, object]:
    acknowledged: list[int] = []
    refused: list[int] = []
    words: Counter[str] = Counter()
    numbers, enough = count(1), Event()

    def write(turns: Iterator[int]) -> None:
        for _ in turns:
            number = next(numbers)
            try:
                add(database, number)
            except Refused as refusal:
                refused.append(number)
                words[f"{refusal.status} {refusal.message}"] += 1
            else:
                acknowledged.append(number)
            if len(refused) >= REFUSALS:
                enough.set()

    def until_refused(_: int) -> None:
        write(iter(enough.is_set, True))

    used = max(Path(path).stat().st_size, Path(f"{path}-wal").stat().st_size)
    resource.setrlimit(resource.RLIMIT_FSIZE, (used + ROOM, resource.RLIM_INFINITY))
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(until_refused, range(THREADS)))
    before = len(acknowledged)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    write(iter(range(AFTERWARDS)))
    return {
        "acknowledged": acknowledged,
        "refused": refused,
        "words": words,
        "before": before,
        "afterwards": len(acknowledged) - before,
    }


def main(mode: str, path: str) -> None:
    database = open_database(path)
    make_table(database)
    if mode == "kill":
        write_until_killed(database)
    else:
        json.dump(fill_the_disk(database, path), sys.stdout)
        database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
