"""The writer thread: groups share a commit, and a bad work harms only itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, PendingRollbackError
from sqlalchemy.orm import Session

from feedback.foundation import connecting, writing
from feedback.foundation.connecting import engine_options, prepare_engine, sqlite_module, writing_engine
from feedback.foundation.errors import Busy
from feedback.foundation.writing import NotHere, Writer, perform, working
from tests.foundation.conftest import Child, Ground, Probe

BOUND = 30


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'a.sqlite3'}"
    engine = create_engine(url, **engine_options(url))
    prepare_engine(engine)
    Ground.metadata.create_all(writing_engine(engine))
    yield engine
    engine.dispose()


@pytest.fixture
def commits(engine: Engine) -> list[str]:
    """One entry for every commit from now on."""
    seen: list[str] = []
    event.listen(engine, "commit", lambda _connection: seen.append("commit"))
    return seen


Group = Callable[..., list[Future[Any]]]


@pytest.fixture
def together(engine: Engine) -> Iterator[Group]:
    """Queue works while the writer is held up by another, so that they come as one group; their answers."""
    writer = Writer(engine)

    def queue(*works: Callable[[Session], Any]) -> list[Future[Any]]:
        busy, gate = threading.Event(), threading.Event()

        def block(_session: Session) -> bool:
            busy.set()
            return gate.wait(BOUND)

        blocker = writer.accept(block)
        assert busy.wait(BOUND)
        answers = [writer.accept(work) for work in works]
        gate.set()
        assert blocker is not None
        assert blocker.result(BOUND)
        for answer in answers:
            assert answer is not None
            answer.exception(BOUND)
        return [answer for answer in answers if answer is not None]

    yield queue
    writer.stop()


def adding(name: str) -> Callable[[Session], str]:
    def work(session: Session) -> str:
        session.execute(insert(Probe), {"name": name})
        return name

    return work


def names(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(select(Probe.name).order_by(Probe.name)))


def test_a_group_shares_one_commit(engine: Engine, together: Group, commits: list[str]) -> None:
    answers = together(*[adding(f"{number:02}") for number in range(20)])
    assert [answer.result() for answer in answers] == [f"{number:02}" for number in range(20)]
    assert names(engine) == [f"{number:02}" for number in range(20)]
    assert len(commits) == 1


def test_a_group_is_no_larger_than_agreed(together: Group, commits: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "GROUP", 4)
    together(*[adding(str(number)) for number in range(10)])
    assert len(commits) == 3


def stumbling(session: Session) -> None:
    adding("vấp")(session)
    raise ZeroDivisionError


def breaking(session: Session) -> None:
    session.add(Probe(name="trước"))
    session.flush()


def catching(session: Session) -> None:
    """Catches what a failed flush raised and goes on as if nothing had been."""
    session.add(Probe(name="mới"))
    session.add(Probe(name="trước"))
    with pytest.raises(IntegrityError):
        session.flush()


def mistyped(session: Session) -> None:
    adding("sai")(session)
    session.execute(text("SELECT * FROM full_disk_locked"))


def committing(session: Session) -> None:
    adding("tự ghi")(session)
    session.commit()


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        (stumbling, ZeroDivisionError),
        (breaking, IntegrityError),
        (mistyped, OperationalError),
        (committing, NotHere),
        (catching, PendingRollbackError),
    ],
)
def test_a_bad_work_in_a_group_undoes_only_itself(
    engine: Engine, together: Group, commits: list[str], bad: Callable[[Session], Any], error: type[Exception]
) -> None:
    together(adding("trước"))
    commits.clear()
    answers = together(adding("a"), bad, adding("b"), bad, adding("c"))
    assert [type(answer.exception()) is type(None) for answer in answers] == [True, False, True, False, True]
    assert isinstance(answers[1].exception(), error)
    assert answers[1].exception() is not answers[3].exception()
    assert names(engine) == ["a", "b", "c", "trước"]
    assert len(commits) == 1


def test_a_work_that_spoils_the_commit_is_undone_alone(engine: Engine, together: Group) -> None:
    """A constraint checked only at COMMIT fails there for all; then each is done by itself."""

    def orphan(session: Session) -> None:
        adding("mồ côi")(session)
        session.execute(insert(Child), {"probe_id": 999})

    answers = together(adding("a"), orphan, adding("b"))
    assert isinstance(answers[1].exception(), IntegrityError)
    assert answers[0].result() == "a"
    assert answers[2].result() == "b"
    assert names(engine) == ["a", "b"]


@pytest.mark.parametrize("how_many", [1, 3])
@pytest.mark.parametrize("error", [RuntimeError("hỏng"), KeyboardInterrupt(), MemoryError()])
def test_the_writer_survives_a_commit_that_raises(
    engine: Engine, together: Group, how_many: int, error: BaseException
) -> None:
    def fail(_connection: Any) -> None:
        raise error

    event.listen(engine, "commit", fail)
    answers = together(*[adding(str(number)) for number in range(how_many)])
    event.remove(engine, "commit", fail)
    assert all(isinstance(answer.exception(), type(error)) for answer in answers)
    assert names(engine) == []
    assert together(adding("sau"))[0].result() == "sau"
    assert names(engine) == ["sau"]


def test_the_writer_survives_a_connection_that_cannot_be_had(engine: Engine, together: Group) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("không mở được")

    event.listen(engine, "checkout", fail)
    answers = together(adding("a"), adding("b"))
    event.remove(engine, "checkout", fail)
    assert [type(answer.exception()) for answer in answers] == [RuntimeError, RuntimeError]
    assert together(adding("sau"))[0].result() == "sau"


def test_a_lock_of_somebody_else_makes_the_whole_group_busy_once(
    engine: Engine, together: Group, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "BUSY_TIMEOUT_MS", 20)
    engine.dispose()
    other = sqlite_module().connect(tmp_path / "a.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answers = together(adding("a"), adding("b"), adding("c"))
    assert [type(answer.exception()) for answer in answers] == [Busy, Busy, Busy]
    assert len({id(answer.exception()) for answer in answers}) == 3
    other.execute("ROLLBACK")
    other.close()
    assert names(engine) == []


def test_a_transaction_lost_under_a_group_is_not_half_kept(engine: Engine, together: Group) -> None:
    """As SQLite does by itself on some errors: then those before the culprit are done again, the culprit fails."""

    def losing(session: Session) -> None:
        adding("mất")(session)
        session.connection().connection.driver_connection.execute("ROLLBACK")  # type: ignore[union-attr]
        raise ZeroDivisionError

    answers = together(adding("a"), losing, adding("b"))
    assert answers[0].result() == "a"
    assert answers[1].exception() is not None
    assert answers[2].result() == "b"
    assert names(engine) == ["a", "b"]


def test_a_stopped_writer_finishes_what_it_took_and_takes_no_more(engine: Engine) -> None:
    writer = Writer(engine)
    answers = [writer.accept(adding(str(number))) for number in range(10)]
    writer.stop()
    assert all(answer is not None and answer.done() for answer in answers)
    assert writer.accept(adding("muộn")) is None
    writer.stop()
    assert len(names(engine)) == 10


def test_a_thread_is_working_only_while_it_works(engine: Engine) -> None:
    assert perform(lambda _session: working(), writing_engine(engine))
    with pytest.raises(ZeroDivisionError):
        perform(stumbling, writing_engine(engine))
    assert not working()
