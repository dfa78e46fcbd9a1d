"""Deciding in works of a hundred, and forgetting what was refused long ago."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.answers.actions.quarantine import Wanted, decide, forget_refused
from feedback.answers.actions.tablet_answers import take_in
from feedback.answers.jobs import forget_quarantined
from feedback.answers.rules.quarantine import KEPT, Decision
from feedback.answers.rules.tablets import arrived
from feedback.answers.tables import QuarantinedAnswer, Sheet
from feedback.foundation.actors import SYSTEM
from feedback.foundation.database import Database
from feedback.foundation.sealing import Sealer
from tests.answers.actions.test_tablet_answers import NOW, a_delivery

AT = int(NOW.timestamp() * 1000)


def kept_apart(session: Session, sealer: Sealer, count: int) -> dict[str, Any]:
    """So many answers of a revoked tablet; what deciding about them needs."""
    delivery, place, device = a_delivery(session, sealer, revoked=True)
    take_in(
        session, delivery=delivery, batch=[arrived(device.an_answer(place.version_id, at=AT)) for _ in range(count)]
    )
    wanted = Wanted(device.id, place.unit_id, "revoked", None)
    keys = {"secret": delivery.secret, "sealer": sealer}
    return {"actor": SYSTEM, "now": NOW, "wanted": wanted, "why": "đã xem", **keys}


def count_sheets(session: Session) -> int:
    return session.execute(select(func.count()).select_from(Sheet)).scalar_one()


def test_a_hundred_at_once_until_none_are_left(session: Session, sealer: Sealer):
    case = kept_apart(session, sealer, 130)
    first = decide(session, decision=Decision.ACCEPTED, **case)
    second = decide(session, decision=Decision.ACCEPTED, passed=first.left, **case)
    assert [(each.done, each.more) for each in (first, second)] == [(100, True), (30, False)]
    assert count_sheets(session) == 130


def test_what_cannot_be_opened_any_more_can_only_be_refused(session: Session, sealer: Sealer):
    case = kept_apart(session, sealer, 2) | {"sealer": Sealer(b"x" * 32)}
    found = decide(session, decision=Decision.ACCEPTED, **case)
    assert (found.done, len(found.left), count_sheets(session)) == (0, 2, 0)
    assert decide(session, decision=Decision.REFUSED, **case).done == 2


def test_a_refused_answer_is_forgotten_after_ninety_days_and_stays_counted(session: Session, sealer: Sealer):
    decide(session, decision=Decision.REFUSED, **kept_apart(session, sealer, 3))
    session.flush()
    assert forget_refused(session, now=NOW + KEPT) == 0
    assert forget_refused(session, now=NOW + KEPT + timedelta(seconds=1)) == 3
    assert forget_refused(session, now=datetime(2030, 1, 1, tzinfo=UTC)) == 0
    session.expire_all()
    rows = session.scalars(select(QuarantinedAnswer)).all()
    assert [(each.state, each.sealed) for each in rows] == [("refused", None)] * 3


def test_the_job_forgets_all_that_is_due(app: Flask, site_database: Database):
    sealer: Sealer = app.extensions["lang-nghe"].sealer

    def build(session: Session) -> int:
        return decide(session, decision=Decision.REFUSED, **kept_apart(session, sealer, 3)).done

    assert site_database.run(build) == 3
    later = NOW + KEPT + timedelta(hours=1)
    assert forget_quarantined(app.extensions["lang-nghe"], later, "") == 3
    assert forget_quarantined(app.extensions["lang-nghe"], later, "") == 0
