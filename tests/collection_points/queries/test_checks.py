"""The newest look at each counter."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from feedback.collection_points.queries.checks import find_check, hold, list_looks, list_looks_of_day, looks_at
from feedback.collection_points.queries.points import list_points
from feedback.collection_points.rules.checks import Sight
from feedback.collection_points.tables import CodeCheck
from feedback.foundation.clock import local_day
from feedback.organisation.tables import Counter
from tests.factories import Factory


def looked(session: Session, counter: Counter, at: datetime, *, code_ok: bool | None = True, by: str = "Mẫu") -> date:
    day = local_day(at)
    facts = {"counter_id": counter.id, "unit_id": counter.unit_id, "day": day, "open": True}
    session.add(CodeCheck(code_ok=code_ok, checked_at=at, checked_by=by, **facts))
    session.flush()
    return day


def test_the_newest_look_at_each_counter_is_found(session: Session, make: Factory, now: datetime):
    unit, other = make.unit(), make.unit()
    first, second, never, elsewhere = make.counter(unit), make.counter(unit), make.counter(unit), make.counter(other)
    looked(session, first, now - timedelta(days=2))
    today = looked(session, first, now, code_ok=False, by="Người Mẫu")
    looked(session, second, now - timedelta(days=1))
    looked(session, elsewhere, now)
    looks = list_looks(session, {unit.id}, today)
    assert set(looks) == {first.id, second.id}
    assert (looks[first.id].at, looks[first.id].by, looks[first.id].sight) == (now, "Người Mẫu", Sight(True, False))
    assert set(list_looks(session, None, today)) == {first.id, second.id, elsewhere.id}
    assert list_looks(session, None, today - timedelta(days=1))[first.id].sight == Sight(True, True)
    assert set(list_looks_of_day(session, unit.id, today)) == {first.id}
    assert find_check(session, never.id, today) is None


def test_a_look_at_an_earlier_code_says_nothing_of_the_one_in_use(session: Session, make: Factory, now: datetime):
    counter = make.counter(make.unit())
    day = looked(session, counter, now, code_ok=False)
    make.printed_code(counter, issued_at=now + timedelta(minutes=1))
    points = list_points(session, day)
    assert looks_at(list_looks(session, None, day), points)[counter.id].sight == Sight(True, None)
    assert looks_at({}, points) == {}


def test_a_unit_is_held_for_one_officer_at_a_time(session: Session, make: Factory):
    unit = make.unit("Xã Mẫu Một")
    assert hold(session, unit.id).name == "Xã Mẫu Một"
