"""Writing a note. There is no action that changes or removes one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from feedback.audit.rules import label, plain_detail
from feedback.audit.tables import AuditNote
from feedback.foundation.actors import Actor


def note(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    verb: str,
    object_kind: str,
    object_id: object,
    object_label: str = "",
    unit_id: int | None = None,
    unit_path: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Add one note in the caller's transaction: the deed and its note stand or fall together.

    `verb` is a word such as `account.create`; `unit_path` the unit's names from the root, as they are now.
    """
    session.add(
        AuditNote(
            at=now,
            actor_id=actor.id,
            actor_name=label(actor.name),
            verb=verb,
            object_kind=object_kind,
            object_id=str(object_id),
            object_label=label(object_label),
            unit_id=unit_id,
            unit_path=label(unit_path),
            detail=plain_detail(detail or {}),
        )
    )
