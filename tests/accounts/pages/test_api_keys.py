"""`/tai-khoan/khoa-api`: making, changing and taking back keys on a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback.accounts.rules import Role
from feedback.accounts.tables import ApiKey
from feedback.foundation.database import Database
from tests.factories import Factory
from tests.signing import Program

PAGE = "/tai-khoan/khoa-api"
FORM = {"name": "Một cửa tỉnh", "unit": "90001", "verbs": "write", "days": "365", "daily_rows": "1000"}


@pytest.fixture
def commune(site_database: Database) -> int:
    def build(session: Any) -> int:
        make = Factory(session)
        province = make.unit("Tỉnh Thử", level="province", code="90000")
        make.unit("Xã Bên", parent=province, code="90002")
        return make.unit("Xã Thử", parent=province, code="90001").id

    return site_database.run(build)


def shown(text: str) -> str:
    found = re.search(r'<code class="key">([^<]+)</code>', text)
    assert found is not None
    return found[1]


def keys(site_database: Database) -> list[ApiKey]:
    with site_database.read() as session:
        return list(session.scalars(select(ApiKey).order_by(ApiKey.id)))


def test_a_new_key_is_shown_once_and_opens_the_door(administrator: FlaskClient, commune: int) -> None:
    answer = administrator.post(PAGE, data=FORM)
    key = shown(answer.text)
    assert Program(administrator.application.test_client(), key).get("/api/v1/units").status_code == 200
    again = administrator.get(PAGE).text
    assert key.partition(".")[0] in again
    assert key.partition(".")[2] not in again
    assert "Xã Thử" in again


def test_a_key_is_changed_with_an_overlap_and_taken_back(
    administrator: FlaskClient, commune: int, site_database: Database
) -> None:
    old = shown(administrator.post(PAGE, data=FORM).text)
    new = shown(administrator.post(f"{PAGE}/1/doi", data={"so-ngay": "7"}).text)
    client = administrator.application.test_client()
    assert [Program(client, key).get("/api/v1/units").status_code for key in (old, new)] == [200, 200]
    answer = administrator.post(f"{PAGE}/1/thu-hoi")
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert [Program(client, key).get("/api/v1/units").status_code for key in (old, new)] == [401, 200]
    assert "đã thu hồi" in administrator.get(PAGE).text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Ô này còn trống"),
        ({"unit": "12345"}, "Không có đơn vị"),
        ({"verbs": ""}, "ít nhất một việc"),
        ({"days": "9999"}, "Số ngày từ 1 đến 730"),
        ({"days": "ba"}, "số"),
        ({"networks": "nhà"}, "dải mạng"),
    ],
)
def test_what_cannot_be_a_key_is_said_beside_the_form(
    administrator: FlaskClient, commune: int, site_database: Database, change: dict[str, str], words: str
) -> None:
    answer = administrator.post(PAGE, data={name: value for name, value in (FORM | change).items() if value})
    assert answer.status_code in (404, 422)
    assert words in answer.text
    assert keys(site_database) == []


def test_a_wrong_number_of_days_of_overlap_is_refused(administrator: FlaskClient, commune: int) -> None:
    administrator.post(PAGE, data=FORM)
    for days in ("", "0", "31", "x"):
        assert administrator.post(f"{PAGE}/1/doi", data={"so-ngay": days}).status_code == 422


def test_an_administrator_of_a_commune_sees_and_makes_its_keys_alone(
    administrator: FlaskClient, signed_in: Callable[..., FlaskClient], commune: int, site_database: Database
) -> None:
    administrator.post(PAGE, data=FORM | {"unit": "90002", "name": "Của xã bên"})
    administrator.post(PAGE, data=FORM | {"unit": "", "name": "Của cả tỉnh"})
    local = signed_in("quantrixa", Role.ADMINISTRATOR, unit=commune)
    assert "Của xã bên" not in local.get(PAGE).text
    assert "Của cả tỉnh" not in local.get(PAGE).text
    assert local.post(PAGE, data=FORM | {"unit": "90002"}).status_code == 403
    assert local.post(PAGE, data=FORM | {"unit": ""}).status_code == 403
    for key in keys(site_database):
        assert local.post(f"{PAGE}/{key.id}/doi", data={"so-ngay": "7"}).status_code == 403
        assert local.post(f"{PAGE}/{key.id}/thu-hoi").status_code == 403
    assert shown(local.post(PAGE, data=FORM).text)


def test_whoever_manages_no_accounts_stays_outside(signed_in: Callable[..., FlaskClient], commune: int) -> None:
    assert signed_in("canbo", Role.OFFICER, unit=commune).get(PAGE).status_code == 403
