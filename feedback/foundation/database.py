"""Rows, column types, and the one place that commits.

`Database.run(work)` is the only way to change anything. On SQLite every process has one writer thread: works
queue to it, it takes what waits, runs each in its own savepoint inside one BEGIN IMMEDIATE, commits once (one
fsync) and only then answers them all. Nobody waits on SQLite's busy loop, and an acknowledged work is on disk.
On PostgreSQL each work is its own transaction, retried when the server says it collided with another.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID
from weakref import WeakSet

from sqlalchemy import JSON, Date, DateTime, MetaData, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from feedback.foundation.connecting import (
    COLLIDED,
    assert_durable,
    engine_options,
    prepare_engine,
    reading_engine,
    sqlite_module,
    trouble,
)
from feedback.foundation.writing import NotHere, Work, Writer, perform, working

__all__ = [
    "Base",
    "Database",
    "Json",
    "Moment",
    "NotHere",
    "ReadSession",
    "Work",
    "assert_durable",
    "engine_options",
    "prepare_engine",
    "sqlite_module",
]

T = TypeVar("T")

RETRIES = 5


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime, on both databases; naive values are refused at the door."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """JSON text on SQLite, JSONB on PostgreSQL."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(JSONB(none_as_null=True) if dialect.name == "postgresql" else self.impl)

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        """Keys in `column["key"]` are keys, not JSON texts."""
        return JSON().coerce_compared_value(op, value)


class Base(DeclarativeBase):
    """Every row of every slice derives from this."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012
        datetime: Moment(),
        date: Date(),
        UUID: Uuid(),
        dict[str, Any]: Json(),
        list[Any]: Json(),
    }


class ReadSession(Session):
    """What pages read with: it cannot commit, so a forgotten `run` shows at once.

    It sees the database as it was when it first looked; what `run` writes afterwards shows after `rollback()`.
    """

    def commit(self) -> None:
        raise NotHere("only Database.run commits")

    def flush(self, objects: Any = None) -> None:
        if self.new or self.dirty or self.deleted:
            raise NotHere("a read session has changes: do them inside Database.run")


class Database:
    """An engine and the right to commit on it."""

    def __init__(self, engine: Engine, *, prepared: bool = False) -> None:
        if not prepared:
            prepare_engine(engine)
        self.engine = engine
        self.reader = reading_engine(engine)
        self._writer: Writer | None = None
        self._lock = threading.Lock()
        _databases.add(self)

    @property
    def on_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def run(self, work: Work[T]) -> T:
        """Do the work in a transaction; return its value only when that is committed and on disk.

        The work gets a Session and must not commit. Whatever it raises is raised here and nothing of it stays.
        It may be done over (a collision, a spoiled commit), so it changes nothing but the database.
        A full disk, a store that cannot be locked or a server that is away becomes `Busy`.
        """
        if working():
            raise NotHere("a work must not start another work: call the action with the session it was given")
        try:
            return self._run_queued(work) if self.on_sqlite else self._run_alone(work)
        except (DBAPIError, PoolTimeout) as error:
            busy = trouble(error)
            if busy is None:
                raise
            raise busy from error

    def _run_queued(self, work: Work[T]) -> T:
        while (answer := self._writer_here().accept(work)) is None:
            pass  # stopped between the two steps: the next turn starts a new writer
        return answer.result()

    def _run_alone(self, work: Work[T]) -> T:
        for attempt in range(RETRIES):
            try:
                return perform(work, self.engine)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in COLLIDED or attempt == RETRIES - 1:
                    raise
        raise AssertionError("unreachable")

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading outside a web request (jobs, commands)."""
        with ReadSession(self.reader, autoflush=False) as session:
            yield session

    def _writer_here(self) -> Writer:
        """This process's writer."""
        writer = self._writer
        if writer is None or writer.stopped:
            with self._lock:
                writer = self._writer
                if writer is None or writer.stopped:
                    writer = self._writer = Writer(self.engine)
        return writer

    def stop_writing(self) -> None:
        """Finish what is queued and end the writer; the next `run` starts a new one."""
        if working():
            raise NotHere("a work must not end the writer it runs on")
        writer = self._writer
        if writer is not None:
            writer.stop()

    def close(self) -> None:
        self.stop_writing()
        self.engine.dispose()

    def _start_afresh(self) -> None:
        """In a forked child: the parent's thread, lock and connections are not ours."""
        self._lock = threading.Lock()
        self._writer = None
        _inherited.append(self.engine.pool)
        self.engine.dispose(close=False)


_databases: WeakSet[Database] = WeakSet()
_inherited: list[Any] = []
"""Connections of the parent: SQLite forbids even closing them in the child."""


def _before_fork() -> None:
    """SQLite's lock book-keeping does not survive a fork: none of our connections may be open across it."""
    for database in list(_databases):
        database.close()


def _after_fork() -> None:
    for database in list(_databases):
        database._start_afresh()


os.register_at_fork(before=_before_fork, after_in_child=_after_fork)
