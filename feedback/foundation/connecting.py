"""How a database is opened: the SQLite build we trust, pragmas, who may write, and what its troubles mean."""

from __future__ import annotations

import json
import sqlite3
from importlib import import_module
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from feedback.foundation.errors import Busy

SQLITE_NEEDED = (3, 51, 3)
"""Before this, two connections that write and checkpoint at once can corrupt a WAL database."""

BUSY_TIMEOUT_MS = 30_000

SQLITE_STORE_TROUBLE = {10, 13, 14}
"""SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN: a full disk shows as any of them."""
SQLITE_LOCKED = {5, 6, 15}
"""SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL."""
COLLIDED = {"40001", "40P01"}
"""PostgreSQL: serialization failure, deadlock. The transaction is undone and may simply be done again."""

NO_ROOM = (
    "Máy chủ hết chỗ lưu nên chưa nhận được. Chưa có gì bị ghi dở dang; xin thử lại sau ít phút "
    "và báo cán bộ công nghệ thông tin."
)
LOCKED = "Hệ thống đang bận ghi việc khác. Xin thử lại sau ít giây."
AWAY = "Cơ sở dữ liệu chưa trả lời. Xin thử lại sau ít giây; nếu vẫn vậy, báo cán bộ công nghệ thông tin."


def engine_options(url: str) -> dict[str, Any]:
    """What `create_engine` needs: the bundled SQLite, UTF-8 JSON, small pools, no person's data in error messages."""
    options: dict[str, Any] = {
        "json_serializer": lambda value: json.dumps(value, ensure_ascii=False),
        "hide_parameters": True,
    }
    if url.startswith("sqlite"):
        options |= {"module": sqlite_module(), "connect_args": {"timeout": BUSY_TIMEOUT_MS / 1000}}
        return options | {"pool_size": 12, "max_overflow": 20}
    return options | {"pool_size": 10, "max_overflow": 10, "pool_pre_ping": True}


def sqlite_module() -> Any:
    """The newest SQLite at hand: the standard module where it is new enough, else the bundled build."""
    if sqlite3.sqlite_version_info >= SQLITE_NEEDED:
        return sqlite3
    bundled = import_module("pysqlite3.dbapi2")
    if bundled.sqlite_version_info < SQLITE_NEEDED:
        raise RuntimeError(f"SQLite {bundled.sqlite_version} can corrupt a WAL database; 3.51.3 or newer is needed")
    return bundled


def prepare_engine(engine: Engine) -> None:
    """Listeners: pragmas on each SQLite connection, BEGIN said by us (IMMEDIATE when the writer asks)."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
        event.listen(engine, "commit", _on_commit)
        event.listen(engine, "checkin", _on_checkin)


def writing_engine(engine: Engine) -> Engine:
    """The same engine and pool; on SQLite its transactions take the write lock at once."""
    return engine.execution_options(write=True)


def reading_engine(engine: Engine) -> Engine:
    """The same engine and pool, where the database itself refuses to write."""
    return engine.execution_options(postgresql_readonly=True) if engine.dialect.name == "postgresql" else engine


def rebuilding_engine(engine: Engine) -> Engine:
    """For migrations: SQLite alters a table by replacing it, which must not delete the rows that refer to it."""
    return engine.execution_options(write=True, rebuild=True)


def _on_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "mmap_size=0",
        "journal_size_limit=67108864",
        # What was emptied or deleted leaves no bytes behind in its page.
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    write = options.get("write", False)
    _switch(connection, "query_only", on=not write)
    _switch(connection, "foreign_keys", on=not options.get("rebuild", False))
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _on_commit(connection: Connection) -> None:
    """On a full disk SQLite may undo a transaction by itself: committing nothing must not pass for committing."""
    driver: Any = connection.connection.driver_connection
    if not driver.in_transaction:
        raise RuntimeError("the transaction was lost before its COMMIT")


def _on_checkin(connection: Any, _record: Any) -> None:
    """After a COMMIT that failed SQLAlchemy believes the transaction over; SQLite keeps it open, and its lock."""
    if connection is not None and connection.in_transaction:
        connection.rollback()


def _switch(connection: Connection, pragma: str, *, on: bool) -> None:
    """Set a pragma of this pooled connection, if it stands otherwise; it cannot be set inside a transaction."""
    if connection.info.get(pragma) != on:
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA {pragma}={int(on)}").close()
        connection.info[pragma] = on


def assert_durable(engine: Engine) -> None:
    """Refuse to start on a build or settings that could lose an acknowledged answer. RuntimeError says which."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            _assert_sqlite(connection)
        else:
            _assert_postgres(connection)


def _assert_sqlite(connection: Connection) -> None:
    version = str(connection.exec_driver_sql("SELECT sqlite_version()").scalar())
    if tuple(map(int, version.split("."))) < SQLITE_NEEDED:
        raise RuntimeError(f"SQLite {version} can corrupt a WAL database; 3.51.3 or newer is needed")
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "mmap_size": 0}
    for name, value in expected.items():
        found = connection.exec_driver_sql(f"PRAGMA {name}").scalar()
        # A build without memory mapping answers nothing to mmap_size.
        if found not in (value, None):
            raise RuntimeError(f"SQLite {name} is {found}, must be {value}")


def _assert_postgres(connection: Connection) -> None:
    expected = {"fsync": "on", "full_page_writes": "on", "data_sync_retry": "off"}
    for name, value in expected.items():
        found = connection.exec_driver_sql(f"SHOW {name}").scalar()
        if found != value:
            raise RuntimeError(f"PostgreSQL {name} is {found}, must be {value}: acknowledged answers could be lost")
    if connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "off":
        raise RuntimeError("PostgreSQL synchronous_commit is off: acknowledged answers could be lost")


def trouble(error: BaseException | None) -> Busy | None:
    """The refusal that says what ails the store; None where the error is no trouble of the store but a defect.

    A failed undo hides its cause, so the errors that led to this one are looked at too.
    """
    while error is not None:
        message = _ails(error)
        if message:
            return Busy(message)
        error = error.__context__
    return None


def _ails(error: BaseException) -> str:
    if isinstance(error, PoolTimeout):
        return LOCKED
    origin = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(origin, "sqlite_errorcode", None)
    if code is not None:
        primary = code & 0xFF
        return NO_ROOM if primary in SQLITE_STORE_TROUBLE else LOCKED if primary in SQLITE_LOCKED else ""
    return _ails_postgres(error) if isinstance(error, DBAPIError) else ""


def _ails_postgres(error: DBAPIError) -> str:
    state = getattr(error.orig, "sqlstate", None) or ""
    if state in ("53100", "58030"):
        return NO_ROOM
    if state in COLLIDED or state in ("55P03", "57014"):
        return LOCKED
    # No state at all: the server could not be reached or the connection broke.
    lost = error.connection_invalidated or (not state and type(error.orig).__name__ == "OperationalError")
    return AWAY if lost or state[:2] in ("08", "53") or state[:3] == "57P" else ""
