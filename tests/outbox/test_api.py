"""The door for receipts: open to whoever holds the common key, for five minutes, for one call."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback.foundation import clock
from feedback.foundation.engine import Store
from feedback.foundation.gateway import SIGNATURE, TIME, sign
from feedback.outbox.actions import enqueue
from feedback.outbox.api import LARGEST, MOST
from tests.fake_gateway import KEY

PATH = "/api/gateway/receipts"


@pytest.fixture
def connected(app: Any) -> Store:
    store: Store = app.extensions["lang-nghe"]
    changes = {"gateway_url": "https://cong.example", "gateway_key": KEY, "gateway_channels": "sms"}
    store.settings = store.settings.model_copy(update=changes)
    return store


def call(client: FlaskClient, body: bytes, *, at: datetime | None = None, path: str = PATH, key: str = KEY) -> Any:
    said = int((at or clock.now()).timestamp())
    headers = {TIME: str(said), SIGNATURE: sign(key, "POST", path, said, body)}
    return client.post(PATH, data=body, headers=headers)


def receipt(message_id: str = "<1@lang-nghe>", **more: Any) -> dict[str, Any]:
    return {"message_id": message_id, "status": "delivered", "at": "2026-11-20T05:00:00Z", **more}


def body(*receipts: Any) -> bytes:
    return json.dumps({"receipts": receipts}).encode()


def test_a_signed_receipt_of_our_message_is_taken(client: FlaskClient, connected: Store) -> None:
    values = {"kind": "message", "subject": "1", "now": clock.now(), "message_id": "<1@lang-nghe>"}
    connected.database.run(lambda session: enqueue(session, **values))
    answer = call(client, body(receipt(), receipt("<2@lang-nghe>")))
    assert (answer.status_code, answer.json) == (200, {"known": 1, "unknown": 1})


@pytest.mark.parametrize("minutes", [-6, 6, 60, -60 * 24 * 365])
def test_a_call_of_another_time_is_refused(client: FlaskClient, connected: Store, minutes: int) -> None:
    at = clock.now() + timedelta(minutes=minutes)
    assert call(client, body(receipt()), at=at).status_code == 401


@pytest.mark.parametrize("minutes", [-4, 4])
def test_five_minutes_of_a_wrong_clock_are_forgiven(client: FlaskClient, connected: Store, minutes: int) -> None:
    assert call(client, body(), at=clock.now() + timedelta(minutes=minutes)).status_code == 200


def test_a_signature_of_another_key_path_or_body_is_refused(client: FlaskClient, connected: Store) -> None:
    assert call(client, body(receipt()), key="x" * 40).status_code == 401
    assert call(client, body(receipt()), path="/v1/messages").status_code == 401
    said = int(clock.now().timestamp())
    headers = {TIME: str(said), SIGNATURE: sign(KEY, "POST", PATH, said, body())}
    assert client.post(PATH, data=body(receipt()), headers=headers).status_code == 401
    assert client.post(PATH, data=body()).status_code == 401
    assert client.post(PATH, data=body(), headers={TIME: "٣", SIGNATURE: "é"}).status_code == 401


def test_without_a_gateway_the_door_is_shut_also_for_an_empty_key(client: FlaskClient) -> None:
    assert call(client, body(), key="").status_code == 401


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x",
        b"[]",
        b"{}",
        b'{"receipts": 7}',
        b"[" * 100_000,
        body("x"),
        body(receipt(status="read")),
        body(receipt(), receipt(at="hom qua")),
        body(*[receipt()] * (MOST + 1)),
    ],
)
def test_what_is_not_as_agreed_is_refused_and_nothing_of_it_written(
    client: FlaskClient, connected: Store, content: bytes
) -> None:
    answer = call(client, content)
    assert (answer.status_code, answer.json["error"]) == (400, "body")


def test_a_body_too_large_is_refused(client: FlaskClient, connected: Store) -> None:
    assert call(client, b" " * (LARGEST + 1)).status_code in (400, 413)
