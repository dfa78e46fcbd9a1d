"""What an administrator does with tablets, page by page; a head only looks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback.audit.tables import AuditNote
from feedback.collection_points.rules.tablets import MANAGE_TABLETS, VIEW_TABLETS, digits_of
from feedback.collection_points.tables import Tablet
from feedback.foundation.actors import Actor, Grant
from feedback.foundation.database import Database
from tests.collection_points.conftest import Hall, furnish
from tests.collection_points.devices import Device

Acting = Callable[[Actor], FlaskClient]
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")
FORM = {"name": "K03", "counter": "", "ask": "counter", "pin": "246813"}


@pytest.fixture
def hall(site_database: Database) -> Hall:
    return site_database.run(furnish)


def manager(*unit_ids: int, login: str = "quan.tri") -> Actor:
    grant = Grant(frozenset({VIEW_TABLETS, MANAGE_TABLETS}), frozenset(unit_ids))
    return Actor(name="Trần Thị Thử", account_id=1, login=login, grants=(grant,))


def rows(database: Database) -> list[Tablet]:
    with database.read() as session:
        return list(session.scalars(select(Tablet).order_by(Tablet.invited_at)))


def invite(client: FlaskClient, hall: Hall, **more: Any) -> str:
    """The code the page shows."""
    page = client.post("/may-tinh-bang/them", data={"unit": hall.unit_code, **FORM, **more})
    assert page.status_code == 200
    found = CODE.search(page.text)
    assert found, page.text
    return found.group()


def test_a_tablet_comes_in_step_by_step(acting: Acting, hall: Hall, site_database: Database):
    client = acting(manager(hall.unit_id))
    assert "Máy đặt ở đơn vị nào?" in client.get("/may-tinh-bang/them").text
    assert "Quầy số 2" in client.get(f"/may-tinh-bang/them?don-vi={hall.unit_code}").text
    code, device = invite(client, hall), Device()
    answer = device.enrol(client, code)
    place = f"/may-tinh-bang/{device.id}"
    digits = digits_of(device.public, device.id)
    assert answer.get_json()["digits"] == digits
    assert f"{digits[:3]} {digits[3:]}" in client.get(place).text
    approved = client.post(f"{place}/dung-so", follow_redirects=True)
    assert "đã vào hệ thống" in approved.text
    assert rows(site_database)[0].state == "active"
    with site_database.read() as session:
        verbs = list(session.scalars(select(AuditNote.verb).order_by(AuditNote.id)))
    assert verbs == ["tablet.invite", "tablet.enrol", "tablet.approve"]


def test_the_code_is_shown_once_and_stored_as_a_hash(acting: Acting, hall: Hall, site_database: Database):
    client = acting(manager(hall.unit_id))
    code = invite(client, hall)
    tablet = rows(site_database)[0]
    assert code not in client.get(f"/may-tinh-bang/{tablet.id}").text
    assert code.replace("-", "") not in str(tablet.code_hash)
    another = client.post(f"/may-tinh-bang/{tablet.id}/ma-moi").text
    assert CODE.search(another)
    assert code not in another
    assert Device().enrol(client, code).status_code == 403


def test_other_digits_keep_the_key_out_and_give_a_new_code(acting: Acting, hall: Hall, site_database: Database):
    client, thief = acting(manager(hall.unit_id)), Device()
    thief.enrol(client, invite(client, hall))
    page = client.post(f"/may-tinh-bang/{thief.id}/khac-so").text
    again = CODE.search(page)
    assert again
    assert [each.state for each in rows(site_database)] == ["rejected", "invited"]
    assert thief.get(client, "state").get_json()["state"] == "revoked"
    device = Device()
    assert device.enrol(client, again.group()).status_code == 201
    assert device.id != thief.id


def test_a_name_is_the_units_own_once(acting: Acting, hall: Hall):
    client = acting(manager(hall.unit_id))
    invite(client, hall)
    again = client.post("/may-tinh-bang/them", data={"unit": hall.unit_code, **FORM, "name": "k03"})
    assert "đã có máy tên “k03”" in again.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"pin": "12345"}, "6 chữ số"),
        ({"pin": "111111"}, "quá dễ đoán"),
        ({"name": ""}, "Ô này còn trống"),
        ({"counter": "999999"}, "Chưa chọn đúng"),
        ({"ask": "everything"}, "Chưa chọn đúng"),
    ],
)
def test_what_does_not_go_is_said(acting: Acting, hall: Hall, wrong: dict[str, str], said: str):
    data = {"unit": hall.unit_code, **FORM, **wrong}
    assert said in acting(manager(hall.unit_id)).post("/may-tinh-bang/them", data=data).text


def test_a_tablet_is_changed_revoked_and_its_name_free_again(acting: Acting, hall: Hall, site_database: Database):
    client, device = acting(manager(hall.unit_id)), Device()
    device.enrol(client, invite(client, hall))
    place = f"/may-tinh-bang/{device.id}"
    client.post(f"{place}/dung-so")
    before = rows(site_database)[0].pin_hash
    changed = client.post(f"{place}/doi", data={"name": "K05", "counter": "", "ask": "none", "pin": ""})
    assert changed.status_code == 303
    tablet = rows(site_database)[0]
    assert (tablet.name, tablet.ask, tablet.pin_hash) == ("K05", "none", before)
    assert client.post(f"{place}/thu-hoi", data={"reason": ""}).status_code == 422
    client.post(f"{place}/thu-hoi", data={"reason": "Máy bị mất"})
    tablet = rows(site_database)[0]
    assert (tablet.state, tablet.revoked_by, tablet.revoked_why) == ("revoked", "quan.tri", "Máy bị mất")
    assert client.post(f"{place}/thu-hoi", data={"reason": "lần nữa"}).status_code == 409
    assert "Máy bị mất" in client.get("/may-tinh-bang").text
    invite(client, hall, name="K05")


def test_a_wiped_tablet_is_enrolled_again_on_the_same_terms(acting: Acting, hall: Hall, site_database: Database):
    client, device = acting(manager(hall.unit_id)), Device()
    device.enrol(client, invite(client, hall))
    client.post(f"/may-tinh-bang/{device.id}/dung-so")
    page = client.post(f"/may-tinh-bang/{device.id}/dang-ky-lai", data={"reason": "Máy bị xóa"}).text
    assert CODE.search(page)
    old, new = rows(site_database)
    assert (old.state, new.state) == ("revoked", "invited")
    assert (old.name, old.ask, old.pin_hash) == (new.name, new.ask, new.pin_hash)


def test_a_head_looks_and_changes_nothing(acting: Acting, hall: Hall, site_database: Database):
    device = Device()
    client = acting(manager(hall.unit_id))
    device.enrol(client, invite(client, hall))
    grant = Grant(frozenset({VIEW_TABLETS}), frozenset({hall.unit_id}))
    head = acting(Actor(name="Thủ trưởng", account_id=2, login="thu.truong", grants=(grant,)))
    page = head.get(f"/may-tinh-bang/{device.id}").text
    assert "So sáu số" in page
    assert "Thu hồi máy" not in page
    for deed in ("dung-so", "khac-so", "thu-hoi", "dang-ky-lai", "doi", "ma-moi"):
        assert head.post(f"/may-tinh-bang/{device.id}/{deed}", data={"reason": "x"}).status_code == 403
    assert rows(site_database)[0].state == "waiting"


def test_a_neighbours_tablets_are_out_of_reach(acting: Acting, hall: Hall):
    client, device = acting(manager(hall.unit_id)), Device()
    device.enrol(client, invite(client, hall))
    neighbour = acting(manager(hall.other_unit_id))
    assert "K03" not in neighbour.get("/may-tinh-bang").text
    assert neighbour.get(f"/may-tinh-bang/{device.id}").status_code == 403
    assert neighbour.post(f"/may-tinh-bang/{device.id}/dung-so").status_code == 403
    assert neighbour.get(f"/may-tinh-bang/them?don-vi={hall.unit_code}").status_code == 403
    refused = neighbour.post("/may-tinh-bang/them", data={"unit": hall.unit_code, **FORM})
    assert refused.status_code == 403
