"""The doors of a tablet: enrolling, its state, its document, its sign of life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback.collection_points.actions import tablets as actions
from feedback.collection_points.queries.tablets import place_of
from feedback.collection_points.rules.tablets import LOOK, Ask, Terms, code_hash, digits_of
from feedback.collection_points.tables import Tablet, TabletDay
from feedback.foundation.actors import SYSTEM
from feedback.foundation.clock import local_day, now
from feedback.foundation.database import Database
from feedback.outbox.tables import Task
from tests.answers.samples import Place, a_counter
from tests.collection_points.devices import BASE, PIN_HASH, Device, a_tablet, base64url

CODE = "ABCDEFGHJKMNPQRS"


@dataclass
class Hall:
    place: Place
    client: FlaskClient
    database: Database
    app: Flask

    def invite(self, *, at: datetime | None = None, name: str = "K03") -> UUID:
        secret = self.app.extensions["lang-nghe"].sealer.derive("tablet-code")
        place = {
            "unit_id": self.place.unit_id,
            "terms": Terms(name, Ask.COUNTER, None),
            "pin_hash": PIN_HASH,
            "code_hash": code_hash(secret, CODE),
        }
        tablet_id = uuid4()
        return self.database.run(
            lambda session: actions.invite(session, actor=SYSTEM, now=at or now(), tablet_id=tablet_id, **place)
        )

    def tablet(self, tablet_id: UUID | None) -> Tablet:
        with self.database.read() as session:
            return session.scalars(select(Tablet).where(Tablet.id == tablet_id)).one()

    def in_use(self, **more: Any) -> Device:
        return self.database.run(lambda session: a_tablet(session, now(), self.place.unit_id, **more))


@pytest.fixture
def hall(app: Flask, site_database: Database) -> Hall:
    place = site_database.run(lambda session: a_counter(session, now()))
    return Hall(place, app.test_client(), site_database, app)


def test_a_tablet_comes_in_by_code_and_six_equal_digits(hall: Hall):
    tablet_id, device = hall.invite(), Device()
    answer = device.enrol(hall.client, "abcd-efgh-jkmn-pqrs")
    assert (answer.status_code, device.id) == (201, tablet_id)
    assert answer.get_json()["digits"] == digits_of(device.public, tablet_id)
    assert device.get(hall.client, "state").get_json()["state"] == "waiting"
    for name, body in (("beat", device.a_beat()), ("answers", {"answers": []})):
        refused = device.post(hall.client, name, body)
        assert (refused.status_code, refused.get_json()["error"]) == (403, "waiting")
    hall.database.run(lambda session: actions.approve(session, actor=SYSTEM, now=now(), tablet_id=tablet_id))
    assert device.get(hall.client, "state").get_json()["state"] == "active"


def test_a_code_belongs_to_the_first_key_that_came_with_it(hall: Hall):
    hall.invite()
    device, thief = Device(), Device()
    first = device.enrol(hall.client, CODE).get_json()
    assert device.enrol(hall.client, CODE).get_json() == first
    refused = thief.enrol(hall.client, CODE)
    assert (refused.status_code, refused.get_json()["error"]) == (403, "code")


def test_a_code_holds_for_ten_minutes(hall: Hall):
    hall.invite(at=datetime.now(UTC) - timedelta(minutes=10, seconds=1))
    assert Device().enrol(hall.client, CODE).status_code == 403


def test_a_key_that_is_no_point_of_the_curve_is_refused(hall: Hall):
    hall.invite()
    for key in ("", "x", base64url(b"\x04" + b"\x01" * 64), base64url(b"\x04" * 64)):
        sent = {"code": CODE, "public_key": key, "version": "1"}
        assert hall.client.post(f"{BASE}/enrol", json=sent).status_code == 422
    assert hall.client.post(f"{BASE}/enrol", json={"code": CODE}).status_code == 400


def test_rejected_digits_keep_the_device_out_for_good(hall: Hall):
    tablet_id, device = hall.invite(), Device()
    device.enrol(hall.client, CODE)
    fresh = uuid4()
    hall.database.run(
        lambda session: actions.reject(
            session, actor=SYSTEM, now=now(), tablet_id=tablet_id, fresh_id=fresh, code_hash="anew"
        )
    )
    assert device.get(hall.client, "state").get_json()["state"] == "revoked"
    assert device.post(hall.client, "beat", device.a_beat()).get_json()["error"] == "revoked"
    assert device.post(hall.client, "answers", {"answers": []}).status_code == 403
    assert (hall.tablet(fresh).state, hall.tablet(fresh).name) == ("invited", "K03")


def test_the_document_holds_all_a_tablet_shows(hall: Hall):
    device = hall.in_use(ask=Ask.COUNTER)
    content = device.get(hall.client, "content").get_json()
    assert content["unit"]["name"] == "Xã Mẫu Một"
    assert [each["name"] for each in content["counters"]] == ["Quầy số 1"]
    assert content["officers"] == []
    assert [each["code"] for each in content["languages"]][:2] == ["vi", "en"]
    asked = content["questionnaire"]
    assert asked["version_id"] == hall.place.version_id
    for texts in asked["texts"].values():
        assert list(texts["levels"]) == ["1", "2", "3", "4", "5"]
        assert len(texts["items"]) == 8
        assert texts["overall"]
        assert texts["late"]
    assert len(content["sessions"]) >= 2 * 14
    assert content["pin"]["rounds"] == 10
    assert content["batch"] == 50
    assert device.get(hall.client, "state").get_json()["content"] == content["etag"]


def test_before_the_first_questionnaire_there_is_no_document(app: Flask, site_database: Database):
    def build(session: Any) -> Device:
        place = a_counter(session, now())
        return a_tablet(session, now(), place.unit_id)

    device = site_database.run(build)
    with site_database.engine.execution_options(write=True).begin() as connection:
        connection.exec_driver_sql("DELETE FROM questionnaire_version")
    answer = device.get(app.test_client(), "content")
    assert (answer.status_code, answer.get_json()["error"]) == (503, "closed")


def test_a_beat_is_written_down_and_its_counts_only_rise(hall: Hall):
    device, today = hall.in_use(), local_day(now()).isoformat()
    told = device.a_beat(queue=7, last_seq=412, recorded={today: 412}, storage=33.4, version="2.0")
    assert device.post(hall.client, "beat", told).get_json()["last_seq"] == 412
    answer = device.post(hall.client, "beat", device.a_beat(recorded={today: 3, "2026-02-30": 9}))
    assert answer.get_json()["last_seq"] == 412
    row = hall.tablet(device.id)
    assert (row.queue, row.last_seq, row.storage, row.version, row.persisted) == (0, 412, 12, "1.0", True)
    with hall.database.read() as session:
        days = session.scalars(select(TabletDay)).all()
    assert [(each.day, each.recorded, each.beats) for each in days] == [(local_day(now()), 412, 2)]


def test_a_full_tablet_is_one_task_a_day(hall: Hall):
    device = hall.in_use()
    for storage in (79, 80, 93):
        device.post(hall.client, "beat", device.a_beat(storage=storage))
    with hall.database.read() as session:
        tasks = session.scalars(select(Task)).all()
        place = place_of(session, hall.tablet(device.id))
    assert [each.title for each in tasks] == [f"Máy tính bảng K01 ({place}) sắp hết chỗ lưu (80 %)"]
    assert "Còn 0 phiếu đang chờ gửi" in tasks[0].detail
    assert LOOK in tasks[0].detail


def test_the_clocks_difference_is_noted(hall: Hall):
    device = hall.in_use()
    device.ahead = 90_000
    device.get(hall.client, "state")
    assert -91_000 < hall.tablet(device.id).offset < -60_000


def test_a_counter_goes_on_from_where_the_server_says(hall: Hall):
    device = hall.in_use()
    device.counter = 500
    device.get(hall.client, "state")
    device.counter = 0
    answer = device.get(hall.client, "state")
    assert (answer.status_code, answer.get_json()["last"]) == (409, 501)
    device.counter = answer.get_json()["last"]
    assert device.get(hall.client, "state").status_code == 200


def test_a_revoked_tablet_hears_so_and_does_no_more(hall: Hall):
    device = hall.in_use()
    hall.database.run(
        lambda session: actions.revoke(session, actor=SYSTEM, now=now(), tablet_id=device.id, reason="Máy hỏng")
    )
    assert device.get(hall.client, "state").get_json()["state"] == "revoked"
    assert device.get(hall.client, "content").get_json()["error"] == "revoked"
    assert device.post(hall.client, "beat", device.a_beat()).status_code == 403


def test_no_tablet_door_sets_a_cookie(hall: Hall):
    device = hall.in_use()
    answers = [
        device.get(hall.client, "state"),
        device.get(hall.client, "content"),
        device.post(hall.client, "beat", device.a_beat()),
        Device().enrol(hall.client, "khong co"),
    ]
    assert [each.status_code for each in answers] == [200, 200, 200, 403]
    assert all("Set-Cookie" not in each.headers and each.headers["Cache-Control"] == "no-store" for each in answers)
