"""One place commits: what `run` promises, on both databases."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, delete, func, insert, literal, select, text, update
from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    OperationalError,
    PendingRollbackError,
    ProgrammingError,
    StatementError,
)
from sqlalchemy.orm import Session

from feedback.foundation import connecting
from feedback.foundation import database as module
from feedback.foundation.connecting import engine_options, sqlite_module, writing_engine
from feedback.foundation.database import Database, NotHere, ReadSession
from feedback.foundation.errors import Busy, Refused
from tests.foundation.conftest import Ground, Probe


def add(session: Session, name: str) -> None:
    session.execute(insert(Probe), {"name": name})


def names(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(Probe.name).order_by(Probe.name)))


def on_file(path: Path) -> Database:
    url = f"sqlite:///{path}"
    database = Database(create_engine(url, **engine_options(url)))
    Ground.metadata.create_all(writing_engine(database.engine))
    return database


class Stumble(Exception):
    pass


def test_run_returns_what_the_work_returns(probes: Database) -> None:
    assert probes.run(lambda session: session.scalar(select(literal(7)))) == 7


def test_a_work_is_kept(probes: Database) -> None:
    probes.run(lambda session: session.add(Probe(name="một")))
    assert names(probes) == ["một"]


@pytest.mark.parametrize("error", [Stumble(), Refused("Không được."), KeyboardInterrupt(), SystemExit(3)])
def test_what_a_work_raises_is_raised_and_nothing_of_it_stays(probes: Database, error: BaseException) -> None:
    def work(session: Session) -> None:
        add(session, "một")
        raise error

    with pytest.raises(type(error)):
        probes.run(work)
    probes.run(lambda session: add(session, "hai"))
    assert names(probes) == ["hai"]


def test_a_constraint_is_told_to_the_one_who_broke_it(probes: Database) -> None:
    probes.run(lambda session: add(session, "một"))
    with pytest.raises(IntegrityError):
        probes.run(lambda session: session.add(Probe(name="một")))
    assert names(probes) == ["một"]


def test_bad_sql_is_a_defect_and_no_busy_store(probes: Database) -> None:
    with pytest.raises((OperationalError, ProgrammingError)):
        probes.run(lambda session: session.execute(text("SELECT full_locked_disk FROM probe")))


def test_a_part_of_a_work_can_be_undone(probes: Database) -> None:
    def work(session: Session) -> None:
        add(session, "một")
        with pytest.raises(IntegrityError), session.begin_nested():
            add(session, "một")
        add(session, "hai")

    probes.run(work)
    assert names(probes) == ["hai", "một"]


def test_a_work_that_swallows_a_failure_is_not_answered_as_done(probes: Database) -> None:
    def work(session: Session) -> None:
        session.add_all([Probe(name="một"), Probe(name="một")])
        with pytest.raises(IntegrityError):
            session.flush()

    with pytest.raises(PendingRollbackError):
        probes.run(work)


@pytest.mark.parametrize("verb", ["commit", "rollback"])
def test_a_work_cannot_end_its_own_transaction(probes: Database, verb: str) -> None:
    def work(session: Session) -> None:
        add(session, "một")
        getattr(session, verb)()

    with pytest.raises(NotHere):
        probes.run(work)
    assert names(probes) == []


def test_a_work_does_not_start_another(probes: Database) -> None:
    def work(session: Session) -> None:
        add(session, "ngoài")
        probes.run(lambda inner: add(inner, "trong"))

    with pytest.raises(NotHere):
        probes.run(work)
    assert names(probes) == []
    probes.run(lambda session: add(session, "sau"))
    assert names(probes) == ["sau"]


def test_a_work_does_not_end_the_writer(probes: Database) -> None:
    with pytest.raises(NotHere):
        probes.run(lambda _session: probes.stop_writing())


def test_sixteen_threads_write_at_once_and_each_gets_its_own_answer(probes: Database) -> None:
    def write(number: int) -> str:
        def work(session: Session) -> str:
            add(session, f"{number:03}")
            if number % 5 == 0:
                raise Stumble
            return f"{number:03}"

        return probes.run(work)

    kept = []
    with ThreadPoolExecutor(16) as pool:
        for future in [pool.submit(write, number) for number in range(200)]:
            try:
                kept.append(future.result())
            except Stumble:
                continue
    assert len(kept) == 160
    assert names(probes) == sorted(kept)


def test_rows_can_be_read_after_the_work_is_over(probes: Database) -> None:
    def work(session: Session) -> Probe:
        row = Probe(name="một")
        session.add(row)
        session.flush()
        return row

    assert probes.run(work).name == "một"


def test_works_may_come_while_the_writer_is_being_stopped(probes: Database) -> None:
    done = threading.Event()

    def keep_stopping() -> None:
        while not done.is_set():
            probes.stop_writing()

    stopper = threading.Thread(target=keep_stopping)
    stopper.start()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: probes.run(lambda session: add(session, f"{n:03}")), range(100)))
    done.set()
    stopper.join()
    assert len(names(probes)) == 100


# Reading


def test_a_read_session_does_not_commit(probes: Database) -> None:
    with probes.read() as session, pytest.raises(NotHere):
        session.commit()


def test_a_read_session_refuses_changed_rows(probes: Database) -> None:
    probes.run(lambda session: add(session, "một"))
    with probes.read() as session:
        row = session.scalars(select(Probe)).one()
        row.name = "hai"
        with pytest.raises(NotHere):
            session.flush()
    with probes.read() as session:
        session.add(Probe(name="ba"))
        with pytest.raises(NotHere):
            session.flush()


@pytest.mark.parametrize(
    "statement", [insert(Probe).values(name="hai"), update(Probe).values(name="hai"), delete(Probe)]
)
def test_the_database_itself_refuses_to_write_for_a_reader(probes: Database, statement) -> None:
    probes.run(lambda session: add(session, "một"))
    with probes.read() as session, pytest.raises(DBAPIError) as refused:
        session.execute(statement)
    assert connecting.trouble(refused.value) is None
    probes.run(lambda session: add(session, "hai"))
    assert names(probes) == ["hai", "một"]


def test_a_reader_sees_what_was_written_after_rolling_back(probes: Database) -> None:
    with probes.read() as session:
        assert session.scalar(select(func.count()).select_from(Probe)) == 0
        probes.run(lambda writing: add(writing, "một"))
        session.rollback()
        assert session.scalar(select(func.count()).select_from(Probe)) == 1


# Column types


@pytest.mark.parametrize("offset", [0, 7, -5])
def test_a_moment_comes_back_the_same_and_in_utc(probes: Database, offset: int) -> None:
    at = datetime(2026, 11, 20, 17, 0, 0, 123456, tzinfo=timezone(timedelta(hours=offset)))
    probes.run(lambda session: session.add(Probe(name="một", at=at)))
    with probes.read() as session:
        found = session.scalars(select(Probe.at).where(Probe.at == at)).one()
    assert found == at
    assert found is not None
    assert found.tzinfo is UTC


def test_a_naive_moment_is_refused(probes: Database) -> None:
    with pytest.raises(StatementError, match="naive"):
        probes.run(lambda session: session.add(Probe(name="một", at=datetime(2026, 11, 20))))  # noqa: DTZ001


def test_moments_compare_and_sort_over_offsets(probes: Database) -> None:
    early = datetime(2026, 11, 20, 17, 0, tzinfo=timezone(timedelta(hours=7)))
    late = datetime(2026, 11, 20, 10, 1, tzinfo=UTC)
    probes.run(lambda session: session.add_all([Probe(name="sau", at=late), Probe(name="trước", at=early)]))
    with probes.read() as session:
        assert list(session.scalars(select(Probe.name).order_by(Probe.at))) == ["trước", "sau"]
        assert session.scalars(select(Probe.name).where(Probe.at < late)).all() == ["trước"]


def test_json_days_and_uuids_come_back_the_same(probes: Database) -> None:
    facts = {"tên": "Nguyễn 😀", "số": [1, 2.5, None], "trong": {"đúng": True}}
    mark = uuid4()
    probes.run(lambda session: session.add(Probe(name="một", facts=facts, day=date(2026, 2, 17), mark=mark)))
    with probes.read() as session:
        row = session.scalars(select(Probe)).one()
        assert (row.facts, row.day, row.mark) == (facts, date(2026, 2, 17), mark)


def test_json_can_be_asked_by_key(probes: Database) -> None:
    probes.run(lambda session: session.add_all([Probe(name="a", facts={"k": "x"}), Probe(name="b", facts={"k": "y"})]))
    with probes.read() as session:
        assert session.scalars(select(Probe.name).where(Probe.facts["k"].as_string() == "y")).all() == ["b"]


def test_no_json_is_null(probes: Database) -> None:
    probes.run(lambda session: session.add(Probe(name="một", facts=None)))
    with probes.read() as session:
        assert session.scalars(select(Probe.name).where(Probe.facts.is_(None))).all() == ["một"]


# PostgreSQL: each work its own transaction


def test_two_works_that_lock_in_opposite_order_both_succeed(probes: Database) -> None:
    """On PostgreSQL the server ends one of them as a deadlock and it is done again; on SQLite there is one writer."""
    probes.run(lambda session: session.add_all([Probe(name="a", facts={}), Probe(name="b", facts={})]))
    meet = threading.Barrier(1 if probes.on_sqlite else 2)
    tries: list[str] = []

    def locking(first: str, second: str) -> None:
        def work(session: Session) -> None:
            tries.append(first)
            session.execute(update(Probe).where(Probe.name == first).values(day=date(2026, 1, 1)))
            if len(tries) <= 2:
                meet.wait(30)
            session.execute(update(Probe).where(Probe.name == second).values(facts={"by": first}))

        probes.run(work)

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(locking, "a", "b"), pool.submit(locking, "b", "a")]:
            future.result()
    assert len(tries) == (2 if probes.on_sqlite else 3)
    with probes.read() as session:
        assert session.scalars(select(Probe.facts).order_by(Probe.name)).all() == [{"by": "b"}, {"by": "a"}]


def test_a_collision_that_never_ends_is_busy(probes: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    if probes.on_sqlite:
        return
    monkeypatch.setattr(module, "RETRIES", 2)
    tries = []

    def work(session: Session) -> None:
        tries.append(1)
        session.execute(text("DO $$ BEGIN RAISE EXCEPTION 'collided' USING ERRCODE = '40001'; END $$"))

    with pytest.raises(Busy):
        probes.run(work)
    assert len(tries) == 2


def test_a_server_that_is_away_is_busy() -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:1/nowhere"
    database = Database(create_engine(url, **engine_options(url)))
    with pytest.raises(Busy, match="chưa trả lời"):
        database.run(lambda session: session.execute(text("SELECT 1")))


# SQLite: the file, the lock, the disk, the fork


def test_what_is_answered_is_in_the_files_at_that_moment(tmp_path: Path) -> None:
    database = on_file(tmp_path / "a.sqlite3")
    database.run(lambda session: add(session, "một"))
    for name in ("a.sqlite3", "a.sqlite3-wal"):
        (tmp_path / name.replace("a.", "b.")).write_bytes((tmp_path / name).read_bytes())
    with sqlite_module().connect(tmp_path / "b.sqlite3") as connection:
        assert connection.execute("SELECT name FROM probe").fetchall() == [("một",)]
    connection.close()
    database.close()


WRITE_UNTIL_KILLED = """
import sys, threading
from pathlib import Path
from tests.foundation.test_database import add, on_file
database = on_file(Path(sys.argv[1]))
def write(thread):
    for number in range(100_000):
        name = f"{thread}-{number}"
        database.run(lambda session: add(session, name))
        sys.stdout.write(name + "\\n")
        sys.stdout.flush()
for thread in range(8):
    threading.Thread(target=write, args=(thread,)).start()
"""


def test_a_killed_process_loses_nothing_it_had_answered(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    child = subprocess.Popen([sys.executable, "-c", WRITE_UNTIL_KILLED, path], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    answered = [child.stdout.readline().strip() for _ in range(300)]
    child.send_signal(signal.SIGKILL)
    answered += [line.strip() for line in child.stdout if line.endswith("\n")]
    child.stdout.close()
    assert child.wait() == -signal.SIGKILL
    database = on_file(path)
    assert set(answered) <= set(names(database))
    with database.read() as session:
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
    database.close()


def test_a_lock_held_by_somebody_else_is_busy_and_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "BUSY_TIMEOUT_MS", 20)
    database = on_file(tmp_path / "a.sqlite3")
    other = sqlite_module().connect(tmp_path / "a.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy, match="đang bận"):
        database.run(lambda session: add(session, "một"))
    assert names(database) == []
    other.execute("ROLLBACK")
    other.close()
    database.run(lambda session: add(session, "hai"))
    assert names(database) == ["hai"]
    database.close()


FULL_DISK = """
import resource, sys
from pathlib import Path
from concurrent.futures import ThreadPoolExecutor
from tests.foundation.test_database import add, names, on_file
from feedback.foundation.errors import Busy
database = on_file(Path(sys.argv[1]))
database.run(lambda session: add(session, "trước"))
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
kept, busy = ["trước"], 0
def write(number):
    name = f"{number:04}" + "x" * 2000
    database.run(lambda session: add(session, name))
    return name
with ThreadPoolExecutor(8) as pool:
    for future in [pool.submit(write, number) for number in range(300)]:
        try:
            kept.append(future.result())
        except Busy as refusal:
            assert "hết chỗ" in refusal.message, refusal.message
            busy += 1
assert busy > 50, busy
assert len(kept) > 5, len(kept)
assert names(database) == sorted(kept), "what was answered is what is there"
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
kept.append(write(999))
assert names(database) == sorted(kept)
database.close()
print("đủ")
"""


def test_a_full_disk_is_busy_loses_nothing_and_passes(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, tmp_path / "a.sqlite3"], capture_output=True, text=True, timeout=120
    )
    assert (done.stdout, done.stderr) == ("đủ\n", "")


FORK = """
import os, sys, threading
from pathlib import Path
from tests.foundation.test_database import add, names, on_file
database = on_file(Path(sys.argv[1]))
database.run(lambda session: add(session, "cha trước"))
names(database)
child = os.fork()
if child == 0:
    for number in range(20):
        database.run(lambda session: add(session, f"con {number}"))
    assert [each.name for each in threading.enumerate()].count("sqlite-writer") == 1
    database.close()
    os._exit(0)
for number in range(20):
    database.run(lambda session: add(session, f"cha {number}"))
assert os.waitpid(child, 0)[1] == 0
assert len(names(database)) == 41
database.close()
print("đủ")
"""


def test_a_forked_child_writes_by_itself(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORK, tmp_path / "a.sqlite3"], capture_output=True, text=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ("đủ\n", "")


def test_the_writer_of_this_process_is_one(tmp_path: Path) -> None:
    database = on_file(tmp_path / "a.sqlite3")
    with ThreadPoolExecutor(8) as pool:
        threads = set(pool.map(lambda _: database.run(lambda _s: (os.getpid(), threading.get_ident())), range(50)))
    assert len(threads) == 1
    database.close()


def test_read_session_is_what_pages_get() -> None:
    assert issubclass(ReadSession, Session)
