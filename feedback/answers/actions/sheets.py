"""What a citizen does with a sheet: hand it in, correct it, add to it; and settling it afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from feedback.answers.actions.inserting import insert_new
from feedback.answers.rules.sheets import (
    CORRECTION,
    OpenedSheet,
    Outcome,
    Value,
    flags_for,
    merge,
    tap_again,
    to_the_hour,
)
from feedback.answers.tables import Sheet
from feedback.foundation.clock import local_day
from feedback.foundation.errors import NotFound

SETTLED_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What the tap did, and the receipt: the same for every resend of the same sheet."""

    outcome: Outcome
    receipt: str


def hand_in(
    session: Session, *, sheet: OpenedSheet, overall: int, now: datetime, items: Mapping[str, Value] | None = None
) -> HandedIn:
    """Count a sheet at its first tap; a later tap of the same sheet corrects it or leaves it, never counts twice.

    `overall` is 1…5, `items` checked answers that came with it. Many at once with one key leave one row.
    """
    values = {
        "unit_id": sheet.unit_id,
        "id": sheet.id,
        "counter_id": sheet.counter_id,
        "channel": sheet.channel,
        "version_id": sheet.version_id,
        "receipt": sheet.receipt,
        "opened_at": sheet.opened_at or now,
        "first_at": now,
        "last_at": now,
        "observed_day": local_day(now),
        "lang": sheet.lang,
        "block": sheet.block,
        "field": sheet.field,
        "stage": sheet.stage,
        "lateness": sheet.lateness,
        "officer_id": None,
        "overall": overall,
        "items": dict(items or {}),
        "earlier": [],
        "flags": [*sheet.flags, *flags_for(sheet.opened_at, now)],
    }
    done: Any = session.execute(insert_new(session, "sheet"), values)
    outcome = Outcome.COUNTED if done.rowcount == 1 else _tap_again(session, sheet, overall, now)
    return HandedIn(outcome, sheet.receipt)


def _tap_again(session: Session, sheet: OpenedSheet, overall: int, now: datetime) -> Outcome:
    row = _locked(session, sheet.unit_id, sheet.id)
    outcome = tap_again(row.overall, overall, row.first_at, now)
    if outcome is Outcome.CORRECTED:
        row.earlier = [*row.earlier, row.overall]
        row.overall, row.last_at = overall, now
        session.flush()
    return outcome


def _locked(session: Session, unit_id: int, sheet_id: UUID) -> Sheet:
    """The row, held until the transaction ends: two corrections at once must not lose one. NotFound without it."""
    row = session.scalars(select(Sheet).filter_by(unit_id=unit_id, id=sheet_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("Phiếu này chưa có đánh giá nào. Xin mở lại mã và chọn một khuôn mặt trước.")
    return row


def add_answers(session: Session, *, unit_id: int, sheet_id: UUID, answers: Mapping[str, Value], now: datetime) -> None:
    """Add checked answers to a sheet that was handed in; what was answered changes only within ten minutes."""
    row = _locked(session, unit_id, sheet_id)
    merged = merge(row.items, answers, first_at=row.first_at, now=now)
    if merged != row.items:
        row.items = merged
        row.last_at = to_the_hour(now) if row.opened_at is None else now
        session.flush()


def settle(session: Session, *, now: datetime) -> int:
    """Cut the times of sheets that can no longer be corrected to the hour; at most 200 at once. Returns how many."""
    table = Sheet.__table__.c
    waiting = select(Sheet.unit_id, Sheet.id, Sheet.first_at, Sheet.last_at)
    waiting = waiting.where(Sheet.opened_at.is_not(None), Sheet.last_at < now - CORRECTION).limit(SETTLED_AT_ONCE)
    rows = session.execute(waiting).all()
    if rows:
        coarse = [
            {"u": row.unit_id, "i": row.id, "first": to_the_hour(row.first_at), "last": to_the_hour(row.last_at)}
            for row in rows
        ]
        cut = update(Sheet.__table__).where(table.unit_id == bindparam("u"), table.id == bindparam("i"))  # type: ignore[arg-type]
        session.execute(cut.values(opened_at=None, first_at=bindparam("first"), last_at=bindparam("last")), coarse)
    return len(rows)
