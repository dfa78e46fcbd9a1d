"""The citizen's form: nothing without consent, once however often sent, taken back with the code."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback.answers.tables import CallBack
from feedback.foundation.database import Database
from tests.answers.samples import TOKEN, a_counter

UNIT = f"9{TOKEN[:4]}"


@pytest.fixture
def place(site_database: Database, now: datetime) -> None:
    site_database.run(lambda session: a_counter(session, now).unit_id)


def rows(database: Database) -> list[CallBack]:
    with database.read() as session:
        return list(session.scalars(select(CallBack)))


def opened(client: FlaskClient, more: str = "") -> dict[str, str]:
    """The form as a browser would send it, filled in but for the consent."""
    page = client.get(f"/goi-lai?don-vi={UNIT}{more}").text
    (key,) = re.findall(r'name="phieu-goi" value="([^"]+)"', page)
    return {"phieu-goi": key, "don-vi": UNIT, "dien-thoai": "0905 123 456", "ten": "Hoa", "luc-nao": "chiều"}


@pytest.mark.usefixtures("place")
def test_the_form_knows_the_unit_and_its_box_is_not_ticked(client: FlaskClient):
    page = client.get(f"/goi-lai?don-vi={UNIT}")
    assert page.status_code == 200
    assert f'value="{UNIT}" lang="vi" selected' in page.text
    assert "checked" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in page.headers


@pytest.mark.usefixtures("place")
def test_without_a_survey_the_page_opens_too_and_lists_the_units(client: FlaskClient):
    page = client.get("/goi-lai")
    assert page.status_code == 200
    assert "Xã Mẫu Một" in page.text


@pytest.mark.usefixtures("place")
def test_without_consent_nothing_is_kept_and_the_words_come_back(client: FlaskClient, site_database: Database):
    page = client.post("/goi-lai", data=opened(client))
    assert page.status_code == 422
    assert "chọn ô đồng ý" in page.text
    assert 'value="0905 123 456"' in page.text
    assert rows(site_database) == []


@pytest.mark.usefixtures("place")
def test_a_form_sent_twice_is_one_wish_and_its_code_takes_it_back(client: FlaskClient, site_database: Database):
    form = opened(client) | {"dong-y": "1"}
    first, second = (client.post("/goi-lai", data=form) for _ in range(2))
    assert first.status_code == second.status_code == 200
    (code,) = re.findall(r'class="code big">([^<]+)<', first.text)
    assert code in second.text
    (row,) = rows(site_database)
    assert (row.state, row.consent) == ("open", "goi-lai-1/vi")
    assert client.post("/goi-lai/rut", data={"ma": "00000-00000"}).status_code == 422
    done = client.post("/goi-lai/rut", data={"ma": code.lower()})
    assert "Đã xóa" in done.text
    (row,) = rows(site_database)
    assert (row.state, row.sealed) == ("withdrawn", None)


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"dien-thoai": "123"}, "Số điện thoại chưa đúng"),
        ({"don-vi": "khong-co"}, "Xin chọn đơn vị"),
        ({"phieu-goi": "gia"}, "mở đã quá lâu"),
    ],
)
def test_what_is_wrong_is_said(client: FlaskClient, site_database: Database, change: dict[str, str], said: str):
    page = client.post("/goi-lai", data=opened(client) | {"dong-y": "1"} | change)
    assert page.status_code in {409, 422}
    assert said in page.text
    assert rows(site_database) == []


@pytest.mark.usefixtures("place")
def test_in_english_it_speaks_english(client: FlaskClient):
    page = client.get(f"/goi-lai?don-vi={UNIT}&lang=en")
    assert "Ask to be called back" in page.text
    wrong = client.post("/goi-lai?lang=en", data=opened(client) | {"dong-y": "1", "dien-thoai": "1"})
    assert "10 digits" in wrong.text
    assert client.get("/goi-lai/rut?lang=en").status_code == 200


def test_where_no_unit_can_be_asked_the_page_says_so_instead_of_a_form(client: FlaskClient):
    page, english = client.get("/goi-lai"), client.get("/goi-lai?lang=en")
    assert page.status_code == 200
    assert "chưa có đơn vị nào nhận gọi lại" in page.text
    assert "<form" not in page.text
    assert "No office takes such requests yet" in english.text
