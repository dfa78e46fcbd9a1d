"""The phases of a large import that apply it: files are written ahead, hidden, and shown all at once by one short work.

Every work moves over a window of ids, so that none is long and a killed process goes on behind the last one. What other
imports told meanwhile is looked at again before anything shows.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, literal, or_, select, update
from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.sealing import Sealer
from feedback.records.actions.clocks import note_ended_waits, renew_clocks
from feedback.records.actions.deciding import NEW, UNCHANGED
from feedback.records.actions.stepping import Tools, enter, head_of, step
from feedback.records.actions.storing import history_row, reseal, supersede
from feedback.records.queries.known import FACT_COLUMNS
from feedback.records.queries.large import count_overtaken, id_span
from feedback.records.rules.progress import Phase
from feedback.records.tables import HIDDEN_TOO, ImportRow, Record, RecordApplicant, RecordChange, RecordImport
from feedback.records.tables import StagedRecord as Staged

WINDOW = 300
"""Ids a work moves over: some tens of milliseconds in which nobody else can write."""
UNSYNCED = {"synchronize_session": False}

Mapped = type[Staged] | type[ImportRow]


def mine(table: Mapped, import_id: int, low: int, high: int) -> list[ColumnElement[bool]]:
    """Rows of an import with ids above `low` up to `high`. The sum keeps databases to the range of ids."""
    return [table.id > low, table.id <= high, table.import_id + 0 == import_id]


def _windows(
    tools: Tools, import_id: int, phase: Phase, table: Mapped, do: Callable[[Session, int, int], object], then: Phase
) -> None:
    """Do something with every window of the table's rows of this import, then enter the next phase."""
    with tools.database.read() as session:
        cursor = head_of(session, import_id)[0].cursor
        first, last = id_span(session, table, import_id)
    cursor = max(cursor, first - 1)
    with tools.database.read() as session:
        at = head_of(session, import_id)[0].cursor

    while cursor < last:
        high = min(cursor + WINDOW, last)

        def work(session: Session, low: int = cursor, high: int = high) -> None:
            do(session, low, high)
            job, _ = head_of(session, import_id)
            job.cursor, job.share = high, round(1000 * (high - first + 1) / (last - first + 1))

        step(tools, import_id, phase, at, work)
        cursor = at = high
    step(tools, import_id, phase, at, lambda session: enter(session, tools, import_id, then))


def copy(tools: Tools, import_id: int) -> None:
    """Write the new files, hidden. One that another import brought meanwhile is left for `again`."""

    def window(session: Session, low: int, high: int) -> None:
        new = [*mine(Staged, import_id, low, high), Staged.record_id.is_(None)]
        known = select(Record.code).where(Record.code.in_(select(Staged.code).where(*new)))
        there = set(session.scalars(known.execution_options(**{HIDDEN_TOO: True})))
        _insert_hidden(session, tools.sealer, import_id, [*new, Staged.code.not_in(there)])

    _windows(tools, import_id, Phase.COPY, Staged, window, Phase.LINK)


def _insert_hidden(session: Session, sealer: Sealer, import_id: int, wanted: list[ColumnElement[bool]]) -> None:
    fixed = {"last_import_id": import_id, "is_sample": False, "version": 1, "pending_import_id": import_id}
    columns = [getattr(Staged, name) for name in FACT_COLUMNS]
    source = select(*columns, *map(literal, fixed.values())).where(*wanted).order_by(Staged.id)
    session.execute(insert(Record).from_select([*FACT_COLUMNS, *fixed], source))
    told = (
        select(Record.id, Staged.code, Staged.sealed_applicant)
        .join(Record, Record.code == Staged.code)
        .where(*wanted, Staged.sealed_applicant.is_not(None))
        .execution_options(**{HIDDEN_TOO: True})
    )
    applicants = [reseal(sealer, import_id, at, code, sealed or b"") for at, code, sealed in session.execute(told)]
    if applicants:
        session.execute(insert(RecordApplicant), applicants)


def link(tools: Tools, import_id: int) -> None:
    """Lead each row that brought a file to that file."""

    def window(session: Session, low: int, high: int) -> None:
        ours = select(Record.id).where(Record.code == ImportRow.code).scalar_subquery()
        rows = [*mine(ImportRow, import_id, low, high), ImportRow.effect == NEW]
        session.execute(update(ImportRow).where(*rows).values(record_id=ours).execution_options(**UNSYNCED))

    _windows(tools, import_id, Phase.LINK, ImportRow, window, Phase.AGAIN)


def history(tools: Tools, import_id: int) -> None:
    """Write what changed in files that were there: hidden like the new files, until the import is visible."""

    def window(session: Session, low: int, high: int) -> None:
        rows = select(Staged.record_id, Staged.changes).where(
            *mine(Staged, import_id, low, high), Staged.record_id.is_not(None)
        )
        ids = select(Staged.record_id).where(*mine(Staged, import_id, low, high), Staged.record_id.is_not(None))
        before = delete(RecordChange).where(RecordChange.import_id == import_id, RecordChange.record_id.in_(ids))
        session.execute(before.execution_options(**UNSYNCED))
        now = tools.moment()
        told = [
            history_row(record_id, import_id, now, change)
            for record_id, changes in session.execute(rows)
            for change in changes
            if record_id is not None
        ]
        if told:
            session.execute(insert(RecordChange), told)

    if not _count(tools, import_id, "changed"):
        step(tools, import_id, Phase.HISTORY, 0, lambda session: enter(session, tools, import_id, Phase.SHOW))
        return
    _windows(tools, import_id, Phase.HISTORY, Staged, window, Phase.SHOW)


def _count(tools: Tools, import_id: int, name: str) -> int:
    with tools.database.read() as session:
        return int(head_of(session, import_id)[1].counts.get(name, 0))


def show(tools: Tools, import_id: int) -> None:
    """The one work after which everybody sees all of it. Back to `again` where another import was quicker."""
    now = tools.moment()

    def work(session: Session) -> None:
        job, head = head_of(session, import_id)
        if count_overtaken(session, import_id):
            enter(session, tools, import_id, Phase.AGAIN)
            return
        if head.counts.get("changed"):
            note_ended_waits(session, import_id=import_id, now=now)
            _apply_changes(session, import_id)
        head.state, head.visible_at = "visible", now
        enter(session, tools, import_id, Phase.SETTLE)
        note(
            session,
            actor=Actor(head.actor_name, job.account_id, login=head.actor_login),
            now=now,
            verb="records.import",
            object_kind="record_import",
            object_id=import_id,
            object_label=head.file_name,
            unit_id=head.unit_id,
            detail={key: head.counts.get(key) for key in ("accepted", "rejected", "unchanged", "changed")},
        )

    step(tools, import_id, Phase.SHOW, 0, work)


def _apply_changes(session: Session, import_id: int) -> None:
    values: dict[str, Any] = {name: getattr(Staged, name) for name in FACT_COLUMNS if name != "code"}
    values |= {"version": Staged.base_version + 1, "last_import_id": import_id}
    changed = [Staged.import_id == import_id, Staged.record_id == Record.id]
    session.execute(update(Record).where(*changed).values(values).execution_options(**UNSYNCED))


# ── afterwards ────────────────────────────────────────────────────────────────────────────────────────────────────────


def settle(tools: Tools, import_id: int) -> None:
    """Take away what is not needed any more, and note the latest source of the files that stayed as they were."""
    with tools.database.read() as session:
        job, head = head_of(session, import_id)
        at, file, as_of = job.cursor, job.file, head.as_of
        known = head.counts.get("unchanged", 0) + head.counts.get("changed", 0)
    while _is_marked(tools, import_id):
        _uncover(tools, import_id, at)
    if known:
        at = _point_all(tools, import_id, at, as_of)
    drop_all(tools, import_id, Phase.SETTLE, Staged, at)

    def finish(session: Session) -> None:
        job, head = head_of(session, import_id)
        supersede(session, head)
        session.delete(job)

    step(tools, import_id, Phase.SETTLE, at, finish)
    tools.spool.forget(file)


def _point_all(tools: Tools, import_id: int, at: int, as_of: datetime) -> int:
    """Window by window, as far as the cursor has not come yet; where it stands then."""
    with tools.database.read() as session:
        first, last = id_span(session, ImportRow, import_id)
    for low in range(max(first - 1, at), last, WINDOW):
        high = min(low + WINDOW, last)

        def work(session: Session, low: int = low, high: int = high) -> None:
            renew_clocks(session, import_id=import_id, after=low, until=high)
            _point(session, import_id, as_of, low, high)
            head_of(session, import_id)[0].cursor = high

        step(tools, import_id, Phase.SETTLE, at, work)
        at = high
    return at


def drop_all(tools: Tools, import_id: int, phase: Phase, table: Mapped, at: int) -> None:
    """Delete the table's rows of this import, window by window: what is gone is not met again."""
    with tools.database.read() as session:
        first, last = id_span(session, table, import_id)
    for low in range(first - 1, last, WINDOW):
        gone = delete(table).where(*mine(table, import_id, low, min(low + WINDOW, last)))
        step(tools, import_id, phase, at, lambda session, gone=gone: _drop(session, gone))  # type: ignore[misc]


def _is_marked(tools: Tools, import_id: int) -> bool:
    with tools.database.read() as session:
        marked = select(Record.id).where(Record.pending_import_id == import_id).limit(1)
        return session.scalar(marked) is not None


def _uncover(tools: Tools, import_id: int, at: int) -> None:
    """Some of the files lose their mark, now that it means nothing."""

    def work(session: Session) -> None:
        some = select(Record.id).where(Record.pending_import_id == import_id).limit(WINDOW)
        ids = list(session.scalars(some))
        job, head = head_of(session, import_id)
        job.share = min(900, job.share + 900 * WINDOW // max(1, head.counts.get("accepted", 1)))
        if ids:
            mark = update(Record).where(Record.id.in_(ids)).values(pending_import_id=None)
            session.execute(mark.execution_options(**UNSYNCED))

    step(tools, import_id, Phase.SETTLE, at, work)


def _point(session: Session, import_id: int, as_of: datetime, low: int, high: int) -> None:
    rows = [*mine(ImportRow, import_id, low, high), ImportRow.effect == UNCHANGED]
    spoken = select(ImportRow.record_id).where(*rows, ImportRow.record_id.is_not(None))
    older = select(RecordImport.id).where(RecordImport.as_of <= as_of)
    stale = or_(Record.last_import_id.is_(None), Record.last_import_id.in_(older))
    pointed = update(Record).where(Record.id.in_(spoken), stale).values(last_import_id=import_id)
    session.execute(pointed.execution_options(**UNSYNCED))


def remove(tools: Tools, import_id: int) -> None:
    """Take away what was staged of an import that is not wanted; its row stays and says so."""
    drop_all(tools, import_id, Phase.REMOVE, Staged, 0)
    drop_all(tools, import_id, Phase.REMOVE, ImportRow, 0)
    with tools.database.read() as session:
        file = head_of(session, import_id)[0].file

    def finish(session: Session) -> None:
        job, head = head_of(session, import_id)
        head.state = "refused" if job.wrong else "discarded"
        if job.wrong:
            enter(session, tools, import_id, Phase.REFUSED)
        else:
            session.delete(job)

    step(tools, import_id, Phase.REMOVE, 0, finish)
    tools.spool.forget(file)


def _drop(session: Session, gone: Any) -> None:
    session.execute(gone.execution_options(**UNSYNCED))
