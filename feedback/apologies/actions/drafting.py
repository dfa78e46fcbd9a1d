"""Notices come into being, become needless, or turn into a word to the upper level: whatever a file owes now."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from feedback.apologies.actions.escalating import forget_raised, tell_upper_level
from feedback.apologies.actions.noting import note_notice
from feedback.apologies.actions.rechecking import ask_to_recheck
from feedback.apologies.queries import (
    FIRST,
    SECOND,
    as_first,
    file_facts,
    find_turns,
    get_notice,
    known_open,
    signing_unit_id,
    was_confirmed,
)
from feedback.apologies.queries.deliveries import BY_SYSTEM
from feedback.apologies.queries.notices import CANCELLED_AT, CANCELLED_WHY
from feedback.apologies.rules import FAULTS, OPEN_STATES, Kind, Owed, State, Verb, move, owed
from feedback.apologies.rules.owing import NO_LONGER, why_needless
from feedback.apologies.tables import Apology
from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day
from feedback.foundation.errors import Conflict
from feedback.foundation.words import moment as moment_words
from feedback.organisation.queries import get_setting
from feedback.outbox.actions import close_tasks, hand_over
from feedback.outbox.actions.once import insert_once
from feedback.records.queries import File, get_file
from feedback.records.rules import apology_limit, categorise, due_moment
from feedback.working_calendar.queries import calendar_for
from feedback.working_calendar.rules import MissingCalendar

PUBLIC_DAYS = "apology_public_days"
PUBLIC_DAYS_DEFAULT = 90
SIGN_TASK = "apologies.sign"
DUE_MOVED = "hạn trả của hồ sơ đã đổi"
UNLIMITED = frozenset({Kind.WITHDRAWAL, *FAULTS})
"""Papers for which no rule sets a limit: their due moment is when they were begun."""


def draft_expected(session: Session, *, actor: Actor, now: datetime, record_id: int) -> bool:
    """The desk says the file will not be done: a draft for the head. Whether it is new.

    Conflict when the file is not open any more or has no due moment.
    """
    file = get_file(session, record_id)
    first = as_first(find_turns(session, [record_id]).get(record_id, {}))
    if categorise(file_facts(file, known_open=True).times, now) in NO_LONGER or file.best_due is None:
        raise Conflict(f"Hồ sơ {file.code} không còn đang giải quyết hoặc chưa có hạn, nên không lập phiếu.")
    if first is not None and first.state != State.CANCELLED:
        return False
    why = f"Bộ phận Một cửa báo không kịp ({actor.name}, {moment_words(now)})."
    return _draft(session, file, Kind.EXPECTED, actor, now, why, reopen=first is not None)


def follow_file(session: Session, *, actor: Actor, now: datetime, record_id: int) -> Owed:
    """Do for one file what it owes now, and say what was done; safe also for two schedulers at once."""
    turns = find_turns(session, [record_id]).get(record_id, {})
    file = get_file(session, record_id)
    facts = file_facts(file, known_open=record_id in known_open(session, [record_id]))
    duty = owed(facts, as_first(turns), now)
    done = False
    if duty in (Owed.LATE_NOTICE, Owed.REOPEN):
        why = _why_late(session, file, now)
        done = _draft(session, file, Kind.LATE, actor, now, why, reopen=duty == Owed.REOPEN)
    elif duty == Owed.CANCEL:
        done = end_if_needless(session, turns[FIRST].id, file, actor, now)
    elif duty == Owed.RENEW:
        done = renew_limit(session, get_notice(session, turns[FIRST].id), file, actor, now, DUE_MOVED)
    elif duty == Owed.RECHECK:
        done = ask_to_recheck(session, turns[FIRST].id, file, actor, now)
    elif duty == Owed.ESCALATE:
        done = _escalate(session, turns[FIRST], file, actor, now)
    return duty if done else Owed.NOTHING


def _why_late(session: Session, file: File, now: datetime) -> str:
    word = was_confirmed(session, file.id)
    if word is not None:
        return f"Quá hạn dù {word.actor_name} đã xác nhận kịp lúc {moment_words(word.at)}."
    return f"Quá hạn mà chưa ai báo trước (thấy lúc {moment_words(now)})."


def _draft(session: Session, file: File, kind: Kind, actor: Actor, now: datetime, why: str, *, reopen: bool) -> bool:
    """The row of turn 1, or the cancelled one opened again; the unit's head gets a task. Whether anything changed."""
    unit_id = signing_unit_id(session, file.solving_unit_id, now)
    values = draft_values(session, file, kind, unit_id, now, why)
    if reopen:
        row = get_notice(session, find_turns(session, [file.id])[file.id][FIRST].id)
        if row.state != State.CANCELLED:
            return False
        values["state"] = move(State(row.state), Verb.REOPEN).value
        values["escalated_at"] = None  # It waits anew: left unsigned again, it goes up again.
        for name in values.keys() - {"version"}:
            setattr(row, name, values[name])
        session.flush()
    elif not insert_once(session, Apology, ("record_id", "turn"), {"turn": FIRST, **values}):
        return False
    row = find_turns(session, [file.id])[file.id][FIRST]
    ask_head(session, row, file, now)
    note_deed(session, row, file, actor, now, f"apology.{kind}")
    return True


def draft_values(session: Session, file: File, kind: Kind, unit_id: int, now: datetime, why: str) -> dict[str, Any]:
    """A new row of that kind, still without reason; for lateness with its limit. Conflict where a due is missing."""
    due_at, limit_at, limit_rule = limits_of(session, file) if kind not in UNLIMITED else (now, now, "")
    return {
        "record_id": file.id,
        "unit_id": unit_id,
        "kind": kind.value,
        "state": State.DRAFTED.value,
        "field": file.field,
        "due_at": due_at,
        "limit_at": limit_at,
        "limit_rule": limit_rule,
        "reason_class": "",
        "reason_text": "",
        "new_due_at": None,
        "head_name": "",
        "head_title": "",
        "created_at": now,
        "created_why": why,
        "approved_by": "",
        "is_sample": file.is_sample,
        "detail": {},
        "version": 1,
    }


def limits_of(session: Session, file: File) -> tuple[datetime, datetime, str]:
    """The file's due, the moment its apology is owed by and by which rule. Conflict without a due."""
    due = file.best_due
    if due is None:
        raise Conflict(f"Hồ sơ {file.code} chưa có hạn nên không lập phiếu.")
    calendar = calendar_for(session, file.solving_unit_id)
    limit = apology_limit(due, file.received, calendar)
    return due_moment(due, calendar), limit.at, limit.rule


def ask_head(session: Session, row: Apology, file: File, now: datetime, because: str = "") -> None:
    """A task for the head of the unit that signs; another one for each reason to ask again (`because`)."""
    hand_over(
        session,
        kind=SIGN_TASK,
        subject=f"{row.id}/{now.isoformat()}{because}",
        unit_id=row.unit_id,
        title=f"Duyệt phiếu xin lỗi cho hồ sơ {file.code}",
        detail=f"{row.created_why} Ghi lý do và ngày hẹn mới rồi duyệt.",
        link=f"/xin-loi/{row.id}",
        due_at=row.limit_at if row.limit_at > now else None,
        for_role="head",
        now=now,
    )


def end_if_needless(session: Session, notice_id: int, file: File, actor: Actor, now: datetime) -> bool:
    """Close a draft that is owed no longer, with the reason; whatever waited for it ends too. Whether it was closed."""
    row = get_notice(session, notice_id)
    since = row.created_at if row.kind == Kind.LATE else None
    why = why_needless(file_facts(file, known_open=True).times, now, late_since=since)
    if State(row.state) not in OPEN_STATES or not why:
        return False
    row.state = move(State(row.state), Verb.CANCEL).value
    row.detail = {**row.detail, CANCELLED_WHY: why, CANCELLED_AT: now.isoformat()}
    close_tasks(session, kind=SIGN_TASK, subject=f"{row.id}/", by=BY_SYSTEM, now=now)
    forget_raised(session, row, now)
    note_deed(session, row, file, actor, now, "apology.cancel", why)
    return True


def renew_limit(session: Session, row: Apology, file: File, actor: Actor, now: datetime, because: str) -> bool:
    """A draft's due, the moment the apology is owed by and the head's clock, from the file as it is now.

    `because` ends the audit's line. Whether anything moved; a draft that stands by its file's due is left alone.
    """
    if row.state not in OPEN_STATES:
        return False
    try:
        after = limits_of(session, file)
    except (Conflict, MissingCalendar):
        return False  # No due any more, or a year not loaded: the old one is the best that is known.
    if after == (row.due_at, row.limit_at, row.limit_rule):
        return False
    was = row.limit_at
    row.due_at, row.limit_at, row.limit_rule = after
    if close_tasks(session, kind=SIGN_TASK, subject=f"{row.id}/", by=BY_SYSTEM, now=now):
        ask_head(session, row, file, now, because=f"/{row.due_at.isoformat()}")
    if row.limit_at > now:
        forget_raised(session, row, now)
    why = f"phải gửi trước {moment_words(row.limit_at)}, trước đây {moment_words(was)}; {because}"
    note_deed(session, row, file, actor, now, "apology.renew_limit", why)
    return True


def _escalate(session: Session, first: Apology, file: File, actor: Actor, now: datetime) -> bool:
    """The promised date ran over: no paper, no new date; the upper level and the public list."""
    promised = first.new_due_at or now
    days = int(get_setting(session, first.unit_id, PUBLIC_DAYS, PUBLIC_DAYS_DEFAULT))
    values = draft_values(session, file, Kind.SECOND, first.unit_id, now, "Quá cả ngày hẹn mới.") | {
        "turn": SECOND,
        "state": State.ESCALATED.value,
        "due_at": promised,
        "limit_at": promised,
        "limit_rule": "",
        "reason_class": first.reason_class,
        "head_name": first.head_name,
        "head_title": first.head_title,
        "escalated_at": now,
        "published_until": local_day(now) + timedelta(days=days),
    }
    if not insert_once(session, Apology, ("record_id", "turn"), values):
        return False
    row = find_turns(session, [file.id])[file.id][SECOND]
    tell_upper_level(
        session,
        unit_id=first.unit_id,
        kind="apologies.second",
        subject=str(file.id),
        title=f"Hồ sơ {file.code} quá cả ngày hẹn mới",
        detail=f"Đã hẹn lại {moment_words(promised)} và không được hẹn thêm lần nữa (NĐ 61/2018 Điều 19.9).",
        link=f"/xin-loi/{first.id}",
        now=now,
    )
    note_deed(session, row, file, actor, now, "apology.second")
    return True


def note_deed(
    session: Session, row: Apology, file: File, actor: Actor, now: datetime, verb: str, why: str = ""
) -> None:
    """The audit's note about a notice of this file."""
    note_notice(session, row, actor, now, verb, {"why": why or row.created_why}, label=file.code)
