"""Reads of one-time codes: never their tokens, which nobody keeps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.answers.rules.codes import DAYS, HASH_KEY, CodePlace, Kind, Lateness, hash_of, lateness_of
from feedback.answers.tables import OneTimeCode
from feedback.foundation.sealing import Sealer
from feedback.organisation.queries import get_setting
from feedback.organisation.tables import Unit
from feedback.records.queries import get_file
from feedback.records.rules import Times, categorise

DAYS_SETTING = "one_time_code_days"


@dataclass(frozen=True, slots=True)
class StickerDay:
    """How many stickers of a unit were printed for a day."""

    unit_id: int
    unit_name: str
    day: date
    expires_on: date
    printed: int


@dataclass(frozen=True, slots=True)
class FileTraits:
    """What an answer may remember of the file its code knew."""

    field: str | None = None
    lateness: Lateness | None = None


def kept_hash(sealer: Sealer, token: str) -> str:
    """The hash under which this installation knows a token."""
    return hash_of(sealer.derive(HASH_KEY), token)


def find_place(session: Session, code_hash: str, token: str) -> CodePlace | None:
    """What the code with this hash stands for; None when there is none."""
    wanted = select(OneTimeCode, Unit.name, Unit.is_sample).join(Unit, Unit.id == OneTimeCode.unit_id)
    row = session.execute(wanted.where(OneTimeCode.hash == code_hash)).one_or_none()
    if row is None:
        return None
    code, unit_name, is_sample = row
    return CodePlace(
        kind=Kind(code.kind),
        unit_id=code.unit_id,
        unit_name=unit_name,
        is_sample=is_sample,
        token=token,
        used=code.used,
        expires_on=code.expires_on,
    )


def is_issued(session: Session, code_hash: str) -> bool:
    return session.execute(select(OneTimeCode.unit_id).where(OneTimeCode.hash == code_hash)).first() is not None


def code_days(session: Session, unit_id: int) -> int:
    """How many days a code of this unit is good after its day."""
    return int(get_setting(session, unit_id, DAYS_SETTING, DAYS))


def file_traits(session: Session, record_id: int, now: datetime) -> FileTraits:
    """Field and lateness class of the file of an apology's code, by the due that the apology itself went by."""
    file = get_file(session, record_id)
    category = categorise(Times(file.clock_state, file.best_due, file.finished), now)
    return FileTraits(file.field or None, lateness_of(category, apologised=True))


def list_sticker_days(session: Session, unit_ids: Collection[int] | None, *, limit: int = 30) -> list[StickerDay]:
    """The stickers printed last, by day and unit: how many, never how many of them were used. None: every unit."""
    wanted = (
        select(OneTimeCode.unit_id, Unit.name, OneTimeCode.day, OneTimeCode.expires_on, func.count())
        .join(Unit, Unit.id == OneTimeCode.unit_id)
        .where(OneTimeCode.kind == Kind.STICKER.value)
        .group_by(OneTimeCode.unit_id, Unit.name, OneTimeCode.day, OneTimeCode.expires_on)
        .order_by(OneTimeCode.day.desc(), Unit.name, OneTimeCode.expires_on)
        .limit(limit)
    )
    if unit_ids is not None:
        wanted = wanted.where(OneTimeCode.unit_id.in_(unit_ids))
    return [StickerDay(*row) for row in session.execute(wanted)]
