"""The page of collection points: what the manager of one unit sees and may do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from feedback.collection_points.rules import MANAGE_POINTS, VIEW_POINTS, shown_token
from feedback.foundation.actors import Actor, Grant
from feedback.foundation.database import Database
from tests.collection_points.conftest import Hall, furnish

Acting = Callable[[Actor], FlaskClient]


@pytest.fixture
def hall(site_database: Database) -> Hall:
    return site_database.run(furnish)


def manager(*unit_ids: int) -> Actor:
    grant = Grant(frozenset({VIEW_POINTS, MANAGE_POINTS}), frozenset(unit_ids))
    return Actor(name="Trần Thị Thử", account_id=1, login="thu", grants=(grant,))


def test_a_manager_sees_the_codes_of_their_unit_alone(acting: Acting, hall: Hall):
    page = acting(manager(hall.unit_id)).get("/diem-thu-thap").get_data(as_text=True)
    assert "Quầy số 1" in page
    assert shown_token(hall.token) in page
    other = acting(manager(hall.other_unit_id)).get("/diem-thu-thap").get_data(as_text=True)
    assert "Quầy số 1" not in other


def test_missing_codes_are_given_at_a_press(acting: Acting, hall: Hall):
    client = acting(manager(hall.unit_id))
    answer = client.post("/diem-thu-thap/cap-ma", follow_redirects=True)
    assert "Đã cấp 1 mã mới." in answer.get_data(as_text=True)
    assert "Quầy số 2" in answer.get_data(as_text=True)


def test_a_code_is_replaced_and_the_page_says_what_to_do_now(acting: Acting, hall: Hall):
    answer = acting(manager(hall.unit_id)).post(f"/diem-thu-thap/{hall.token}/thay-ma", follow_redirects=True)
    page = answer.get_data(as_text=True)
    assert f"Mã {shown_token(hall.token)} đã thu hồi" in page
    assert "in lại" in page


@pytest.mark.parametrize(("method", "path"), [("post", "/diem-thu-thap/{}/thay-ma"), ("get", "/diem-thu-thap/{}.svg")])
def test_a_neighbours_code_is_out_of_reach(acting: Acting, hall: Hall, method: str, path: str):
    client = acting(manager(hall.other_unit_id))
    assert client.open(path.format(hall.token), method=method.upper()).status_code == 403


def test_the_kit_holds_the_stands_of_the_unit(acting: Acting, hall: Hall):
    answer = acting(manager(hall.unit_id)).get("/diem-thu-thap/bo-qr.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")


def test_the_picture_of_a_code_is_an_image(acting: Acting, hall: Hall):
    answer = acting(manager(hall.unit_id)).get(f"/diem-thu-thap/{hall.token}.svg")
    assert answer.mimetype == "image/svg+xml"
    assert b"<svg" in answer.data
