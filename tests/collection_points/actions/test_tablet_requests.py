"""What a tablet's request does: its counter, its silence that ends, its health."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.collection_points.actions import tablet_requests as actions
from feedback.collection_points.queries.tablets import get_tablet
from feedback.collection_points.rules.signatures import Claim, ms_of
from feedback.collection_points.rules.tablets import CODE_LIFE, TabletState
from feedback.collection_points.tables import TabletDay
from feedback.foundation.actors import SYSTEM
from feedback.foundation.database import Database
from feedback.outbox.actions import hand_over
from feedback.outbox.tables import Task
from feedback.working_calendar.actions import load_reference_calendar
from tests.collection_points.devices import Device, a_tablet
from tests.factories import Factory

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
"""Friday 15:00 in Việt Nam."""
FRIDAY = date(2026, 11, 20)


def a_claim(device: Device, counter: int, at: datetime = NOW) -> Claim:
    assert device.id is not None
    return Claim(device.id, counter, ms_of(at), b"")


def a_beat(**more: object) -> actions.Health:
    values = {"queue": 0, "last_seq": 0, "recorded": {}, "storage": 10, "persisted": True, "version": "1"}
    return actions.Health(**values | more)


def test_a_counter_only_rises(session: Session, make: Factory):
    device = a_tablet(session, NOW, make.unit().id)
    assert actions.accept(session, claim=a_claim(device, 5), now=NOW).fresh
    for counter in (5, 4, 1):
        found = actions.accept(session, claim=a_claim(device, counter), now=NOW)
        assert (found.fresh, found.last) == (False, 5)
    assert actions.accept(session, claim=a_claim(device, 6), now=NOW).fresh


def test_a_tablet_is_believed_about_its_numbers_only_while_it_is_in_use(session: Session, make: Factory):
    device = a_tablet(session, NOW, make.unit().id)
    assert actions.accept(session, claim=a_claim(device, 1), now=NOW, seq=12).last_seq == 12
    get_tablet(session, device.id).state = TabletState.REVOKED
    session.flush()
    assert actions.accept(session, claim=a_claim(device, 2), now=NOW, seq=2_000_000_000).last_seq == 12
    session.expire_all()
    assert get_tablet(session, device.id).last_seq == 12


def test_only_an_enrolment_of_the_same_unit_goes_on_in_a_new_one(session: Session, make: Factory):
    unit_id = make.unit().id
    here, elsewhere = a_tablet(session, NOW, unit_id, name="K05"), a_tablet(session, NOW, make.unit().id)
    for number, (before, last_seq, expected) in enumerate(
        [(here.id, 900, here.id), (elsewhere.id, 900, None), (uuid4(), 900, None), (here.id, 0, None), (None, 9, None)]
    ):
        tablet = get_tablet(session, a_tablet(session, NOW, unit_id, name=f"M{number}").id)
        tablet.state, tablet.code_hash, tablet.code_expires_at = TabletState.INVITED, f"code {number}", NOW + CODE_LIFE
        session.flush()
        said = {"public_key": b"key", "version": "1", "last_seq": last_seq, "before": before}
        assert actions.enrol(session, code_hash=f"code {number}", now=NOW, **said) == tablet.id
        assert (tablet.continues, tablet.first_seq) == (expected, last_seq)


def test_of_many_with_one_counter_one_gets_through(database: Database):
    def build(session: Session) -> Device:
        return a_tablet(session, NOW, Factory(session).unit().id)

    claim = a_claim(database.run(build), 7)
    with ThreadPoolExecutor(8) as pool:
        works = [
            pool.submit(database.run, lambda session: actions.accept(session, claim=claim, now=NOW)) for _ in range(16)
        ]
        assert sum(work.result().fresh for work in works) == 1


def test_the_end_of_a_silence_goes_into_the_book_once(session: Session, make: Factory):
    load_reference_calendar(session, actor=SYSTEM, now=NOW)
    device = a_tablet(session, NOW - timedelta(hours=6), make.unit().id)
    tablet = get_tablet(session, device.id)
    tablet.silent_since = NOW - timedelta(hours=6)
    subject = f"{device.id}/then"
    hand_over(session, kind=actions.SILENT_TASK, subject=subject, unit_id=tablet.unit_id, title="Máy im lặng", now=NOW)
    session.flush()
    for counter in (1, 2):
        actions.accept(session, claim=a_claim(device, counter), now=NOW + timedelta(minutes=counter))
    session.expire_all()
    day = session.scalars(select(TabletDay)).one()
    # From 09:00 to 15:01, with the office closed from 11:30 to 13:30.
    assert (day.day, day.silent_minutes) == (FRIDAY, 150 + 91)
    assert get_tablet(session, device.id).silent_since is None
    assert session.scalars(select(Task.done_at)).one() is not None


def test_a_short_pause_is_no_silence(session: Session, make: Factory):
    device = a_tablet(session, NOW, make.unit().id)
    actions.accept(session, claim=a_claim(device, 1), now=NOW + timedelta(minutes=15))
    assert session.scalars(select(TabletDay)).all() == []


def test_counts_of_days_that_cannot_be_are_left_out(session: Session, make: Factory):
    device = a_tablet(session, NOW, make.unit().id)
    recorded = {FRIDAY: 3, FRIDAY - timedelta(days=1): 0, date(1970, 1, 1): 9, date(9999, 12, 31): 9}
    actions.beat(session, tablet_id=device.id, health=a_beat(recorded=recorded), now=NOW)
    assert [(each.day, each.recorded) for each in session.scalars(select(TabletDay))] == [(FRIDAY, 3)]


def test_an_unknown_code_lets_nobody_in(session: Session):
    sent = {"code_hash": uuid4().hex, "public_key": Device().public, "version": "1", "now": NOW}
    assert actions.enrol(session, **sent) is None
