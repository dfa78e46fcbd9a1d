"""A notice's way: which ones the job moves on, and who did what when, as its page tells it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from feedback.apologies.rules import LIFE_WORDS, State
from feedback.apologies.tables import Apology
from feedback.audit.queries import NoteFilter, list_notes
from feedback.organisation.tables import Unit


@dataclass(frozen=True, slots=True)
class LifeStep:
    """One thing that happened to a notice; `more` is the reason given, where one was."""

    at: datetime
    words: str
    who: str
    more: str


@dataclass(frozen=True, slots=True)
class EndedDraft:
    """A notice nobody had approved when it was owed no longer, and why not."""

    id: int
    code: str
    unit: str
    at: datetime
    why: str


def list_ended(session: Session, unit_ids: Collection[int] | None, since: datetime) -> list[EndedDraft]:
    """Drafts closed since then that have not been opened again, newest first."""
    notes = list_notes(session, NoteFilter(unit_ids=unit_ids, verb="apology.cancel", since=since))
    query = select(Apology.id, Unit.name).join(Unit, Unit.id == Apology.unit_id)
    ids = [int(note.object_id) for note in notes]
    ended = {
        row[0]: row[1] for row in session.execute(query.where(Apology.id.in_(ids), Apology.state == State.CANCELLED))
    }
    last = {int(note.object_id): note for note in reversed(notes)}
    found = [(last[each], ended[each]) for each in last if each in ended]
    found.sort(key=lambda each: each[0].id, reverse=True)
    return [
        EndedDraft(int(note.object_id), note.object_label, unit, note.at, str(note.detail.get("why", "")))
        for note, unit in found
    ]


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
