"""A store (settings, database, key) without a website."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from feedback.foundation.database import Database
from feedback.foundation.engine import Store, open_store
from feedback.foundation.settings import Settings


@pytest.fixture
def store(database: Database, tmp_path: Path) -> Iterator[Store]:
    """Opened on a database of its own kind: a copy for SQLite, the same one for PostgreSQL."""
    values: dict[str, Any] = {"data_dir": tmp_path / "store"}
    (tmp_path / "store").mkdir()
    if database.on_sqlite:
        shutil.copyfile(str(database.engine.url.database), tmp_path / "store" / "feedback.sqlite3")
    else:
        values["database_url"] = database.engine.url.render_as_string(hide_password=False)
    opened = open_store(Settings(**values))
    yield opened
    opened.database.close()
