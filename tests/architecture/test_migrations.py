"""Migrations build exactly the tables of the code and take them back, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, inspect, text
from sqlalchemy.engine import Engine, make_url

from feedback.foundation.database import engine_options, prepare_engine
from feedback.foundation.migrating import config_for, migrate, step_back
from feedback.schema import METADATA
from tests.conftest import POSTGRES


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with nothing in it."""
    if request.param == "sqlite":
        yield from _engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
        return
    name = f"lang_nghe_empty_{uuid4().hex[:12]}"
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield from _engine(make_url(POSTGRES).set(database=name).render_as_string(hide_password=False))
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def _engine(url: str) -> Iterator[Engine]:
    engine = create_engine(url, **engine_options(url))
    prepare_engine(engine)
    yield engine
    engine.dispose()


def differences(engine: Engine, metadata: MetaData) -> list[Any]:
    """What the database has otherwise than the code says."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def steps() -> list[str]:
    """All revisions from the first to the newest."""
    script = ScriptDirectory.from_config(config_for(create_engine("sqlite://")))
    return [each.revision for each in script.walk_revisions()][::-1]


def test_migrations_build_exactly_the_tables(empty: Engine):
    migrate(empty)
    assert differences(empty, METADATA) == []


def test_every_step_goes_back_and_forth_again(empty: Engine):
    before = "base"
    for step in steps():
        migrate(empty, step)
        step_back(empty, before)
        migrate(empty, step)
        before = step
    assert differences(empty, METADATA) == []


def test_stepping_back_to_the_beginning_leaves_nothing(empty: Engine):
    migrate(empty)
    step_back(empty, "base")
    assert set(inspect(empty).get_table_names()) <= {"alembic_version"}


def test_migrating_twice_changes_nothing(empty: Engine):
    migrate(empty)
    migrate(empty)
    assert differences(empty, METADATA) == []


def test_the_steps_are_numbered_and_in_one_line():
    numbers = [step.partition("_")[0] for step in steps()]
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]


def test_the_guard_bites(empty: Engine):
    migrate(empty)
    more = MetaData()
    for table in METADATA.sorted_tables:
        table.to_metadata(more)
    Table("forgotten", more, Column("id", Integer, primary_key=True))
    assert [found[0] for found in differences(empty, more)] == ["add_table"]
