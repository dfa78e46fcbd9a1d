"""What is owed by itself: lists in the morning, drafts for overruns, words to the upper level."""

import logging
from collections import Counter
from datetime import datetime, time
from threading import Event
from typing import Any

from feedback.apologies import actions, queries
from feedback.apologies.rules import Owed
from feedback.foundation.actors import SYSTEM
from feedback.foundation.clock import monotonic, to_local
from feedback.foundation.engine import Store
from feedback.foundation.errors import Refused
from feedback.working_calendar.rules import MissingCalendar

log = logging.getLogger(__name__)

MORNING = time(6, 30)

BATCH = 50
"""Files per transaction: short enough that a citizen's tap never waits for it."""
SHORTEST_REST, LONGEST_REST = 0.005, 0.5
"""Seconds between two of them."""

REFUSED = "refused"


def draft_owed(store: Store, now: datetime, slot: str) -> dict[str, int]:
    """For every file that ran over, ended, or overran its new date: do what it owes now; how many of each."""
    with store.database.read() as session:
        waiting = queries.files_to_follow(session, now)
    done: Counter[str] = Counter()
    for start in range(0, len(waiting), BATCH):
        begun = monotonic()
        done.update(_follow(store, waiting[start : start + BATCH], now))
        if store.database.on_sqlite:
            _give_way(monotonic() - begun)
    del done[Owed.NOTHING.value]
    return dict(done)


def _give_way(busy: float) -> None:
    """Rest as long as the batch took: without it the website finds SQLite's lock taken, try after try, for as long as
    thousands of late files are drafted, and a citizen's tap is refused."""
    Event().wait(min(LONGEST_REST, max(SHORTEST_REST, busy)))


def _follow(store: Store, record_ids: list[int], now: datetime) -> list[str]:
    """Some files in one transaction; what was done for each."""
    return store.database.run(lambda session: [_follow_one(session, record_id, now) for record_id in record_ids])


def _follow_one(session: Any, record_id: int, now: datetime) -> str:
    """One file that cannot be counted (its year's calendar is missing) must not hold up the others.

    `follow_file` refuses before it writes, so that nothing half-done stays; the unit is told by a task.
    """
    try:
        return actions.follow_file(session, actor=SYSTEM, now=now, record_id=record_id).value
    except MissingCalendar as missing:
        actions.ask_for_calendar(session, now=now, record_id=record_id, missing=missing)
        return REFUSED
    except Refused as refusal:
        log.warning("record %s: %s", record_id, refusal.message)
        return REFUSED


def morning_lists(store: Store, now: datetime, slot: str) -> int:
    """Give each desk its one list of the day; how many desks."""
    return store.database.run(lambda session: actions.give_morning_tasks(session, now=now))


def lists_of_the_day(store: Store, now: datetime, slot: str) -> int:
    """Files imported after the morning list, or after it was answered, reach the desk the same day; how many lists.

    Looked for outside the writer: nearly always there is nothing to give.
    """
    if to_local(now).time() < MORNING:
        return 0
    try:
        with store.database.read() as session:
            wanted = actions.lists_to_give(session, now)
    except MissingCalendar:
        return 0  # The morning's own turn has failed visibly and is tried again until the year is loaded.
    return morning_lists(store, now, slot) if wanted else 0


def escalate(store: Store, now: datetime, slot: str) -> int:
    """Notices left unsigned and units without a head become known above, once; how many words went up."""
    unsigned = store.database.run(lambda session: actions.escalate_unsigned(session, now=now, url=store.settings.url))
    return unsigned + store.database.run(lambda session: actions.ask_for_heads(session, now=now))
