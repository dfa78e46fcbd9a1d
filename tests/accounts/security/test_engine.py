"""From the cookie to the actor."""

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from feedback.accounts.rules import Role
from feedback.accounts.security import from_this_machine
from feedback.foundation.access import actor
from tests.accounts.conftest import PASSWORD


@pytest.mark.parametrize(
    ("address", "host", "headers", "here"),
    [
        ("127.0.0.1", "localhost:8000", {}, True),
        ("127.0.0.1", "127.0.0.1:8000", {}, True),
        ("::1", "[::1]:8000", {}, True),
        ("10.0.0.7", "localhost", {}, False),
        ("127.0.0.1", "danhgia.quangtri.gov.vn", {}, False),
        ("127.0.0.1", "localhost", {"X-Forwarded-For": "127.0.0.1"}, False),
        ("127.0.0.1", "localhost", {"Forwarded": "for=1.2.3.4"}, False),
        ("", "localhost", {}, False),
    ],
)
def test_this_machine_is_told_from_all_others(address, host, headers, here):
    with Flask("x").test_request_context(
        base_url=f"http://{host}", environ_base={"REMOTE_ADDR": address}, headers=headers
    ):
        assert from_this_machine() is here


def test_sample_accounts_come_in_only_in_the_demo_and_only_from_the_machine(app, person, site_settings):
    person("mau", Role.HEAD, is_sample=True)
    form = {"login": "mau", "password": PASSWORD}
    assert app.test_client().post("/dang-nhap", data=form).status_code == 401
    store = app.extensions["lang-nghe"]
    store.settings = site_settings.model_copy(update={"demo": True})
    outside = {"REMOTE_ADDR": "10.0.0.7"}
    assert app.test_client().post("/dang-nhap", data=form, environ_base=outside).status_code == 401
    client = app.test_client()
    assert client.post("/dang-nhap", data=form).status_code == 302
    assert client.get("/mat-khau").status_code == 200
    assert client.get("/mat-khau", environ_base=outside).status_code == 302


def test_a_visitor_without_our_cookie_costs_no_session(app, client):
    answer = client.get("/dang-nhap?x")
    assert answer.status_code == 200
    hooks = [function.__qualname__ for function in app.before_request_funcs[None]]
    assert not any("Principal" in name for name in hooks)
    assert not any("remember" in function.__name__ for function in app.after_request_funcs[None])


def test_no_page_of_the_library_is_on_the_map(app):
    assert not [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("security")]


def test_a_token_in_a_header_or_an_address_opens_nothing(client):
    assert client.get("/mat-khau?auth_token=x", headers={"Authentication-Token": "x"}).status_code == 302


def test_a_forged_cookie_opens_nothing(app):
    forger = Flask("forger")
    forger.secret_key = "guessed"
    signer = SecureCookieSessionInterface().get_signing_serializer(forger)
    assert signer is not None
    client = app.test_client()
    client.set_cookie("__Host-lang-nghe", signer.dumps({"_user_id": "x", "_fresh": True}), secure=True)
    assert client.get("/mat-khau", base_url="https://localhost").status_code == 302


def test_the_cookie_holds_no_address_and_no_browser(app, signed_in):
    client = signed_in()
    with client.session_transaction() as kept:
        assert set(kept) <= {"_user_id", "_fresh", "fs_paa", "csrf_token", "_flashes"}


def test_the_actor_of_a_request_is_the_signed_in_person(app, signed_in, site_database):
    client = signed_in("quantri", Role.ADMINISTRATOR)
    with client:
        client.get("/tai-khoan")
        assert actor().login == "quantri"
        assert actor().signed_in
    with app.test_client() as stranger:
        stranger.get("/dang-nhap")
        assert not actor().signed_in
