"""The step of a large import: one short work that does something and notes how far it has come, then way for others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from typing import TypeVar

from sqlalchemy.orm import Session

from feedback.foundation.clock import monotonic
from feedback.foundation.database import Database
from feedback.foundation.errors import NotFound
from feedback.foundation.sealing import Sealer
from feedback.records.actions.spooling import Spool
from feedback.records.rules.progress import Phase
from feedback.records.tables import ImportJob, RecordImport

T = TypeVar("T")

SHORTEST_REST, LONGEST_REST = 0.005, 0.5
"""Seconds: another process that waits for SQLite's lock looks again every few milliseconds, and must find it free."""


class Moved(Exception):
    """The import is no longer where this step thought: cancelled by a person, or taken on by another process."""


class Stopped(Exception):
    """The program has to end; whoever comes next goes on behind the last work."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What working on large imports needs. `moment` tells the time, `stop` is set when the program has to end."""

    database: Database
    sealer: Sealer
    spool: Spool
    moment: Callable[[], datetime]
    stop: Event = field(default_factory=Event)

    def check_stop(self) -> None:
        if self.stop.is_set():
            raise Stopped


def head_of(session: Session, import_id: int) -> tuple[ImportJob, RecordImport]:
    """NotFound when this is no large import, or it is done."""
    job, head = session.get(ImportJob, import_id), session.get(RecordImport, import_id)
    if job is None or head is None:
        raise NotFound("Lần nhập này đã xong hoặc đã hủy.")
    return job, head


def step(tools: Tools, import_id: int, phase: Phase, at: int, do: Callable[[Session], T]) -> T:
    """One work of a phase that stands `at` (rows taken while reading, else the cursor). Raises Moved or Stopped."""
    tools.check_stop()

    def work(session: Session) -> T:
        job = session.get(ImportJob, import_id)
        if job is None or job.phase != phase or (job.taken if phase is Phase.READ else job.cursor) != at:
            raise Moved
        return do(session)

    begun = monotonic()
    value = tools.database.run(work)
    tools.stop.wait(min(LONGEST_REST, max(SHORTEST_REST, monotonic() - begun)))
    return value


def enter(session: Session, tools: Tools, import_id: int, phase: Phase) -> None:
    """Begin the next phase, in the transaction that ends the one before."""
    job, _ = head_of(session, import_id)
    job.phase, job.cursor, job.share, job.phase_started_at = phase, 0, 0, tools.moment()
