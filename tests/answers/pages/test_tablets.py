"""The list of tablets and the page of one: today's book, and what is wrong with a tablet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from feedback.answers.tables import TabletReceipt
from feedback.collection_points.rules.tablets import VIEW_TABLETS
from feedback.collection_points.tables import Tablet
from feedback.foundation.actors import Actor, Grant
from feedback.foundation.clock import local_day, now
from feedback.foundation.database import Database
from tests.collection_points.devices import Device, a_tablet
from tests.factories import Factory

Acting = Callable[[Actor], FlaskClient]


@pytest.fixture
def device(site_database: Database) -> Device:
    """A tablet that told of five answers; three arrived, of them one for yesterday."""

    def build(session: Any) -> Device:
        found = a_tablet(session, now(), Factory(session).unit("Xã Mẫu").id, name="K03")
        row = session.get_one(Tablet, found.id)
        row.last_seq, row.storage, row.offset, row.persisted = 5, 91, 2 * 24 * 3600 * 1000, False
        for seq, ago in ((1, 1), (2, 0), (5, 0)):
            day = local_day(now() - timedelta(days=ago))
            values = {"tablet_id": found.id, "seq": seq, "mark": b"m", "observed_day": day, "state": "counted"}
            session.add(TabletReceipt(**values))
        session.flush()
        return found

    return site_database.run(build)


@pytest.fixture
def client(acting: Acting, device: Device) -> FlaskClient:
    grant = Grant(frozenset({VIEW_TABLETS}), None)
    return acting(Actor(name="Thanh tra", account_id=3, login="thanh.tra", grants=(grant,)))


def test_the_list_tells_todays_book_and_what_is_wrong(client: FlaskClient):
    page = client.get("/may-tinh-bang").text
    assert "ghi 4, nhận 2, mất 2 (số 3–4)" in page
    assert "91 %" in page
    assert "chậm 2 ngày" in page
    assert "chưa giữ chắc" in page


def test_the_page_of_a_tablet_tells_two_weeks(client: FlaskClient, device: Device):
    page = client.get(f"/may-tinh-bang/{device.id}").text
    assert "ghi 5, nhận 3, mất 2 (số 3–4)" in page
    assert "sắp đầy" in page
    assert "Thu hồi máy" not in page


def test_a_tablet_that_is_not_there_is_not_found(client: FlaskClient):
    assert client.get("/may-tinh-bang/00000000-0000-4000-8000-000000000000").status_code == 404
    assert client.get("/may-tinh-bang/khong-co").status_code == 404


def test_without_tablets_the_list_says_so(acting: Acting, site_database: Database):
    grant = Grant(frozenset({VIEW_TABLETS}), frozenset({1}))
    page = acting(Actor(name="Thủ trưởng", account_id=3, grants=(grant,))).get("/may-tinh-bang").text
    assert "Chưa có máy tính bảng nào" in page


def test_the_list_of_thirty_tablets_costs_no_more_statements_than_that_of_three(
    client: FlaskClient, site_database: Database
):
    asked: list[str] = []
    event.listen(site_database.reader, "before_cursor_execute", lambda *told: asked.append(told[2]))

    def statements(count: int) -> int:
        """Of the second look: at the first the process learns what it keeps."""
        for _ in range(2):
            asked.clear()
            page = client.get("/may-tinh-bang").text
        assert page.count("ghi 4, nhận 2, mất 2 (số 3–4)") == 1
        assert page.count("ghi 1, nhận 1, mất 0") == count - 1
        return len(asked)

    def add(count: int) -> None:
        for number in range(count):
            site_database.run(partial(another, name=f"K{number}"))

    def another(session: Any, name: str) -> None:
        found = a_tablet(session, now(), Factory(session).unit(code=f"8{session.query(Tablet).count()}").id, name=name)
        session.get_one(Tablet, found.id).last_seen_at = now() - timedelta(hours=3)
        values = {"tablet_id": found.id, "seq": 1, "mark": b"m", "observed_day": local_day(now()), "state": "counted"}
        session.add(TabletReceipt(**values))
        session.flush()

    add(2)
    few = statements(3)
    add(27)
    assert statements(30) == few
