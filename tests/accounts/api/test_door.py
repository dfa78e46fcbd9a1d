"""The door for programs: who is let in, what is taken twice, what is said to those who are not."""

from __future__ import annotations

import gzip
import io
import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from feedback.accounts.actions import revoke_api_key
from feedback.accounts.api import door
from feedback.accounts.rules.api_keys import Verb
from feedback.accounts.tables import ApiKey, ApiNonce, ApiReply
from feedback.foundation import clock
from feedback.foundation.actors import SYSTEM
from feedback.foundation.database import Database
from feedback.foundation.errors import Invalid
from feedback.records.actions.api_intake import take_batch
from feedback.records.api import records
from tests.records.api.conftest import Place, batch, row
from tests.signing import Program, header

UNITS = "/api/v1/units"
RECORDS = "/api/v1/records"


def refused(answer: Any) -> tuple[int, str]:
    assert answer.mimetype == "application/problem+json"
    told = answer.get_json()
    assert told["status"] == answer.status_code
    return answer.status_code, told["detail"]


def knock(program: Program, signed: str, path: str = UNITS) -> Any:
    return program.client.get(path, headers={"Authorization": signed})


def test_a_genuine_request_comes_in_and_the_key_is_noted_as_used(both: Program, site_database: Database) -> None:
    assert knock(both, header(both.key, "GET", UNITS)).status_code == 200
    with site_database.read() as session:
        key = session.scalars(select(ApiKey)).one()
    assert key.last_used_at is not None
    assert clock.now() - key.last_used_at < timedelta(minutes=1)


def test_the_database_holds_nothing_that_signs(both: Program, site_database: Database) -> None:
    secret = both.key.partition(".")[2]
    both.get(UNITS)
    with site_database.read() as session:
        rows = [repr(vars(row)) for table in (ApiKey, ApiNonce, ApiReply) for row in session.scalars(select(table))]
    assert len(rows) == 2
    assert not any(secret in row for row in rows)


@pytest.mark.parametrize(
    "change",
    [
        lambda key: header(key, "POST", UNITS),
        lambda key: header(key, "GET", "/api/v1/procedures"),
        lambda key: header(key, "GET", UNITS, query="limit=1"),
        lambda key: header(key, "GET", UNITS, body=b"{}"),
        lambda key: header(key[:-1] + ("A" if key[-1] != "A" else "B"), "GET", UNITS),
        lambda key: header("A" * 16 + "." + key.partition(".")[2], "GET", UNITS),
        lambda key: header(key, "GET", UNITS)[:-1],
        lambda key: header(key, "GET", UNITS).replace("Key=", "Khoa="),
        lambda key: f"Bearer {key}",
        lambda key: f"LangNghe-HMAC-SHA256 Key={key[:16]}, Time=99999999999, Nonce={'a' * 16}, Signature={'0' * 64}",
        lambda key: "",
    ],
    ids=["method", "path", "query", "body", "secret", "prefix", "short", "word", "bearer", "far", "nothing"],
)
def test_whatever_is_not_signed_exactly_is_refused_with_one_sentence(
    both: Program, change: Callable[[str], str]
) -> None:
    assert refused(knock(both, change(both.key))) == (401, door.NOT_SIGNED)


def test_another_body_than_the_signed_one_is_refused(both: Program) -> None:
    signed = {"Authorization": header(both.key, "POST", RECORDS, body=batch(row(1)))}
    answer = both.client.post(RECORDS, data=batch(row(2)), headers=signed, content_type="application/json")
    assert refused(answer) == (401, door.NOT_SIGNED)


@pytest.mark.parametrize(("minutes", "status"), [(-4.9, 200), (4.9, 200), (-5.1, 401), (5.1, 401)])
def test_a_request_is_good_for_five_minutes_either_way(both: Program, minutes: float, status: int) -> None:
    at = int((clock.now() + timedelta(minutes=minutes)).timestamp())
    answer = knock(both, header(both.key, "GET", UNITS, at=at))
    assert answer.status_code == status
    if status == 401:
        assert "đồng hồ" in refused(answer)[1]


def test_the_same_request_again_is_refused(both: Program, program: Callable[..., Program], place: Place) -> None:
    signed = header(both.key, "GET", UNITS)
    assert knock(both, signed).status_code == 200
    assert refused(knock(both, signed)) == (401, door.REPLAYED)
    other = program(place.commune)
    assert knock(other, header(other.key, "GET", UNITS, nonce="same-nonce-of-another")).status_code == 200
    assert knock(both, header(both.key, "GET", UNITS, nonce="same-nonce-of-another")).status_code == 200


def test_a_nonce_is_remembered_longer_than_its_request_is_good(both: Program, site_database: Database) -> None:
    ahead = int((clock.now() + timedelta(minutes=4)).timestamp())
    knock(both, header(both.key, "GET", UNITS, at=ahead))
    with site_database.read() as session:
        forget_at = session.scalars(select(ApiNonce.forget_at)).one()
    assert forget_at.timestamp() >= ahead + 300


def test_one_request_sent_ten_times_at_once_is_taken_once(both: Program) -> None:
    body = batch(row(1))
    signed = {"Authorization": header(both.key, "POST", RECORDS, body=body)}
    found: list[int] = []

    def send() -> None:
        answer = both.client.application.test_client().post(
            RECORDS, data=body, headers=signed, content_type="application/json"
        )
        found.append(answer.status_code)

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [200, *[401] * 9]


def test_a_revoked_key_is_told_so(both: Program, site_database: Database) -> None:
    site_database.run(lambda session: revoke_api_key(session, actor=SYSTEM, now=clock.now(), key_id=1))
    assert "thu hồi" in refused(both.get(UNITS))[1]


def test_a_key_of_another_key_file_does_not_sign(both: Program, site_database: Database) -> None:
    """The database of one installation, the key file of another: nobody comes in."""

    def other(session: Any) -> None:
        session.scalars(select(ApiKey)).one().secret_hash = "0" * 64

    site_database.run(other)
    assert refused(both.get(UNITS)) == (401, door.NOT_SIGNED)


def test_a_key_may_be_bound_to_networks(program: Callable[..., Program], place: Place, site_database: Database) -> None:
    far, near = program(place.commune, networks=("10.1.0.0/16",)), program(place.commune, networks=("127.0.0.0/8",))
    assert refused(far.get(UNITS))[0] == 403
    assert near.get(UNITS).status_code == 200
    with site_database.read() as session:
        assert "127.0.0.1" not in repr([vars(row) for row in session.scalars(select(ApiKey))])


def test_a_cookie_is_neither_asked_nor_set(both: Program) -> None:
    both.client.set_cookie("session", "của ai đó")
    answer = both.get(UNITS)
    assert answer.status_code == 200
    assert answer.headers.getlist("Set-Cookie") == []
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert both.client.get(UNITS).status_code == 401


def test_a_form_from_a_browser_is_no_request(both: Program) -> None:
    body = b"rows=1"
    signed = {"Authorization": header(both.key, "POST", RECORDS, body=body)}
    answer = both.client.post(RECORDS, data=body, headers=signed, content_type="application/x-www-form-urlencoded")
    assert refused(answer)[0] == 415


def test_the_key_for_forms_is_not_asked_of_programs(app: Flask, both: Program) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert both.post(RECORDS, batch(row(1))).status_code == 200


def test_addresses_that_are_not_there_are_told_as_programs_read_it(both: Program) -> None:
    assert refused(both.get("/api/v1/nothing"))[0] == 404
    answer = both.client.delete(UNITS)
    assert refused(answer)[0] == 405
    assert "GET" in answer.headers["Allow"]


# ── once ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

NAMED = {"Idempotency-Key": "lo-thu-nhat"}


def test_a_batch_whose_work_failed_may_be_sent_again_under_its_name(
    both: Program, monkeypatch: pytest.MonkeyPatch, site_database: Database
) -> None:
    def fail(*_args: Any, **_more: Any) -> None:
        raise Invalid("không được")

    with monkeypatch.context() as broken:
        broken.setattr(records, "take_batch", fail)
        assert refused(both.post(RECORDS, batch(row(1)), **NAMED)) == (422, "không được")
    assert both.post(RECORDS, batch(row(1)), **NAMED).status_code == 200


def test_a_batch_still_at_work_is_not_begun_twice(both: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    body = batch(row(1))
    inside: list[int] = []

    def slow(session: Any, **more: Any) -> Any:
        inside.append(threading.get_ident())
        return take_batch(session, **more)

    again: list[Any] = []
    insist = door._insist

    def meanwhile(work: Any) -> Any:
        if not again:
            again.append(both.post(RECORDS, body, **NAMED))
        return insist(work)

    monkeypatch.setattr(records, "take_batch", slow)
    monkeypatch.setattr(door, "_insist", meanwhile)
    assert both.post(RECORDS, body, **NAMED).status_code == 200
    assert again[0].status_code == 409
    assert again[0].headers["Retry-After"] == "5"
    assert len(inside) == 1


def test_a_name_whose_work_died_is_free_again_after_a_while(
    both: Program, site_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = {
        "api_key_id": 1,
        "idempotency_key": NAMED["Idempotency-Key"],
        "request_hash": "x",
        "owner": "ai đó",
        "status": None,
        "body": None,
        "forget_at": clock.now() + timedelta(minutes=2),
    }
    site_database.run(lambda session: session.add(ApiReply(**dead)))
    assert both.post(RECORDS, batch(row(1)), **NAMED).status_code == 422
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(minutes=3))
    assert both.post(RECORDS, batch(row(1)), **NAMED).status_code == 200


def test_names_of_two_keys_do_not_meet(both: Program, program: Callable[..., Program], place: Place) -> None:
    first, second = (each.post(RECORDS, batch(row(1)), **NAMED) for each in (both, program(place.commune)))
    effects = [json.loads(each.data)["rows"][0]["effect"] for each in (first, second)]
    assert effects == ["new", "unchanged"]


def test_a_name_that_is_none_is_refused(both: Program) -> None:
    for name in ("ngắn", "x" * 101, "có dấu cách"):
        answer = both.client.post(
            RECORDS,
            data=batch(row(1)),
            headers={
                "Authorization": header(both.key, "POST", RECORDS, body=batch(row(1))),
                "Idempotency-Key": name.encode().decode("latin-1"),
            },
            content_type="application/json",
        )
        assert refused(answer)[0] == 422


def test_reading_asks_for_a_reading_key(program: Callable[..., Program], place: Place) -> None:
    assert refused(program(place.commune, Verb.WRITE).get(RECORDS))[0] == 403


# ── a body as it should be ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("body", [b'{"rows": [], "rows": [{}]}', b'{"rows": [{"code": "A", "code": "B"}]}'])
def test_a_name_twice_in_one_object_is_refused_not_guessed(both: Program, body: bytes) -> None:
    status, detail = refused(both.post(RECORDS, body))
    assert (status, "ghi nhiều lần" in detail) == (422, True)


def test_a_packed_body_is_refused_for_what_it_is(both: Program) -> None:
    packed = gzip.compress(batch(row()))
    status, detail = refused(both.post(RECORDS, packed, **{"Content-Encoding": "gzip"}))
    assert (status, "Không nhận nội dung nén" in detail) == (415, True)


def test_a_body_too_large_is_read_to_its_end_so_that_its_sender_hears_why(both: Program) -> None:
    body = b" " * (door.LARGEST + 100_000)
    stream = io.BytesIO(body)
    signed = {"Authorization": header(both.key, "POST", RECORDS, body=body)}
    answer = both.client.post(
        RECORDS, input_stream=stream, content_length=len(body), headers=signed, content_type="application/json"
    )
    assert refused(answer)[0] == 413
    assert stream.tell() == len(body)


def test_programs_are_not_told_to_go_back_or_to_scan_a_code(both: Program) -> None:
    assert refused(both.client.get("/api/v1/khong-co")) == (
        404,
        "Địa chỉ này không có. Các địa chỉ đúng ghi ở /api/v1/.",
    )
    answer = both.client.put(RECORDS)
    assert (refused(answer)[0], "Allow" in refused(answer)[1]) == (405, True)
    assert "POST" in answer.headers["Allow"]
