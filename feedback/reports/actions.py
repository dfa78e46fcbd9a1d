"""What reports change: their own archive, and nothing else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.reports.queries.editions import Archived, find_newest, read
from feedback.reports.rules.building import without_history
from feedback.reports.rules.numbers import WeekNumbers, sha256, to_json
from feedback.reports.tables import Edition


def keep_edition(
    session: Session, *, actor: Actor, now: datetime, numbers: WeekNumbers, late: bool = False
) -> Archived:
    """The numbers in the archive: the edition that says the same, or a new one. No edition is ever rewritten.

    Asked twice with unchanged data, the first edition is returned with its own cut-off, so both print the same bytes.
    """
    newest = find_newest(session, numbers.week, numbers.scope.kind, numbers.scope.id)
    if newest is not None and without_history(newest.numbers) == without_history(numbers):
        return newest
    stored = to_json(numbers)
    row = Edition(
        week=numbers.week,
        scope_kind=numbers.scope.kind.value,
        scope_id=numbers.scope.id,
        edition=1 if newest is None else newest.edition + 1,
        cut_off=numbers.cut_off,
        formula=numbers.formula,
        numbers=stored,
        sha256=sha256(stored),
        created_at=now,
        late=late,
    )
    session.add(row)
    session.flush()
    note(
        session,
        actor=actor,
        now=now,
        verb="report.make",
        object_kind="edition",
        object_id=row.id,
        object_label=f"{numbers.week} – {numbers.scope.name}",
        unit_id=None if numbers.scope.kind == "area" else numbers.scope.id,
        detail={"edition": row.edition, "sha256": row.sha256},
    )
    return read(row)
