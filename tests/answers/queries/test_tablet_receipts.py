"""What is looked up around a request of answers."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from feedback.answers.queries.tablet_receipts import find_table, list_reasons, list_receipts, places_of
from feedback.answers.rules.tablets import arrived
from feedback.answers.tables import TabletReceipt
from tests.answers.samples import a_counter
from tests.collection_points.devices import Device, a_tablet

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def test_numbers_are_those_of_the_tablet(session: Session):
    place = a_counter(session, NOW)
    ours, other = (a_tablet(session, NOW, place.unit_id, name=name) for name in ("K01", "K02"))
    for tablet, seq in ((ours, 1), (ours, 3), (other, 2)):
        values = {"seq": seq, "mark": b"m", "observed_day": date(2026, 11, 20), "state": "counted"}
        session.add(TabletReceipt(tablet_id=tablet.id, **values))
    session.flush()
    assert list_receipts(session, ours.id, {1, 2, 4}) == {1: (b"m", "counted")}
    assert list_reasons(session, {ours.id}) == {}


def test_a_version_is_a_table_if_it_was_ever_published(session: Session):
    place = a_counter(session, NOW)
    table = find_table(session, place.version_id)
    assert table is not None
    assert table["xin_chao"]["yes"] == "yes"
    assert find_table(session, place.version_id + 1000) is None


def test_places_are_the_units_own(session: Session):
    place, theirs = a_counter(session, NOW), a_counter(session, NOW, token="q9dk7m2x", name="Xã Khác")
    device = Device()
    sent = [device.an_answer(1, counter=place.counter_id), device.an_answer(1, counter=theirs.counter_id, officer=1)]
    answers = [each for each in (arrived(raw).answer for raw in sent) if each is not None]
    found = places_of(session, place.unit_id, answers)
    assert (found.counters, found.officers) == (frozenset({place.counter_id}), frozenset())
