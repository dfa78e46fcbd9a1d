"""Counting the answers of people whose file was on time, late, late with an apology, over one finished week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.answers.rules.sheets import Channel
from feedback.answers.tables import Sheet
from feedback.foundation.clock import at_local
from feedback.organisation.queries import get_unit
from feedback.reports.rules.groups import GROUPS, Sides, group_of, unit_groups, whole_groups
from feedback.reports.rules.numbers import LatenessGroup, Scope, ScopeKind
from feedback.reports.rules.parts import Limits
from feedback.reports.rules.weeks import Week
from feedback.scoring.rules.shares import satisfied


def list_groups(
    session: Session, scope: Scope, unit_ids: Sequence[int], week: Week, cut_off: datetime, limits: Limits
) -> tuple[LatenessGroup, ...]:
    """The three groups where they may be shown: of one unit, or of the whole province; never of a running week.

    Areas and subtrees below overlap with both, and from overlapping sums a commune could be subtracted.
    """
    if cut_off < at_local(week.period.after):
        return ()
    if scope.kind is ScopeKind.UNIT:
        return unit_groups(_sides(session, [scope.id], week, cut_off).get(scope.id, Sides({})), limits)
    if scope.kind is ScopeKind.SUBTREE and get_unit(session, scope.id).parent_id is None:
        return whole_groups(list(_sides(session, unit_ids, week, cut_off).values()), limits)
    return ()


def _sides(session: Session, unit_ids: Sequence[int], week: Week, cut_off: datetime) -> dict[int, Sides]:
    levels: dict[tuple[int, str], list[int | None]] = defaultdict(list)
    codes: dict[int, list[int | None]] = defaultdict(list)
    wanted = select(Sheet.unit_id, Sheet.channel, Sheet.lateness, Sheet.items, Sheet.overall).where(
        Sheet.unit_id.in_(unit_ids),
        Sheet.observed_day >= week.period.first,
        Sheet.observed_day <= week.period.last,
        Sheet.first_at <= cut_off,
    )
    for unit_id, channel, lateness, items, overall in session.execute(wanted):
        levels[unit_id, group_of(lateness, items)].append(overall)
        if channel == Channel.CODE:
            codes[unit_id].append(overall)
    return {
        unit_id: Sides(
            {key: satisfied(levels[unit_id, key]) for key in GROUPS},
            satisfied(levels[unit_id, ""]),
            satisfied(codes[unit_id]),
        )
        for unit_id in {key[0] for key in list(levels)}
    }
