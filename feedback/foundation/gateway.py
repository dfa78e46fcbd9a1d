"""A gateway for short messages (SMS, Zalo): one contract for every provider, see docs/gateway.md.

The address comes from the settings alone: nothing a citizen, a file or the gateway itself says is ever called. No
redirect is followed, a call lasts seconds, and only what may pass by itself is tried again (5xx, 429, a broken line).
"""

import hmac
import http.client
import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from threading import Timer
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

from feedback.foundation.settings import Settings
from feedback.foundation.text import clean

VERSION = "lang-nghe-gateway-1"
TIME, SIGNATURE = "X-Lang-Nghe-Time", "X-Lang-Nghe-Signature"
LARGEST_REPLY = 64 * 1024
PATIENCE = 3
"""A whole call may last this many times the timeout of one read."""
ACCEPTED, DELIVERED, FAILED, UNKNOWN = "accepted", "delivered", "failed", "unknown"
STATUSES = (ACCEPTED, DELIVERED, FAILED, UNKNOWN)
ABOUT_US = frozenset({401, 403, 404, 405})
"""These speak of key or address, not of the message: no day's messages may fail for a typing error in the settings."""
PASSING = frozenset({408, 425, 429})


class GatewayTrouble(Exception):
    """Not now: away, slow, 5xx, 429, or it does not know us. Try again later with the same Message-ID."""


class GatewayRejected(Exception):
    """Never: the gateway will not take this message. Somebody has to look."""


@dataclass(frozen=True, slots=True)
class ShortMessage:
    """What is to be sent. `channel` sms or zalo; `to` as 0912345678; `message_id` with its angle brackets."""

    message_id: str
    channel: str
    to: str = field(repr=False)
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the gateway says became of a message. `at` as it says (aware), `reason` in its words."""

    message_id: str
    status: str
    at: datetime
    reason: str = ""


class Gateway(Protocol):
    """How short messages leave. `send` returns once the gateway has it; both may raise Trouble or Rejected."""

    def send(self, message: ShortMessage) -> None: ...

    def ask(self, message_id: str, now: datetime) -> Receipt | None: ...


def sign(key: str, method: str, path: str, at: int, body: bytes) -> str:
    """HMAC-SHA256 (hex) over version, method, path, Unix seconds and the body's hash: a copy fits no other call."""
    text = "\n".join((VERSION, method, path, str(at), sha256(body).hexdigest()))
    return hmac.digest(key.encode(), text.encode(), "sha256").hex()


@dataclass(frozen=True, slots=True)
class HttpGateway:
    """A gateway behind `url`; `timeout` seconds for each read."""

    url: str
    key: str = field(repr=False)
    timeout: float = 5.0

    def send(self, message: ShortMessage) -> None:
        """Hand the message over. Sending the same Message-ID again is the gateway's own to recognise (contract)."""
        facts = {
            "message_id": message.message_id,
            "channel": message.channel,
            "to": message.to,
            "text": message.text,
            "sent_at": message.at.isoformat(timespec="seconds"),
        }
        reply = self._call("POST", "/messages", message.at, json.dumps(facts, ensure_ascii=False).encode())
        if reply.get("status") == FAILED:
            raise GatewayRejected(f"Cổng tin nhắn không nhận: {_said(reply.get('reason'))}")
        if reply.get("status") not in (ACCEPTED, DELIVERED):
            raise GatewayTrouble("Cổng tin nhắn trả lời không đúng hợp đồng (thiếu “status”).")

    def ask(self, message_id: str, now: datetime) -> Receipt | None:
        """What became of a message; None while there is nothing final to say."""
        reply = self._call("GET", f"/messages/{quote(message_id, safe='')}", now, b"")
        return read_receipt(reply | {"message_id": message_id}) if reply.get("status") in (DELIVERED, FAILED) else None

    def _call(self, method: str, path: str, now: datetime, body: bytes) -> dict[str, Any]:
        full, at = urlsplit(self.url).path.rstrip("/") + path, int(now.timestamp())
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Content-Type": "application/json; charset=utf-8",
            "Accept": "application/json",
            TIME: str(at),
            SIGNATURE: sign(self.key, method, full, at, body),
        }
        with _gateway_errors(), self._line() as line:
            line.request(method, full, body or None, headers)
            answer = line.getresponse()
            content = answer.read(LARGEST_REPLY + 1)
        return _read(answer.status, content)

    @contextmanager
    def _line(self) -> Iterator[http.client.HTTPConnection]:
        parts = urlsplit(self.url)
        host, port = parts.hostname or "", parts.port
        line: http.client.HTTPConnection
        if parts.scheme == "https":
            line = http.client.HTTPSConnection(host, port, timeout=self.timeout, context=ssl.create_default_context())
        else:
            line = http.client.HTTPConnection(host, port, timeout=self.timeout)
        alarm = Timer(self.timeout * PATIENCE, _hang_up, [line])
        alarm.start()
        try:
            yield line
        finally:
            alarm.cancel()
            line.close()


def _hang_up(line: http.client.HTTPConnection) -> None:
    """End a call that drips: the blocked read then fails at once."""
    if line.sock is not None:
        try:
            line.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


@contextmanager
def _gateway_errors() -> Iterator[None]:
    try:
        yield
    except (http.client.HTTPException, OSError) as error:
        why = _said(str(error)) or type(error).__name__
        raise GatewayTrouble(f"Không nói chuyện được với cổng tin nhắn: {why}") from error


def _read(status: int, content: bytes) -> dict[str, Any]:
    """The reply's facts; a status that is none of the contract's as trouble or rejection."""
    if status in (200, 202):
        return _facts(content)
    if status >= 500 or status in PASSING:
        raise GatewayTrouble(f"Cổng tin nhắn hẹn lại ({status}).")
    if status in ABOUT_US or 300 <= status < 400:
        raise GatewayTrouble(f"Cổng tin nhắn không nhận ra hệ thống hoặc sai địa chỉ ({status}); kiểm tra cài đặt.")
    raise GatewayRejected(f"Cổng tin nhắn từ chối ({status}): {_said(_reason(content))}")


def _facts(content: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(content) if len(content) <= LARGEST_REPLY else None
    except (ValueError, RecursionError):
        facts = None
    if not isinstance(facts, dict):
        raise GatewayTrouble("Cổng tin nhắn trả lời không đúng hợp đồng (không phải JSON).")
    return facts


def _reason(content: bytes) -> object:
    try:
        return _facts(content).get("reason")
    except GatewayTrouble:
        return ""


def _said(words: object) -> str:
    return clean(str(words or ""))[:200]


def read_receipt(facts: Any) -> Receipt | None:
    """A receipt as the contract writes it; None for anything else."""
    if not isinstance(facts, dict) or facts.get("status") not in STATUSES:
        return None
    message_id, at = facts.get("message_id"), facts.get("at")
    if not isinstance(message_id, str) or not isinstance(at, str) or len(message_id) > 200:
        return None
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    known = moment.tzinfo is not None and 2000 < moment.year < 9000
    return Receipt(message_id, facts["status"], moment, _said(facts.get("reason"))) if known else None


def gateway_for(settings: Settings) -> Gateway | None:
    """This installation's gateway; None where none is set up."""
    if not settings.gateway_url or not settings.channels:
        return None
    return HttpGateway(settings.gateway_url, settings.gateway_key)
