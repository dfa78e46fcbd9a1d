"""The message gateway: the contract kept, every bad mood told apart, nobody else ever called."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feedback.foundation.errors import Invalid
from feedback.foundation.gateway import (
    GatewayRejected,
    GatewayTrouble,
    HttpGateway,
    ShortMessage,
    gateway_for,
    read_receipt,
    sign,
)
from feedback.foundation.settings import Settings, load_settings
from tests.fake_gateway import KEY, FakeGateway, gateway_served

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
ID = "<3f2a@lang-nghe>"
MESSAGE = ShortMessage(ID, "sms", "0912345678", "UBND xã Mẫu xin lỗi ông/bà.", NOON)


def through(gateway: FakeGateway, *, timeout: float = 5.0) -> HttpGateway:
    return HttpGateway(gateway.url, KEY, timeout)


def test_an_accepted_message_is_signed_keyed_and_says_what_the_contract_says() -> None:
    with gateway_served() as gateway:
        through(gateway).send(MESSAGE)
    assert gateway.problems == []
    assert gateway.posts == [
        {
            "message_id": ID,
            "channel": "sms",
            "to": "0912345678",
            "text": "UBND xã Mẫu xin lỗi ông/bà.",
            "sent_at": "2026-11-20T05:00:00+00:00",
        }
    ]


@pytest.mark.parametrize(
    ("wishes", "problem", "words"),
    [
        ({"status": 500}, GatewayTrouble, "hẹn lại"),
        ({"status": 503}, GatewayTrouble, "hẹn lại"),
        ({"status": 429}, GatewayTrouble, "hẹn lại"),
        ({"status": 408}, GatewayTrouble, "hẹn lại"),
        ({"status": 401}, GatewayTrouble, "cài đặt"),
        ({"status": 404}, GatewayTrouble, "cài đặt"),
        ({"status": 400, "body": {"reason": "số máy không đúng"}}, GatewayRejected, "số máy không đúng"),
        ({"status": 422, "body": b"<html>"}, GatewayRejected, "422"),
        ({"body": {"status": "failed", "reason": "thuê bao chặn"}}, GatewayRejected, "thuê bao chặn"),
        ({"body": {}}, GatewayTrouble, "hợp đồng"),
        ({"body": b"<html>Dang nhap wifi</html>"}, GatewayTrouble, "hợp đồng"),
        ({"body": b"[" * 50_000}, GatewayTrouble, "hợp đồng"),
        ({"body": b" " * 70_000 + b'{"status": "accepted"}'}, GatewayTrouble, "hợp đồng"),
        ({"mood": "drop"}, GatewayTrouble, "Không nói chuyện được"),
    ],
)
def test_each_answer_is_trouble_or_a_refusal(wishes: dict[str, Any], problem: type[Exception], words: str) -> None:
    with gateway_served(**wishes) as gateway, pytest.raises(problem, match=words):
        through(gateway).send(MESSAGE)


def test_a_redirect_is_not_followed() -> None:
    with gateway_served(mood="redirect") as gateway:
        with pytest.raises(GatewayTrouble, match="sai địa chỉ"):
            through(gateway).send(MESSAGE)
        assert gateway.elsewhere == 0


def test_a_gateway_that_hangs_holds_nobody_longer_than_its_time() -> None:
    with gateway_served(mood="hang") as gateway:
        begun = time.monotonic()
        with pytest.raises(GatewayTrouble):
            through(gateway, timeout=0.3).send(MESSAGE)
        assert time.monotonic() - begun < 2


def test_nobody_there_is_trouble() -> None:
    with pytest.raises(GatewayTrouble):
        HttpGateway("http://127.0.0.1:9", KEY, 0.5).send(MESSAGE)


def test_a_late_receipt_is_asked_for_and_only_a_final_word_counts() -> None:
    with gateway_served() as gateway:
        assert through(gateway).ask(ID, NOON) is None
        gateway.becomes(ID, "accepted", NOON)
        assert through(gateway).ask(ID, NOON) is None
        gateway.becomes(ID, "failed", NOON + timedelta(hours=2), "máy tắt")
        receipt = through(gateway).ask(ID, NOON)
    assert gateway.problems == []
    assert receipt is not None
    assert (receipt.status, receipt.at, receipt.reason) == ("failed", NOON + timedelta(hours=2), "máy tắt")


@pytest.mark.parametrize(
    "facts",
    [
        None,
        [],
        {},
        {"message_id": ID, "status": "delivered"},
        {"message_id": ID, "status": "read", "at": "2026-11-20T05:00:00Z"},
        {"message_id": ID, "status": "delivered", "at": "hôm qua"},
        {"message_id": ID, "status": "delivered", "at": "2026-11-20T05:00:00"},
        {"message_id": ID, "status": "delivered", "at": "0001-01-01T00:00:00+14:00"},
        {"message_id": 7, "status": "delivered", "at": "2026-11-20T05:00:00Z"},
        {"message_id": "<" * 201, "status": "delivered", "at": "2026-11-20T05:00:00Z"},
    ],
)
def test_what_is_no_receipt_is_none(facts: object) -> None:
    assert read_receipt(facts) is None


def test_a_signature_fits_one_call_only() -> None:
    ours = sign(KEY, "POST", "/v1/messages", 1, b"x")
    others = {
        sign(KEY, "GET", "/v1/messages", 1, b"x"),
        sign(KEY, "POST", "/api/gateway/receipts", 1, b"x"),
        sign(KEY, "POST", "/v1/messages", 2, b"x"),
        sign(KEY, "POST", "/v1/messages", 1, b"y"),
        sign("another" + KEY, "POST", "/v1/messages", 1, b"x"),
    }
    assert ours not in others
    assert len(others) == 5


def test_the_key_and_the_number_show_in_no_words() -> None:
    assert KEY not in repr(HttpGateway("https://x.vn", KEY))
    assert "0912345678" not in repr(MESSAGE)
    assert KEY not in repr(Settings(gateway_url="https://x.vn", gateway_key=KEY, gateway_channels="sms"))


def test_without_settings_there_is_no_gateway() -> None:
    assert gateway_for(Settings()) is None
    assert gateway_for(Settings(gateway_url="https://x.vn", gateway_key=KEY, gateway_channels="sms")) is not None


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"URL": "http://cong.vn"}, "https"),
        ({"URL": "https://ai:do@cong.vn"}, "https"),
        ({"URL": "ftp://cong.vn"}, "https"),
        ({"KEY": "ngan"}, "32"),
        ({"CHANNELS": "sms,fax"}, "sms"),
        ({"URL": "https://cong.vn"}, "FEEDBACK_GATEWAY_KEY"),
        ({"URL": "https://cong.vn", "KEY": KEY}, "FEEDBACK_GATEWAY_CHANNELS"),
    ],
)
def test_a_setting_that_cannot_work_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], words: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(f"FEEDBACK_GATEWAY_{name}", value)
    with pytest.raises(Invalid, match=words):
        load_settings()
