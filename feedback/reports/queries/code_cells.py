"""Counting answers to one-time codes of one unit and one finished week."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.answers.rules.sheets import Channel
from feedback.answers.tables import Sheet
from feedback.foundation.clock import at_local
from feedback.reports.rules.code_cells import CellKey, shown_cells
from feedback.reports.rules.numbers import CodeCell, Scope, ScopeKind
from feedback.reports.rules.parts import Limits
from feedback.reports.rules.weeks import Week
from feedback.scoring.rules.shares import satisfied


def list_code_cells(
    session: Session, scope: Scope, week: Week, cut_off: datetime, limits: Limits
) -> tuple[CodeCell, ...]:
    """The printable cells. None for several units together, from which a single one could be subtracted, and none for
    a week still running: two days' looks at it would tell one person's answer apart.
    """
    if scope.kind is not ScopeKind.UNIT or cut_off < at_local(week.period.after):
        return ()
    levels: dict[CellKey, list[int | None]] = defaultdict(list)
    wanted = select(Sheet.stage, Sheet.field, Sheet.lateness, Sheet.overall).where(
        Sheet.unit_id == scope.id,
        Sheet.channel == Channel.CODE.value,
        Sheet.observed_day >= week.period.first,
        Sheet.observed_day <= week.period.last,
        Sheet.first_at <= cut_off,
    )
    for stage, field, lateness, overall in session.execute(wanted):
        levels[CellKey(stage or "", field or "", lateness or "")].append(overall)
    shares = {key: satisfied(given) for key, given in levels.items()}
    return shown_cells(shares, limits, f"{week}/{scope.code}")
