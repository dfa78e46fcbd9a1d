"""Jobs: making sheets coarse once nothing can be corrected any more."""

from __future__ import annotations

from datetime import datetime

from feedback.answers import actions
from feedback.foundation.database import Database


def settle_sheets(database: Database, now: datetime) -> int:
    """Cut every due sheet's times to the hour, in works of 200; returns how many. Safe to run twice or at once."""
    settled = 0
    while done := database.run(lambda session: actions.settle(session, now=now)):
        settled += done
    return settled
