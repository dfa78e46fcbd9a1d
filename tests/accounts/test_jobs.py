"""What accounts do by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from feedback.accounts.actions.api_requests import accept_nonce
from feedback.accounts.jobs import forget_api_traces
from feedback.foundation.database import Database
from tests.accounts.actions.test_api_keys import create


def test_used_nonces_are_forgotten_when_they_can_do_no_harm(database: Database, now: datetime) -> None:
    key_id = database.run(lambda session: create(session, now).id)
    database.run(lambda session: accept_nonce(session, now=now, key_id=key_id, nonce="x" * 16))
    store: Any = SimpleNamespace(database=database)
    assert forget_api_traces(store, now + timedelta(minutes=5), "") == 0
    assert forget_api_traces(store, now + timedelta(minutes=10), "") == 1
