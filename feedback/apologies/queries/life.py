"""A notice's way: which ones the job moves on, and who did what when, as its page tells it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from feedback.apologies.rules import LIFE_WORDS, State
from feedback.apologies.tables import Apology
from feedback.audit.queries import NoteFilter, list_notes


@dataclass(frozen=True, slots=True)
class LifeStep:
    """One thing that happened to a notice; `more` is the reason given, where one was."""

    at: datetime
    words: str
    who: str
    more: str


def list_to_publish(session: Session, today: date) -> list[int]:
    """Notices to put on the public list, or to close; by id."""
    publish = Apology.state.in_([State.DELIVERED.value, State.HANDED_OVER.value])
    over = and_(
        Apology.state == State.PUBLISHED.value,
        Apology.delivered_at.is_not(None),
        or_(Apology.published_until.is_(None), Apology.published_until < today),
    )
    return list(session.scalars(select(Apology.id).where(or_(publish, over)).order_by(Apology.id)))


def list_life(session: Session, notice_id: int) -> list[LifeStep]:
    """Everything noted about this notice, oldest first."""
    wanted = NoteFilter(unit_ids=None, object_kind="apology", object_id=str(notice_id))
    notes = reversed(list_notes(session, wanted))
    return [
        LifeStep(note.at, LIFE_WORDS[note.verb], note.actor_name, _more(note.detail))
        for note in notes
        if note.verb in LIFE_WORDS
    ]


def _more(detail: dict[str, object]) -> str:
    """The words of a note that belong on the page; what stands elsewhere on it is left out."""
    told = [str(detail[name]) for name in ("why", "answer") if detail.get(name)]
    if detail.get("by_number"):
        told.append(f"phiếu thu hồi số {detail['by_number']} năm {detail.get('by_year', '')}".strip())
    return "; ".join(told)
