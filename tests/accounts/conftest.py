"""People who sign in at the door, with passwords that are hashed once for all tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from feedback.accounts.actions import hash_password
from feedback.accounts.rules import Role
from feedback.foundation import clock
from feedback.foundation.database import Database
from tests.factories import Factory

PASSWORD = "con mèo ngủ trên mái nhà"


@cache
def hashed() -> str:
    return hash_password(PASSWORD)


@pytest.fixture
def person(site_database: Database) -> Callable[..., int]:
    """`person("mau", Role.HEAD, unit=unit_id)` makes an account with PASSWORD; returns its id."""

    def make(login: str = "mau", role: str = "", unit: int | None = None, **more: Any) -> int:
        def work(session: Session) -> int:
            place = type("Place", (), {"id": unit})() if unit is not None else None
            values: dict[str, Any] = {"password": hashed(), "fs_uniquifier": f"của {login}", **more}
            return Factory(session).account(role, unit=place, login=login, **values).id

        return site_database.run(work)

    return make


@pytest.fixture
def signed_in(app: Flask, person: Callable[..., int]) -> Callable[..., FlaskClient]:
    """`signed_in("mau", Role.HEAD, unit=…)` makes the account and signs it in through the door."""

    def enter(login: str = "mau", role: str = "", unit: int | None = None, **more: Any) -> FlaskClient:
        person(login, role, unit, **more)
        client = app.test_client()
        answer = client.post("/dang-nhap", data={"login": login, "password": PASSWORD})
        assert answer.status_code == 302, answer.text
        return client

    return enter


@pytest.fixture
def administrator(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    """A browser in which an administrator of everything is signed in."""
    return signed_in("quantri", Role.ADMINISTRATOR)


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time stands still: what counts tries does not depend on how fast the machine is."""
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """`later(timedelta(minutes=31))` moves the clock forward from now on."""
    real = clock.now

    def move(by: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: real() + by)

    return move
