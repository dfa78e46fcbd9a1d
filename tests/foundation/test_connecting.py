"""Pragmas, start-up checks, and troubles of the store told from defects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from feedback.foundation import connecting
from feedback.foundation.connecting import (
    SQLITE_NEEDED,
    assert_durable,
    engine_options,
    prepare_engine,
    reading_engine,
    rebuilding_engine,
    sqlite_module,
    trouble,
    writing_engine,
)
from feedback.foundation.database import Database


def sqlite_engine(path: Path) -> Engine:
    url = f"sqlite:///{path}"
    engine = create_engine(url, **engine_options(url))
    prepare_engine(engine)
    return engine


def test_every_connection_is_durable_and_checks_references(tmp_path: Path) -> None:
    engine = sqlite_engine(tmp_path / "a.sqlite3")
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "mmap_size", "query_only")
        }
    engine.dispose()
    assert found["mmap_size"] in (0, None)
    del found["mmap_size"]
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
        "query_only": 1,
    }


def test_the_sqlite_in_use_is_without_the_wal_defect() -> None:
    assert sqlite_module().sqlite_version_info >= SQLITE_NEEDED


def test_an_old_sqlite_everywhere_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "SQLITE_NEEDED", (99, 0, 0))
    with pytest.raises(RuntimeError, match="corrupt"):
        sqlite_module()


@pytest.fixture
def engine(database: Database) -> Engine:
    return database.engine


def test_start_up_passes_on_both_databases(engine: Engine) -> None:
    assert_durable(engine)


@pytest.mark.parametrize(
    "pragma", ["synchronous=NORMAL", "foreign_keys=OFF", "journal_mode=DELETE", "mmap_size=1000000"]
)
def test_start_up_refuses_sqlite_settings_that_could_lose_answers(tmp_path: Path, pragma: str) -> None:
    engine = sqlite_engine(tmp_path / "a.sqlite3")
    event.listen(engine, "connect", lambda connection, _record: connection.execute(f"PRAGMA {pragma}").close())
    with pytest.raises(RuntimeError, match=pragma.split("=")[0]):
        assert_durable(_without_switching(engine))
    engine.dispose()


def _without_switching(engine: Engine) -> Engine:
    """Connections whose pragmas are left as they were found, as another program would use them."""
    event.remove(engine, "begin", connecting._on_begin)
    return engine


def test_start_up_refuses_an_old_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = sqlite_engine(tmp_path / "a.sqlite3")
    monkeypatch.setattr(connecting, "SQLITE_NEEDED", (99, 0, 0))
    with pytest.raises(RuntimeError, match="WAL"):
        assert_durable(engine)
    engine.dispose()


def test_start_up_refuses_a_postgres_that_answers_before_the_disk(database: Database) -> None:
    if database.on_sqlite:
        return
    engine = create_engine(database.engine.url, connect_args={"options": "-c synchronous_commit=off"})
    with pytest.raises(RuntimeError, match="synchronous_commit"):
        assert_durable(engine)
    engine.dispose()


def test_a_writer_takes_the_lock_when_it_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "BUSY_TIMEOUT_MS", 20)
    engine = sqlite_engine(tmp_path / "a.sqlite3")
    with writing_engine(engine).connect() as first:
        first.begin()
        with pytest.raises(OperationalError), writing_engine(engine).connect() as second:
            second.begin()
        with engine.connect() as reader:
            assert reader.exec_driver_sql("SELECT 1").scalar() == 1
    engine.dispose()


def test_a_connection_that_wrote_goes_back_to_reading_only(engine: Engine) -> None:
    writer, reader = writing_engine(engine), reading_engine(engine)
    for _ in range(2):
        with writer.begin() as connection:
            connection.execute(text("CREATE TABLE once (id integer)"))
            connection.execute(text("DROP TABLE once"))
        with reader.connect() as connection, pytest.raises(DBAPIError):
            connection.execute(text("CREATE TABLE once (id integer)"))


def test_only_a_rebuild_may_break_references_for_a_while(tmp_path: Path) -> None:
    engine = sqlite_engine(tmp_path / "a.sqlite3")
    for chosen, expected in ((writing_engine(engine), 1), (rebuilding_engine(engine), 0), (writing_engine(engine), 1)):
        with chosen.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == expected
    engine.dispose()


def test_no_persons_data_stands_in_an_error_message(engine: Engine) -> None:
    with writing_engine(engine).connect() as connection, pytest.raises(DBAPIError) as error:
        connection.execute(text("SELECT :who FROM nowhere"), {"who": "Nguyễn Văn Mẫu"})
    assert "Nguyễn" not in str(error.value)


def test_a_commit_that_fails_leaves_no_lock_behind(tmp_path: Path) -> None:
    engine = sqlite_engine(tmp_path / "a.sqlite3")

    def fail(_connection: Any) -> None:
        raise RuntimeError

    event.listen(engine, "commit", fail)
    for _ in range(2):
        with pytest.raises(RuntimeError), writing_engine(engine).begin() as connection:
            connection.execute(text("CREATE TABLE once (id integer)"))
    engine.dispose()


def test_a_transaction_lost_on_the_way_is_not_committed_in_silence(tmp_path: Path) -> None:
    engine = sqlite_engine(tmp_path / "a.sqlite3")
    with writing_engine(engine).connect() as connection:
        connection.execute(text("CREATE TABLE once (id integer)"))
        driver: Any = connection.connection.driver_connection
        driver.execute("ROLLBACK")
        with pytest.raises(RuntimeError, match="lost"):
            connection.commit()
    engine.dispose()


class Origin(Exception):
    """As a driver raises it."""

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.__dict__.update(facts)


class Lost(Origin):
    pass


Lost.__name__ = "OperationalError"


def raised(origin: Exception) -> OperationalError:
    return OperationalError("INSERT …", {}, origin)


@pytest.mark.parametrize(
    ("origin", "word"),
    [
        (Origin("database or disk is full", sqlite_errorcode=13), "hết chỗ"),
        (Origin("disk I/O error", sqlite_errorcode=10 | 3 << 8), "hết chỗ"),
        (Origin("unable to open database file", sqlite_errorcode=14), "hết chỗ"),
        (Origin("database is locked", sqlite_errorcode=5), "đang bận"),
        (Origin("database table is locked", sqlite_errorcode=6), "đang bận"),
        (Origin("could not extend file", sqlstate="53100"), "hết chỗ"),
        (Origin("too many connections", sqlstate="53300"), "chưa trả lời"),
        (Origin("deadlock detected", sqlstate="40P01"), "đang bận"),
        (Origin("lock timeout", sqlstate="55P03"), "đang bận"),
        (Origin("terminating connection", sqlstate="57P01"), "chưa trả lời"),
        (Lost("connection refused", sqlstate=None), "chưa trả lời"),
    ],
)
def test_troubles_of_the_store_are_told_in_words(origin: Exception, word: str) -> None:
    busy = trouble(raised(origin))
    assert busy is not None
    assert word in busy.message


@pytest.mark.parametrize(
    "error",
    [
        raised(Origin("no such column: full_name_locked", sqlite_errorcode=1)),
        raised(Origin("attempt to write a readonly database", sqlite_errorcode=8)),
        raised(Origin('column "busy" does not exist', sqlstate="42703")),
        ValueError("database is locked"),
        None,
    ],
)
def test_defects_are_no_trouble_of_the_store(error: BaseException | None) -> None:
    assert trouble(error) is None


def test_all_connections_in_use_is_busy() -> None:
    assert trouble(PoolTimeout("QueuePool limit")) is not None


def test_the_cause_behind_a_failed_undo_is_found() -> None:
    later = raised(Origin("no such savepoint", sqlite_errorcode=1))
    later.__context__ = raised(Origin("disk I/O error", sqlite_errorcode=10))
    busy = trouble(later)
    assert busy is not None
    assert "hết chỗ" in busy.message
