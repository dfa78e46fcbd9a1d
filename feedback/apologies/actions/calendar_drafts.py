"""Drafts follow the due of their file where it was decided to reckon anew; what is approved stays as it was printed."""

from datetime import datetime

from sqlalchemy.orm import Session

from feedback.apologies.actions.drafting import end_if_needless, renew_limit
from feedback.apologies.queries import get_notice
from feedback.apologies.queries.calendar_letters import list_drafts
from feedback.foundation.actors import SYSTEM
from feedback.records.queries import get_file
from feedback.records.queries.calendar_decisions import get_decision
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
    """Its due, the moment the apology is owed by and the head's clock; or its end, where the file is in time again."""
    row = get_notice(session, notice_id)
    file = get_file(session, row.record_id)
    if end_if_needless(session, notice_id, file, SYSTEM, now):
        return True
    return renew_limit(session, row, file, SYSTEM, now, f"quyết định về lịch số {decision_id}")
