"""What is in the database after the writer is gone."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from feedback.foundation.database import sqlite_module


def whole_rows(path: Path) -> set[int]:
    """Numbers stored whole; AssertionError for a damaged file or half a work."""
    with closing(sqlite_module().connect(str(path))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        found = connection.execute("SELECT number, count(*) FROM answer GROUP BY number").fetchall()
    assert [number for number, halves in found if halves != 2] == []
    return {number for number, _ in found}
