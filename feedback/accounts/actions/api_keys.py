"""Keys of programs: making, renewing with an overlap, taking back. The secret is handed out once and never kept."""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.accounts.queries import get_api_key, reach
from feedback.accounts.rules import MANAGE_ACCOUNTS, secret_hash
from feedback.accounts.rules.api_keys import (
    DEFAULT_DAILY_ROWS,
    DEFAULT_DAYS,
    DEFAULT_OVERLAP_DAYS,
    MOST_DAILY_ROWS,
    MOST_DAYS,
    MOST_OVERLAP_DAYS,
    PREFIX_BYTES,
    Verb,
    check_within,
    read_name,
    secret_of,
)
from feedback.accounts.tables import ApiKey
from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.errors import Conflict, Forbidden
from feedback.organisation.queries import get_unit


@dataclass(frozen=True, slots=True)
class Wanted:
    """A key as asked for. `unit_id` None reaches every unit; `networks` empty lets every address in."""

    name: str
    unit_id: int | None
    verbs: tuple[Verb, ...] = (Verb.WRITE,)
    networks: tuple[str, ...] = ()
    days: int = DEFAULT_DAYS
    daily_rows: int = DEFAULT_DAILY_ROWS


@dataclass(frozen=True, slots=True)
class NewKey:
    """`text` is the whole key, to be shown this once."""

    id: int
    text: str


def new_prefix() -> str:
    """Sixteen letters and digits, 80 random bits."""
    return b32encode(secrets.token_bytes(PREFIX_BYTES)).decode()


def create_api_key(
    session: Session, *, actor: Actor, now: datetime, master: bytes, prefix: str, wanted: Wanted
) -> NewKey:
    """A key for a program. `master` is what the key file derives for keys, `prefix` a fresh one.

    Invalid for an empty name or too long a life; Forbidden where the actor does not manage accounts.
    """
    require_managed(session, actor, wanted.unit_id)
    if wanted.unit_id is not None:
        get_unit(session, wanted.unit_id)
    days = check_within(wanted.days, MOST_DAYS, "Số ngày dùng của khóa")
    row = _row(
        prefix,
        master,
        name=read_name(wanted.name),
        unit_id=wanted.unit_id,
        verbs=[verb.value for verb in wanted.verbs],
        networks=wanted.networks,
        daily_rows=check_within(wanted.daily_rows, MOST_DAILY_ROWS, "Số dòng mỗi ngày"),
    )
    row.created_at, row.created_by, row.expires_at = now, actor.name, now + timedelta(days=days)
    session.add(row)
    session.flush()
    _note(session, actor, now, "api_key.create", row, {"verbs": row.verbs, "networks": len(row.networks), "days": days})
    return NewKey(row.id, f"{prefix}.{secret_of(master, prefix)}")


def rotate_api_key(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    master: bytes,
    prefix: str,
    key_id: int,
    overlap_days: int = DEFAULT_OVERLAP_DAYS,
) -> NewKey:
    """A new key with the same rights and as long a life; the old one still works for the overlap.

    Conflict when the old one does not work any more, or has its successor already.
    """
    old = get_api_key(session, key_id)
    require_managed(session, actor, old.unit_id)
    _require_live(old, now)
    if session.scalar(select(ApiKey.id).where(ApiKey.rotated_from_id == old.id)) is not None:
        raise Conflict("Khóa này đã được đổi rồi. Xin đổi hoặc thu hồi khóa mới nhất của phần mềm đó.")
    overlap = check_within(overlap_days, MOST_OVERLAP_DAYS, "Số ngày dùng song song hai khóa")
    life = old.expires_at - old.created_at
    row = _row(
        prefix,
        master,
        name=old.name,
        unit_id=old.unit_id,
        verbs=list(old.verbs),
        networks=old.networks,
        daily_rows=old.daily_rows,
    )
    row.created_at, row.created_by, row.expires_at = now, actor.name, now + life
    row.rotated_from_id = old.id
    session.add(row)
    old.expires_at = min(old.expires_at, now + timedelta(days=overlap))
    session.flush()
    _note(session, actor, now, "api_key.rotate", row, {"old": old.prefix, "old_until": old.expires_at})
    return NewKey(row.id, f"{prefix}.{secret_of(master, prefix)}")


def revoke_api_key(session: Session, *, actor: Actor, now: datetime, key_id: int) -> None:
    """The key does not work from now on. Conflict when it did not anyway."""
    row = get_api_key(session, key_id)
    require_managed(session, actor, row.unit_id)
    _require_live(row, now)
    row.revoked_at = now
    _note(session, actor, now, "api_key.revoke", row, {})


def require_managed(session: Session, actor: Actor, unit_id: int | None) -> None:
    """Nobody makes or ends a key that reaches further than their own management of accounts."""
    managed = actor.units_for(MANAGE_ACCOUNTS)
    if managed is None:
        return
    reached = reach(session, unit_id, None)
    if reached is None or not reached <= managed:
        raise Forbidden("Ông/bà không quản trị khóa ở nơi này. Nhờ quản trị viên cấp tỉnh.")


def _require_live(row: ApiKey, now: datetime) -> None:
    if row.revoked_at is not None or row.expires_at <= now:
        raise Conflict("Khóa này đã hết hạn hoặc đã thu hồi. Xin tạo khóa mới.")


def _row(
    prefix: str,
    master: bytes,
    *,
    name: str,
    unit_id: int | None,
    verbs: list[str],
    networks: Sequence[str],
    daily_rows: int,
) -> ApiKey:
    return ApiKey(
        prefix=prefix,
        secret_hash=secret_hash(secret_of(master, prefix)),
        name=name,
        unit_id=unit_id,
        verbs=verbs,
        networks=list(networks),
        daily_rows=daily_rows,
        rows_day=None,
        revoked_at=None,
        last_used_at=None,
        rotated_from_id=None,
    )


def _note(session: Session, actor: Actor, now: datetime, verb: str, row: ApiKey, detail: dict[str, object]) -> None:
    note(
        session,
        actor=actor,
        now=now,
        verb=verb,
        object_kind="api_key",
        object_id=row.id,
        object_label=f"{row.name} ({row.prefix})",
        unit_id=row.unit_id,
        detail=detail,
    )
