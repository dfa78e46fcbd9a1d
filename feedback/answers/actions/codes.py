"""One-time codes: printed, used once, forgotten."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from feedback.answers.actions.sheets import HandedIn, hand_in
from feedback.answers.queries.codes import FileTraits, code_days, file_traits
from feedback.answers.queries.counts import find_sheet
from feedback.answers.rules.codes import STAGE_OF, Kind, last_day
from feedback.answers.rules.sheets import Channel, OpenedSheet
from feedback.answers.tables import OneTimeCode
from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.errors import Conflict, Invalid
from feedback.outbox.actions.once import insert_once

MOST_AT_ONCE = 960
"""Forty sheets of labels: a busy month of a commune."""
KEPT_AFTER_EXPIRY = timedelta(days=365)
"""So long an old code is still called expired or used; after that nothing of it is left."""


class CodeSpent(Conflict):
    """The code has counted an answer before, and not this one; or its time is over."""


def issue_stickers(
    session: Session, *, actor: Actor, now: datetime, unit_id: int, day: date, hashes: Collection[str]
) -> date:
    """Keep the hashes of stickers that are about to be printed; returns their last day.

    The audit note tells how many and never which: a list of codes would be a pile of ballots.
    """
    if not 1 <= len(hashes) <= MOST_AT_ONCE:
        raise Invalid(f"Mỗi lần in được từ 1 đến {MOST_AT_ONCE} nhãn. Xin sửa số nhãn.")
    expires_on = last_day(day, code_days(session, unit_id))
    rows = [_row(Kind.STICKER, each, unit_id, day, expires_on) for each in sorted(hashes)]
    session.execute(insert(OneTimeCode), rows)
    note(
        session,
        actor=actor,
        now=now,
        verb="one_time_code.print",
        object_kind="one_time_codes",
        object_id=day.isoformat(),
        unit_id=unit_id,
        detail={"count": len(hashes), "day": day.isoformat()},
    )
    return expires_on


def issue_apology_code(session: Session, *, record_id: int, unit_id: int, code_hash: str, day: date) -> None:
    """The code of an apology that is being approved. The same notice again changes nothing."""
    row = _row(Kind.APOLOGY, code_hash, unit_id, day, last_day(day, code_days(session, unit_id)), record_id)
    insert_once(session, OneTimeCode, ("hash",), row)


def _row(
    kind: Kind, code_hash: str, unit_id: int, day: date, expires_on: date, record_id: int | None = None
) -> dict[str, Any]:
    return {
        "hash": code_hash,
        "kind": kind.value,
        "unit_id": unit_id,
        "day": day,
        "expires_on": expires_on,
        "used": False,
        "stage": STAGE_OF[kind].value,
        "record_id": record_id,
    }


def hand_in_once(
    session: Session, *, sheet: OpenedSheet, code_hash: str, overall: int, now: datetime, day: date
) -> HandedIn:
    """Count the sheet that uses this code first; later taps of the same sheet correct it as anywhere.

    Of many at once exactly one uses the code. In this same commit the code forgets its file; the sheet keeps field,
    stage and lateness class. CodeSpent for every other sheet, and once `day` is past the code's last day.
    """
    claimed = _claim(session, code_hash, now, day)
    if claimed is None and find_sheet(session, sheet.unit_id, sheet.id) is None:
        raise CodeSpent("Mã này đã dùng hoặc đã hết hạn.")
    stage, traits = claimed or (None, FileTraits())
    sheet = replace(sheet, channel=Channel.CODE, stage=stage, field=traits.field, lateness=traits.lateness)
    return hand_in(session, sheet=sheet, overall=overall, now=now)


def _claim(session: Session, code_hash: str, now: datetime, day: date) -> tuple[str | None, FileTraits] | None:
    """Use the code up; None when it was used or over before. Held from the first look, so that nobody comes between."""
    code = OneTimeCode.__table__.c
    wanted = select(code.stage, code.record_id).where(code.hash == code_hash, code.used.is_(False))
    known = session.execute(wanted.with_for_update()).one_or_none()
    if known is None:
        return None
    mine = update(OneTimeCode).where(code.hash == code_hash, code.used.is_(False), code.expires_on >= day)
    done: Any = session.execute(mine.values(used=True, record_id=None).execution_options(synchronize_session=False))
    if done.rowcount != 1:
        return None
    return known.stage, FileTraits() if known.record_id is None else file_traits(session, known.record_id, now)


def forget_old_codes(session: Session, *, today: date) -> int:
    """Empty the file of apology codes whose time is over unused, drop codes a year later; returns how many changed."""
    over = update(OneTimeCode).where(OneTimeCode.expires_on < today, OneTimeCode.record_id.is_not(None))
    emptied: Any = session.execute(over.values(record_id=None).execution_options(synchronize_session=False))
    old = delete(OneTimeCode).where(OneTimeCode.expires_on < today - KEPT_AFTER_EXPIRY)
    dropped: Any = session.execute(old.execution_options(synchronize_session=False))
    return int(emptied.rowcount) + int(dropped.rowcount)
