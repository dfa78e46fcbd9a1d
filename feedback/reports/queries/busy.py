"""Units that have anything to report on: a counter, a sheet or a file."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from feedback.answers.tables import Sheet
from feedback.foundation.clock import at_local
from feedback.organisation.tables import Counter
from feedback.records.tables import Record
from feedback.reports.queries.scopes import list_all_places, scope_of_unit
from feedback.reports.rules.numbers import Scope, ScopeKind
from feedback.reports.rules.weeks import Week


def list_busy_units(session: Session, week: Week) -> list[Scope]:
    """Each unit of that week which has a counter, or a sheet or file in it or in the four weeks before, by name."""
    start = at_local(week.period_before.first)
    busy = set(session.scalars(select(Counter.unit_id).distinct()))
    since = week.period_before.first
    busy |= set(session.scalars(select(Sheet.unit_id).where(Sheet.observed_day.between(since, week.sunday)).distinct()))
    alive = (
        Record.received_at < at_local(week.period.after),
        or_(Record.finished_at.is_(None), Record.finished_at >= start),
    )
    for column in (Record.receiving_unit_id, Record.solving_unit_id):
        busy |= set(session.scalars(select(column).where(*alive).distinct()))
    places = [place for place in list_all_places(session, week) if place.unit_id in busy]
    return [scope_of_unit(session, place.unit_id, ScopeKind.UNIT) for place in places]
