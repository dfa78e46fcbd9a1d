"""`/tai-khoan` through the door."""

import re

import pytest

from feedback.accounts.queries import get_account_line, list_accounts
from feedback.accounts.rules import Role
from feedback.audit.queries import NoteFilter, list_notes
from tests.accounts.conftest import PASSWORD
from tests.factories import Factory

NEW = {"login": "le.mau", "person_name": "Lê Thị Mẫu", "email": ""}


@pytest.fixture
def commune(site_database):
    return site_database.run(lambda session: Factory(session).unit("Xã Mẫu", code="90001").id)


def line(site_database, login):
    with site_database.read() as session:
        return next(each for each in list_accounts(session) if each.login == login)


def one_time(answer):
    found = re.search(r"(?:[2-9A-Z]{5}-){3}[2-9A-Z]{5}", answer.text)
    assert found
    return found[0]


def test_a_new_account_gets_a_one_time_password_that_works_once_shown(app, administrator, site_database):
    password = one_time(administrator.post("/tai-khoan", data=NEW))
    made = line(site_database, "le.mau")
    assert made.must_change_password
    assert password not in administrator.get(f"/tai-khoan/{made.id}").text
    newcomer = app.test_client()
    assert newcomer.post("/dang-nhap", data={"login": "le.mau", "password": password}).status_code == 302
    assert newcomer.get("/to-chuc").headers["Location"].endswith("/mat-khau")


def test_a_login_taken_or_wrong_is_told_on_the_page(administrator):
    assert "đã có người dùng" in administrator.post("/tai-khoan", data=NEW | {"login": "quantri"}).text
    assert "Tên đăng nhập gồm" in administrator.post("/tai-khoan", data=NEW | {"login": "lê mẫu"}).text
    assert "còn trống" in administrator.post("/tai-khoan", data=NEW | {"person_name": ""}).text


def test_roles_are_given_and_taken_and_end_the_session(app, administrator, person, commune, site_database):
    account_id = person("mau")
    theirs = app.test_client()
    theirs.post("/dang-nhap", data={"login": "mau", "password": PASSWORD})
    assert theirs.get("/to-chuc").status_code == 403
    administrator.post(f"/tai-khoan/{account_id}/vai-tro", data={"role": "head", "unit": "90001", "area": ""})
    assert theirs.get("/to-chuc").status_code == 302
    theirs.post("/dang-nhap", data={"login": "mau", "password": PASSWORD})
    assert theirs.get("/to-chuc").status_code == 200
    grant = line(site_database, "mau").grants[0]
    assert (grant.words, grant.place) == ("người đứng đầu", "Xã Mẫu")
    assert administrator.post(f"/tai-khoan/{account_id}/vai-tro/{grant.id}/bo").status_code == 302
    assert theirs.get("/to-chuc").status_code == 302


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"role": "head", "unit": "99999"}, "Không có đơn vị mã 99999"),
        ({"role": "head"}, "phải gắn với một nơi"),
        ({"role": "leader", "area": "DB999"}, "Không có địa bàn mã DB999"),
        ({"role": "wizard", "unit": "90001"}, "Xin chọn một vai trò"),
    ],
)
def test_a_wrong_role_is_told_on_the_page(administrator, person, commune, fields, words):
    assert words in administrator.post(f"/tai-khoan/{person('mau')}/vai-tro", data=fields).text


def test_closing_signs_out_at_once_and_opening_lets_in_again(app, administrator, person):
    account_id = person("mau")
    theirs = app.test_client()
    theirs.post("/dang-nhap", data={"login": "mau", "password": PASSWORD})
    administrator.post(f"/tai-khoan/{account_id}/khoa")
    assert theirs.get("/mat-khau").status_code == 302
    administrator.post(f"/tai-khoan/{account_id}/mo")
    assert theirs.post("/dang-nhap", data={"login": "mau", "password": PASSWORD}).status_code == 302


def test_a_reset_gives_a_new_one_time_password_and_ends_the_old(app, administrator, person):
    account_id = person("mau")
    password = one_time(administrator.post(f"/tai-khoan/{account_id}/mat-khau-mot-lan"))
    for tried, status in ((PASSWORD, 401), (password, 302)):
        answer = app.test_client().post("/dang-nhap", data={"login": "mau", "password": tried})
        assert answer.status_code == status


def test_the_last_administrator_can_neither_be_closed_nor_lose_the_role(administrator, site_database):
    me = line(site_database, "quantri")
    assert administrator.post(f"/tai-khoan/{me.id}/khoa").status_code == 409
    assert administrator.post(f"/tai-khoan/{me.id}/vai-tro/{me.grants[0].id}/bo").status_code == 409
    assert administrator.get("/tai-khoan").status_code == 200


def test_an_administrator_of_one_unit_sees_and_touches_only_its_accounts(signed_in, person, commune, site_database):
    other = site_database.run(lambda session: Factory(session).unit("Xã Khác", code="90002").id)
    mine, theirs = person("cua.toi", Role.HEAD, commune), person("nguoi.khac", Role.HEAD, other)
    local = signed_in("quantri.xa", Role.ADMINISTRATOR, commune)
    page = local.get("/tai-khoan").text
    assert "cua.toi" in page
    assert "nguoi.khac" not in page
    assert local.get(f"/tai-khoan/{mine}").status_code == 200
    assert local.get(f"/tai-khoan/{theirs}").status_code == 403
    for path in ("mat-khau-mot-lan", "khoa", "mo"):
        assert local.post(f"/tai-khoan/{theirs}/{path}").status_code == 403
    assert local.post(f"/tai-khoan/{mine}/vai-tro", data={"role": "administrator"}).status_code == 403
    assert local.post("/tai-khoan", data=NEW).status_code == 403
    with site_database.read() as session:
        assert get_account_line(session, theirs).active


def test_every_change_is_noted_with_who_did_it(administrator, person, site_database, commune):
    account_id = person("mau")
    administrator.post("/tai-khoan", data=NEW)
    administrator.post(f"/tai-khoan/{account_id}/vai-tro", data={"role": "head", "unit": "90001"})
    administrator.post(f"/tai-khoan/{account_id}/mat-khau-mot-lan")
    administrator.post(f"/tai-khoan/{account_id}/khoa")
    administrator.post(f"/tai-khoan/{account_id}/mo")
    with site_database.read() as session:
        notes = list_notes(session, NoteFilter(unit_ids=None))
    assert [note.verb.removeprefix("account.") for note in notes] == [
        "reactivate",
        "deactivate",
        "reset_password",
        "grant",
        "create",
        "sign_in",
    ]
    assert {note.actor_name for note in notes} == {notes[0].actor_name}
