"""Bringing the database to the schema of this version, forwards or back."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.engine import Engine

from feedback.foundation.connecting import rebuilding_engine
from feedback.foundation.files import ROOT

MIGRATING = 4_207_001
"""Our number among PostgreSQL's advisory locks."""


def config_for(engine: Engine, folder: Path = ROOT / "migrations") -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["engine"] = rebuilding_engine(engine)
    return config


def migrate(engine: Engine, to: str = "head", *, folder: Path = ROOT / "migrations") -> None:
    """Upgrade to a revision; does nothing when already there. Of two processes at once the second finds it done."""
    with _one_at_a_time(engine):
        command.upgrade(config_for(engine, folder), to)
        _assert_references(engine)


def step_back(engine: Engine, to: str, *, folder: Path = ROOT / "migrations") -> None:
    """Downgrade to a revision (`base` empties the schema)."""
    with _one_at_a_time(engine):
        command.downgrade(config_for(engine, folder), to)
        _assert_references(engine)


@contextmanager
def _one_at_a_time(engine: Engine) -> Iterator[None]:
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            # Ends with this transaction, so also when the process dies.
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": MIGRATING})
            yield
    else:
        with Path(f"{engine.url.database}.migrating").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _assert_references(engine: Engine) -> None:
    """While SQLite's tables are rebuilt its references are not checked: so they are now."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise RuntimeError(f"a migration left table {broken[0]} pointing at rows of {broken[2]} that are not there")
