"""Taking answers in, by rows: nothing twice, whatever enrolment it comes under, and no order that tells on anybody."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.answers.actions.tablet_answers import Delivery, belonging, take_in
from feedback.answers.queries.tablet_receipts import find_table
from feedback.answers.rules.tablets import arrived
from feedback.answers.tables import QuarantinedAnswer, Sheet, TabletReceipt
from feedback.foundation.sealing import Sealer
from tests.answers.samples import Place, a_counter
from tests.collection_points.devices import Device, a_tablet

NOW = datetime(2026, 11, 20, 10, 25, 17, tzinfo=UTC)


def a_delivery(session: Session, sealer: Sealer, **more: Any) -> tuple[Delivery, Place, Device]:
    place = a_counter(session, NOW)
    device = a_tablet(session, NOW, place.unit_id)
    values: dict[str, Any] = {
        "tablet_id": device.id,
        "unit_id": place.unit_id,
        "revoked": False,
        "offset": 0,
        "now": NOW,
        "secret": b"s" * 32,
        "sealer": sealer,
        "tables": {place.version_id: find_table(session, place.version_id) or {}},
    }
    return Delivery(**values | more), place, device


def test_a_sheet_keeps_only_the_hour_and_cannot_be_corrected(session: Session, sealer: Sealer):
    delivery, place, device = a_delivery(session, sealer)
    raw = device.an_answer(place.version_id, 4, at=int(NOW.timestamp() * 1000), lang="en")
    take_in(session, delivery=delivery, batch=[arrived(raw)])
    sheet = session.scalars(select(Sheet)).one()
    assert (sheet.first_at, sheet.last_at, sheet.opened_at) == (NOW.replace(minute=0, second=0), sheet.first_at, None)
    assert (sheet.lang, sheet.overall, sheet.channel) == ("en", 4, "tablet")


def test_two_answers_with_one_number_in_one_request_are_one_and_a_clone(session: Session, sealer: Sealer):
    delivery, place, device = a_delivery(session, sealer)
    at = int(NOW.timestamp() * 1000)
    first = device.an_answer(place.version_id, at=at)
    batch = [arrived(first), arrived(first | {"id": str(uuid4())}), arrived(first)]
    states = [(each.state, each.why) for each in take_in(session, delivery=delivery, batch=batch)]
    assert states == [("counted", ""), ("quarantined", "clone"), ("counted", "")]


def test_an_answer_sent_again_after_a_new_enrolment_is_one_sheet_and_a_line_in_each_book(
    session: Session, sealer: Sealer
):
    delivery, place, device = a_delivery(session, sealer)
    again = a_tablet(session, NOW, place.unit_id, name="K02")
    batch = [arrived(device.an_answer(place.version_id, at=int(NOW.timestamp() * 1000)))]
    first = take_in(session, delivery=delivery, batch=batch)
    second = take_in(session, delivery=replace(delivery, tablet_id=again.id), batch=batch)
    assert first == second
    assert len(session.scalars(select(Sheet)).all()) == 1
    assert {each.tablet_id for each in session.scalars(select(TabletReceipt))} == {device.id, again.id}


def test_what_is_kept_apart_can_be_opened_with_the_key_and_its_own_row_alone(session: Session, sealer: Sealer):
    delivery, place, device = a_delivery(session, sealer, revoked=True, offset=-1000)
    raw = device.an_answer(place.version_id, at=int(NOW.timestamp() * 1000))
    take_in(session, delivery=delivery, batch=[arrived(raw)])
    row = session.scalars(select(QuarantinedAnswer)).one()
    assert row.sealed is not None
    content = sealer.open_json(row.sealed, belongs_to=belonging(row.id))
    assert (json.loads(content["raw"]), content["offset"]) == (raw, -1000)
    assert (row.received_at, row.reason) == (NOW.replace(minute=0, second=0), "revoked")


def test_sheets_do_not_lie_in_the_order_of_their_numbers(session: Session, sealer: Sealer):
    delivery, place, device = a_delivery(session, sealer)
    at = int(NOW.timestamp() * 1000)
    take_in(session, delivery=delivery, batch=[arrived(device.an_answer(place.version_id, at=at)) for _ in range(30)])
    stored = [UUID(str(each)) for each in session.scalars(select(Sheet.id).where(Sheet.unit_id == place.unit_id))]
    assert len(stored) == 30
    if session.get_bind().dialect.name == "sqlite":
        order = list(session.scalars(select(Sheet.id).order_by(Sheet.__table__.c.id)))
        laid = session.connection().exec_driver_sql("SELECT id FROM sheet ORDER BY rowid").scalars().all()
        assert [UUID(each) for each in laid] == order
