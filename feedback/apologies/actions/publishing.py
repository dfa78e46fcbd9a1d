"""The end of a notice's way: on the public list, off it again when its time is over."""

from datetime import datetime

from sqlalchemy.orm import Session

from feedback.apologies.actions.noting import note_notice
from feedback.apologies.queries import get_notice
from feedback.apologies.rules import State, Verb, is_over, move, number_words
from feedback.apologies.tables import Apology
from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day


def publish(session: Session, *, actor: Actor, now: datetime, notice_id: int) -> None:
    """It is on its way or delivered: its line may be read by everybody. Conflict from any other state."""
    notice = get_notice(session, notice_id)
    notice.state = move(State(notice.state), Verb.PUBLISH).value
    notice.published_at = now
    _note(session, notice, actor, now, "apology.publish")


def close(session: Session, *, actor: Actor, now: datetime, notice_id: int) -> None:
    """Delivered and no longer public: nothing remains to be done. Conflict from any other state."""
    notice = get_notice(session, notice_id)
    notice.state = move(State(notice.state), Verb.CLOSE).value
    notice.closed_at = now
    _note(session, notice, actor, now, "apology.close")


def follow_public(session: Session, *, actor: Actor, now: datetime, notice_id: int) -> str:
    """Do for one notice what is due now: publish it, close it, or nothing ("")."""
    notice = get_notice(session, notice_id)
    if State(notice.state) in (State.DELIVERED, State.HANDED_OVER):
        publish(session, actor=actor, now=now, notice_id=notice_id)
        return "published"
    published = State(notice.state) == State.PUBLISHED
    if published and is_over(notice.delivered_at, notice.published_until, local_day(now)):
        close(session, actor=actor, now=now, notice_id=notice_id)
        return "closed"
    return ""


def _note(session: Session, notice: Apology, actor: Actor, now: datetime, verb: str) -> None:
    session.flush()
    note_notice(session, notice, actor, now, verb, {}, label=number_words(notice.number or 0))
