"""Taking in what a tablet sends: counted once, kept apart where there is a doubt, and never dropped.

The tablet's row is held by the work this runs in (its counter was moved there), so answers of one tablet come one
request after the other, and what the books say of a number cannot change in between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from feedback.answers.actions.inserting import insert_new
from feedback.answers.queries.tablet_receipts import Places, list_reasons, list_receipts, places_of
from feedback.answers.rules.sheets import Channel, Flag, Value, to_the_hour
from feedback.answers.rules.tablets import (
    Arrived,
    Observed,
    Reason,
    ReceiptState,
    TabletAnswer,
    canonical,
    check_items,
    identity,
    mark_of,
    observed,
    quarantine_id,
)
from feedback.foundation.clock import local_day
from feedback.foundation.sealing import Sealer

Tables = Mapping[int, Mapping[str, Mapping[str, Value]]]
"""Published version → its table of possible answers."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request of answers: whose it is, and all that is known around it."""

    tablet_id: UUID
    unit_id: int
    revoked: bool
    offset: int
    now: datetime
    secret: bytes
    sealer: Sealer
    tables: Tables


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the tablet is told about one answer; the same for every resend."""

    echo: Mapping[str, Any]
    receipt: str
    state: str
    why: str = ""

    def as_json(self) -> dict[str, Any]:
        said = {**self.echo, "receipt": self.receipt, "state": self.state}
        return said | {"why": self.why} if self.why else said


class _Book:
    """What is known of the numbers of this request, and the rows it will add."""

    def __init__(self, session: Session, delivery: Delivery, batch: Sequence[Arrived]) -> None:
        self.known = list_receipts(session, delivery.tablet_id, {each.seq for each in batch})
        self.apart = list_reasons(session, {quarantine_id(delivery.secret, each.key) for each in batch})
        self.places = places_of(session, delivery.unit_id, [each.answer for each in batch if each.answer is not None])
        self.rows: dict[str, list[dict[str, Any]]] = {"sheet": [], "tablet_receipt": [], "quarantined_answer": []}

    def write(self, session: Session) -> None:
        # Not in the order of the numbers: how sheets lie on disk must not tell which number each of them had.
        self.rows["sheet"].sort(key=lambda row: str(row["id"]))
        for table, rows in self.rows.items():
            if rows:
                session.execute(insert_new(session, table), rows)


def take_in(session: Session, *, delivery: Delivery, batch: Sequence[Arrived]) -> list[Receipt]:
    """Every answer of the request gets its receipt, in order; all rows in a handful of statements."""
    book = _Book(session, delivery, batch)
    receipts = [_take(book, delivery, each) for each in batch]
    book.write(session)
    return receipts


def _take(book: _Book, delivery: Delivery, each: Arrived) -> Receipt:
    mark, apart = mark_of(delivery.secret, each.key), quarantine_id(delivery.secret, each.key)
    known = book.known.get(each.seq)
    if known is not None and known[0] == mark:
        return _receipt(delivery, each, known[1], book.apart.get(apart, ""))
    seen, reason = _look(delivery, each)
    if apart in book.apart:
        reason = book.apart[apart]
    elif known is not None:
        reason = reason or Reason.CLONE
    state = ReceiptState.QUARANTINED if reason else ReceiptState.COUNTED
    if reason:
        book.apart[apart] = reason
        book.rows["quarantined_answer"].append(_kept_apart(delivery, each, apart, reason))
    elif each.answer is not None and seen is not None:
        book.rows["sheet"].append(sheet_row(delivery, each, each.answer, seen, book.places))
    if known is None and each.seq:
        day = local_day(seen.at if seen else delivery.now)
        book.known[each.seq] = (mark, state.value)
        book.rows["tablet_receipt"].append(
            {"tablet_id": delivery.tablet_id, "seq": each.seq, "mark": mark, "observed_day": day, "state": state.value}
        )
    return _receipt(delivery, each, state.value, reason)


def _look(delivery: Delivery, each: Arrived) -> tuple[Observed | None, str]:
    """The answer's moment, and why it cannot be counted just so ("" when it can)."""
    answer = each.answer
    if answer is None:
        return None, Reason.SHAPE
    seen = observed(answer.at, delivery.offset, delivery.now)
    if delivery.revoked:
        return seen, Reason.REVOKED
    table = delivery.tables.get(answer.version_id)
    if table is None:
        return seen, Reason.VERSION
    if check_items(table, answer.items) is None:
        return seen, Reason.ITEMS
    return seen, "" if seen else Reason.TIME


def sheet_row(
    delivery: Delivery, each: Arrived, answer: TabletAnswer, seen: Observed, places: Places, *flags: str
) -> dict[str, Any]:
    """The sheet as a row. Nobody can correct it any more, so its moment is cut to the hour at once."""
    counter = answer.counter if answer.counter in places.counters else None
    officer = answer.officer if answer.officer in places.officers else None
    lost = (counter, officer) != (answer.counter, answer.officer)
    row_id, receipt = identity(delivery.secret, each.key)
    return {
        "unit_id": delivery.unit_id,
        "id": row_id,
        "counter_id": counter,
        "channel": Channel.TABLET,
        "version_id": answer.version_id,
        "receipt": receipt,
        "opened_at": None,
        "first_at": to_the_hour(seen.at),
        "last_at": to_the_hour(seen.at),
        "observed_day": local_day(seen.at),
        "lang": answer.lang,
        "block": 0,
        "field": None,
        "stage": None,
        "lateness": None,
        "officer_id": officer,
        "overall": answer.overall,
        "items": check_items(delivery.tables[answer.version_id], answer.items) or {},
        "earlier": [],
        "flags": [*seen.flags, *([Flag.UNKNOWN_PLACE] if lost else []), *flags],
    }


def _kept_apart(delivery: Delivery, each: Arrived, row_id: UUID, reason: str) -> dict[str, Any]:
    """The answer as it came, sealed, with what is needed to count it later as if it had been counted now."""
    content = {"raw": canonical(each.raw), "offset": delivery.offset, "received": delivery.now.isoformat()}
    return {
        "id": row_id,
        "tablet_id": delivery.tablet_id,
        "unit_id": delivery.unit_id,
        "seq": each.seq,
        "reason": reason,
        "received_at": to_the_hour(delivery.now),
        "sealed": delivery.sealer.seal_json(content, belongs_to=belonging(row_id)),
        "state": "waiting",
        "decided_at": None,
        "decided_by": None,
        "decision": None,
    }


def belonging(row_id: UUID) -> str:
    """What a sealed answer is bound to."""
    return f"quarantined_answer/{row_id}/sealed"


def _receipt(delivery: Delivery, each: Arrived, state: str, why: str) -> Receipt:
    return Receipt(each.echo, identity(delivery.secret, each.key)[1], state, why)
