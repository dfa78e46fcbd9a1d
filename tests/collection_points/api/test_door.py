"""What every tablet door does first: small bodies, a signature of its own, and words instead of pages."""

from __future__ import annotations

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from feedback.collection_points.api.door import BASE, LARGEST, STATUS, WORDS
from feedback.foundation.clock import now
from feedback.foundation.database import Database
from feedback.foundation.errors import Busy
from tests.collection_points.devices import Device, a_tablet
from tests.factories import Factory


@pytest.fixture
def device(app: Flask, site_database: Database) -> Device:
    return site_database.run(lambda session: a_tablet(session, now(), Factory(session).unit().id))


def test_every_word_has_its_status_and_sentence():
    assert set(WORDS) == set(STATUS)


def test_a_request_without_one_of_its_headers_is_nobodys(client: FlaskClient, device: Device):
    headers = device.headers("GET", f"{BASE}/state", b"")
    for name in headers:
        for wrong in ("", "x", "-1", "٣", "9" * 30, "\u00e9"):
            answer = client.get(f"{BASE}/state", headers=headers | {name: wrong})
            assert (answer.status_code, answer.get_json()["error"]) == (401, "signature")
    assert client.get(f"{BASE}/state", headers=headers).status_code == 200


def test_a_beat_that_is_none_is_refused(client: FlaskClient, device: Device):
    for body in (b"", b"{}", b"[]", b"\xff", b'{"queue": "0"}', b"[" * 100_000, b"1" * 5000):
        answer = device.post(client, "beat", body)
        assert (answer.status_code, answer.get_json()["error"]) == (400, "body")
    large = device.post(client, "beat", b" " * (LARGEST + 1))
    assert (large.status_code, large.get_json()["error"]) == (413, "size")


def test_a_store_in_trouble_is_told_as_busy(client: FlaskClient, device: Device, monkeypatch: pytest.MonkeyPatch):
    def in_trouble(*_arguments: object, **_more: object) -> None:
        raise Busy("Hệ thống đang bận ghi việc khác.")

    monkeypatch.setattr(Database, "run", in_trouble)
    answer = device.get(client, "state")
    assert (answer.status_code, answer.get_json()["error"], answer.headers["Retry-After"]) == (503, "busy", "5")


def test_only_these_doors_go_without_a_form_key(app: Flask, client: FlaskClient, device: Device):
    """With the guard against forged forms on, every tablet door answers; the staff's doors do not."""
    app.config["WTF_CSRF_ENABLED"] = True

    def doors(path: str) -> list[Rule]:
        return [
            rule for rule in app.url_map.iter_rules() if rule.rule.startswith(path) and "POST" in (rule.methods or ())
        ]

    ours, staff = doors(BASE), doors("/may-tinh-bang")
    assert len(ours) == 3
    assert len(staff) > 5
    for rule in ours:
        assert client.post(rule.rule, json={}).status_code in (400, 401)
    with app.test_request_context():
        objects = {"tablet_id": device.id, "reason": "revoked"}
        paths = [url_for(rule.endpoint, **{name: objects[name] for name in rule.arguments}) for rule in staff]
    assert all("Trang này đã mở quá lâu" in client.post(path).text for path in paths)
