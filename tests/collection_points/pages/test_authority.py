"""The sheet for tablets on the website: for who manages tablets, and only where https is our own."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from feedback.collection_points.rules.tablets import MANAGE_TABLETS
from feedback.foundation.actors import Actor, Grant, Permission
from feedback.foundation.tls.paper import keeper_of
from tests.conftest import NOW

SHEET = "/may-tinh-bang/chung-chi.pdf"
Acting = Callable[[Actor], FlaskClient]


def who(*permissions: Permission) -> Actor:
    return Actor(name="Người Mẫu", account_id=1, grants=(Grant(frozenset(permissions), None),))


def with_tls(app: Flask) -> None:
    store = app.extensions["lang-nghe"]
    store.settings = store.settings.model_copy(update={"tls": True, "host": "10.1.2.3"})
    keeper_of(store.settings).look(NOW)


def test_who_manages_tablets_prints_it(app: Flask, acting: Acting):
    with_tls(app)
    answer = acting(who(MANAGE_TABLETS)).get(SHEET)
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")


def test_nobody_else_does(app: Flask, acting: Acting, client: FlaskClient):
    with_tls(app)
    assert client.get(SHEET).status_code == 302
    assert acting(who()).get(SHEET).status_code == 403


def test_behind_a_web_server_with_a_certificate_there_is_nothing_to_install(app: Flask, acting: Acting):
    answer = acting(who(MANAGE_TABLETS)).get(SHEET)
    assert answer.status_code == 404
    assert "không cần cài gì" in answer.get_data(as_text=True)
