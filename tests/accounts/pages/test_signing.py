"""`/dang-nhap` and `/dang-xuat` through the door."""

from datetime import timedelta

import pytest

from feedback.accounts.pages.signing import WRONG
from feedback.accounts.rules import Role
from feedback.audit.queries import NoteFilter, list_notes
from tests.accounts.conftest import PASSWORD


def enter(client, login="mau", password=PASSWORD, **more):
    return client.post("/dang-nhap", data={"login": login, "password": password}, **more)


def test_the_right_password_opens_the_staff_pages(client, person):
    person()
    assert client.get("/mat-khau").status_code == 302
    assert enter(client).status_code == 302
    assert client.get("/mat-khau").status_code == 200


def test_a_wrong_name_a_wrong_password_and_a_closed_account_get_the_same_answer(app, person):
    person("mau")
    person("khoa", active=False)
    person("cu", one_time_until=None, is_sample=True)
    tries = {"khongco": PASSWORD, "mau": "sai mất rồi", "khoa": PASSWORD, "cu": PASSWORD}
    answers = {login: enter(app.test_client(), login, password) for login, password in tries.items()}
    assert {answer.status_code for answer in answers.values()} == {401}
    (text,) = {answer.text.replace(f'value="{login}"', "") for login, answer in answers.items()}
    assert WRONG in text


@pytest.mark.usefixtures("stopped_clock")
def test_the_fifth_wrong_password_is_told_to_wait_also_for_a_name_nobody_has(app, person):
    person("mau")
    for login in ("mau", "khongco"):
        client = app.test_client()
        codes = [enter(client, login, "sai mất rồi").status_code for _ in range(6)]
        assert codes == [401] * 5 + [429]
    assert enter(app.test_client()).status_code == 429


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client, person):
    person()
    answer = enter(client)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-lang-nghe=")
    for flag in ("HttpOnly", "SameSite=Lax", "Secure", "Path=/"):
        assert flag in cookie


def test_a_session_brought_along_is_not_the_session_after_sign_in(client, person):
    person()
    enter(client)
    first = client.get_cookie("__Host-lang-nghe").value
    enter(client)
    assert client.get_cookie("__Host-lang-nghe").value != first


def test_a_cookie_copied_before_sign_out_opens_nothing_after(app, signed_in):
    client = signed_in()
    copied = client.get_cookie("__Host-lang-nghe").value
    thief = app.test_client()
    thief.set_cookie("__Host-lang-nghe", copied, secure=True)
    assert thief.get("/mat-khau", base_url="https://localhost").status_code == 200
    answer = client.post("/dang-xuat")
    assert "storage" in answer.headers["Clear-Site-Data"]
    thief = app.test_client()
    thief.set_cookie("__Host-lang-nghe", copied, secure=True)
    assert thief.get("/mat-khau", base_url="https://localhost").status_code == 302


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("/to-chuc?x=1", "/to-chuc?x=1"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/\t\\evil.example", "/"),
        ("/x\r\nSet-Cookie: a=b", "/"),
        ("/x\rb", "/"),
        ("", "/"),
    ],
)
def test_after_sign_in_one_stays_on_this_site(client, person, wanted, goes):
    person()
    answer = client.post("/dang-nhap", data={"login": "mau", "password": PASSWORD, "next": wanted})
    assert answer.headers["Location"] == goes


@pytest.mark.parametrize("idle", [timedelta(minutes=30), timedelta(hours=8)])
def test_a_session_left_alone_ends(signed_in, later, idle):
    client = signed_in()
    later(idle)
    assert client.get("/mat-khau").status_code == 302


def test_a_session_in_use_lives_beyond_half_an_hour_but_not_beyond_eight(signed_in, later):
    client = signed_in()
    for quarter in range(1, 33):
        later(timedelta(minutes=15 * quarter))
        assert client.get("/mat-khau").status_code == (200 if quarter < 32 else 302)


def test_sign_in_and_refusal_are_noted_without_name_or_password_of_strangers(client, person, site_database):
    person()
    enter(client, "mau", "sai mất rồi")
    enter(client, "sai mất rồi", "x")
    enter(client)
    with site_database.read() as session:
        notes = list_notes(session, NoteFilter(unit_ids=None))
    assert [note.verb for note in notes] == ["account.sign_in", "account.sign_in_refused"]
    assert "sai mất rồi" not in str(notes)


def test_a_signed_in_visitor_of_the_form_goes_on(signed_in):
    assert signed_in("qt", Role.ADMINISTRATOR).get("/dang-nhap?next=/tai-khoan").headers["Location"] == "/tai-khoan"


def test_signing_out_needs_a_post(signed_in):
    assert signed_in().get("/dang-xuat").status_code == 405


def test_a_forged_sign_in_without_its_key_is_refused(app, person):
    person()
    app.config["WTF_CSRF_ENABLED"] = True
    assert enter(app.test_client()).status_code == 409
