"""Sending what waits: each item leased, tried once, settled; a process that dies in between loses nothing."""

import logging
import os
import socket
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from feedback.foundation.clock import monotonic
from feedback.foundation.database import Database
from feedback.foundation.engine import Store
from feedback.foundation.errors import Refused
from feedback.foundation.gateway import Gateway, GatewayRejected, GatewayTrouble, Receipt
from feedback.foundation.mail import Attachment, Letter, MailRejected, MailTrouble, build_message
from feedback.foundation.sealing import Sealer
from feedback.foundation.sent_log import remembering
from feedback.outbox import actions
from feedback.outbox.queries import get_document, list_without_receipt
from feedback.outbox.rules import Delivery, Gone, Handler, Later, Never, Outcome, subject_when

BATCH = 5
"""Few at a time: with a mail server that drips, a whole batch still fits into one lease."""

RATE = 120
"""Items per run: after two weeks down the letters leave over some minutes, not as a storm."""

QUESTIONS = 40
"""Receipts asked for in one run: with a gateway that takes its five seconds each, little more than three minutes."""

LETTER = "letter"
"""The kind of a plain letter: payload to, to_name, subject, text, html; the item's documents are attached."""

log = logging.getLogger(__name__)


class _Watch:
    """The moment the run was started at, moving on with the time that passed since."""

    def __init__(self, now: datetime) -> None:
        self._now, self._started = now, monotonic()

    def __call__(self) -> datetime:
        return self._now + timedelta(seconds=monotonic() - self._started)


def new_owner() -> str:
    """A name for this run that no other process has."""
    return f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:8]}"


def deliver_due(
    database: Database, handlers: Mapping[str, Handler], now: datetime, *, limit: int = RATE
) -> dict[str, int]:
    """Do what is due, with the function for its kind; how many were sent, retried, failed or needless.

    Kinds nobody handles stay due and visible. Safe to run in several processes at once.
    """
    watch, owner, outcome = _Watch(now), new_owner(), Counter[str]()
    while sum(outcome.values()) < limit:
        batch = database.run(
            lambda session: actions.lease_due(
                session, kinds=handlers.keys(), owner=owner, now=watch(), limit=min(BATCH, limit)
            )
        )
        if not batch:
            break
        for delivery in batch:
            outcome[_deliver(database, handlers[delivery.kind], delivery, owner, watch)] += 1
    return dict(outcome)


def _deliver(database: Database, handler: Handler, delivery: Delivery, owner: str, watch: _Watch) -> Outcome:
    """One item: say that it leaves now, let it leave, write down how that went."""
    mine = database.run(lambda session: actions.mark_sending(session, work_id=delivery.id, owner=owner, now=watch()))
    if not mine:
        return Outcome.TAKEN_OVER
    outcome, why = _try(handler, delivery, watch())
    database.run(
        lambda session: actions.settle(session, delivery=delivery, owner=owner, now=watch(), outcome=outcome, why=why)
    )
    return outcome


def _try(handler: Handler, delivery: Delivery, now: datetime) -> tuple[Outcome, str]:
    """How it ended, and the reason in Vietnamese."""
    try:
        handler(delivery, now)
    except Gone as reason:
        return Outcome.NEEDLESS, str(reason)
    except (Never, MailRejected, GatewayRejected) as reason:
        return Outcome.FAILED, str(reason)
    except (Later, MailTrouble, GatewayTrouble) as reason:
        return Outcome.RETRIED, str(reason)
    except Refused as refusal:
        return Outcome.RETRIED, refusal.message
    except Exception:
        # A defect must not stop the letters behind it; it is tried again, then shown to a person.
        log.exception("handler of %s failed on %s", delivery.kind, delivery.id)
        return Outcome.RETRIED, "Hệ thống gặp lỗi khi gửi; cán bộ công nghệ thông tin xem nhật ký."
    return Outcome.SENT, ""


def ask_receipts(database: Database, gateway: Gateway, kinds: Collection[str], now: datetime) -> int:
    """Ask the gateway what became of messages it took; how many got a final word. No transaction waits for it."""
    with database.read() as session:
        waiting = [(item.id, item.message_id or "") for item in list_without_receipt(session, kinds, now, QUESTIONS)]
    told: list[Receipt] = []
    silent: list[UUID] = []
    for work_id, message_id in waiting:
        try:
            receipt = gateway.ask(message_id, now)
        except (GatewayTrouble, GatewayRejected) as trouble:
            log.warning("the gateway does not tell of %s: %s", message_id, trouble)
            break  # it is away: whoever is left is asked next time
        if receipt is None:
            silent.append(work_id)
        else:
            told.append(receipt)
    database.run(lambda session: actions.take_receipts(session, receipts=told, now=now))
    database.run(lambda session: actions.ask_later(session, work_ids=silent, now=now))
    return len(told)


def letter_handler(store: Store) -> Handler:
    """Sends plain letters (kind `letter`) to people of the offices; their work addresses stand in the payload."""
    transport = remembering(store.settings)

    def send(delivery: Delivery, now: datetime) -> None:
        facts = delivery.payload
        letter = Letter(
            message_id=delivery.message_id,
            at=now,
            to=facts["to"],
            to_name=facts.get("to_name", ""),
            subject=subject_when(facts["subject"], delivery.created_at, now),
            text=facts["text"],
            html=facts.get("html", ""),
            attachments=attachments(store.database, delivery, store.sealer),
        )
        transport.send(build_message(letter, sender=store.settings.mail_from))

    return send


def attachments(database: Database, delivery: Delivery, sealer: Sealer) -> tuple[Attachment, ...]:
    """The item's documents, opened, as files of a letter."""
    with database.read() as session:
        files = [get_document(session, each, sealer) for each in delivery.document_ids]
    return tuple(Attachment(file.name, file.media_type, file.content) for file in files)
