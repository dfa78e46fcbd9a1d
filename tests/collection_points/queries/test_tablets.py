"""Reads of tablets: by request, by name, by list."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from feedback.collection_points.actions import tablets as actions
from feedback.collection_points.queries.tablets import (
    find_known,
    find_named,
    get_tablet,
    list_active,
    list_tablets,
    list_unit_counters,
    list_unit_officers,
    place_of,
)
from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import NotFound
from tests.collection_points.devices import a_tablet
from tests.factories import Factory

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def test_lists_are_by_unit_and_name_and_keep_to_the_units_asked_for(session: Session, make: Factory):
    first, second = make.unit("Xã An"), make.unit("Xã Bình")
    ids = [
        a_tablet(session, NOW, unit.id, name=name).id for unit, name in ((second, "K1"), (first, "K2"), (first, "K1"))
    ]
    assert [line.tablet.id for line in list_tablets(session, None)] == ids[::-1]
    assert [line.tablet.id for line in list_tablets(session, [second.id])] == ids[:1]
    assert list_tablets(session, []) == []
    actions.revoke(session, actor=SYSTEM, now=NOW, tablet_id=ids[0], reason="Máy hỏng")
    assert list_tablets(session, [second.id]) == []
    assert [line.tablet.id for line in list_tablets(session, None, ended=True)] == ids[:1]
    assert {each.id for each in list_active(session)} == set(ids[1:])


def test_a_name_is_found_while_its_tablet_has_not_ended(session: Session, make: Factory):
    unit = make.unit()
    device = a_tablet(session, NOW, unit.id, name="K03")
    found = find_named(session, unit.id, "k03")
    assert found is not None
    assert found.id == device.id
    actions.revoke(session, actor=SYSTEM, now=NOW, tablet_id=device.id, reason="Máy hỏng")
    assert find_named(session, unit.id, "K03") is None


def test_the_place_of_a_tablet_is_its_counter_and_its_unit(session: Session, make: Factory):
    unit = make.unit("Xã Mẫu")
    counter = make.counter(unit, name="Quầy số 1")
    fixed = a_tablet(session, NOW, unit.id, name="K01", counter_id=counter.id)
    free = a_tablet(session, NOW, unit.id, name="K02")
    places = [place_of(session, get_tablet(session, each.id)) for each in (fixed, free)]
    assert places == ["Quầy số 1, Xã Mẫu", "Xã Mẫu"]


def test_only_a_tablet_that_gave_a_key_is_known_to_requests(session: Session, make: Factory):
    device = a_tablet(session, NOW, make.unit().id)
    known = find_known(session, device.id)
    assert known is not None
    assert (known.public_key, known.state) == (device.public, "active")
    get_tablet(session, device.id).public_key = None
    session.flush()
    assert find_known(session, device.id) is None
    assert find_known(session, uuid4()) is None
    with pytest.raises(NotFound):
        get_tablet(session, uuid4())


def test_counters_in_use_and_officers_are_the_units_own(session: Session, make: Factory):
    unit = make.unit()
    ours = make.counter(unit)
    make.counter(unit, active=False)
    make.counter(make.unit())
    assert [each.id for each in list_unit_counters(session, unit.id)] == [ours.id]
    assert list_unit_officers(session, unit.id) == []
