"""`/mat-khau`: one's own password."""

import pytest

from tests.accounts.conftest import PASSWORD

NEW = "một đàn cò trắng bay tung"


def change(client, current=PASSWORD, new=NEW, again=NEW):
    return client.post("/mat-khau", data={"current": current, "new": new, "again": again})


def test_a_change_keeps_this_browser_and_ends_the_others(app, signed_in):
    here = signed_in()
    there = app.test_client()
    there.post("/dang-nhap", data={"login": "mau", "password": PASSWORD})
    assert there.get("/mat-khau").status_code == 200
    assert change(here).status_code == 302
    assert here.get("/mat-khau").status_code == 200
    assert there.get("/mat-khau").status_code == 302
    assert app.test_client().post("/dang-nhap", data={"login": "mau", "password": NEW}).status_code == 302


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"current": "không phải đâu nhé"}, "Mật khẩu đang dùng chưa đúng"),
        ({"new": "ngắn", "again": "ngắn"}, "ít nhất 12"),
        ({"new": PASSWORD, "again": PASSWORD}, "giống mật khẩu đang dùng"),
        ({"again": "khác"}, "khác nhau"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_changes(signed_in, fields, words):
    client = signed_in()
    assert words in change(client, **fields).text
    assert client.get("/mat-khau").status_code == 200


def test_a_one_time_password_leads_nowhere_but_to_an_own_one(signed_in):
    client = signed_in(must_change_password=True)
    assert client.get("/to-chuc").headers["Location"].endswith("/mat-khau")
    assert "mật khẩu một lần" in client.get("/mat-khau").text
    assert change(client).status_code == 302
    assert client.get("/to-chuc").status_code == 403


@pytest.mark.usefixtures("stopped_clock")
def test_guessing_the_current_password_is_slowed_too(signed_in):
    client = signed_in()
    codes = [change(client, current="không phải đâu nhé").status_code for _ in range(6)]
    assert codes[-1] == 429
