"""What records do by themselves: sweep away imports nobody confirmed."""

from __future__ import annotations

from datetime import datetime

from feedback.foundation.engine import Store
from feedback.records.actions import forget_abandoned


def sweep_staged_imports(store: Store, now: datetime, slot: str) -> int:
    """Remove imports that were uploaded more than a day ago and never confirmed; how many."""
    return store.database.run(lambda session: forget_abandoned(session, now=now))
