"""Giving counters their codes and taking them back."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.collection_points import queries
from feedback.collection_points.rules import ACTIVE, REVOKED, TOKEN_BYTES, token_from
from feedback.collection_points.tables import PrintedCode
from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day
from feedback.foundation.errors import Conflict


def issue(session: Session, *, actor: Actor, now: datetime, counter_id: int, unit_id: int, version: int = 1) -> str:
    """A new code for a counter; returns its token."""
    token = token_from(secrets.token_bytes(TOKEN_BYTES))
    session.add(
        PrintedCode(
            token=token,
            counter_id=counter_id,
            unit_id=unit_id,
            version=version,
            state=ACTIVE,
            issued_at=now,
            revoked_at=None,
        )
    )
    session.flush()
    _note(session, actor, now, "printed_code.issue", token, unit_id)
    return token


def issue_missing(session: Session, *, actor: Actor, now: datetime, unit_ids: Collection[int] | None = None) -> int:
    """A code for each counter in use that has none, at most 200 at once; returns how many it made."""
    counters = queries.list_counters_without_code(session, local_day(now), unit_ids)
    for counter in counters:
        issue(session, actor=actor, now=now, counter_id=counter.id, unit_id=counter.unit_id)
    return len(counters)


def revoke(session: Session, *, actor: Actor, now: datetime, token: str) -> PrintedCode:
    """End a code for good. Conflict when it has ended before."""
    code = queries.get_code(session, token)
    if code.state != ACTIVE:
        raise Conflict(f"Mã “{token}” đã thu hồi từ trước.")
    code.state, code.revoked_at = REVOKED, now
    session.flush()
    _note(session, actor, now, "printed_code.revoke", token, code.unit_id)
    return code


def reissue(session: Session, *, actor: Actor, now: datetime, token: str) -> str:
    """Revoke a code and give its counter a new one, one version higher; returns the new token."""
    old = revoke(session, actor=actor, now=now, token=token)
    place = {"counter_id": old.counter_id, "unit_id": old.unit_id}
    return issue(session, actor=actor, now=now, version=old.version + 1, **place)


def _note(session: Session, actor: Actor, now: datetime, verb: str, token: str, unit_id: int) -> None:
    note(session, actor=actor, now=now, verb=verb, object_kind="printed_code", object_id=token, unit_id=unit_id)
