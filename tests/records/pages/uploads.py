"""Somebody with these rights, and a register handed in at the door."""

from __future__ import annotations

import io
from typing import Any

from feedback.foundation.actors import Actor, Grant
from tests.records.reference import content

C = "C_so-theo-doi-lon-xon.xlsx"


def person(unit, *permissions, login="can-bo"):
    return Actor("Cán bộ Mẫu", 1, (Grant(frozenset(permissions), frozenset({unit})),), login)


def upload(client, name=C, data=None, **form: Any):
    sent = {"tep": (io.BytesIO(content(name) if data is None else data), name), **form}
    return client.post("/ho-so/nhap", data=sent, content_type="multipart/form-data")


def text(reply) -> str:
    assert reply.status_code == 200, reply.text
    return str(reply.text)
