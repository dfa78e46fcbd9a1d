"""The page of collection points: what the manager of one unit sees and may do."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.audit.tables import AuditNote
from feedback.collection_points.rules import MANAGE_POINTS, VIEW_POINTS, shown_token
from feedback.foundation.actors import Actor, Grant
from feedback.foundation.database import Database
from feedback.organisation.tables import Counter, Unit
from tests.collection_points.conftest import Hall, furnish
from tests.factories import Factory

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


def test_a_code_is_replaced_for_a_reason_and_the_page_says_what_to_do_now(
    acting: Acting, hall: Hall, site_database: Database
):
    client = acting(manager(hall.unit_id))
    asked = client.get(f"/diem-thu-thap/{hall.token}/thay-ma").text
    assert "Quầy số 1" in asked
    assert "không bao giờ dùng lại" in asked
    form = {"ly_do": "foreign", "them": "  dán ở mép\ttrên "}
    page = client.post(f"/diem-thu-thap/{hall.token}/thay-ma", data=form, follow_redirects=True).text
    assert f"Mã {shown_token(hall.token)} đã thu hồi" in page
    assert "in lại" in page
    assert "In bộ của riêng quầy này" in page
    with site_database.read() as session:
        note = session.scalars(select(AuditNote).where(AuditNote.verb == "printed_code.revoke")).one()
    assert note.detail == {"reason": "mã lạ hoặc bị dán đè: dán ở mép trên"}
    assert "đã thu hồi lúc" in client.get(f"/diem-thu-thap/{hall.token}/thay-ma").text


def test_without_a_reason_nothing_is_revoked(acting: Acting, hall: Hall):
    client = acting(manager(hall.unit_id))
    answer = client.post(f"/diem-thu-thap/{hall.token}/thay-ma", data={"ly_do": "x"})
    assert answer.status_code == 422
    assert "Chưa chọn lý do" in answer.text
    assert shown_token(hall.token) in client.get("/diem-thu-thap").text


@pytest.mark.parametrize(
    ("method", "path"),
    [("post", "/diem-thu-thap/{}/thay-ma"), ("get", "/diem-thu-thap/{}/thay-ma"), ("get", "/diem-thu-thap/{}.svg")],
)
def test_a_neighbours_code_is_out_of_reach(acting: Acting, hall: Hall, method: str, path: str):
    client = acting(manager(hall.other_unit_id))
    assert client.open(path.format(hall.token), method=method.upper()).status_code == 403


def kit(client: FlaskClient, **wanted: str) -> PdfReader:
    answer = client.get("/diem-thu-thap/bo-qr.pdf", query_string=wanted)
    assert answer.mimetype == "application/pdf"
    return PdfReader(BytesIO(answer.data))


def test_the_kit_holds_the_pages_of_the_unit_or_only_those_wanted(acting: Acting, hall: Hall):
    client = acting(manager(hall.unit_id))
    assert len(kit(client).pages) == 4
    assert len(kit(client, quay=hall.token, chi="stickers").pages) == 1
    assert len(kit(client, noi=f"dv:{hall.unit_code}", chi="list").pages) == 1
    assert client.get("/diem-thu-thap/bo-qr.pdf?noi=dv:00000").status_code == 422


def test_a_kit_of_an_area_holds_what_of_it_is_in_reach(acting: Acting, hall: Hall, site_database: Database):
    def area(session: Session) -> str:
        make = Factory(session)
        make.printed_code(session.scalars(select(Counter).where(Counter.name == "Quầy số 3")).one())
        units = [session.get_one(Unit, each) for each in (hall.unit_id, hall.other_unit_id)]
        return make.area(*units, name="Địa bàn Mẫu").code

    code = site_database.run(area)
    everybody = acting(manager(hall.unit_id, hall.other_unit_id))
    assert "Địa bàn Mẫu (2 đơn vị)" in everybody.get("/diem-thu-thap").text
    assert len(kit(everybody, noi=f"db:{code}", chi="stands").pages) == 2
    assert "Bộ mã QR – Địa bàn Mẫu" in kit(everybody, noi=f"db:{code}", chi="list").pages[0].extract_text()
    one = acting(manager(hall.unit_id))
    assert len(kit(one, noi=f"db:{code}", chi="stands").pages) == 1
    assert one.get("/diem-thu-thap/bo-qr.pdf?noi=db:X").status_code == 404


def test_the_picture_of_a_code_is_an_image(acting: Acting, hall: Hall):
    answer = acting(manager(hall.unit_id)).get(f"/diem-thu-thap/{hall.token}.svg")
    assert answer.mimetype == "image/svg+xml"
    assert b"<svg" in answer.data
