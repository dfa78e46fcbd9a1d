"""A commune, a procedure, a loaded calendar, and programs with keys."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from feedback.accounts.actions import Wanted, create_api_key, new_prefix
from feedback.accounts.rules.api_keys import PURPOSE, Verb
from feedback.foundation import clock
from feedback.foundation.actors import SYSTEM
from feedback.foundation.database import Database
from feedback.organisation.tables import UnitPrefix
from feedback.working_calendar.actions import load_reference_calendar
from tests.factories import Factory
from tests.signing import Program


@dataclass(frozen=True)
class Place:
    """Ids: a province with two communes, one of which the record codes H50.41.01 belong to."""

    province: int
    commune: int
    beside: int


PROCEDURE = "1.004873"
CODE = "H50.41.01-261116-{:04d}"


def row(number: int = 1, **more: Any) -> dict[str, Any]:
    """A plain file of the commune."""
    told = {
        "code": CODE.format(number),
        "procedure_code": PROCEDURE,
        "received": "2026-11-16T08:15:00+07:00",
        "due": "2026-11-19T08:15:00+07:00",
        "status": "Đang xử lý",
        "solving_unit": "Xã Thử",
        "applicant": {"name": "Trần Thị Kín", "phone": "0900000001"},
    }
    return told | more


def batch(*rows: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"rows": list(rows), **more}, ensure_ascii=False).encode()


@pytest.fixture
def place(site_database: Database) -> Place:
    def build(session: Session) -> Place:
        make = Factory(session)
        load_reference_calendar(session, actor=SYSTEM, now=clock.now())
        province = make.unit("Tỉnh Thử", level="province", code="90000")
        commune = make.unit("Xã Thử", parent=province, code="90001")
        beside = make.unit("Xã Bên", parent=province, code="90002")
        make.procedure(PROCEDURE, name="Chứng thực bản sao")
        session.add(UnitPrefix(prefix="H50.41.01", unit_id=commune.id))
        return Place(province.id, commune.id, beside.id)

    return site_database.run(build)


@pytest.fixture
def program(app: Flask, site_database: Database) -> Callable[..., Program]:
    """`program(unit_id, Verb.READ, …)` makes a key and whoever holds it; `days`, `networks`, `daily_rows` as wanted."""
    master = app.extensions["lang-nghe"].sealer.derive(PURPOSE)

    def make(unit_id: int | None, *verbs: Verb, **more: Any) -> Program:
        wanted = Wanted("Phần mềm một cửa", unit_id, verbs or (Verb.WRITE,), **more)
        prefix, now = new_prefix(), clock.now()
        made = site_database.run(
            lambda session: create_api_key(session, actor=SYSTEM, now=now, master=master, prefix=prefix, wanted=wanted)
        )
        return Program(app.test_client(), made.text)

    return make


@pytest.fixture
def both(program: Callable[..., Program], place: Place) -> Program:
    """A key of the commune that writes and reads."""
    return program(place.commune, Verb.WRITE, Verb.READ)
