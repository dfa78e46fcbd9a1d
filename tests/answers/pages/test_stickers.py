"""The sticker page: printed by whoever manages the unit's codes, seen by whoever sees them."""

from __future__ import annotations

from collections.abc import Callable

import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback.answers.tables import OneTimeCode
from feedback.collection_points.rules import MANAGE_POINTS, VIEW_POINTS
from feedback.foundation.actors import Actor, Grant
from feedback.foundation.database import Database
from tests.conftest import NOW
from tests.factories import Factory

PAGE = "/ma-mot-lan"


def units(database: Database) -> tuple[int, int]:
    def work(session):
        make = Factory(session)
        return make.unit("Xã Mẫu Nhãn").id, make.unit("Xã Mẫu Bên").id

    return database.run(work)


def manager(*unit_ids: int) -> Actor:
    return Actor("Trần Thị Mẫu", 7, (Grant(frozenset({VIEW_POINTS, MANAGE_POINTS}), frozenset(unit_ids)),))


def test_a_manager_prints_for_an_own_unit_and_sees_how_many(
    acting: Callable[[Actor], FlaskClient], site_database: Database
):
    mine, beside = units(site_database)
    client = acting(manager(mine))
    with time_machine.travel(NOW, tick=False):
        form = client.get(PAGE).text
        answer = client.post(PAGE, data={"unit": str(mine), "day": "2026-11-20", "sheets": "2"})
        refused = client.post(PAGE, data={"unit": str(beside), "day": "2026-11-20", "sheets": "1"})
        wrong = client.post(PAGE, data={"unit": str(mine), "day": "hôm nay", "sheets": "99"})
        page = client.get(PAGE).text
    assert "Xã Mẫu Nhãn" in form
    assert "Xã Mẫu Bên" not in form
    assert (answer.status_code, answer.mimetype, answer.data[:4]) == (200, "application/pdf", b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store"
    assert (refused.status_code, wrong.status_code) == (422, 422)
    assert "từ 1 đến 10 tờ" in wrong.text
    assert "20/11/2026" in page
    assert '<td data-label="Số nhãn">48</td>' in page
    with site_database.read() as session:
        assert len(session.scalars(select(OneTimeCode)).all()) == 48


def test_an_officer_sees_the_list_and_cannot_print(acting: Callable[[Actor], FlaskClient], site_database: Database):
    mine, _ = units(site_database)
    officer = Actor("Cán bộ Mẫu", 8, (Grant(frozenset({VIEW_POINTS}), frozenset({mine})),))
    client = acting(officer)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "In nhãn (PDF)" not in page.text
    answer = client.post(PAGE, data={"unit": str(mine), "day": "2026-11-20", "sheets": "1"})
    assert answer.status_code == 403
