"""Telling citizens anew: the date an approved notice promised has become a day off by a decision about the calendar.

Once per file and decision: `record_told` is the lock, the work item and the task carry the same subject. The notice
keeps its turn: a day off that was announced later is no second re-appointment (NĐ 61/2018 Điều 19.9).
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from feedback.apologies.actions.calendar_drafts import renew_next
from feedback.apologies.actions.calendar_messages import write_message
from feedback.apologies.queries import get_notice
from feedback.apologies.queries.calendar_letters import BrokenPromise, list_broken
from feedback.apologies.queries.calendar_messages import CALENDAR_MAIL, CALENDAR_TASK
from feedback.audit.actions import note
from feedback.foundation.actors import SYSTEM
from feedback.foundation.database import Database
from feedback.foundation.engine import Store
from feedback.foundation.sealing import Sealer
from feedback.foundation.words import moment
from feedback.outbox.actions import enqueue, hand_over
from feedback.records.actions.calendar_moves import apply_next, close_telling, record_told
from feedback.records.queries import get_file
from feedback.records.queries.calendar_decisions import find_applying, get_decision, is_overtaken, list_untold
from feedback.working_calendar.rules.proposals import from_json

WORK = 50
"""Citizens told in one transaction: short enough that a citizen's tap never waits for it."""


def carry_out(store: Store, *, now: datetime) -> dict[str, int]:
    """Carry out what was decided, in short works: files first, then drafts, then the telling; how many of each."""
    database, done = store.database, {"files": 0, "drafts": 0, "told": 0}
    with database.read() as session:
        applying = find_applying(session)
    while applying is not None and (files := _apply(database, now, applying.id)):
        done["files"] += files
    with database.read() as session:
        untold = [(each.id, is_overtaken(session, each)) for each in list_untold(session)]
    for decision_id, overtaken in untold:
        if overtaken:
            # Decided again before anybody was told: what holds now, dates that are kept above all, is the later's word.
            database.run(partial(close_telling, now=now, decision_id=decision_id))
            continue
        done["drafts"] += _renew_drafts(database, now, decision_id)
        while told := _tell_some(store, now, decision_id):
            done["told"] += told
    return {name: count for name, count in done.items() if count}


def _apply(database: Database, now: datetime, decision_id: int) -> int:
    return database.run(lambda session: apply_next(session, now=now, decision_id=decision_id))


def _renew_drafts(database: Database, now: datetime, decision_id: int) -> int:
    """Before the telling, which closes the decision: what dies in between is done over by the next turn."""
    moved, last = 0, 0
    while True:
        last, some = database.run(partial(renew_next, now=now, decision_id=decision_id, after_id=last))
        moved += some
        if not last:
            return moved


def _tell_some(store: Store, now: datetime, decision_id: int) -> int:
    ways: dict[str, Any] = {"sealer": store.sealer, "channels": store.settings.channels}
    return store.database.run(lambda session: tell_next(session, now=now, decision_id=decision_id, **ways))


def tell_next(
    session: Session, *, now: datetime, decision_id: int, sealer: Sealer, channels: Sequence[str] = ()
) -> int:
    """Tell the next citizens whose date the decision broke; how many. With the last ones it closes the telling."""
    decision = get_decision(session, decision_id)
    if decision.told_at is not None:
        return 0
    broken = list_broken(session, from_json(decision.change), now)
    told = 0
    for each in broken[:WORK]:
        if _tell(session, each, decision_id, now):
            told += 1
            about: dict[str, Any] = {"decision_id": decision_id, "notice_id": each.notice_id}
            write_message(session, now=now, sealer=sealer, channels=channels, **about)
    if len(broken) <= WORK:
        close_telling(session, now=now, decision_id=decision_id)
    return told


def _tell(session: Session, broken: BrokenPromise, decision_id: int, now: datetime) -> bool:
    """One file: the date moves on the notice, one letter and one task leave. False where that was done before."""
    before, after = broken.promised, broken.after
    dates = {"promised_before": before, "promised_after": after}
    if not record_told(session, now=now, decision_id=decision_id, record_id=broken.record_id, **dates):
        return False
    notice = get_notice(session, broken.notice_id)
    notice.new_due_at = after
    code = get_file(session, broken.record_id).code
    subject = f"{decision_id}/{broken.record_id}"
    enqueue(
        session,
        kind=CALENDAR_MAIL,
        subject=subject,
        unit_id=broken.unit_id,
        payload={
            "title": f"Thông báo điều chỉnh ngày hẹn, hồ sơ {code}",
            "notice_id": broken.notice_id,
            "decision_id": decision_id,
        },
        now=now,
    )
    hand_over(
        session,
        kind=CALENDAR_TASK,
        subject=subject,
        unit_id=broken.unit_id,
        title=f"In và trao thông báo điều chỉnh ngày hẹn: hồ sơ {code}, từ {moment(before)} sang {moment(after)}",
        detail="Lịch nghỉ thay đổi sau khi đã hẹn. In, trao hoặc báo người nộp hồ sơ trước ngày hẹn cũ; điều chỉnh giờ "
        "hẹn trên hệ thống một cửa.",
        link=f"/xin-loi/{broken.notice_id}/dieu-chinh/{decision_id}.pdf",
        due_at=before,
        now=now,
    )
    note(
        session,
        actor=SYSTEM,
        now=now,
        verb="apology.move_date",
        object_kind="apology",
        object_id=broken.notice_id,
        object_label=code,
        unit_id=broken.unit_id,
        detail={"before": before.isoformat(), "new_due": after.isoformat(), "decision_id": decision_id},
    )
    return True
