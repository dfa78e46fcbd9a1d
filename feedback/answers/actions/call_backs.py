"""What happens to a wish to be called back: kept sealed, shown with a note, settled, withdrawn, forgotten."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from feedback.answers.actions.inserting import insert_new
from feedback.answers.rules.call_backs import MOST_A_DAY, OUTCOMES, Contact, State, check_outcome
from feedback.answers.tables import CallBack
from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day, to_local
from feedback.foundation.errors import Conflict, NotFound
from feedback.foundation.sealing import Sealer

GONE = "Không có yêu cầu gọi lại này. Hãy mở lại trang Gọi lại."


def seal_place(call_id: UUID) -> str:
    """What the sealed contact belongs to."""
    return f"call_back/{call_id}/sealed"


def ask_call_back(
    session: Session, *, sealer: Sealer, call_id: UUID, unit_id: int, contact: Contact, consent: str, now: datetime
) -> None:
    """Keep a wish. The same form again changes nothing. Conflict when this unit has far too many today."""
    today = local_day(now)
    others = select(func.count()).select_from(CallBack).where(CallBack.unit_id == unit_id, CallBack.asked_day == today)
    if session.execute(others.where(CallBack.id != call_id)).scalar_one() >= MOST_A_DAY:
        raise Conflict("Hôm nay đơn vị này đã nhận quá nhiều yêu cầu gọi lại. Xin ghé quầy hoặc gửi lại vào ngày mai.")
    values = {
        "id": call_id,
        "unit_id": unit_id,
        "asked_day": today,
        "consent": consent,
        "sealed": sealer.seal_json(asdict(contact), belongs_to=seal_place(call_id)),
        "state": State.OPEN.value,
        "settled_at": None,
        "settled_by": None,
        "outcome": None,
    }
    session.execute(insert_new(session, "call_back"), values)


def withdraw(session: Session, *, call_id: UUID, now: datetime) -> bool:
    """The person takes the wish back: the contact is gone at once. Whether there was one to take back."""
    row = session.get(CallBack, call_id)
    if row is None:
        return False
    if row.state == State.OPEN:
        _settle(row, State.WITHDRAWN, now)
        session.flush()
    return True


def note_shown(session: Session, *, actor: Actor, now: datetime, call_id: UUID) -> None:
    """Somebody looks at the whole number. Conflict when it is gone."""
    row = _open(session, call_id)
    _note(session, actor, now, row, "call_back.show", {})


def finish(session: Session, *, actor: Actor, now: datetime, call_id: UUID, outcome: str) -> None:
    """The call is made, or will not be: how it ended stays, the contact goes."""
    row = _open(session, call_id)
    row.outcome, row.settled_by = check_outcome(outcome), actor.name
    _settle(row, State.DONE, now)
    session.flush()
    _note(session, actor, now, row, "call_back.finish", {"outcome": OUTCOMES[outcome]})


def forget_contacts(session: Session, *, before: date, now: datetime) -> int:
    """Empty the contacts of wishes that came before that day and were never settled; how many."""
    due = update(CallBack).where(CallBack.asked_day < before, CallBack.sealed.is_not(None))
    gone = due.values(sealed=None, state=State.EXPIRED.value, settled_at=_noon(now))
    return len(session.scalars(gone.returning(CallBack.id)).all())


def _settle(row: CallBack, state: State, now: datetime) -> None:
    row.state, row.sealed, row.settled_at = state.value, None, _noon(now)


def _noon(now: datetime) -> datetime:
    """Only the day matters; the moment would tell who wrote what when."""
    return to_local(now).replace(hour=12, minute=0, second=0, microsecond=0)


def _open(session: Session, call_id: UUID) -> CallBack:
    row = session.scalars(select(CallBack).where(CallBack.id == call_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound(GONE)
    if row.sealed is None:
        raise Conflict("Yêu cầu này đã khép: số điện thoại không còn được giữ.")
    return row


def _note(session: Session, actor: Actor, now: datetime, row: CallBack, verb: str, detail: dict[str, str]) -> None:
    note(
        session,
        actor=actor,
        now=now,
        verb=verb,
        object_kind="call_back",
        object_id=row.id,
        unit_id=row.unit_id,
        detail=detail,
    )
