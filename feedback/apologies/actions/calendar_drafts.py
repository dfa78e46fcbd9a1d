"""Drafts follow the due of their file where it was decided to reckon anew; what is approved stays as it was printed."""

from datetime import datetime

from sqlalchemy.orm import Session

from feedback.apologies.actions.drafting import SIGN_TASK, ask_head, limits_of, note_deed
from feedback.apologies.queries import get_notice
from feedback.apologies.queries.calendar_letters import list_drafts
from feedback.apologies.queries.deliveries import BY_SYSTEM
from feedback.apologies.rules import OPEN_STATES
from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import Conflict
from feedback.foundation.words import moment
from feedback.outbox.actions import close_tasks
from feedback.records.queries import get_file
from feedback.records.queries.calendar_decisions import get_decision
from feedback.working_calendar.rules import MissingCalendar
from feedback.working_calendar.rules.proposals import from_json

WORK = 50


def renew_next(session: Session, *, now: datetime, decision_id: int, after_id: int) -> tuple[int, int]:
    """The next drafts the decision may concern: the last one looked at (0 when through), and how many were moved.

    Again changes nothing: a draft that stands by its file's due already is left alone.
    """
    change = from_json(get_decision(session, decision_id).change)
    drafts = list_drafts(session, change, after_id=after_id, take=WORK)
    moved = sum(_renew(session, each, decision_id, now) for each in drafts)
    return (drafts[-1] if drafts else 0), moved


def _renew(session: Session, notice_id: int, decision_id: int, now: datetime) -> bool:
    """Its due, the moment the apology is owed by and the head's clock, all from the file as it is now."""
    row = get_notice(session, notice_id)
    if row.state not in OPEN_STATES:
        return False
    file = get_file(session, row.record_id)
    try:
        after = limits_of(session, file)
    except (Conflict, MissingCalendar):
        return False  # No due any more, or a year not loaded: the old one is the best that is known.
    before, was = (row.due_at, row.limit_at, row.limit_rule), row.limit_at
    if after == before:
        return False
    row.due_at, row.limit_at, row.limit_rule = after
    if close_tasks(session, kind=SIGN_TASK, subject=f"{row.id}/", by=BY_SYSTEM, now=now):
        ask_head(session, row, file, now, because=f"/{decision_id}")
    why = f"phải gửi trước {moment(row.limit_at)}, trước đây {moment(was)}; quyết định về lịch số {decision_id}"
    note_deed(session, row, file, SYSTEM, now, "apology.renew_limit", why)
    return True
