"""Large imports: taken in at the door, worked on by whoever has time, confirmed or cancelled by a person."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from sqlalchemy.orm import Session

from feedback.foundation.actors import Actor
from feedback.foundation.database import Database
from feedback.foundation.errors import Forbidden, Invalid, NotFound
from feedback.records.actions import applying
from feedback.records.actions.asking import nothing_taken
from feedback.records.actions.overtaken import again
from feedback.records.actions.reading import Upload
from feedback.records.actions.spooling import Kept, Spool
from feedback.records.actions.stepping import Moved, Stopped, Tools, enter, head_of, step
from feedback.records.actions.taking import take
from feedback.records.queries.imports import find_finished_import
from feedback.records.queries.large import find_next_job, find_progress, find_twin, list_spooled, list_stale
from feedback.records.rules import IMPORT_RECORDS
from feedback.records.rules.progress import FOR_A_PERSON, WAITING, Phase
from feedback.records.tables import ImportJob, RecordImport

log = logging.getLogger(__name__)

SMALL = 2 * 1024 * 1024
"""Bytes: a larger upload (some ten thousand rows) is read in the background."""
NOT_YOURS = "Tài khoản của ông/bà không được nhập hồ sơ của đơn vị này."
DEFECT = (
    "Hệ thống gặp lỗi khi đọc tệp này; lỗi là của hệ thống, không phải của ông/bà. Chưa có gì được ghi. "
    "Xin báo cán bộ công nghệ thông tin; chi tiết ở nhật ký của bộ hẹn giờ."
)


@dataclass(frozen=True, slots=True)
class Begun:
    """A large import taken in. `known`: the very same file is in already, so nothing had to be done."""

    import_id: int
    known: bool = False


def begin_large(
    database: Database, spool: Spool, *, actor: Actor, now: datetime, upload: Upload, source: IO[bytes], at_once: bool
) -> Begun:
    """Keep an upload for reading; `upload` has its facts without its content, `at_once` applies it without a look.

    The same bytes by the same person go on where they were. Forbidden, or Invalid where it is too large.
    """
    if upload.unit_id is not None and not actor.may(IMPORT_RECORDS, upload.unit_id):
        raise Forbidden(NOT_YOURS)
    kept = spool.keep(source)
    try:
        with database.read() as session:
            twin = find_twin(session, kept.sha256, login=actor.login, unit_id=upload.unit_id, at_once=at_once)
            finished = None if upload.software else find_finished_import(session, kept.sha256, upload.unit_id)
        if twin is not None or finished is not None:
            spool.forget(kept.file)
            return Begun(twin, known=False) if twin is not None else Begun(finished or 0, known=True)
        return Begun(database.run(lambda session: _begin(session, actor, now, upload, kept, at_once)))
    except BaseException:
        spool.forget(kept.file)
        raise


def _begin(session: Session, actor: Actor, now: datetime, upload: Upload, kept: Kept, at_once: bool) -> int:
    who = {"actor_name": actor.name, "actor_login": actor.login}
    head = RecordImport(
        file_name=upload.base_name,
        sha256=kept.sha256,
        unit_id=upload.unit_id,
        as_of=upload.as_of,
        started_at=now,
        visible_at=None,
        state="waiting",
        counts=nothing_taken(),
        **who,
    )
    session.add(head)
    session.flush()
    reach = actor.units_for(IMPORT_RECORDS)
    session.add(
        ImportJob(
            import_id=head.id,
            phase=Phase.READ,
            file=kept.file,
            phase_started_at=now,
            at_once=at_once,
            everywhere=reach is None,
            reach=sorted(reach or ()),
            account_id=actor.id,
            software=upload.software,
        )
    )
    session.flush()
    return head.id


# ── working ───────────────────────────────────────────────────────────────────────────────────────────────────────────

ACTS: dict[Phase, Callable[[Tools, int], None]] = {
    Phase.READ: take,
    Phase.COPY: applying.copy,
    Phase.LINK: applying.link,
    Phase.AGAIN: again,
    Phase.HISTORY: applying.history,
    Phase.SHOW: applying.show,
    Phase.SETTLE: applying.settle,
    Phase.REMOVE: applying.remove,
}


def work_on_imports(tools: Tools) -> int:
    """Go on with every large import there is something to do for; how many. None where another process is at it."""
    with tools.database.read() as session:
        if find_next_job(session) is None:
            return 0
    with tools.spool.working() as mine:
        if not mine:
            return 0
        done = 0
        try:
            while (import_id := _next(tools)) is not None:
                go_on(tools, import_id)
                done += 1
        except Stopped:
            log.info("large imports stopped for now")
        return done


def _next(tools: Tools) -> int | None:
    tools.check_stop()
    with tools.database.read() as session:
        return find_next_job(session)


def go_on(tools: Tools, import_id: int) -> None:
    """Everything that can be done for one import without a person. Only for the process that holds the spool's lock."""
    while (phase := _phase(tools, import_id)) is not None and phase not in WAITING:
        try:
            ACTS[phase](tools, import_id)
        except Moved:
            continue
        except Invalid as refusal:
            _refuse(tools, import_id, phase, refusal.message)
        except Stopped:
            raise
        except Exception:
            if phase is not Phase.READ:
                raise
            log.exception("large import %s cannot be read", import_id)
            _refuse(tools, import_id, phase, DEFECT)


def _phase(tools: Tools, import_id: int) -> Phase | None:
    with tools.database.read() as session:
        found = find_progress(session, import_id, tools.moment())
    return found.phase if found else None


def _refuse(tools: Tools, import_id: int, phase: Phase, why: str) -> None:
    def work(session: Session) -> None:
        job, head = head_of(session, import_id)
        job.wrong, head.state = why, "leaving"
        enter(session, tools, import_id, Phase.REMOVE)

    with tools.database.read() as session:
        job, _ = head_of(session, import_id)
        at = job.taken if phase is Phase.READ else job.cursor
    step(tools, import_id, phase, at, work)


# ── a person decides ──────────────────────────────────────────────────────────────────────────────────────────────────


def confirm_large(session: Session, *, now: datetime, import_id: int) -> bool:
    """Let a large import that was looked at be applied; False where it is no large one. NotFound when it cannot be."""
    job = session.get(ImportJob, import_id)
    if job is None:
        return False
    head = session.get(RecordImport, import_id)
    if head is None or job.phase != Phase.LOOK:
        raise NotFound("Lần nhập này không còn chờ xác nhận.")
    head.state, job.phase, job.cursor, job.share, job.phase_started_at = "applying", Phase.COPY, 0, 0, now
    return True


def cancel_large(session: Session, *, import_id: int) -> bool:
    """Give up a large import; False where it is no large one. NotFound once it is being applied: then it stays."""
    job = session.get(ImportJob, import_id)
    if job is None:
        return False
    head = session.get(RecordImport, import_id)
    if head is None or job.phase not in {Phase.READ, *FOR_A_PERSON}:
        raise NotFound("Lần nhập này đã được xác nhận nên không hủy được nữa.")
    head.state, job.phase, job.cursor, job.share = "leaving", Phase.REMOVE, 0, 0
    return True


def sweep_large(database: Database, spool: Spool, *, now: datetime, before: datetime) -> int:
    """Give up large imports that wait for a person since `before`; how many. Uploads nobody needs are forgotten."""
    given_up = database.run(lambda session: _give_up(session, before))
    with database.read() as session:
        spool.forget_others(list_spooled(session), now)
    return given_up


def _give_up(session: Session, before: datetime) -> int:
    stale = list_stale(session, before)
    for import_id in stale:
        cancel_large(session, import_id=import_id)
    return len(stale)
