"""Receipts: early, late, twice, out of order, of nobody."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from feedback.foundation.database import Database
from feedback.foundation.gateway import GatewayTrouble, Receipt
from feedback.outbox import actions
from feedback.outbox.jobs import ask_receipts, deliver_due
from feedback.outbox.queries import get_work, list_events
from feedback.outbox.tables import WorkItem

KIND = "message"
HOUR = timedelta(hours=1)


def sent(database: Database, now: datetime, subject: str = "1") -> UUID:
    identity = database.run(lambda session: actions.enqueue(session, kind=KIND, subject=subject, now=now))
    deliver_due(database, {KIND: lambda delivery, at: None}, now)
    return identity


def told(identity: UUID, status: str, at: datetime, reason: str = "") -> Receipt:
    return Receipt(f"<{identity}@lang-nghe>", status, at, reason)


def take(database: Database, *receipts: Receipt, now: datetime | None = None) -> int:
    """Taken a day after the last of them, or at `now`."""
    at = now or max(each.at for each in receipts) + timedelta(days=1)
    return database.run(lambda session: actions.take_receipts(session, receipts=receipts, now=at))


def item(database: Database, identity: UUID) -> WorkItem:
    with database.read() as session:
        return get_work(session, identity)


def history(database: Database, identity: UUID) -> list[str]:
    with database.read() as session:
        return [event.what for event in list_events(session, [identity])]


def test_a_receipt_is_written_once_however_often_it_comes(database: Database, now: datetime) -> None:
    identity = sent(database, now)
    receipt = told(identity, "delivered", now + HOUR)
    assert [take(database, receipt) for _ in range(3)] == [1, 1, 1]
    assert history(database, identity) == ["sent", "delivered"]
    assert (item(database, identity).state, item(database, identity).receipt) == ("sent", "delivered")


def test_one_that_did_not_arrive_stands_as_failed_and_may_arrive_after_all(database: Database, now: datetime) -> None:
    identity = sent(database, now)
    take(database, told(identity, "failed", now + HOUR, "máy tắt"))
    assert (item(database, identity).state, item(database, identity).last_error) == (
        "failed",
        "Cổng tin nhắn báo không tới được: máy tắt",
    )
    take(database, told(identity, "delivered", now + 2 * HOUR))
    assert (item(database, identity).state, item(database, identity).last_error) == ("sent", "")


def test_an_older_word_that_comes_late_changes_nothing(database: Database, now: datetime) -> None:
    identity = sent(database, now)
    take(database, told(identity, "delivered", now + 2 * HOUR))
    take(database, told(identity, "failed", now + HOUR))
    assert item(database, identity).receipt == "delivered"
    assert history(database, identity) == ["sent", "failed", "delivered"]


def test_a_gateway_with_a_wrong_clock_neither_outweighs_later_words_nor_arrives_before_the_message(
    database: Database, now: datetime
) -> None:
    identity = sent(database, now)
    ahead = told(identity, "delivered", now + timedelta(days=3000))
    for minutes in (5, 6, 7):
        take(database, ahead, now=now + timedelta(minutes=minutes))
    assert item(database, identity).receipt_at == now + timedelta(minutes=5)
    assert history(database, identity) == ["sent", "delivered"]
    take(database, told(identity, "failed", now + HOUR), now=now + HOUR)
    assert item(database, identity).state == "failed"
    early = sent(database, now, "2")
    take(database, told(early, "delivered", now - 7 * HOUR), now=now + HOUR)
    assert item(database, early).receipt_at == item(database, early).created_at


def test_of_a_message_nobody_sent_nothing_is_written(database: Database, now: datetime) -> None:
    assert take(database, Receipt("<ai-do@lang-nghe>", "delivered", now)) == 0


def test_every_try_is_a_line_of_the_history(database: Database, now: datetime) -> None:
    identity = database.run(lambda session: actions.enqueue(session, kind=KIND, subject="1", now=now))

    def away(delivery: object, at: datetime) -> None:
        raise GatewayTrouble("bận")

    deliver_due(database, {KIND: away}, now)
    deliver_due(database, {KIND: lambda delivery, at: None}, now + HOUR)
    assert history(database, identity) == ["retried", "sent"]


class Silent:
    """A gateway that knows of nothing yet, and counts how often it is asked."""

    def __init__(self, *, away: bool = False) -> None:
        self.asked, self.away = 0, away

    def send(self, message: object) -> None:
        raise AssertionError

    def ask(self, message_id: str, now: datetime) -> None:
        self.asked += 1
        if self.away:
            raise GatewayTrouble("bận")


@pytest.mark.parametrize("away", [False, True])
def test_receipts_are_asked_for_at_their_time_and_a_gateway_that_is_away_is_asked_once(
    database: Database, now: datetime, away: bool
) -> None:
    for subject in ("1", "2", "3"):
        sent(database, now, subject)
    gateway = Silent(away=away)
    assert ask_receipts(database, gateway, [KIND], now) == 0
    assert gateway.asked == 0
    ask_receipts(database, gateway, [KIND], now + HOUR)
    assert gateway.asked == (1 if away else 3)
    ask_receipts(database, gateway, [KIND], now + HOUR + timedelta(seconds=30))
    assert gateway.asked == (2 if away else 3)
    ask_receipts(database, gateway, [KIND], now + timedelta(days=40))
    ask_receipts(database, gateway, [KIND], now + timedelta(days=50))
    assert gateway.asked == (4 if away else 6)
