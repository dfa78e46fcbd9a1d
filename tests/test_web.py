"""The website as a whole: what every page shares, who may do what, what the menu shows."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedback.accounts.rules import Role
from feedback.foundation.actors import Actor, Grant
from feedback.web import MENU, PAGES, ROLE_PERMISSIONS

Acting = Callable[[Actor], FlaskClient]


def person(role: str) -> Actor:
    return Actor(name="Người thử", account_id=1, login="thu", grants=(Grant(ROLE_PERMISSIONS[role], None),))


def test_every_slice_with_pages_is_listed_once():
    names = [each.name for each in PAGES]
    assert len(names) == len(set(names)) > 8


def test_a_page_that_is_not_there_says_so_in_vietnamese(client: FlaskClient):
    answer = client.get("/khong-co-trang-nay")
    assert answer.status_code == 404
    assert "Không tìm thấy trang" in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/", "/khong-co-trang-nay", "/du-lieu-cua-ong-ba", "/static/site.css"])
def test_every_answer_carries_the_strict_headers(client: FlaskClient, path: str):
    with client.get(path) as answer:
        headers = answer.headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_a_staff_form_without_its_key_changes_nothing_and_says_what_to_do(app: Flask, acting: Acting):
    app.config["WTF_CSRF_ENABLED"] = True
    answer = acting(person(Role.ADMINISTRATOR)).post("/diem-thu-thap/cap-ma")
    assert answer.status_code == 409
    assert "tải lại trang" in answer.get_data(as_text=True)


def test_over_https_a_form_is_taken_from_a_browser_that_sends_no_referer(app: Flask, client: FlaskClient):
    """Our own policy keeps it from sending one: a check of it would let nobody in."""
    app.config["WTF_CSRF_ENABLED"] = True
    page = client.get("/dang-nhap", base_url="https://localhost").get_data(as_text=True)
    key = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert key
    form = {"csrf_token": key.group(1), "username": "nobody", "password": "not the password"}
    answer = client.post("/dang-nhap", data=form, base_url="https://localhost")
    assert answer.status_code != 409
    assert "Đăng nhập" in answer.get_data(as_text=True)
    without = client.post("/dang-nhap", data=form | {"csrf_token": "x"}, base_url="https://localhost")
    assert without.status_code == 409


@pytest.mark.parametrize("endpoint", [endpoint for _, endpoint, _ in MENU])
def test_no_page_of_the_menu_opens_for_a_stranger(app: Flask, client: FlaskClient, endpoint: str):
    with app.test_request_context():
        path = app.url_for(endpoint)
    answer = client.get(path)
    assert answer.status_code == 302
    assert "/dang-nhap" in answer.headers["Location"]


@pytest.mark.parametrize("role", list(ROLE_PERMISSIONS))
def test_everything_the_menu_shows_a_role_opens_for_it(app: Flask, acting: Acting, role: str):
    client = acting(person(role))
    with app.test_request_context():
        paths = [app.url_for(endpoint) for _, endpoint, needed in MENU if ROLE_PERMISSIONS[role] & set(needed)]
    assert paths
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_nobody_both_manages_accounts_and_signs_apologies():
    for role, permissions in ROLE_PERMISSIONS.items():
        words = {str(each) for each in permissions}
        assert not {"accounts.manage", "apologies.sign"} <= words, role


def test_an_administrator_reads_no_comments():
    assert "answers.read_comments" not in {str(each) for each in ROLE_PERMISSIONS[Role.ADMINISTRATOR]}
