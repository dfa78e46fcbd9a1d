"""Publishing and closing notices, and suggesting letters: nobody presses a button for it."""

from collections import Counter
from datetime import datetime

from sqlalchemy.orm import Session

from feedback.apologies import actions, queries
from feedback.apologies.jobs.owed import BATCH
from feedback.foundation.actors import SYSTEM
from feedback.foundation.clock import local_day
from feedback.foundation.engine import Store


def follow_notices(store: Store, now: datetime, slot: str) -> dict[str, int]:
    """Publish what is on its way, close what is delivered and no longer public, suggest letters; how many of each."""
    with store.database.read() as session:
        waiting = queries.list_to_publish(session, local_day(now))
        suggested = bool(queries.list_asked_twice(session))
    done: Counter[str] = Counter()
    for start in range(0, len(waiting), BATCH):
        done.update(_follow(store, waiting[start : start + BATCH], now))
    if suggested:
        done["suggested"] = store.database.run(lambda session: actions.suggest_letters(session, now=now))
    return {what: count for what, count in done.items() if what and count}


def _follow(store: Store, notice_ids: list[int], now: datetime) -> list[str]:
    """Some notices in one transaction; a notice withdrawn meanwhile is left as it is."""

    def work(session: Session) -> list[str]:
        return [actions.follow_public(session, actor=SYSTEM, now=now, notice_id=each) for each in notice_ids]

    return store.database.run(work)
