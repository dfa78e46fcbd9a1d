"""What happens by itself: a counter that has just been entered gets its code."""

from __future__ import annotations

from datetime import datetime

from feedback.collection_points.actions import issue_missing
from feedback.foundation.actors import SYSTEM
from feedback.foundation.engine import Store


def issue_codes(store: Store, now: datetime, slot: str) -> int:
    """Codes for the counters that have none yet; how many."""
    return store.database.run(lambda session: issue_missing(session, actor=SYSTEM, now=now))
