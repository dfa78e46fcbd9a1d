"""Inviting, approving, changing and revoking tablets, as rows and notes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.audit.tables import AuditNote
from feedback.collection_points.actions import tablets as actions
from feedback.collection_points.queries.tablets import get_tablet
from feedback.collection_points.rules.tablets import CODE_LIFE, Ask, Terms
from feedback.foundation.actors import SYSTEM, Actor
from feedback.foundation.errors import Conflict, Invalid, NotFound
from tests.collection_points.devices import PIN_HASH
from tests.factories import Factory

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
ADMIN = Actor(name="Quản trị", account_id=None, login="quan.tri")


def invited(session: Session, unit_id: int, name: str = "K03", **terms: Any) -> UUID:
    values = {"ask": Ask.NONE, "counter_id": None} | terms
    place = {"unit_id": unit_id, "terms": Terms(name, **values), "pin_hash": PIN_HASH, "code_hash": uuid4().hex}
    return actions.invite(session, actor=ADMIN, now=NOW, tablet_id=uuid4(), **place)


def test_an_invitation_holds_ten_minutes_and_its_name_is_taken(session: Session, make: Factory):
    unit, other = make.unit("Xã Mẫu"), make.unit("Xã Khác")
    tablet = get_tablet(session, invited(session, unit.id))
    assert (tablet.state, tablet.code_expires_at) == ("invited", NOW + CODE_LIFE)
    with pytest.raises(Conflict, match="Xã Mẫu đã có máy tên"):
        invited(session, unit.id, "K03")
    invited(session, other.id, "K03")
    with pytest.raises(NotFound):
        invited(session, other.id + 1000)


def test_a_counter_must_be_the_units_own_and_in_use(session: Session, make: Factory):
    unit = make.unit()
    ours, closed, theirs = make.counter(unit), make.counter(unit, active=False), make.counter(make.unit())
    invited(session, unit.id, "K01", counter_id=ours.id)
    for name, counter in (("K02", closed), ("K03", theirs)):
        with pytest.raises(Invalid, match="không thuộc đơn vị"):
            invited(session, unit.id, name, counter_id=counter.id)


def test_only_a_waiting_tablet_is_approved_or_rejected(session: Session, make: Factory):
    tablet_id = invited(session, make.unit().id)
    for deed in (actions.approve, actions.reject):
        more = {"fresh_id": uuid4(), "code_hash": "x"} if deed is actions.reject else {}
        with pytest.raises(Conflict, match="sang bước khác"):
            deed(session, actor=ADMIN, now=NOW, tablet_id=tablet_id, **more)
    get_tablet(session, tablet_id).state = "waiting"
    session.flush()
    actions.approve(session, actor=ADMIN, now=NOW, tablet_id=tablet_id)
    with pytest.raises(Conflict):
        actions.new_code(session, actor=ADMIN, now=NOW, tablet_id=tablet_id, code_hash="y")


def test_revoking_names_who_and_why_and_is_for_good(session: Session, make: Factory):
    unit = make.unit()
    tablet_id = invited(session, unit.id)
    actions.revoke(session, actor=ADMIN, now=NOW, tablet_id=tablet_id, reason="Máy mất")
    tablet = get_tablet(session, tablet_id)
    found = (tablet.state, tablet.revoked_at, tablet.revoked_by, tablet.revoked_why, tablet.code_hash)
    assert found == ("revoked", NOW, "quan.tri", "Máy mất", None)
    terms = Terms("K04", Ask.NONE, None)
    with pytest.raises(Conflict):
        actions.revoke(session, actor=ADMIN, now=NOW, tablet_id=tablet_id, reason="x")
    with pytest.raises(Conflict):
        actions.change(session, actor=ADMIN, now=NOW, tablet_id=tablet_id, terms=terms, pin_hash=None)
    invited(session, unit.id, "K03")


def test_a_change_is_noted_with_before_and_after_and_never_the_pin(session: Session, make: Factory):
    tablet_id = invited(session, make.unit().id)
    terms = Terms("K04", Ask.OFFICER, None)
    actions.change(session, actor=ADMIN, now=NOW, tablet_id=tablet_id, terms=terms, pin_hash="10.neu.neu")
    note = session.scalars(select(AuditNote).where(AuditNote.verb == "tablet.change")).one()
    assert note.detail == {
        "before": {"name": "K03", "ask": "none", "counter_id": None},
        "after": {"name": "K04", "ask": "officer", "counter_id": None},
        "pin_changed": True,
    }
    assert get_tablet(session, tablet_id).pin_hash == "10.neu.neu"


def test_its_own_name_may_stay(session: Session, make: Factory):
    unit = make.unit()
    tablet_id = invited(session, unit.id)
    invited(session, unit.id, "K04")
    same, taken = Terms("K03", Ask.NONE, None), Terms("k04", Ask.NONE, None)
    actions.change(session, actor=SYSTEM, now=NOW, tablet_id=tablet_id, terms=same, pin_hash=None)
    with pytest.raises(Conflict):
        actions.change(session, actor=SYSTEM, now=NOW, tablet_id=tablet_id, terms=taken, pin_hash=None)
