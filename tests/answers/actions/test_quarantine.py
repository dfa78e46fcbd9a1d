"""Deciding in works of a hundred, and forgetting what was refused long ago."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.accounts.rules import Role
from feedback.answers.actions.letters import NO_DECIDER, ask_for_decider
from feedback.answers.actions.quarantine import Wanted, decide, forget_refused
from feedback.answers.actions.tablet_answers import take_in
from feedback.answers.jobs import forget_quarantined, tell_of_quarantine
from feedback.answers.rules.quarantine import KEPT, Decision
from feedback.answers.rules.tablets import arrived
from feedback.answers.tables import QuarantinedAnswer, Sheet
from feedback.foundation.actors import SYSTEM
from feedback.foundation.database import Database
from feedback.foundation.engine import Store
from feedback.foundation.sealing import Sealer
from feedback.outbox.queries import count_tasks
from feedback.outbox.tables import WorkItem
from tests.answers.actions.test_tablet_answers import NOW, a_delivery
from tests.factories import Factory

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


def test_the_call_for_an_inspector_ends_with_the_last_decision(session: Session, sealer: Sealer):
    case = kept_apart(session, sealer, 2)
    wanted: Wanted = case["wanted"]
    assert ask_for_decider(session, unit_id=wanted.unit_id, day=NOW.date(), now=NOW)
    one = session.scalars(select(QuarantinedAnswer.id).limit(1)).all()
    for only, still_open in ((frozenset(one), 1), (None, 0)):
        decide(session, decision=Decision.REFUSED, **case | {"wanted": replace(wanted, only=only)})
        assert count_tasks(session, NO_DECIDER, f"{wanted.unit_id}/") == (1, still_open)


@pytest.fixture
def site(app: Flask) -> Store:
    found: Store = app.extensions["lang-nghe"]
    return found


def letters(site: Store) -> list[WorkItem]:
    with site.database.read() as session:
        return list(session.scalars(select(WorkItem).order_by(WorkItem.created_at)))


def test_inspectors_hear_once_per_unit_and_day_from_two_schedulers_and_no_more_once_it_is_decided(site: Store):
    def build(session: Session) -> dict[str, Any]:
        make = Factory(session)
        make.account(Role.INSPECTOR, login="tt", email="tt@example.vn", person_name="Thanh Tra Mẫu")
        make.account(Role.LEADER, login="ld", email="ld@example.vn", fs_uniquifier="u2")
        return kept_apart(session, site.sealer, 3)

    case = site.database.run(build)
    both = Barrier(2)

    def one_scheduler(_: int) -> None:
        both.wait()
        tell_of_quarantine(site, NOW, "")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one_scheduler, range(2)))
    (letter,) = letters(site)
    assert letter.payload["to"] == "tt@example.vn"
    assert "/may-tinh-bang/cach-ly" in letter.payload["text"]
    assert "Xã Mẫu" not in str(letter.payload)
    assert letter.unit_id is None

    site.database.run(lambda session: decide(session, decision=Decision.REFUSED, **case).done)
    assert tell_of_quarantine(site, NOW + timedelta(hours=1), "") == 0

    later = NOW + timedelta(days=1)

    def another(session: Session) -> None:
        row = session.scalars(select(QuarantinedAnswer).limit(1)).one()
        row.state, row.received_at = "waiting", later

    site.database.run(another)
    assert [tell_of_quarantine(site, later + timedelta(hours=n), "") for n in range(3)] == [1, 0, 0]
    assert tell_of_quarantine(site, later + timedelta(days=8), "") == 0
    assert len(letters(site)) == 2


def test_without_an_inspector_the_unit_above_is_asked_once_a_week(site: Store):
    def build(session: Session) -> int:
        wanted: Wanted = kept_apart(session, site.sealer, 1)["wanted"]
        return wanted.unit_id

    unit_id = site.database.run(build)
    assert [tell_of_quarantine(site, NOW, "") for _ in range(2)] == [1, 0]
    with site.database.read() as session:
        assert count_tasks(session, NO_DECIDER, f"{unit_id}/") == (1, 1)
    assert letters(site) == []
