"""Jobs: making sheets coarse once nothing can be corrected any more; telling a unit that two stands may be swapped."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from feedback.answers import actions
from feedback.answers.actions.quarantine import forget_refused
from feedback.answers.queries.swapped import SuspectedSwap, suspected_swaps
from feedback.foundation.database import Database
from feedback.foundation.engine import Store
from feedback.outbox.actions import hand_over

SWAPPED = "answers.swapped"


def settle_sheets(database: Database, now: datetime) -> int:
    """Cut every due sheet's times to the hour, in works of 200; returns how many. Safe to run twice or at once."""
    settled = 0
    while done := database.run(lambda session: actions.settle(session, now=now)):
        settled += done
    return settled


def forget_quarantined(store: Store, now: datetime, slot: str) -> int:
    """Empty what an inspector refused ninety days ago, in works of 200; how many. The counts stay."""
    forgotten = 0
    while done := store.database.run(lambda session: forget_refused(session, now=now)):
        forgotten += done
    return forgotten


def tell_of_swaps(store: Store, now: datetime, slot: str) -> int:
    """A task for each pair of stands suspected in the week of the slot's day, once per pair and week; how many."""
    day = date.fromisoformat(slot)
    with store.database.read() as session:
        found = suspected_swaps(session, None, day - timedelta(days=day.weekday()), day)
    year, week, _ = day.isocalendar()
    told = [store.database.run(partial(_tell, swap=swap, week=f"{year}-W{week:02d}", now=now)) for swap in found]
    return sum(told)


def _tell(session: Session, *, swap: SuspectedSwap, week: str, now: datetime) -> bool:
    low, high = sorted((swap.closed_id, swap.open_id))
    return hand_over(
        session,
        kind=SWAPPED,
        subject=f"{low}-{high}/{week}",
        unit_id=swap.unit_id,
        title=swap.title,
        detail=f"{swap.words} Xin xem dấu kiểm in trên hai bảng có đúng quầy không, đặt lại rồi đánh dấu xong.",
        link=f"/diem-thu-thap/kiem-tra?don-vi={swap.unit_id}",
        now=now,
    )
