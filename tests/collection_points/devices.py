"""A tablet as the server meets it: a real P-256 key, real signatures, a counter, and a clock that may be wrong."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from feedback.collection_points.actions import tablets as actions
from feedback.collection_points.queries.tablets import get_tablet
from feedback.collection_points.rules.signatures import ms_of
from feedback.collection_points.rules.tablets import Ask, Terms, hash_pin
from feedback.foundation import clock
from feedback.foundation.actors import SYSTEM

BASE = "/api/v1/tablet"
PIN_HASH = hash_pin("246813", b"s" * 16, 10)


def base64url(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Device:
    """One tablet. `ahead` is how many milliseconds its clock is wrong."""

    id: UUID = field(default_factory=uuid4)
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    counter: int = 0
    seq: int = 0
    ahead: int = 0

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def now_ms(self) -> int:
        return ms_of(clock.now()) + self.ahead

    def headers(self, method: str, path: str, body: bytes, *, counter: int | None = None) -> dict[str, str]:
        if counter is None:
            self.counter += 1
            counter = self.counter
        time = str(self.now_ms())
        parts = ("lang-nghe-tablet-1", method, path, sha256(body).hexdigest(), str(counter), time, str(self.id))
        r, s = decode_dss_signature(self.key.sign("\n".join(parts).encode(), ec.ECDSA(SHA256())))
        signature = base64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
        return {"X-Tablet": str(self.id), "X-Counter": str(counter), "X-Time": time, "X-Signature": signature}

    def get(self, client: FlaskClient, name: str) -> TestResponse:
        path = f"{BASE}/{name}"
        return client.get(path, headers=self.headers("GET", path, b""))

    def post(self, client: FlaskClient, name: str, body: Any) -> TestResponse:
        path = f"{BASE}/{name}"
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return client.post(path, data=raw, headers=self.headers("POST", path, raw))

    def enrol(self, client: FlaskClient, code: str) -> TestResponse:
        """Type the code in; on success this device knows its id."""
        body = {"code": code, "public_key": base64url(self.public), "version": "1.0"}
        answer = client.post(f"{BASE}/enrol", json=body)
        if answer.status_code == 201:
            self.id = UUID(answer.get_json()["tablet"])
        return answer

    def an_answer(self, version_id: int, overall: int = 5, **more: Any) -> dict[str, Any]:
        """The next answer somebody gives here."""
        self.seq += 1
        values: dict[str, Any] = {
            "id": str(uuid4()),
            "seq": self.seq,
            "at": self.now_ms(),
            "version_id": version_id,
            "lang": "vi",
            "overall": overall,
            "items": {},
            "counter": None,
            "officer": None,
        }
        return values | more

    def a_beat(self, **more: Any) -> dict[str, Any]:
        values: dict[str, Any] = {
            "queue": 0,
            "last_seq": self.seq,
            "recorded": {},
            "storage": 12,
            "persisted": True,
            "version": "1.0",
            "last_sync": None,
        }
        return values | more


def a_tablet(
    session: Session,
    now: datetime,
    unit_id: int,
    *,
    name: str = "K01",
    device: Device | None = None,
    ask: Ask = Ask.NONE,
    counter_id: int | None = None,
) -> Device:
    """A tablet in use, as after invitation, enrolment and approval."""
    device = device or Device()
    place = {
        "unit_id": unit_id,
        "terms": Terms(name, ask, counter_id),
        "pin_hash": PIN_HASH,
        "code_hash": f"{unit_id}/{name}",
    }
    device.id = actions.invite(session, actor=SYSTEM, now=now, tablet_id=uuid4(), **place)
    row = get_tablet(session, device.id)
    row.state, row.public_key = "waiting", device.public
    session.flush()
    actions.approve(session, actor=SYSTEM, now=now, tablet_id=device.id)
    return device
