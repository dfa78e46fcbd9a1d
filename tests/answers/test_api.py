"""The door of answers from tablets: counted once whatever the network does, kept apart where there is a doubt."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from feedback.answers.tables import QuarantinedAnswer, Sheet, TabletReceipt
from feedback.collection_points.actions import tablets as tablet_actions
from feedback.foundation.actors import SYSTEM
from feedback.foundation.clock import local_day, now
from feedback.foundation.database import Database
from tests.answers.samples import Place, a_counter
from tests.collection_points.devices import BASE, Device, a_tablet

TWO_DAYS = 2 * 24 * 3600 * 1000


@dataclass
class Hall:
    """A tablet in use at the sample counter's commune."""

    place: Place
    device: Device
    client: FlaskClient
    database: Database

    def send(self, *answers: Any, device: Device | None = None) -> TestResponse:
        return (device or self.device).post(self.client, "answers", {"answers": list(answers)})

    def states(self, *answers: Any) -> list[str]:
        return [each["state"] for each in self.send(*answers).get_json()["receipts"]]

    def rows(self, table: Any) -> list[Any]:
        with self.database.read() as session:
            return list(session.scalars(select(table)))


@pytest.fixture
def hall(app: Flask, site_database: Database) -> Hall:
    def build(session: Any) -> tuple[Place, Device]:
        place = a_counter(session, now())
        return place, a_tablet(session, now(), place.unit_id)

    place, device = site_database.run(build)
    return Hall(place, device, app.test_client(), site_database)


def test_an_answer_counts_and_gets_a_receipt(hall: Hall):
    sent = hall.device.an_answer(hall.place.version_id, 4, items={"xin_chao": "yes", "late": "no"})
    answer = hall.send(sent)
    assert answer.status_code == 200
    receipt = answer.get_json()["receipts"][0]
    assert (receipt["id"], receipt["seq"], receipt["state"]) == (sent["id"], 1, "counted")
    sheet = hall.rows(Sheet)[0]
    assert (sheet.channel, sheet.overall, sheet.items) == ("tablet", 4, {"xin_chao": "yes", "late": "no"})
    assert (sheet.opened_at, sheet.first_at.minute, sheet.receipt) == (None, 0, receipt["receipt"])
    assert "why" not in receipt


def test_the_same_answers_again_get_the_same_receipts_and_stay_one_row_each(hall: Hall):
    sent = [hall.device.an_answer(hall.place.version_id) for _ in range(3)]
    first, again = hall.send(*sent).get_json(), hall.send(*sent).get_json()
    assert first["receipts"] == again["receipts"]
    assert len(hall.rows(Sheet)) == len(hall.rows(TabletReceipt)) == 3


def test_a_resend_with_another_face_changes_nothing(hall: Hall):
    sent = hall.device.an_answer(hall.place.version_id, 5)
    hall.send(sent)
    assert hall.states(sent | {"overall": 1}) == ["counted"]
    assert [(each.overall, each.earlier) for each in hall.rows(Sheet)] == [(5, [])]


def test_forty_queued_answers_in_one_second_from_one_address_are_forty(hall: Hall):
    sent = [hall.device.an_answer(hall.place.version_id, 1 + number % 5) for number in range(40)]
    for start in range(0, 40, 10):
        assert hall.states(*sent[start : start + 10]) == ["counted"] * 10
    assert len(hall.rows(Sheet)) == 40


def test_two_people_twenty_seconds_apart_with_the_same_answer_are_two(hall: Hall):
    first = hall.device.an_answer(hall.place.version_id, 5)
    second = hall.device.an_answer(hall.place.version_id, 5, at=first["at"] + 20_000)
    assert hall.states(first, second) == ["counted", "counted"]
    assert len({each.receipt for each in hall.rows(Sheet)}) == 2


def test_a_replayed_request_is_turned_away_and_stores_nothing(hall: Hall):
    path = f"{BASE}/answers"
    raw = json.dumps({"answers": [hall.device.an_answer(hall.place.version_id)]}).encode()
    headers = hall.device.headers("POST", path, raw)
    assert hall.client.post(path, data=raw, headers=headers).status_code == 200
    again = hall.client.post(path, data=raw, headers=headers)
    assert (again.status_code, again.get_json()["error"], again.get_json()["last"]) == (409, "counter", 1)
    assert len(hall.rows(Sheet)) == 1


def test_delivered_twice_at_once_is_one_row(hall: Hall, app: Flask):
    """Eight threads bring the same five answers, each signed anew as after lost replies: five rows, five receipts."""
    sent = [hall.device.an_answer(hall.place.version_id) for _ in range(5)]
    raw = json.dumps({"answers": sent}).encode()
    path = f"{BASE}/answers"
    signed = [hall.device.headers("POST", path, raw) for _ in range(8)]
    signed += signed[:4]
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda headers: app.test_client().post(path, data=raw, headers=headers), signed))
    assert {each.status_code for each in answers} <= {200, 409}
    taken = [each.get_json()["receipts"] for each in answers if each.status_code == 200]
    assert taken
    assert all(each == taken[0] for each in taken)
    assert len(hall.rows(Sheet)) == len(hall.rows(TabletReceipt)) == 5


def test_another_key_is_no_key(hall: Hall):
    thief = Device(id=hall.device.id, counter=100)
    answer = hall.send(thief.an_answer(hall.place.version_id), device=thief)
    assert (answer.status_code, answer.get_json()["error"]) == (401, "signature")
    stranger = Device(id=uuid4())
    assert hall.send(stranger.an_answer(hall.place.version_id), device=stranger).status_code == 401
    assert hall.rows(Sheet) == []


def test_a_changed_body_breaks_the_signature(hall: Hall):
    path = f"{BASE}/answers"
    raw = json.dumps({"answers": [hall.device.an_answer(hall.place.version_id, 1)]}).encode()
    headers = hall.device.headers("POST", path, raw)
    assert (
        hall.client.post(path, data=raw.replace(b'"overall": 1', b'"overall": 5'), headers=headers).status_code == 401
    )
    assert hall.client.post(f"{BASE}/beat", data=raw, headers=headers).status_code == 401


def test_a_clone_of_a_number_is_kept_apart(hall: Hall):
    first = hall.device.an_answer(hall.place.version_id)
    clone = first | {"id": str(uuid4()), "overall": 1}
    hall.send(first)
    receipt = hall.send(clone).get_json()["receipts"][0]
    assert (receipt["state"], receipt["why"]) == ("quarantined", "clone")
    assert hall.send(clone).get_json()["receipts"][0] == receipt
    assert [each.overall for each in hall.rows(Sheet)] == [5]
    assert len(hall.rows(QuarantinedAnswer)) == 1


WRONG: dict[str, dict[str, Any]] = {
    "overall": {"overall": 6},
    "text for number": {"overall": "5"},
    "unknown field": {"phone": "0912345678"},
    "no such id": {"id": "abc"},
    "negative number": {"seq": -1},
    "an answer nobody offers": {"items": {"xin_chao": "maybe"}},
    "an item nobody asks": {"items": {"quà": "yes"}},
    "a version nobody published": {"version_id": 4711},
    "a day in the year 1970": {"at": 0},
    "half a character": {"lang": "\ud800"},
}


def test_a_bad_answer_is_kept_apart_and_holds_up_nobody(hall: Hall):
    for number, (name, wrong) in enumerate(WRONG.items(), 1):
        sent = [hall.device.an_answer(hall.place.version_id) for _ in range(3)]
        sent[1] |= wrong
        receipts = hall.send(*sent).get_json()["receipts"]
        assert [each["state"] for each in receipts] == ["counted", "quarantined", "counted"], name
        assert (receipts[1]["id"], receipts[1]["seq"]) == (sent[1]["id"], sent[1]["seq"]), name
        assert hall.send(*sent).get_json()["receipts"] == receipts, name
        assert (len(hall.rows(Sheet)), len(hall.rows(QuarantinedAnswer))) == (2 * number, number), name


def test_an_element_that_is_no_answer_is_still_not_dropped(hall: Hall):
    elements: list[Any] = [None, 7, "x", [], {}, [[[]]], {"id": 7, "seq": 10**30}, {"seq": True}]
    good = hall.device.an_answer(hall.place.version_id)
    assert hall.states(*elements, good) == ["quarantined"] * len(elements) + ["counted"]
    assert {each.reason for each in hall.rows(QuarantinedAnswer)} == {"shape"}


def test_a_clock_two_days_wrong_is_corrected_and_marked(hall: Hall):
    hall.device.ahead = -TWO_DAYS
    assert hall.states(hall.device.an_answer(hall.place.version_id)) == ["counted"]
    sheet = hall.rows(Sheet)[0]
    assert sheet.observed_day == local_day(now())
    assert sheet.flags == ["clock_corrected"]


def test_a_late_answer_counts_on_its_own_day(hall: Hall):
    on_it = hall.device.now_ms()
    week, month = on_it - 6 * 24 * 3600 * 1000, on_it - 30 * 24 * 3600 * 1000
    sent = [hall.device.an_answer(hall.place.version_id, at=at) for at in (week, month)]
    assert hall.states(*sent) == ["counted", "counted"]
    found = {each.observed_day: each.flags for each in hall.rows(Sheet)}
    assert found == {
        local_day(now() - timedelta(days=6)): [],
        local_day(now() - timedelta(days=30)): ["late_arrival"],
    }


def test_a_counter_of_somebody_else_is_left_out_and_asked_about(hall: Hall):
    def a_neighbour(session: Any) -> int:
        return a_counter(session, now(), token="q9dk7m2x", name="Xã Bên Cạnh").counter_id

    stranger = hall.database.run(a_neighbour)
    sent = [hall.device.an_answer(hall.place.version_id, counter=each) for each in (hall.place.counter_id, stranger)]
    assert hall.states(*sent) == ["counted", "counted"]
    found = {(each.counter_id, tuple(each.flags)) for each in hall.rows(Sheet)}
    assert found == {(hall.place.counter_id, ()), (None, ("unknown_place",))}


def test_revocation_is_immediate_and_what_still_comes_is_kept_apart(hall: Hall):
    before = hall.device.an_answer(hall.place.version_id)
    hall.send(before)
    hall.database.run(
        lambda session: tablet_actions.revoke(
            session, actor=SYSTEM, now=now(), tablet_id=hall.device.id, reason="Máy bị mất"
        )
    )
    after = hall.device.an_answer(hall.place.version_id, 1)
    assert hall.states(before, after) == ["counted", "quarantined"]
    kept = hall.rows(QuarantinedAnswer)[0]
    assert (kept.reason, kept.state, kept.seq) == ("revoked", "waiting", 2)
    assert b"overall" not in kept.sealed
    assert len(hall.rows(Sheet)) == 1


def test_a_body_that_is_too_large_or_no_json_is_refused(hall: Hall):
    assert hall.device.post(hall.client, "answers", b"x" * (512 * 1024 + 1)).status_code == 413
    for body in (b"", b"[]", b"{", b'{"answers": 1}', b'{"answers": [], "more": 1}', b"[" * 100_000):
        answer = hall.device.post(hall.client, "answers", body)
        assert (answer.status_code, answer.get_json()["error"]) == (400, "body")
    too_many = [hall.device.an_answer(hall.place.version_id) for _ in range(51)]
    assert hall.send(*too_many).status_code == 400


def test_no_cookie_is_set_and_nothing_is_kept_by_caches(hall: Hall):
    hall.client.application.config["WTF_CSRF_ENABLED"] = True
    answer = hall.send(hall.device.an_answer(hall.place.version_id))
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    refused = hall.client.post(f"{BASE}/answers")
    assert (refused.status_code, refused.headers["Cache-Control"]) == (401, "no-store")
    assert "Set-Cookie" not in refused.headers
