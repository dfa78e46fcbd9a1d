"""Looking after what has left: receipts, ticked tasks, and what a person has to do instead."""

from collections import Counter
from datetime import datetime

from sqlalchemy.orm import Session

from feedback.apologies.actions.delivering import follow_notice, reopen_notice
from feedback.apologies.jobs.owed import BATCH
from feedback.apologies.queries.calendar_messages import CALENDAR_MESSAGE
from feedback.apologies.queries.deliveries import MESSAGE, list_contradicted, list_to_follow
from feedback.foundation.engine import Store
from feedback.foundation.sent_log import remembering_gateway
from feedback.outbox.jobs import ask_receipts

REOPENED = "reopened"


def follow_deliveries(store: Store, now: datetime, slot: str) -> dict[str, int]:
    """Every approved notice not known to have reached its person: one look each; how many of what was done."""
    gateway = remembering_gateway(store.settings)
    if gateway is not None:
        ask_receipts(store.database, gateway, [MESSAGE, CALENDAR_MESSAGE], now)
    with store.database.read() as session:
        waiting, contradicted = list_to_follow(session, now), list_contradicted(session)
    done: Counter[str] = Counter()
    for start in range(0, len(waiting), BATCH):
        done.update(_follow(store, waiting[start : start + BATCH], now))
    if contradicted:
        done[REOPENED] = store.database.run(lambda session: _reopen(session, contradicted, now))
    return {what: count for what, count in done.items() if count}


def _reopen(session: Session, notice_ids: list[int], now: datetime) -> int:
    return sum(reopen_notice(session, now=now, notice_id=each) for each in notice_ids)


def _follow(store: Store, notice_ids: list[int], now: datetime) -> list[str]:
    """Some notices in one transaction; what was done."""

    def work(session: Session) -> list[str]:
        steps = [
            follow_notice(session, now=now, notice_id=each, sealer=store.sealer, channels=store.settings.channels)
            for each in notice_ids
        ]
        return [step.value for step in steps if step is not None]

    return store.database.run(work)
