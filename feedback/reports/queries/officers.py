"""Counting what was answered for single officers. The only place that reads whom an answer is about."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.answers.tables import Sheet
from feedback.organisation.queries import list_officers
from feedback.reports.rules.officers import OfficerLine, Person, lines_of
from feedback.reports.rules.weeks import Period
from feedback.scoring.rules.shares import satisfied


def list_officer_lines(session: Session, unit_id: int, period: Period) -> list[OfficerLine]:
    """Every officer in service at the unit, with what was answered there for them on those days."""
    wanted = (
        select(Sheet.officer_id, Sheet.overall, func.count())
        .where(
            Sheet.unit_id == unit_id,
            Sheet.officer_id.is_not(None),
            Sheet.observed_day >= period.first,
            Sheet.observed_day <= period.last,
        )
        .group_by(Sheet.officer_id, Sheet.overall)
    )
    levels: dict[int, list[int | None]] = defaultdict(list)
    for officer_id, overall, number in session.execute(wanted):
        levels[officer_id or 0] += [overall] * number
    people = [Person(each.id, each.person_name, each.position) for each in list_officers(session, [unit_id])]
    return lines_of(people, {officer: satisfied(given) for officer, given in levels.items()})
