"""The one thread of a process that writes to SQLite, in groups that share one fsync."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, TypeVar

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from feedback.foundation.connecting import trouble, writing_engine

T = TypeVar("T")
Work = Callable[[Session], T]

GROUP = 64
"""Works that share one commit at most: the last of them waits for all the others."""


class NotHere(RuntimeError):
    """A defect: something tried to write, commit or undo outside of `Database.run`'s hands."""


class WorkSession(Session):
    """What a work gets. It ends by returning (done) or raising (undone); it cannot end itself."""

    def commit(self) -> None:
        raise NotHere("only Database.run commits")

    def rollback(self) -> None:
        raise NotHere("a work is undone by raising; begin_nested() undoes a part of it")

    def finish(self) -> None:
        """Commit. Raises where the work swallowed a failed flush; `with session.begin()` would undo without a word."""
        super().commit()


_here = threading.local()


def working() -> bool:
    """Whether this thread is in the middle of a work."""
    return getattr(_here, "working", False)


def perform(work: Work[T], bind: Engine | Connection) -> T:
    """The work in a transaction of its own on an engine, or in a savepoint of a connection's transaction."""
    _here.working = True
    try:
        with WorkSession(bind, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            value = work(session)
            session.finish()
            return value
    finally:
        _here.working = False


@dataclass(slots=True, eq=False)
class Waiting:
    """A work and where its caller waits for the answer."""

    work: Work[Any]
    answer: Future[Any] = field(default_factory=Future)
    value: Any = None


class Writer:
    """Takes what waits, does it in one BEGIN IMMEDIATE, commits once, then answers; a failing work is undone alone."""

    def __init__(self, engine: Engine) -> None:
        self._engine = writing_engine(engine)
        self._queue: SimpleQueue[Waiting | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._loop, name="sqlite-writer", daemon=True)
        self.stopped = False
        self._thread.start()

    def accept(self, work: Work[T]) -> Future[T] | None:
        """Queue the work; None when this writer has been stopped. Nothing is ever queued behind the stop."""
        waiting = Waiting(work)
        with self._lock:
            if self.stopped:
                return None
            self._queue.put(waiting)
        return waiting.answer

    def stop(self) -> None:
        """Finish what is queued, then end the thread."""
        with self._lock:
            if not self.stopped:
                self.stopped = True
                self._queue.put(None)
        self._thread.join()

    def _loop(self) -> None:
        while (first := self._queue.get()) is not None:
            self._answer(self._with_followers(first))
            # Otherwise the last work, and what it holds of a citizen, stays in memory until the next one.
            del first

    def _with_followers(self, first: Waiting) -> list[Waiting]:
        group = [first]
        while len(group) < GROUP and not self._queue.empty():
            following = self._queue.get()
            if following is None:
                self._queue.put(None)
                break
            group.append(following)
        return group

    def _answer(self, group: list[Waiting]) -> None:
        """Every work of the group gets its value or an error, whatever happens: callers wait without a limit."""
        try:
            self._do_together(group)
        except BaseException as error:
            waiting = [each for each in group if not each.answer.done()]
            if len(group) > 1 and trouble(error) is None:
                # One work spoiled the commit for all (a constraint checked only then): each for itself.
                for each in waiting:
                    self._answer([each])
            else:
                for each in waiting:
                    each.answer.set_exception(_own_copy(error))

    def _do_together(self, group: list[Waiting]) -> None:
        if len(group) == 1:
            group[0].answer.set_result(perform(group[0].work, self._engine))
            return
        try:
            self._in_one_go(group)
        except BaseException as error:
            if trouble(error) is not None:
                raise
            self._one_by_one(group)
        else:
            for each in group:
                each.answer.set_result(each.value)

    def _in_one_go(self, group: list[Waiting]) -> None:
        """Hopeful: one session, no savepoints, a third of the cost. The first failure undoes all, to be done over."""
        _here.working = True
        try:
            with (
                self._engine.connect() as connection,
                connection.begin(),
                WorkSession(connection, expire_on_commit=False, join_transaction_mode="rollback_only") as session,
            ):
                for each in group:
                    each.value = each.work(session)
                    session.flush()
                    if not session.is_active:
                        raise NotHere("a work swallowed a failed flush")
                    session.expunge_all()
        finally:
            _here.working = False

    def _one_by_one(self, group: list[Waiting]) -> None:
        """Each in its savepoint: a failing work is undone alone, the others share the commit."""
        with self._engine.connect() as connection, connection.begin():
            done = [each for each in group if _succeeds(each, connection)]
        for each in done:
            each.answer.set_result(each.value)


def _succeeds(each: Waiting, connection: Connection) -> bool:
    """Do one work of a group. A failure is undone to its savepoint and answered at once; the others go on.

    Not so when the disk is full or broken: SQLite may then have undone the whole transaction by itself.
    """
    try:
        each.value = perform(each.work, connection)
    except BaseException as error:
        if trouble(error) is not None or not _in_transaction(connection):
            raise
        each.answer.set_exception(error)
        return False
    return True


def _in_transaction(connection: Connection) -> bool:
    driver: Any = connection.connection.driver_connection
    return bool(driver.in_transaction)


def _own_copy(error: BaseException) -> BaseException:
    """Each waiting thread raises an error of its own: one object raised in many threads mixes their tracebacks."""
    return trouble(error) or error
