"""What accounts do by themselves: forget what requests of programs left behind."""

from __future__ import annotations

from datetime import datetime

from feedback.accounts import actions
from feedback.foundation.engine import Store


def forget_api_traces(store: Store, now: datetime, _slot: str) -> int:
    """Remove used nonces and kept replies whose time is over; how many."""
    return store.database.run(lambda session: actions.forget_api_traces(session, now=now))
