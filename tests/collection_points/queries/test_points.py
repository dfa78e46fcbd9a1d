"""What a token stands for."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from feedback.collection_points import queries
from feedback.foundation.errors import NotFound
from tests.factories import Factory

TODAY = date(2026, 11, 20)


def test_a_token_leads_to_its_counter_and_unit(session: Session, make: Factory):
    unit = make.unit("Xã Mẫu Một")
    desk = make.desk(unit)
    code = make.printed_code(make.counter(unit, desk=desk, name="Quầy số 3"))
    point = queries.find_point(session, code.token)
    assert point is not None
    assert (point.unit_name, point.counter_name, point.desk_name) == ("Xã Mẫu Một", "Quầy số 3", desk.name)
    assert point.revoked_at is None


def test_an_unknown_token_is_none_or_says_so(session: Session):
    assert queries.find_point(session, "zzzzzzzz") is None
    with pytest.raises(NotFound, match="zzzzzzzz"):
        queries.get_code(session, "zzzzzzzz")


def test_points_are_those_in_use_of_units_that_exist(session: Session, make: Factory):
    unit, old = make.unit("Xã B"), make.unit("Huyện cũ", valid_to=date(2025, 6, 30), generation="old")
    other = make.unit("Xã A")
    kept = make.printed_code(make.counter(unit))
    make.printed_code(make.counter(unit), state="revoked", revoked_at=datetime(2026, 1, 1).astimezone())
    make.printed_code(make.counter(unit, active=False))
    make.printed_code(make.counter(old))
    first = make.printed_code(make.counter(other))
    assert [point.token for point in queries.list_points(session, TODAY)] == [first.token, kept.token]
    assert [point.token for point in queries.list_points(session, TODAY, {unit.id})] == [kept.token]


def test_counters_without_a_code_in_use_are_found(session: Session, make: Factory):
    unit = make.unit()
    make.printed_code(make.counter(unit))
    revoked = make.counter(unit)
    make.printed_code(revoked, state="revoked", revoked_at=datetime(2026, 1, 1).astimezone())
    bare = make.counter(unit)
    make.counter(unit, active=False)
    found = queries.list_counters_without_code(session, TODAY)
    assert [counter.id for counter in found] == [revoked.id, bare.id]
    assert len(queries.list_counters_without_code(session, TODAY, limit=1)) == 1


def test_the_book_looks_once_a_second_and_never_keeps_an_unknown_token(session: Session, make: Factory, now: datetime):
    code = make.printed_code(make.counter(make.unit()))
    book, looks = queries.PointBook(), []

    def look() -> Session:
        looks.append(1)
        return session

    for _ in range(3):
        assert book.find(look, code.token, now) is not None
    assert len(looks) == 1
    book.find(look, code.token, now + timedelta(seconds=1.1))
    assert len(looks) == 2
    for _ in range(2):
        assert book.find(look, "zzzzzzzz", now) is None
    assert len(looks) == 4


def test_the_book_sees_a_change_at_once_when_told(session: Session, make: Factory, now: datetime):
    code = make.printed_code(make.counter(make.unit()))
    book = queries.PointBook()
    book.find(lambda: session, code.token, now)
    code.revoked_at = now
    session.flush()
    book.forget(code.token)
    point = book.find(lambda: session, code.token, now)
    assert point is not None
    assert point.revoked_at == now
