"""A wish is one row however often it is sent; its contact goes with the call, the withdrawal, or the thirty days."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.answers.actions import call_backs as actions
from feedback.answers.rules import call_backs as rules
from feedback.answers.rules.call_backs import Contact
from feedback.answers.tables import CallBack
from feedback.audit.tables import AuditNote
from feedback.foundation.actors import SYSTEM
from feedback.foundation.clock import local_day
from feedback.foundation.errors import Conflict, Invalid, NotFound
from feedback.foundation.sealing import Sealer
from tests.answers.samples import Place, a_counter

ID = UUID(int=7)
CONTACT = Contact("0905123456", "Hoa", "chiều")


@pytest.fixture
def place(session: Session, now: datetime) -> Place:
    return a_counter(session, now)


def ask(session: Session, sealer: Sealer, place: Place, now: datetime, number: int = 7) -> CallBack:
    wish = {"call_id": UUID(int=number), "unit_id": place.unit_id, "contact": CONTACT, "consent": "goi-lai-1/vi"}
    actions.ask_call_back(session, sealer=sealer, now=now, **wish)
    return session.get_one(CallBack, UUID(int=number))


def test_a_wish_is_sealed_and_the_same_form_again_is_no_second_one(
    session: Session, place: Place, now: datetime, sealer: Sealer
):
    row = ask(session, sealer, place, now)
    ask(session, sealer, place, now)
    assert len(session.scalars(select(CallBack)).all()) == 1
    assert row.sealed is not None
    assert b"0905" not in row.sealed
    assert (row.state, row.asked_day, row.consent) == ("open", local_day(now), "goi-lai-1/vi")


def test_a_day_takes_so_many_wishes(
    session: Session, place: Place, now: datetime, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(actions, "MOST_A_DAY", 2)
    for number in (1, 2):
        ask(session, sealer, place, now, number)
    with pytest.raises(Conflict, match="quá nhiều"):
        ask(session, sealer, place, now, 3)
    ask(session, sealer, place, now, 2)


def test_a_withdrawal_empties_the_contact_at_once(session: Session, place: Place, now: datetime, sealer: Sealer):
    row = ask(session, sealer, place, now)
    assert actions.withdraw(session, call_id=ID, now=now)
    assert (row.state, row.sealed) == ("withdrawn", None)
    assert actions.withdraw(session, call_id=ID, now=now)
    assert not actions.withdraw(session, call_id=UUID(int=8), now=now)


def test_a_look_and_an_end_are_noted_and_the_end_empties_the_contact(
    session: Session, place: Place, now: datetime, sealer: Sealer
):
    row = ask(session, sealer, place, now)
    actions.note_shown(session, actor=SYSTEM, now=now, call_id=ID)
    with pytest.raises(Invalid):
        actions.finish(session, actor=SYSTEM, now=now, call_id=ID, outcome="")
    actions.finish(session, actor=SYSTEM, now=now, call_id=ID, outcome="reached")
    assert (row.state, row.sealed, row.outcome, row.settled_by) == ("done", None, "reached", "hệ thống")
    with pytest.raises(Conflict, match="không còn được giữ"):
        actions.note_shown(session, actor=SYSTEM, now=now, call_id=ID)
    with pytest.raises(NotFound):
        actions.note_shown(session, actor=SYSTEM, now=now, call_id=UUID(int=8))
    notes = session.scalars(select(AuditNote).order_by(AuditNote.id)).all()
    assert [note.verb for note in notes if note.object_kind == "call_back"] == ["call_back.show", "call_back.finish"]
    assert "0905" not in " ".join(str(vars(note)) for note in notes)


def test_contacts_go_after_thirty_days(session: Session, place: Place, now: datetime, sealer: Sealer):
    row = ask(session, sealer, place, now)
    day = local_day(now)
    assert actions.forget_contacts(session, before=day, now=now) == 0
    later = now + timedelta(days=rules.CONTACT_DAYS + 1)
    assert actions.forget_contacts(session, before=day + timedelta(days=1), now=later) == 1
    session.refresh(row)
    assert (row.state, row.sealed) == ("expired", None)


def test_only_the_day_of_an_end_is_kept(session: Session, place: Place, now: datetime, sealer: Sealer):
    row = ask(session, sealer, place, now)
    actions.withdraw(session, call_id=ID, now=now + timedelta(minutes=13))
    assert row.settled_at is not None
    assert (row.settled_at.minute, row.settled_at.second) == (0, 0)
