"""The audit's note about a notice, as most deeds on one write it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from feedback.apologies.queries import get_line
from feedback.apologies.rules import number_words
from feedback.apologies.tables import Apology
from feedback.audit.actions import note
from feedback.foundation.actors import Actor


def note_notice(
    session: Session,
    notice: Apology,
    actor: Actor,
    now: datetime,
    verb: str,
    detail: Mapping[str, Any],
    *,
    label: str | None = None,
) -> None:
    """Who did what to the notice, with its number and its file's code for a label unless another is given."""
    if label is None:
        label = f"{number_words(notice.number or 0)} {get_line(session, notice.id).code}"
    note(
        session,
        actor=actor,
        now=now,
        verb=verb,
        object_kind="apology",
        object_id=notice.id,
        object_label=label,
        unit_id=notice.unit_id,
        detail=detail,
    )
