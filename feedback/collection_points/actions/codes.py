"""Giving counters their codes and taking them back."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.collection_points import queries
from feedback.collection_points.queries.points import find_last_version
from feedback.collection_points.rules import ACTIVE, REVOKED, TOKEN_BYTES, token_from
from feedback.collection_points.rules.checks import WRONG
from feedback.collection_points.tables import PrintedCode
from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day
from feedback.foundation.errors import Conflict
from feedback.outbox.actions import close_tasks


def issue(session: Session, *, actor: Actor, now: datetime, counter_id: int, unit_id: int) -> str:
    """A new code for a counter, one version above those it had; returns its token."""
    token = token_from(secrets.token_bytes(TOKEN_BYTES))
    version = find_last_version(session, counter_id) + 1
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
    _note(session, actor, now, "printed_code.issue", token, unit_id, {"version": version})
    return token


def issue_missing(session: Session, *, actor: Actor, now: datetime, unit_ids: Collection[int] | None = None) -> int:
    """A code for each counter in use that has none, at most 200 at once; returns how many it made."""
    counters = queries.list_counters_without_code(session, local_day(now), unit_ids)
    for counter in counters:
        issue(session, actor=actor, now=now, counter_id=counter.id, unit_id=counter.unit_id)
    return len(counters)


def revoke(session: Session, *, actor: Actor, now: datetime, token: str, reason: str = "") -> PrintedCode:
    """End a code for good. Conflict when it has ended before."""
    code = queries.get_code(session, token)
    if code.state != ACTIVE:
        raise Conflict(f"Mã “{token}” đã thu hồi từ trước.")
    code.state, code.revoked_at = REVOKED, now
    session.flush()
    _note(session, actor, now, "printed_code.revoke", token, code.unit_id, {"reason": reason} if reason else {})
    return code


def reissue(session: Session, *, actor: Actor, now: datetime, token: str, reason: str = "") -> str:
    """Revoke a code and give its counter a new one, one version higher; returns the new token.

    What was reported about the old one is settled by it.
    """
    old = revoke(session, actor=actor, now=now, token=token, reason=reason)
    close_tasks(session, kind=WRONG, subject=f"{old.counter_id}/", by=actor.name, now=now)
    return issue(session, actor=actor, now=now, counter_id=old.counter_id, unit_id=old.unit_id)


def _note(
    session: Session, actor: Actor, now: datetime, verb: str, token: str, unit_id: int, detail: Mapping[str, Any]
) -> None:
    note(
        session,
        actor=actor,
        now=now,
        verb=verb,
        object_kind="printed_code",
        object_id=token,
        unit_id=unit_id,
        detail=detail,
    )
