"""Shared fixtures: real databases (SQLite and PostgreSQL), the website, an actor at the door.

`session` runs inside a transaction that is undone; `database` commits for real and is wiped after the test.
Both come once per database kind. `FEEDBACK_TEST_POSTGRES` names a server; `scripts/with-postgres` makes one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.orm import Session

from feedback.foundation.actors import Actor
from feedback.foundation.database import Database, engine_options, prepare_engine
from feedback.foundation.sealing import Sealer
from feedback.foundation.settings import Settings
from feedback.schema import METADATA
from feedback.web import create_app
from tests.factories import Factory
from tests.quick import compile_once, remember_templates

compile_once()

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
"""Friday 20/11/2026, 17:00 in Việt Nam: the moment most examples are told at."""

POSTGRES = os.environ.get("FEEDBACK_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


@pytest.fixture
def now() -> datetime:
    return NOW


def _new_engine(url: str) -> Engine:
    engine = create_engine(url, **engine_options(url))
    prepare_engine(engine)
    return engine


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of the current schema, made once and copied for each test."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite3"
    engine = _new_engine(f"sqlite:///{path}")
    METADATA.create_all(engine.execution_options(write=True))
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def _postgres_engine() -> Iterator[Engine]:
    """A database of this test process on the server, with the current schema."""
    name = f"lang_nghe_{os.getpid()}"
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = _new_engine(make_url(POSTGRES).set(database=name).render_as_string(hide_password=False))
    METADATA.create_all(engine)
    yield engine
    engine.dispose()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def _engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("_sqlite_template")
        path = tmp_path / "test.sqlite3"
        shutil.copyfile(template, path)
        engine = _new_engine(f"sqlite:///{path}")
        yield engine
        engine.dispose()
        return
    engine = request.getfixturevalue("_postgres_engine")
    yield engine


@pytest.fixture
def session(_engine: Engine) -> Iterator[Session]:
    """A session whose work is undone after the test."""
    with _engine.execution_options(write=True).connect() as connection:
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
            yield session
        transaction.rollback()


@pytest.fixture
def database(_engine: Engine) -> Iterator[Database]:
    """A database that commits for real; PostgreSQL's tables are emptied afterwards."""
    database = Database(_engine, prepared=True)
    yield database
    database.stop_writing()
    if _engine.dialect.name == "postgresql":
        _wipe(_engine)


def _wipe(engine: Engine) -> None:
    """Empty every table that holds a row and begin all numbers anew.

    TRUNCATE gives each of some eighty tables a new file, which took longer than most tests; few of them hold anything.
    """
    names = [table.name for table in METADATA.sorted_tables]
    held = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for name in connection.execute(text(held)).scalars().all():
            connection.execute(text(f'DELETE FROM "{name}"'))
        connection.execute(text("SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"))


@pytest.fixture
def sealer() -> Sealer:
    return Sealer(b"k" * 32)


@pytest.fixture
def make(session: Session, sealer: Sealer) -> Factory:
    """Builds rows in `session`: `make.unit(name=…)`, `make.procedure(…)`, `make.record(…)`."""
    return Factory(session, sealer)


@pytest.fixture
def site_settings(_engine: Engine, tmp_path: Path) -> Settings:
    """Settings of an installation in a temporary folder, on the test's own database."""
    values: dict[str, Any] = {
        "data_dir": tmp_path / "var",
        "demo": False,
        "public_url": "https://danhgia.example.gov.vn",
    }
    home = tmp_path / "var"
    home.mkdir()
    if _engine.dialect.name == "sqlite":
        shutil.copyfile(tmp_path / "test.sqlite3", home / "feedback.sqlite3")
    else:
        values["database_url"] = _engine.url.render_as_string(hide_password=False)
    return Settings.model_construct(**{name: field.default for name, field in Settings.model_fields.items()} | values)


@pytest.fixture
def app(site_settings: Settings, _engine: Engine) -> Iterator[Flask]:
    """The website on an empty database. Rows: `app.extensions['lang-nghe'].database.run(…)`."""
    app = create_app(site_settings)
    remember_templates(app)
    app.config["TESTING"] = False
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    with app.app_context():
        app.extensions["lang-nghe"].database.close()
    if _engine.dialect.name == "postgresql":
        _wipe(_engine)


@pytest.fixture
def site_database(app: Flask) -> Database:
    """The website's own database: rows written here are seen by its pages."""
    database: Database = app.extensions["lang-nghe"].database
    return database


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def acting(app: Flask) -> Callable[[Actor], FlaskClient]:
    """`acting(actor)` gives a client whose requests come from that actor, without the sign-in page."""

    def as_actor(actor: Actor) -> FlaskClient:
        def set_actor() -> None:
            g.actor = actor

        app.before_request_funcs.setdefault(None, []).append(set_actor)
        return app.test_client()

    return as_actor
