"""`/khoi-tao`: the first administrator."""

import pytest

from feedback.accounts.actions import new_setup_code
from feedback.accounts.rules import Role
from feedback.foundation import clock

PERSON = {
    "login": "quantri",
    "person_name": "Người Mẫu",
    "email": "",
    "new": "một đàn cò trắng",
    "again": "một đàn cò trắng",
}


@pytest.fixture
def code(site_database):
    return site_database.run(lambda session: new_setup_code(session, now=clock.now()))


def test_the_code_opens_the_house(client, code):
    assert "Mã khởi tạo" in client.get("/khoi-tao").text
    answer = client.post("/khoi-tao", data=PERSON | {"code": code})
    assert answer.headers["Location"].endswith("/dang-nhap")
    client.post("/dang-nhap", data={"login": "quantri", "password": "một đàn cò trắng"})
    assert client.get("/tai-khoan").status_code == 200
    assert client.get("/khoi-tao").status_code == 404


@pytest.mark.usefixtures("stopped_clock")
def test_a_wrong_code_makes_nobody_and_is_slowed(client, code):
    answers = [client.post("/khoi-tao", data=PERSON | {"code": "AAAAA"}) for _ in range(6)]
    assert "feedback first-admin-code" in answers[0].text
    assert answers[-1].status_code == 429


def test_a_weak_password_is_told_and_the_code_stays_good(client, code):
    weak = {"new": "matkhau12345", "again": "matkhau12345"}
    assert "dễ đoán" in client.post("/khoi-tao", data=PERSON | weak | {"code": code}).text
    assert client.post("/khoi-tao", data=PERSON | {"code": code}).status_code == 302


def test_the_page_is_gone_once_somebody_administers(client, person):
    person("quantri", Role.ADMINISTRATOR)
    assert client.get("/khoi-tao").status_code == 404
    assert client.post("/khoi-tao", data=PERSON | {"code": "x"}).status_code == 404
